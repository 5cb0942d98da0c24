"""What must stay on record whatever becomes of the request: one short transaction of its own.

Notes taken during a request are written after its own transaction has ended, before the
answer leaves; at the console they are written at once. Besides `transaction.py` this is the
only place that commits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import insert

from talentpool.extensions import db, only_reads
from talentpool.models import JournalEntry
from talentpool.security.actor import current_actor


def note(event: str, subject: str = "", *, actor: str | None = None, **details: Any) -> None:
    """Put an event on record: `event` names it (“导出”, “登录失败”), `subject` what it touched."""
    row = {
        "at": datetime.now(UTC),
        "actor": actor or current_actor().name,
        "event": event,
        "subject": subject,
        "address": (request.remote_addr or "") if has_request_context() else "",
        "details": details,
    }
    if has_request_context():
        if not hasattr(g, "journal"):
            g.journal = []
        g.journal.append(row)
    else:
        _write([row])


def write_notes() -> None:
    """Write what was noted during the request; called once its transaction has ended."""
    rows = g.pop("journal", None)
    if rows:
        _write(rows)


def _write(rows: list[dict[str, Any]]) -> None:
    with only_reads(False), db.engine.begin() as connection:
        connection.execute(insert(JournalEntry), rows)
