"""Rows as plain JSON and back, whole and unmasked: what an act that can be taken back keeps.

What is sealed in its row is kept sealed, as Base64.

Values are told by the type of their column, so that what was assigned (a string, a member, a
date) and what the database gives back are written alike and can be compared.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Date, ForeignKeyConstraint, Table, select
from sqlalchemy import Enum as EnumType

from talentpool.dates import PartialDate
from talentpool.models import Audited, Base, PartialDateType, UtcDateTime
from talentpool.sealing.columns import (
    SealedType,
    SealedValue,
    index_columns,
    index_values,
    lifted,
    sealed_of,
)
from talentpool.sealing.keyring import FieldKey

RowKey = tuple[str, int]
"""(table, id)."""

CHUNK = 500
UNKEPT = frozenset({"id", "version"})
"""Columns that are not compared: the id names the row, the version only counts its changes."""

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})

Item = TypeVar("Item")


def encode(column: Column[Any], value: Any) -> Any:
    """`value` of a column as JSON: dates as ISO text, members by value, moments in UTC."""
    if value is None:
        return None
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(column.type, UtcDateTime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Enum):
        return value.value
    if isinstance(column.type, SealedType):
        return b64encode(_sealed_bytes(column, value)).decode("ascii")
    if isinstance(value, bytes):
        raise TypeError(f"{column.table.name}.{column.name}: an act that can be taken back keeps no bytes")
    return value


def decode(column: Column[Any], value: Any) -> Any:
    """The value that `encode` wrote, as the column takes it."""
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, PartialDateType):
        return PartialDate.from_iso(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, EnumType) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, SealedType):
        return b64decode(value)
    return value


def _sealed_bytes(column: Column[Any], value: Any) -> bytes:
    if isinstance(value, SealedValue):
        return value.data
    if isinstance(value, bytes):
        return value
    raise TypeError(f"{column.table.name}.{column.name}: a plain value would be kept")


def holds(column: Column[Any], row_id: int, present: Any, kept: Any) -> bool:
    """Whether what a row holds is what was kept of it; sealed values are compared opened."""
    if not isinstance(column.type, SealedType) or present is None or kept is None:
        return bool(encode(column, present) == kept)
    field = sealed_of(column.table.name)[column.name]
    return bool(present == SealedValue(field, row_id, decode(column, kept)))


def encoded(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The kept columns of a row, encoded; blind indexes are made anew when it returns."""
    columns = table.c
    unkept, sealed = _special(table.name)
    return {
        name: value if type(value) in _AS_THEY_ARE and name not in sealed else encode(columns[name], value)
        for name, value in values.items()
        if name not in unkept
    }


@cache
def _special(table: str) -> tuple[frozenset[str], frozenset[str]]:
    """Columns that are not kept, and those that are sealed."""
    return UNKEPT | index_columns(table), frozenset(sealed_of(table))


def decoded(table: Table, row_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same back, of the row that it was kept of."""
    return lifted(table.name, row_id, {name: decode(table.c[name], value) for name, value in values.items()})


def with_indexes(key: FieldKey, change: RowKey, values: dict[str, Any]) -> dict[str, Any]:
    """Kept columns of a row with the blind indexes that follow from them."""
    table, row_id = change
    for name, field in sealed_of(table).items():
        if name in values:
            kept = values[name]
            text = field.open(row_id, b64decode(kept)) if kept is not None else None
            values |= index_values(key, field, text)
    return values


def fetch_rows(
    connection: Connection, table: Table, ids: Iterable[int], *, lock: bool = False
) -> dict[int, dict[str, Any]]:
    """id → the whole row as Python values; a missing row is left out. `lock` keeps others off (PostgreSQL)."""
    found: dict[int, dict[str, Any]] = {}
    for chunk in chunks(sorted(set(ids))):
        statement = select(table).where(table.c.id.in_(chunk))
        for row in connection.execute(statement.with_for_update() if lock else statement).mappings():
            found[row["id"]] = lifted(table.name, row["id"], dict(row))
    return found


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Pieces that fit into one statement."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def table_named(name: str) -> Table:
    """A table of the schema."""
    return Base.metadata.tables[name]


def table_of(model: type[Any]) -> Table:
    """The table of a model."""
    table: Table = model.__table__
    return table


@cache
def table_order() -> dict[str, int]:
    """Table → its place; every table stands behind those it points at."""
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


@cache
def audited_models() -> dict[str, type[Any]]:
    """Table → model, of the audited ones."""
    return {
        str(mapper.class_.__dict__["__tablename__"]): mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Audited)
    }


@cache
def pointers_to(table: str) -> tuple[tuple[Table, Column[Any], str], ...]:
    """(table, column, ON DELETE rule or "") of every foreign key on the id of `table`."""
    found = []
    for other in Base.metadata.sorted_tables:
        for key in other.constraints:
            if isinstance(key, ForeignKeyConstraint) and key.referred_table.name == table:
                found.append((other, next(iter(key.columns)), (key.ondelete or "").upper()))
    return tuple(found)


@cache
def pointers_of(table: str) -> dict[str, str]:
    """Column → the table it points at."""
    return {
        next(iter(key.columns)).name: key.referred_table.name
        for key in table_named(table).constraints
        if isinstance(key, ForeignKeyConstraint)
    }
