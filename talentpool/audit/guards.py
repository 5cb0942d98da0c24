"""What would pass the log by is refused: statements on audited tables, loose entries in the logs.

A flush of the session is recorded by its hook. A statement that changes an audited table by itself
says that it writes its entries (`AUDITED_ELSEWHERE`), and entries enter a log through `append` only,
because they would stand there without a seal. Listeners are registered once, at import.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from talentpool.audit.rows import audited_models
from talentpool.models import AuditEntry, AuditSeal, JournalEntry

AUDITED_ELSEWHERE = "audited_elsewhere"
"""Execution option of a set-based path that writes its own entries."""

SEALED = (AuditEntry, JournalEntry, AuditSeal)


@event.listens_for(Session, "do_orm_execute")
def _refuse_unlogged_bulk_changes(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = str(getattr(getattr(state.statement, "table", None), "name", ""))
    if table in {model.__tablename__ for model in SEALED}:
        raise RuntimeError(f"entries of {table} are written by audit.sealing.append only")
    if table in audited_models() and not state.execution_options.get(AUDITED_ELSEWHERE):
        raise RuntimeError(f"a bulk change of {table} would leave no audit entry")


@event.listens_for(Session, "before_flush")
def _refuse_loose_entries(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    for instance in (*session.new, *session.dirty, *session.deleted):
        if isinstance(instance, SEALED):
            raise RuntimeError(
                f"entries of {instance.__tablename__} are written by audit.sealing.append only"
            )
