"""What must stay on record whatever becomes of the request: one short transaction of its own.

Notes taken during a request are written after its own transaction has ended, before the
answer leaves; at the console they are written at once. Besides `transaction.py` this is the
only place that commits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Select, func, select

from talentpool.audit.anchor import anchor_sealed
from talentpool.audit.sealing import append
from talentpool.extensions import db, only_reads
from talentpool.models import JournalEntry
from talentpool.security.actor import current_actor

COUNTING_LOCK = 0x636F756E74
"""Number of PostgreSQL's advisory lock under which events are counted and written."""


def note(event: str, subject: str = "", *, actor: str | None = None, **details: Any) -> None:
    """Put an event on record: `event` names it (“导出”, “登录失败”), `subject` what it touched."""
    row = _row(event, subject, actor=actor, details=details)
    if has_request_context():
        if not hasattr(g, "journal"):
            g.journal = []
        g.journal.append(row)
    else:
        _write([row])


def note_at_most(most: int, event: str, subject: str = "", *, since: datetime, **details: Any) -> bool:
    """Put an event on record at once, unless the actor has had `most` of them since a moment: then False.

    Counted and written in one transaction, one at a time, so that requests at the same time do not slip
    by. What the session holds is given up first.
    """
    db.session.rollback()
    with only_reads(False), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (COUNTING_LOCK,))
        had = connection.scalar(_own(event, since=since)) or 0
        if had < most:
            append(connection, "journal_entry", [_row(event, subject, actor=None, details=details)])
    anchor_sealed()
    return had < most


def count_own(event: str, *, since: datetime) -> int:
    """How often the actor has had an event since a moment."""
    return db.session.scalar(_own(event, since=since)) or 0


def _own(event: str, *, since: datetime) -> Select[int]:
    own = (JournalEntry.actor == current_actor().name, JournalEntry.event == event, JournalEntry.at > since)
    return select(func.count(JournalEntry.id)).where(*own)


def note_within(event: str, subject: str = "", **details: Any) -> None:
    """The same in the transaction that is open: a job's, which takes effect once or not at all."""
    append(db.session.connection(), "journal_entry", [_row(event, subject, actor=None, details=details)])


def _row(event: str, subject: str, *, actor: str | None, details: dict[str, Any]) -> tuple[Any, ...]:
    address = (request.remote_addr or "") if has_request_context() else current_actor().address
    return datetime.now(UTC), actor or current_actor().name, event, subject, address, details


def write_notes() -> None:
    """Write what was noted during the request; called once its transaction has ended."""
    rows = g.pop("journal", None)
    if rows:
        _write(rows)


def _write(rows: list[tuple[Any, ...]]) -> None:
    with only_reads(False):
        with db.engine.begin() as connection:
            append(connection, "journal_entry", rows)
        anchor_sealed()
