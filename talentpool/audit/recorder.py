"""The session hook that writes the audit log, in the transaction of the change itself.

Each flush of an `Audited` row leaves actor, moment, act, table, row and {field: [old, new]}.
Sensitive columns enter masked, with a keyed fingerprint. Bulk updates and deletes of audited
tables are refused, but for a set-based path that writes its entries itself through
`record_rows`. Listeners are registered once, at import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from talentpool.dates import PartialDate
from talentpool.models import Audited, AuditEntry, Base
from talentpool.id_numbers import mask_id_number, mask_phone
from talentpool.security.actor import current_actor
from talentpool.security.keys import fingerprint

AUDITED_ELSEWHERE = "audited_elsewhere"
"""Execution option of the set-based path that writes its own entries."""

_act: ContextVar[str] = ContextVar("act", default="")
_batch: ContextVar[int | None] = ContextVar("batch", default=None)
_PENDING = "talentpool_audit_pending"

_MASKS = {"id_number": mask_id_number, "phone": mask_phone}


@contextmanager
def action(name: str, *, batch_id: int | None = None) -> Iterator[None]:
    """Name the act (“任职”, “导入”) in whose course rows change; the outermost name wins."""
    token = _act.set(_act.get() or name)
    batch_token = _batch.set(batch_id if batch_id is not None else _batch.get())
    try:
        yield
    finally:
        _act.reset(token)
        _batch.reset(batch_token)


@dataclass(frozen=True)
class Change:
    """One row's change before it becomes an entry; `fields` maps a column to (old, new)."""

    record: type[Base]
    record_id: int
    operation: str
    fields: Mapping[str, tuple[Any, Any]]
    person_id: int | None = None
    unit_id: int | None = None


def loggable(model: type[Any], column: str, value: Any) -> Any:
    """`value` as it may enter the log: plain JSON, masked where sensitive."""
    if value is None:
        return None
    if column in model.sensitive_columns:
        mask = _MASKS.get(column)
        return f"{mask(str(value)) if mask else '***'} #{fingerprint(column, str(value))[:12]}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return value


def entry_of(change: Change, *, at: datetime) -> dict[str, Any]:
    """The row of `audit_entry` for a change."""
    return {
        "at": at,
        "actor": current_actor().name,
        "act": _act.get() or change.operation,
        "operation": change.operation,
        "record_table": change.record.__tablename__,
        "record_id": change.record_id,
        "person_id": change.person_id,
        "unit_id": change.unit_id,
        "batch_id": _batch.get(),
        "changes": {
            name: [loggable(change.record, name, old), loggable(change.record, name, new)]
            for name, (old, new) in change.fields.items()
        },
    }


def record_rows(session: Session, changes: Iterable[Change]) -> None:
    """Write the entries of a set-based path; call it in the transaction of the change."""
    at = datetime.now(UTC)
    rows = [entry_of(change, at=at) for change in changes]
    if rows:
        session.execute(insert(AuditEntry), rows)


def _logged_columns(model: type[Any]) -> list[str]:
    return [
        attribute.key
        for attribute in inspect(model).column_attrs
        if attribute.key != "id" and attribute.key not in model.quiet_columns
    ]


def _fields(instance: Any, operation: str) -> dict[str, tuple[Any, Any]]:
    state = inspect(instance)
    found: dict[str, tuple[Any, Any]] = {}
    for name in _logged_columns(type(instance)):
        if operation == "update":
            history = state.attrs[name].load_history()
            if history.has_changes():
                old = history.deleted[0] if history.deleted else None
                new = history.added[0] if history.added else None
                if old != new:
                    found[name] = (old, new)
            continue
        value = getattr(instance, name)
        if value not in (None, ""):
            found[name] = (None, value) if operation == "insert" else (value, None)
    return found


def _change_of(instance: Any, operation: str, fields: Mapping[str, tuple[Any, Any]]) -> Change:
    table = instance.__tablename__
    return Change(
        record=type(instance),
        record_id=instance.id,
        operation=operation,
        fields=fields,
        person_id=instance.id if table == "person" else getattr(instance, "person_id", None),
        unit_id=instance.id if table == "unit" else getattr(instance, "unit_id", None),
    )


@event.listens_for(Session, "before_flush")
def _note_updates(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    pending = session.info.setdefault(_PENDING, [])
    for instance in session.dirty:
        if isinstance(instance, Audited) and session.is_modified(instance):
            fields = _fields(instance, "update")
            if fields:
                pending.append((instance, "update", fields))
    for instance in session.deleted:
        if isinstance(instance, Audited):
            inspect(instance).attrs  # noqa: B018 - loads expired columns before the row is gone
            pending.append((instance, "delete", _fields(instance, "delete")))
    pending.extend((instance, "insert", None) for instance in session.new if isinstance(instance, Audited))


@event.listens_for(Session, "after_flush")
def _write_entries(session: Session, _context: UOWTransaction) -> None:
    pending = session.info.pop(_PENDING, [])
    at = datetime.now(UTC)
    rows = [
        entry_of(_change_of(instance, operation, fields or _fields(instance, operation)), at=at)
        for instance, operation, fields in pending
    ]
    if rows:
        session.connection().execute(insert(AuditEntry), rows)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_unlogged_bulk_changes(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.execution_options.get(AUDITED_ELSEWHERE):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Audited):
        raise RuntimeError(f"a bulk change of {mapper.class_.__name__} would leave no audit entry")
