"""The two records that nobody may rewrite: what changed, and what happened; and the seals over both.

None has a foreign key: the log outlives what it tells of. Triggers on both engines refuse UPDATE,
DELETE, a replacing INSERT and TRUNCATE; the seals tell of those who got past the triggers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base


class AuditEntry(Base):
    """One changed row: actor, moment, act, table, row, `{field: [old, new]}`."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_record", "record_table", "record_id"),
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_actor", "actor", "id"),
        Index("ix_audit_entry_act", "act", "id"),
        Index("ix_audit_entry_record_table", "record_table", "id"),
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
    __table_args__ = (
        Index("ix_journal_entry_at", "at"),
        Index("ix_journal_entry_actor", "actor", "id"),
        Index("ix_journal_entry_event", "event", "id"),
    )

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    event: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text, default="", server_default="")
    address: Mapped[str] = mapped_column(String(64), default="", server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditSeal(Base):
    """One link of the chain: the entries `first_id`–`last_id` of a log, without a gap, in the order of ids.

    Its own id is its place in the chain, counted from 1 without a gap; the first one opens the chain and
    seals nothing but a number drawn once. All hexadecimal: `digest` (SHA-256 over the entries), `previous`
    (the MAC of the seal before), `mac` (HMAC-SHA256 over all of this), `key_id` (names the key).
    """

    __tablename__ = "audit_seal"
    __table_args__ = (
        CheckConstraint("log IN ('opening', 'audit_entry', 'journal_entry')", name="log_known"),
        CheckConstraint("first_id <= last_id", name="first_not_behind_last"),
        Index("ix_audit_seal_log_first_id", "log", "first_id"),
    )

    at: Mapped[datetime]
    log: Mapped[str] = mapped_column(String(20))
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))
