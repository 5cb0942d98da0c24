"""The performance dossier 履职档案 of units and members: honours, work done, collective income by year."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.vocabulary import HonourLevel, OperationKind


class Honour(Audited, Versioned, Base):
    """An honour of a unit, or of a person (then `unit_id` is where he served)."""

    __tablename__ = "honour"
    __table_args__ = (
        one_of("level", HonourLevel),
        UniqueConstraint("unit_id", "person_id", "name", "awarded_on", name="uq_honour_whose_name_on"),
        Index("ix_honour_person_id", "person_id"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[HonourLevel] = vocabulary_column(HonourLevel)
    awarded_on: Mapped[PartialDate]
    awarded_by: Mapped[str] = mapped_column(String(120), default="", server_default="")
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")

    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship()


class OperationRecord(Audited, Versioned, Base):
    """Something that a unit carries through: a project, an industry; money in yuan."""

    __tablename__ = "operation_record"
    __table_args__ = (
        one_of("kind", OperationKind),
        CheckConstraint("yuan IS NULL OR yuan >= 0", name="yuan_not_negative"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_operation_record_unit_id", "unit_id", "started_on"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[OperationKind] = vocabulary_column(OperationKind)
    name: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[PartialDate]
    ended_on: Mapped[PartialDate | None]
    yuan: Mapped[float | None]
    result: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()


class CollectiveIncome(Audited, Versioned, Base):
    """The income of a unit's collective economy in a year, in yuan."""

    __tablename__ = "collective_income"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", name="uq_collective_income_unit_year"),
        CheckConstraint("yuan >= 0", name="yuan_not_negative"),
        CheckConstraint("year BETWEEN 1949 AND 2200", name="year_sensible"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    yuan: Mapped[float]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")

    unit: Mapped[Unit] = relationship()
