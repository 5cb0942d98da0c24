"""What users keep of lists and figures: views of their own, snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Audited, Base, Versioned


class SavedView(Versioned, Base):
    """A named set of filters and columns of one's own for one list; the default one opens first."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "list_name", "name", name="uq_saved_view_account_list_name"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    columns: Mapped[list[str]] = mapped_column(JSON)
    is_default: Mapped[bool] = mapped_column(default=False, server_default="0")


class Snapshot(Audited, Base):
    """Figures kept as they were counted, so that a later correction does not change what was reported."""

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_unit_id_reference_on", "unit_id", "reference_on"),)
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"figures"})

    name: Mapped[str] = mapped_column(String(80))
    reference_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
