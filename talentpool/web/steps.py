"""Pages of a list that has no end: from the newest on, each found by where the one before stopped.

Nothing is counted to the end and nothing is skipped over, so the ten-thousandth page comes as fast as
the first. `?before=ID` asks for what is older than a row, `?after=ID` for what is newer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from talentpool.extensions import db
from talentpool.web.links import asked_pairs, with_query
from talentpool.writing import LARGEST_ID

STEP = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Step:
    """Some rows, the newest first; None where there is nothing newer or older."""

    items: Sequence[Any]
    newer_url: str | None
    older_url: str | None
    newest_url: str | None


def step_through(
    statement: Select[*tuple[Any, ...]], key: Any, *, id_of: Callable[[Any], int] = lambda row: int(row[0].id)
) -> Step:
    """The rows that the address asks for, in the order of descending ids (`key` is their column)."""
    before, after = _asked("before"), _asked("after")
    if after is not None and before is None:
        rows = db.session.execute(statement.where(key > after).order_by(None).order_by(key).limit(STEP + 1))
        found = list(rows)
        more_newer, more_older = len(found) > STEP, True
        found = found[:STEP][::-1]
    else:
        wanted = statement if before is None else statement.where(key < before)
        found = list(db.session.execute(wanted.order_by(None).order_by(key.desc()).limit(STEP + 1)))
        more_newer, more_older = before is not None, len(found) > STEP
        found = found[:STEP]
    return Step(
        items=found,
        newer_url=_url("after", id_of(found[0])) if found and more_newer else None,
        older_url=_url("before", id_of(found[-1])) if found and more_older else None,
        newest_url=_url() if before is not None or after is not None else None,
    )


def count_up_to(statement: Select[*tuple[Any, ...]], most: int = MOST_COUNTED) -> tuple[int, bool]:
    """(how many rows, whether that is all of them): counting ends behind `most`."""
    counted = select(func.count()).select_from(statement.order_by(None).limit(most + 1).subquery())
    found = db.session.scalar(counted) or 0
    return min(found, most), found <= most


_TOO_LONG = 30


def _asked(name: str) -> int | None:
    value = request.args.get(name, "")
    return min(int(value), LARGEST_ID) if value.isdecimal() and len(value) < _TOO_LONG else None


def _url(name: str = "", row_id: int = 0) -> str:
    pairs = asked_pairs("before", "after", "page")
    return with_query(request.path, [*pairs, (name, row_id)] if name else pairs)
