"""Education upgrade 学历提升: who studies what, how it stands, what it cost, what came of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person, Schooling
from talentpool.models.units import Unit
from talentpool.vocabulary import SchoolingLevel, StudyMode, StudyStatus


class EducationUpgrade(Audited, Versioned, Base):
    """One course of study of a cadre or reserve.

    `status` is the latest; its history stands in `StudyStatusChange`. Graduation names the
    schooling that it brought. `expected_on` is when the course should end.
    """

    __tablename__ = "education_upgrade"
    __table_args__ = (
        one_of("level", SchoolingLevel),
        one_of("from_level", SchoolingLevel),
        one_of("mode", StudyMode),
        one_of("status", StudyStatus),
        UniqueConstraint(
            "person_id", "level", "enrolled_on", name="uq_education_upgrade_person_level_enrolled"
        ),
        CheckConstraint(
            "(status = 'graduated') = (graduated_on IS NOT NULL)", name="graduation_has_its_date"
        ),
        Index("ix_education_upgrade_unit_id", "unit_id", "status", "graduated_on"),
        Index("ix_education_upgrade_person_id", "person_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    post_written: Mapped[str] = mapped_column(String(120), default="", server_default="")
    from_level: Mapped[SchoolingLevel | None] = vocabulary_column(SchoolingLevel, nullable=True)
    level: Mapped[SchoolingLevel] = vocabulary_column(SchoolingLevel)
    school: Mapped[str] = mapped_column(String(120), default="", server_default="")
    major: Mapped[str] = mapped_column(String(120), default="", server_default="")
    mode: Mapped[StudyMode] = vocabulary_column(StudyMode)
    enrolled_on: Mapped[PartialDate | None]
    expected_on: Mapped[PartialDate | None]
    status: Mapped[StudyStatus] = vocabulary_column(StudyStatus)
    known_from: Mapped[date | None]
    graduated_on: Mapped[PartialDate | None]
    certificate_number: Mapped[str] = mapped_column(String(60), default="", server_default="")
    schooling_id: Mapped[int | None] = mapped_column(
        ForeignKey("schooling.id", ondelete="SET NULL"), index=True
    )
    subsidy_written: Mapped[str] = mapped_column(String(120), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    schooling: Mapped[Schooling | None] = relationship()


class StudyStatusChange(Audited, Base):
    """From when a course stood how."""

    __tablename__ = "study_status_change"
    __table_args__ = (
        one_of("status", StudyStatus),
        Index("ix_study_status_change_upgrade_id", "upgrade_id", "since"),
    )

    upgrade_id: Mapped[int] = mapped_column(ForeignKey("education_upgrade.id", ondelete="CASCADE"))
    status: Mapped[StudyStatus] = vocabulary_column(StudyStatus)
    since: Mapped[PartialDate]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")


class StudyTerm(Audited, Base):
    """One term of a course: credits and result."""

    __tablename__ = "study_term"
    __table_args__ = (UniqueConstraint("upgrade_id", "name", name="uq_study_term_upgrade_name"),)

    upgrade_id: Mapped[int] = mapped_column(ForeignKey("education_upgrade.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[PartialDate]
    ends_on: Mapped[PartialDate | None]
    credits: Mapped[float | None]
    result: Mapped[str] = mapped_column(String(200), default="", server_default="")


class StudySubsidy(Audited, Base):
    """Money towards a course, in yuan: for which year, due or paid."""

    __tablename__ = "study_subsidy"
    __table_args__ = (
        CheckConstraint("yuan > 0", name="yuan_positive"),
        Index("ix_study_subsidy_upgrade_id", "upgrade_id", "due_on"),
    )

    upgrade_id: Mapped[int] = mapped_column(ForeignKey("education_upgrade.id", ondelete="CASCADE"))
    yuan: Mapped[float]
    due_on: Mapped[PartialDate | None]
    paid_on: Mapped[PartialDate | None]
    purpose: Mapped[str] = mapped_column(String(120), default="", server_default="")
