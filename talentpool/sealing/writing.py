"""Sealing what is written: by the flush of a session, or by the set-based paths for thousands of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from talentpool.sealing.columns import Sealed, SealedValue, assigned, index_values, sealed_of, was_sealed
from talentpool.sealing.numbering import new_ids
from talentpool.sealing.seals import seal_many, version_of
from talentpool.sealing.versions import sealing_key


def seal_rows(session: Session, table: str, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Seal plain values of (id, row) in place, and fill their blind indexes whatever the row held there.

    The same key, cipher and random source for all rows; no statement a row.
    """
    for name, field in sealed_of(table).items():
        told = [(row_id, row) for row_id, row in rows if is_plain(row.get(name))]
        if not told:
            continue
        key = sealing_key(session)
        write = field.codec.write
        sealed = seal_many(key, field.place, [(row_id, write(row[name])) for row_id, row in told])
        for (row_id, row), data in zip(told, sealed, strict=True):
            value = row[name]
            row[name] = SealedValue(field, row_id, data, value)
            for index in field.indexes:
                row[index.column] = index.of(key, value)


def seal_values(session: Session, table: str, row_id: int, values: dict[str, Any]) -> None:
    """Seal the plain values among the columns of one row in place, with their blind indexes."""
    for name, field in sealed_of(table).items():
        if name in values and (values[name] is None or is_plain(values[name])):
            seal_one(session, field, row_id, values)


def seal_again(session: Session, table: str, row_id: int, values: dict[str, Any]) -> None:
    """Seal what was read for the row that is to hold it, under the key in force, with its blind indexes.

    What is the row's own and under that key already stays as it is.
    """
    for name, field in sealed_of(table).items():
        if name not in values:
            continue
        value = values[name]
        if isinstance(value, SealedValue):
            fits = value.row_id == row_id and version_of(value.data) == sealing_key(session).version
            if fits and all(index.column in values for index in field.indexes):
                continue
            values[name] = value.value
        seal_one(session, field, row_id, values)


def seal_one(session: Session, field: Sealed[Any], row_id: int, values: dict[str, Any]) -> None:
    """The same of one field, whose plain value (or None) stands in `values`."""
    value = values[field.name]
    key = sealing_key(session)
    values |= index_values(key, field, value)
    if value is not None:
        values[field.name] = SealedValue(field, row_id, field.seal(key, row_id, value), value)


def is_plain(value: Any) -> bool:
    """Whether something is there that is not sealed."""
    return value is not None and not isinstance(value, SealedValue | bytes)


@event.listens_for(Session, "before_flush")
def _seal_assigned(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Seal what was assigned to rows of this flush; new rows get their ids for it."""
    _number_new(session)
    for instance in (*session.new, *session.dirty):
        waiting = assigned(instance)
        if not waiting:
            continue
        fields = sealed_of(instance.__tablename__)
        for name, value in waiting.items():
            field = fields[name]
            key = sealing_key(session)
            if value is not None:
                setattr(instance, field.attribute, field.seal(key, instance.id, value))
            for column, found in index_values(key, field, value).items():
                setattr(instance, column, found)
        was_sealed(instance)


def _number_new(session: Session) -> None:
    """All new rows of a table of which one is sealed: the database must not give such an id to another."""
    new = list(session.new)
    for table in {one.__tablename__ for one in new if _waits(one)}:
        unnumbered = [one for one in new if one.__tablename__ == table and one.id is None]
        for one, row_id in zip(unnumbered, _ids(session, unnumbered), strict=True):
            one.id = row_id


def _waits(instance: Any) -> bool:
    return any(value is not None for value in assigned(instance).values())


def _ids(session: Session, unnumbered: Sequence[Any]) -> Iterable[int]:
    if not unnumbered:
        return ()
    return new_ids(session.connection(), unnumbered[0].__table__, len(unnumbered))
