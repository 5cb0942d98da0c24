"""Whether a request touched another place: its rows changed, or new rows that point at them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from talentpool.models import Base
from tests.web.security.walk.county import PLACES, Place

SPARED = frozenset({"login_session", "audit_entry", "journal_entry"})
"""Sessions are anybody's; what the logs tell of a place is told by the rows themselves."""

Traces = dict[str, list[tuple[object, ...]]]
"""“unit of other” → the place's rows; “post.unit_id to other” → later rows that point at them."""


def traces_of(raw: sqlite3.Connection, places: Iterable[Place]) -> Traces:
    """The rows of the places, and every row that was added since and points at one of them."""
    last = {table: max(place.rows[table][1] for place in PLACES) for table in PLACES[0].rows}
    found: Traces = {}
    for place in places:
        for table, (low, high) in place.rows.items():
            if table not in SPARED and high > low:
                rows = raw.execute(f'SELECT * FROM "{table}" WHERE id > ? AND id <= ?', (low, high))  # noqa: S608
                found[f"{table} of {place.key}"] = rows.fetchall()
        for table, column, target in _references():
            low, high = place.rows[target]
            rows = raw.execute(
                f'SELECT id FROM "{table}" WHERE id > ? AND "{column}" > ? AND "{column}" <= ?',  # noqa: S608
                (last[table], low, high),
            )
            found[f"{table}.{column} to {place.key}"] = rows.fetchall()
    return found


def _references() -> Iterator[tuple[str, str, str]]:
    for table in Base.metadata.tables.values():
        if table.name not in SPARED:
            for key in table.foreign_keys:
                yield table.name, key.parent.name, key.column.table.name


def changed(before: Traces, after: Traces) -> list[str]:
    """What is not as it was."""
    return [name for name, rows in before.items() if after[name] != rows]
