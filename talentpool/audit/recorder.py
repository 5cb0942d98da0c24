"""The session hook that writes the audit log, in the transaction of the change itself.

Each flush of an `Audited` row leaves actor, moment, act, table, row and {field: [old, new]}.
Sensitive columns enter masked, with a keyed fingerprint. Statements on audited tables are refused
(see `guards`), but for a set-based path that writes its entries itself through `record_rows`. Inside
`audit.undo.undoable` the whole rows are kept beside. Listeners are registered once, at import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from talentpool.audit.acts import RowChange, current_act_id, write_changes
from talentpool.audit.doomed import Doomed
from talentpool.audit.flushes import Flushed, note_flush
from talentpool.audit.guards import AUDITED_ELSEWHERE as AUDITED_ELSEWHERE
from talentpool.audit.rows import RowKey, audited_models, fetch_rows, table_of, table_order
from talentpool.audit.sealing import append
from talentpool.dates import PartialDate
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.models import Base
from talentpool.sealing.columns import plain
from talentpool.sealing.seals import BrokenSeal
from talentpool.security.actor import current_actor
from talentpool.security.field_levels import masked_columns
from talentpool.security.keys import fingerprint

_act: ContextVar[str] = ContextVar("act", default="")
_batch: ContextVar[int | None] = ContextVar("batch", default=None)
_PENDING = "talentpool_audit_pending"
_REMEMBERED = "talentpool_audit_remembered"
LONGEST_ACT = 60

_MASKS = {"id_number": mask_id_number, "phone": mask_phone}
_PLAIN = frozenset({str, int, bool, float, type(None)})
NO_FIELDS: Mapping[str, tuple[Any, Any]] = MappingProxyType({})
HIDDEN = "***"


@contextmanager
def action(name: str, *, batch_id: int | None = None) -> Iterator[None]:
    """Name the act (“任职”, “导入”) in whose course rows change; the outermost name wins."""
    token = _act.set(_act.get() or name[:LONGEST_ACT])
    batch_token = _batch.set(batch_id if batch_id is not None else _batch.get())
    try:
        yield
    finally:
        _act.reset(token)
        _batch.reset(batch_token)


class Change(NamedTuple):
    """One row's change before it becomes an entry; `fields` maps a column to (old, new).

    A tuple, because an intake makes hundreds of thousands. `quiet` holds the changed columns that do not enter the log (search keys, fingerprints), so
    that a set-based update can be taken back whole. `row` is the whole row of an insert whose
    writer knows it; without it the row is read again where it is needed.
    """

    record: type[Base]
    record_id: int
    operation: str
    fields: Mapping[str, tuple[Any, Any]]
    person_id: int | None = None
    unit_id: int | None = None
    quiet: Mapping[str, tuple[Any, Any]] = NO_FIELDS
    row: Mapping[str, Any] | None = None

    @property
    def key(self) -> RowKey:
        """(table, id)."""
        return self.record.__tablename__, self.record_id


def loggable(model: type[Any], column: str, value: Any) -> Any:
    """`value` as it may enter the log: plain JSON, masked where sensitive."""
    if value is None:
        return None
    if column in masked_columns(model.__tablename__):
        return _masked(column, value)
    return value if type(value) in _PLAIN else _as_text(value)


def _as_text(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return value


def _masked(column: str, value: Any) -> str:
    """What the mask shows, and a keyed fingerprint; of a value that does not open, neither."""
    try:
        text = str(plain(value))
    except BrokenSeal:
        return HIDDEN
    mask = _MASKS.get(column)
    return f"{mask(text) if mask else HIDDEN} #{fingerprint(column, text)[:12]}"


def entries_of(changes: Iterable[Change], *, at: datetime) -> list[tuple[Any, ...]]:
    """The rows of `audit_entry` for changes, as `append` takes them."""
    actor, act, batch = current_actor().name, _act.get(), _batch.get()
    return [
        (
            at,
            actor,
            act or change.operation,
            change.operation,
            change.record.__tablename__,
            change.record_id,
            change.person_id,
            change.unit_id,
            batch,
            {
                name: [
                    old if old is None else loggable(change.record, name, old),
                    loggable(change.record, name, new),
                ]
                for name, (old, new) in change.fields.items()
            },
        )
        for change in changes
    ]


def change_of_row(
    table: str, row_id: int, operation: str, row: Mapping[str, Any], fields: Mapping[str, tuple[Any, Any]]
) -> Change:
    """A change with whom it is about, told by the row's own columns; `fields` may hold quiet ones."""
    model = audited_models()[table]
    return Change(
        record=model,
        record_id=row_id,
        operation=operation,
        fields={name: pair for name, pair in fields.items() if name not in model.quiet_columns},
        person_id=row_id if table == "person" else row.get("person_id"),
        unit_id=row_id if table == "unit" else row.get("unit_id"),
    )


def inserted_fields(row: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a new row tells the log: its columns that hold something."""
    return {name: (None, value) for name, value in row.items() if name != "id" and value not in (None, "")}


def deleted_fields(row: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The same of a row that went."""
    return {name: (old, new) for name, (new, old) in inserted_fields(row).items()}


def remember_rows(session: Session, model: type[Any], ids: Iterable[int]) -> None:
    """Before a set-based deletion: keep the rows and what the database deletes with them."""
    wanted = sorted(set(ids))
    connection = session.connection()
    remembered = session.info.setdefault(_REMEMBERED, ({}, Doomed()))
    table = table_of(model)
    for row_id, row in fetch_rows(connection, table, wanted).items():
        remembered[0][table.name, row_id] = row
    remembered[1].read(connection, table.name, wanted)


def record_rows(session: Session, changes: Iterable[Change]) -> None:
    """Write the entries of a set-based path, in the order of its statements and after them.

    Inside an act that can be taken back, inserted rows are read again whole, updates bring their
    `quiet` columns, and deleted rows were shown to `remember_rows`; RuntimeError where they were not.
    """
    listed = list(changes)
    connection = session.connection()
    whole, doomed = session.info.pop(_REMEMBERED, ({}, Doomed()))
    gone = _gone_with(doomed.settle(connection), listed)
    _write_audit(connection, [*gone, *listed])
    if current_act_id() is not None:
        write_changes(connection, _whole_changes(connection, listed, whole, gone, doomed))


def _whole_changes(
    connection: Any, changes: list[Change], whole: Mapping[RowKey, Any], gone: list[Change], doomed: Doomed
) -> Iterator[RowChange]:
    read = _read_again(connection, changes)
    for change in gone:
        yield _row_change_of_gone(change, doomed)
    for change in changes:
        table = table_of(change.record)
        if change.operation == "update":
            yield RowChange.updated(table, change.record_id, {**change.fields, **change.quiet})
        elif change.operation == "insert":
            yield RowChange.inserted(table, change.record_id, change.row or read[change.key])
        elif change.key in whole:
            yield RowChange.deleted(table, change.record_id, whole[change.key])
        else:
            raise RuntimeError(
                f"rows of {table.name} were deleted without remember_rows: the act has no way back"
            )


def _read_again(connection: Any, changes: list[Change]) -> dict[RowKey, dict[str, Any]]:
    ids: dict[type[Base], list[int]] = {}
    for change in changes:
        if change.operation == "insert" and change.row is None:
            ids.setdefault(change.record, []).append(change.record_id)
    return {
        (model.__tablename__, row_id): row
        for model, wanted in ids.items()
        for row_id, row in fetch_rows(connection, table_of(model), wanted).items()
    }


def _gone_with(doomed: Doomed, told: Iterable[Change]) -> list[Change]:
    """What the database loosened and deleted by itself, as it did; what was `told` anyway is left out."""
    deleted = {change.key for change in told if change.operation == "delete"}
    order = table_order()
    loosened = [
        change_of_row(table, row_id, "update", {}, {column: (target, None)})
        for (table, row_id, column), target in doomed.loosened.items()
        if (table, row_id) not in deleted
    ]
    rows = [(key, row) for key, row in doomed.gone.items() if key not in deleted]
    rows.sort(key=lambda item: -order[item[0][0]])
    return loosened + [
        change_of_row(table, row_id, "delete", row, deleted_fields(row)) for (table, row_id), row in rows
    ]


def _row_change_of_gone(change: Change, doomed: Doomed) -> RowChange:
    table = table_of(change.record)
    if change.operation == "delete":
        return RowChange.deleted(table, change.record_id, doomed.gone[change.key])
    return RowChange.updated(table, change.record_id, change.fields)


def _write_audit(connection: Any, changes: Iterable[Change]) -> None:
    append(connection, "audit_entry", entries_of(changes, at=datetime.now(UTC)))


def _entries_of(flushed: Flushed) -> Iterator[Change]:
    for table, row_id, fields, row in flushed.updates():
        change = change_of_row(table, row_id, "update", row, fields)
        if change.fields:
            yield change
    for (table, row_id), row in flushed.deleted.items():
        yield change_of_row(table, row_id, "delete", row, deleted_fields(row))
    for table, row_id, row in flushed.inserts():
        yield change_of_row(table, row_id, "insert", row, inserted_fields(row))


@event.listens_for(Session, "before_flush")
def _note_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    session.info[_PENDING] = note_flush(session)


@event.listens_for(Session, "after_flush")
def _write_entries(session: Session, _context: UOWTransaction) -> None:
    flushed: Flushed | None = session.info.pop(_PENDING, None)
    if flushed is None or flushed.is_empty:
        return
    connection = session.connection()
    changes = list(_entries_of(flushed))
    settled = flushed.doomed.settle(connection)
    gone = _gone_with(settled, changes)
    _write_audit(connection, [*changes, *gone])
    if current_act_id() is not None:
        write_changes(connection, flushed.in_order([_row_change_of_gone(change, settled) for change in gone]))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)
    session.info.pop(_REMEMBERED, None)
