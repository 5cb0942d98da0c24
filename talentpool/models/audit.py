"""The two records that nobody may rewrite: what changed, and what happened.

Neither has a foreign key: the log outlives what it tells of. Triggers on both engines
refuse UPDATE, DELETE, a replacing INSERT and TRUNCATE.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base


class AuditEntry(Base):
    """One changed row: actor, moment, act, table, row, `{field: [old, new]}`."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_record", "record_table", "record_id"),
        Index("ix_audit_entry_at", "at"),
    )

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(60))
    operation: Mapped[str] = mapped_column(String(8))
    record_table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    unit_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    batch_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class JournalEntry(Base):
    """Something that happened, whatever became of the request: sign-in, refusal, download, reading."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_at", "at"),)

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    event: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text, default="", server_default="")
    address: Mapped[str] = mapped_column(String(64), default="", server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
