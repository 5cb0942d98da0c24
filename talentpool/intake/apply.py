"""Writes a ChangeSet: one bulk statement a table, ids by RETURNING, and the audit entries beside.

This is the set-based path around the session's audit hook, so it writes its entries itself. It
commits nothing: preview and taking in are the same writing, rolled back or kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, update

from talentpool.audit.recorder import Change, record_rows
from talentpool.extensions import db
from talentpool.intake.changes import ChangeSet, NewRow, Ref
from talentpool.intake.register import chunks
from talentpool.models import (
    Appointment,
    Base,
    Person,
    PersonTag,
    Post,
    Schooling,
    SeatStatement,
    Term,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)

ORDER: tuple[type[Base], ...] = (
    UnitName,
    UnitStatement,
    Person,
    Schooling,
    PersonTag,
    UnitDuty,
    Term,
    SeatStatement,
    Post,
    Appointment,
    Vacancy,
)
"""Tables after units, each behind those it points at."""


def apply_changes(changes: ChangeSet) -> None:
    """Write everything in the caller's transaction, with one audit entry a row."""
    db.session.flush()
    entries: list[Change] = []
    _insert_units(changes.new.get(Unit, []))
    entries += _insertions(Unit, changes.new.get(Unit, []))
    for row in changes.deletions:
        entries.append(
            _change(
                row.model, row.row_id, "delete", {k: (v, None) for k, v in row.values.items()}, row.person
            )
        )
    _delete(changes)
    for model in ORDER:
        rows = changes.new.get(model, [])
        _insert(model, rows)
        entries += _insertions(model, rows)
    entries += _update(changes)
    record_rows(db.session(), entries)
    db.session.expire_all()


def _insert_units(rows: list[NewRow]) -> None:
    """Parents before children, because a unit's path holds the ids above it."""
    waiting = list(rows)
    while waiting:
        ready = [
            row
            for row in waiting
            if _id_of(row.values["parent_id"]) is not None or row.values["parent_id"] is None
        ]
        _insert(Unit, ready)
        for row in ready:
            parent_path = row.values.pop("parent_path", "/")
            above = parent_path.values["path"] if isinstance(parent_path, NewRow) else parent_path
            row.values["path"] = f"{above}{row.id}/"
        table = _table(Unit)
        db.session.connection().execute(
            update(table).where(table.c.id == bindparam("row_id")).values(path=bindparam("new_path")),
            [{"row_id": row.id, "new_path": row.values["path"]} for row in ready],
        )
        waiting = [row for row in waiting if row.id is None]


def _insert(model: type[Base], rows: list[NewRow]) -> None:
    if not rows:
        return
    table = _table(model)
    columns = [column.name for column in table.columns if column.name in rows[0].values]
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    prepared = [{column: _plain(row.values.get(column)) for column in columns} for row in rows]
    ids = db.session.connection().execute(statement, prepared).scalars()
    for row, row_id in zip(rows, ids, strict=True):
        row.id = row_id


def _update(changes: ChangeSet) -> Iterator[Change]:
    batches: dict[tuple[type[Base], tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    entries = []
    for row in changes.updates.values():
        fields = {
            column: (_plain(old), _plain(new)) for column, (old, new) in row.fields.items() if old != new
        }
        if not fields:
            continue
        values = {f"new_{column}": new for column, (_, new) in fields.items()}
        batches[row.model, tuple(fields)].append({"row_id": row.row_id, **values})
        logged = {column: pair for column, pair in fields.items() if column in logged_columns(row.model)}
        if logged:
            entries.append(_change(row.model, row.row_id, "update", logged, row.person, row.unit))
    for (model, columns), rows in batches.items():
        table = _table(model)
        new: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
        if "version" in table.c:
            new["version"] = table.c.version + 1
        statement = update(table).where(table.c.id == bindparam("row_id")).values(new)
        db.session.connection().execute(statement, rows)
    return iter(entries)


def _delete(changes: ChangeSet) -> None:
    by_model: dict[type[Base], list[int]] = defaultdict(list)
    for row in changes.deletions:
        by_model[row.model].append(row.row_id)
    for model, ids in by_model.items():
        table = _table(model)
        for chunk in chunks(ids):
            db.session.connection().execute(delete(table).where(table.c.id.in_(chunk)))


def _insertions(model: type[Base], rows: Iterable[NewRow]) -> Iterator[Change]:
    columns = logged_columns(model)
    for row in rows:
        fields = {
            column: (None, _plain(row.values[column]))
            for column in columns
            if row.values.get(column) not in (None, "")
        }
        person = row if model is Person else row.person
        unit = row if model is Unit else row.unit
        yield _change(model, row.id, "insert", fields, person, unit)


def _change(
    model: type[Base],
    row_id: int | None,
    operation: str,
    fields: dict[str, tuple[Any, Any]],
    person: Ref | None = None,
    unit: Ref | None = None,
) -> Change:
    if row_id is None:
        raise AssertionError(f"a row of {model.__tablename__} was not written")
    return Change(
        record=model,
        record_id=row_id,
        operation=operation,
        fields=fields,
        person_id=_id_of(person),
        unit_id=_id_of(unit),
    )


def _id_of(ref: Ref | None) -> int | None:
    return ref.id if isinstance(ref, NewRow) else ref


def _plain(value: Any) -> Any:
    return value.id if isinstance(value, NewRow) else value


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


@cache
def logged_columns(model: type[Any]) -> tuple[str, ...]:
    """The columns of an audited table that enter the log."""
    return tuple(
        column.name
        for column in model.__table__.columns
        if column.name != "id" and column.name not in model.quiet_columns
    )
