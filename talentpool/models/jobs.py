"""Long work as rows: the truth about a job stands here, a queue only carries its id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base


class Job(Base):
    """One piece of long work. A worker claims it by UPDATE and keeps its heartbeat fresh;

    a stale one is given back to the queue, so that kill -9 costs time only. `tick` is unique:
    a periodic job is queued once even with two consumers.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state_known"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),
        UniqueConstraint("tick", name="uq_job_tick"),
        Index("ix_job_state_heartbeat_at", "state", "heartbeat_at"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(8), default="queued", server_default="queued")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    owner: Mapped[str] = mapped_column(String(80), default="", server_default="")
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    doing: Mapped[str] = mapped_column(String(120), default="", server_default="")
    failure: Mapped[str] = mapped_column(String(400), default="", server_default="")
    tick: Mapped[str | None] = mapped_column(String(60))
