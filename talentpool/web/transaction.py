"""One transaction a request: an unsafe method that answered below 400 commits, all else rolls back.

So a GET cannot change data, and a refused form cannot half-save. Commands use `unit_of_work`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from talentpool.extensions import db, set_only_reads
from talentpool.web import journal
from talentpool.web.errors import conflict_page

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Open the transaction's kind before, end it after each request."""
    app.before_request(_open)
    app.after_request(_close)
    app.teardown_request(_abandon)


def _open() -> None:
    set_only_reads(request.method in SAFE_METHODS)


def _close(response: Response) -> Response:
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()
    else:
        try:
            db.session.commit()
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            response = conflict_page()
    db.session.close()
    journal.write_notes()
    return response


def _abandon(_error: BaseException | None) -> None:
    db.session.rollback()
    set_only_reads(False)


@contextmanager
def unit_of_work(*, keep: bool = True) -> Iterator[None]:
    """The transaction of one command: committed at the end, unless it failed or `keep` is false."""
    try:
        yield
        if keep:
            db.session.commit()
    finally:
        db.session.rollback()
