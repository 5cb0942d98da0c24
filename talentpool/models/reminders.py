"""What users did about what is due: put off, done. What is due itself is counted, never kept."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base


class ReminderMark(Base):
    """One user's word on one due thing, by its key (kind, record, due day)."""

    __tablename__ = "reminder_mark"
    __table_args__ = (
        UniqueConstraint("account_id", "key", name="uq_reminder_mark_account_key"),
        CheckConstraint("(done_at IS NULL) <> (snoozed_until IS NULL)", name="done_or_put_off"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))
    snoozed_until: Mapped[date | None]
    done_at: Mapped[datetime | None]


class CalendarToken(Base):
    """The secret address of a user's calendar file (.ics); only its hash is kept."""

    __tablename__ = "calendar_token"
    __table_args__ = (
        UniqueConstraint("account_id", name="uq_calendar_token_account"),
        UniqueConstraint("token_hash", name="uq_calendar_token_hash"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
