"""Acts that can be taken back: each with the rows it changed, whole, as they were and became.

Imports, bulk edits, mergers and joined duplicates are recorded here beside the audit log. The
audit log tells and is never used to restore: it holds sensitive values masked. What is
sealed in its row stands here sealed for that row too, without its blind indexes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base, Versioned


class UndoableAct(Versioned, Base):
    """One act: what it was called, who did it when, and whether it was taken back."""

    __tablename__ = "undoable_act"
    __table_args__ = (
        Index("ix_undoable_act_at", "at"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    )

    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(120))
    actor: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("intake_batch.id", ondelete="CASCADE"), index=True
    )
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(80))


class ActChange(Base):
    """One row that an act inserted, updated or deleted; `old` and `new` hold the changed columns."""

    __tablename__ = "act_change"
    __table_args__ = (
        CheckConstraint("operation IN ('insert', 'update', 'delete')", name="operation_known"),
        Index("ix_act_change_act_id", "act_id"),
    )

    act_id: Mapped[int] = mapped_column(ForeignKey("undoable_act.id", ondelete="CASCADE"))
    record_table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(BigInteger)
    operation: Mapped[str] = mapped_column(String(8))
    old: Mapped[dict[str, Any]] = mapped_column(JSON)
    new: Mapped[dict[str, Any]] = mapped_column(JSON)
