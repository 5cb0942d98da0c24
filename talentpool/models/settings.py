"""What differs by county and year: targets and settings, as data with dates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned


class Setting(Audited, Versioned, Base):
    """One setting of the installation, by its key."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key", name="uq_setting_key"),)

    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)


class SettingVersion(Audited, Base):
    """A setting of the office as it holds from a date (None: always); the last one by then is in force.

    For what differs by county and year: labels, age rule, code tables of the office's own words.
    """

    __tablename__ = "setting_version"
    __table_args__ = (UniqueConstraint("key", "valid_from", name="uq_setting_version_key_from"),)

    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    valid_from: Mapped[PartialDate | None]
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")


class StructureTarget(Audited, Versioned, Base):
    """A target of team structure: `indicator` is at least (or at most) `value` in each unit of a type.

    `unit_id` none: for everybody; `unit_type` none: for villages and communities alike.
    `basis` cites the law or notice.
    """

    __tablename__ = "structure_target"
    __table_args__ = (
        CheckConstraint("direction IN ('at_least', 'at_most')", name="direction_known"),
        UniqueConstraint(
            "unit_id", "indicator", "direction", "unit_type", "valid_from", name="uq_structure_target_rule"
        ),
    )

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(40))
    direction: Mapped[str] = mapped_column(String(8))
    value: Mapped[float]
    unit_type: Mapped[str | None] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(200), default="", server_default="")
    valid_from: Mapped[PartialDate | None]
    valid_until: Mapped[PartialDate | None]
