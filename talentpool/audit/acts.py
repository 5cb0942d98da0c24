"""Which act that can be taken back is going on, and the rows it leaves in `act_change`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from talentpool.audit.bulk import insert_many
from talentpool.audit.rows import encoded, table_of
from talentpool.models import ActChange

_COLUMNS = ("act_id", "record_table", "record_id", "operation", "old", "new")
_current: ContextVar[int | None] = ContextVar("undoable_act", default=None)


class RowChange(NamedTuple):
    """One row that an act changed; `old` and `new` are encoded (see `rows`), an update holds changed columns only."""

    table: str
    row_id: int
    operation: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @classmethod
    def inserted(cls, table: Table, row_id: int, row: Mapping[str, Any]) -> RowChange:
        """A new row, whole."""
        return cls(table.name, row_id, "insert", {}, encoded(table, row))

    @classmethod
    def deleted(cls, table: Table, row_id: int, row: Mapping[str, Any]) -> RowChange:
        """A row that went, whole, with the version it had."""
        version = {"version": row["version"]} if "version" in row else {}
        return cls(table.name, row_id, "delete", encoded(table, row) | version, {})

    @classmethod
    def updated(cls, table: Table, row_id: int, fields: Mapping[str, tuple[Any, Any]]) -> RowChange:
        """The changed columns, as (old, new)."""
        old = encoded(table, {name: pair[0] for name, pair in fields.items()})
        new = encoded(table, {name: pair[1] for name, pair in fields.items()})
        return cls(table.name, row_id, "update", old, new)


def current_act_id() -> int | None:
    """The act that is being recorded, None outside of one."""
    return _current.get()


@contextmanager
def recording(act_id: int) -> Iterator[None]:
    """Record what changes inside under this act."""
    token = _current.set(act_id)
    try:
        yield
    finally:
        _current.reset(token)


def write_changes(connection: Connection, changes: Iterable[RowChange]) -> None:
    """Keep the changes of the current act, in the order in which they were made; outside of one: nothing."""
    act_id = _current.get()
    if act_id is not None:
        rows = [
            (act_id, change.table, change.row_id, change.operation, change.old, change.new)
            for change in changes
        ]
        insert_many(connection, table_of(ActChange), _COLUMNS, rows)
