"""One transaction a request: an unsafe method that answered below 400 commits, all else rolls back.

So a GET cannot change data, and a refused form cannot half-save. A refusal that leaves something
on purpose says `keep_despite_refusal`. Commands use `unit_of_work`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from talentpool.extensions import db, set_only_reads
from talentpool.web import journal
from talentpool.web.errors import conflict_page

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """End the transaction after each request; `choose_kind` runs before anything reads."""
    app.after_request(_close)
    app.teardown_request(_abandon)


def choose_kind() -> None:
    """Before the first statement of a request: one that only reads takes no write lock."""
    set_only_reads(request.method in SAFE_METHODS)


def _close(response: Response) -> Response:
    refused = response.status_code >= 400 and not g.pop("keep_despite_refusal", False)
    if request.method in SAFE_METHODS or refused:
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


def keep_despite_refusal() -> None:
    """Commit although this request answers 4xx: what is left is for the next try (a fresh preview beside a 409)."""
    g.keep_despite_refusal = True


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
