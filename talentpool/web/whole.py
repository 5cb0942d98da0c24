"""All rows of a list, for a workbook: read in parts, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from talentpool.extensions import db
from talentpool.sheets import Row, StreamedRows

PART = 500
"""Rows read at a time; the look-ups of a part stay below the limits of both engines."""
HELD_AT_MOST = 1_500
"""Lists of more rows are read anew each time that they are written."""


def all_rows(
    statement: Select[*tuple[Any, ...]], rows_of: Callable[[Sequence[Any]], Sequence[Row]]
) -> Sequence[Row] | StreamedRows:
    """Every row of a statement as `rows_of` makes it out of a part of them."""
    count = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    if count <= HELD_AT_MOST:
        return list(_parts(statement, rows_of))
    return StreamedRows(lambda: _parts(statement, rows_of), count=count)


def _parts(
    statement: Select[*tuple[Any, ...]], rows_of: Callable[[Sequence[Any]], Sequence[Row]]
) -> Iterator[Row]:
    for part in db.session.execute(statement.execution_options(yield_per=PART)).partitions():
        yield from rows_of(part)
