"""Townships, villages and communities: what they are, what was stated of them and when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.vocabulary import DutyRole, NameKind, PartyForm, UnitType


class Unit(Audited, Versioned, Base):
    """A county, township, village or community.

    `path` holds the ids from the root down ("/1/4/"): a subtree is a prefix, which is what
    scopes are made of. `position` is the office's own order within the parent. `roster_from`
    is the date of the first roster taken in: from then on the register knows everybody who
    held a post; before it, only the earlier starts of those who still did. `roster_to` is the
    date of the latest one: an older roster ends nothing.
    """

    __tablename__ = "unit"
    __table_args__ = (
        one_of("unit_type", UnitType),
        UniqueConstraint("parent_id", "name", name="uq_unit_parent_name"),
        UniqueConstraint("code", name="uq_unit_code"),
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint(
            "parent_id IS NOT NULL OR unit_type IN ('county', 'township')",
            name="only_top_units_lack_a_parent",
        ),
        Index("ix_unit_path", "path"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"version", "path"})

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_type: Mapped[UnitType] = vocabulary_column(UnitType)
    name: Mapped[str] = mapped_column(String(60))
    code: Mapped[str | None] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    path: Mapped[str] = mapped_column(String(120), default="", server_default="")
    opened_on: Mapped[PartialDate | None]
    closed_on: Mapped[PartialDate | None]
    roster_from: Mapped[date | None]
    roster_to: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", foreign_keys=[parent_id])

    def __str__(self) -> str:
        return self.name


class UnitName(Audited, Base):
    """A former name and until when it held: the unit's own (`renamed`) or that of one merged into it.

    By its own former names a unit is called on the days before `until_on`; the others are only found by.
    """

    __tablename__ = "unit_name"
    __table_args__ = (
        one_of("kind", NameKind),
        UniqueConstraint("unit_id", "name", "until_on", name="uq_unit_name_unit_name_until"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[NameKind] = vocabulary_column(NameKind, default=NameKind.MERGED, server_default="merged")
    until_on: Mapped[PartialDate | None]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")


class UnitStatement(Audited, Versioned, Base):
    """What was stated of a unit as of a date; a later statement stands beside, not over, it."""

    __tablename__ = "unit_statement"
    __table_args__ = (
        UniqueConstraint("unit_id", "stated_on", name="uq_unit_statement_unit_stated"),
        CheckConstraint("party_form IN ('committee', 'general_branch', 'branch')", name="party_form_known"),
        CheckConstraint(
            "coalesce(branch_count, 0) >= 0 AND coalesce(party_member_count, 0) >= 0"
            " AND coalesce(group_count, 0) >= 0 AND coalesce(household_count, 0) >= 0"
            " AND coalesce(registered_population, 0) >= 0 AND coalesce(resident_population, 0) >= 0",
            name="counts_not_negative",
        ),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    stated_on: Mapped[date]
    party_form: Mapped[PartyForm | None] = vocabulary_column(PartyForm, nullable=True)
    branch_count: Mapped[int | None]
    party_member_count: Mapped[int | None]
    group_count: Mapped[int | None]
    household_count: Mapped[int | None]
    registered_population: Mapped[int | None]
    resident_population: Mapped[int | None]
    merger_note: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()


class UnitDuty(Audited, Base):
    """A member of the township's staff who leads the area of a unit or is stationed in it."""

    __tablename__ = "unit_duty"
    __table_args__ = (
        one_of("role", DutyRole),
        CheckConstraint("ended_on IS NULL OR ended_on >= known_from", name="ends_after_it_starts"),
        Index("ix_unit_duty_unit_id_role", "unit_id", "role"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[DutyRole] = vocabulary_column(DutyRole)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    known_from: Mapped[PartialDate]
    ended_on: Mapped[PartialDate | None]
