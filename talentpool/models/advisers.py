"""Former cadres 离任干部 and the advisory group 智囊团: years served, subsidy, advice, work again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.vocabulary import AdviceKind, EndCause, Health, TaskResult, Willingness


class FormerCadre(Audited, Versioned, Base):
    """Somebody who left office for good: from which post, after how many years, why.

    `years_stated` is what the office's ledger says; the rule counts its own from the service
    periods, and a difference is pointed out.
    """

    __tablename__ = "former_cadre"
    __table_args__ = (
        UniqueConstraint("person_id", name="uq_former_cadre_person"),
        one_of("leave_cause", EndCause),
        one_of("health", Health),
        one_of("willingness", Willingness),
        CheckConstraint("years_stated IS NULL OR years_stated >= 0", name="years_not_negative"),
        Index("ix_former_cadre_unit_id", "unit_id", "left_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    last_title: Mapped[str] = mapped_column(String(60))
    years_stated: Mapped[float | None]
    left_on: Mapped[PartialDate]
    leave_cause: Mapped[EndCause] = vocabulary_column(EndCause)
    cause_written: Mapped[str] = mapped_column(String(120), default="", server_default="")
    expertise: Mapped[str] = mapped_column(String(120), default="", server_default="")
    willingness: Mapped[Willingness | None] = vocabulary_column(Willingness, nullable=True)
    health: Mapped[Health | None] = vocabulary_column(Health, nullable=True)
    known_from: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()


class ServicePeriod(Audited, Base):
    """A stretch of office that counts towards the years of service."""

    __tablename__ = "service_period"
    __table_args__ = (
        CheckConstraint("ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_service_period_former_cadre_id", "former_cadre_id", "started_on"),
    )

    former_cadre_id: Mapped[int] = mapped_column(ForeignKey("former_cadre.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(60), default="", server_default="")
    started_on: Mapped[PartialDate]
    ended_on: Mapped[PartialDate]


class FormerSubsidy(Audited, Base):
    """The living subsidy 生活补贴 of a former cadre, yuan a month, from a date on (0: none)."""

    __tablename__ = "former_subsidy"
    __table_args__ = (
        UniqueConstraint("former_cadre_id", "since", name="uq_former_subsidy_cadre_since"),
        CheckConstraint("yuan_a_month >= 0", name="yuan_not_negative"),
    )

    former_cadre_id: Mapped[int] = mapped_column(ForeignKey("former_cadre.id", ondelete="CASCADE"))
    since: Mapped[PartialDate]
    yuan_a_month: Mapped[float]
    receives: Mapped[bool]


class AdvisoryMembership(Audited, Versioned, Base):
    """A former cadre's time in the advisory group."""

    __tablename__ = "advisory_membership"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_it_joins"),
        Index(
            "uq_advisory_membership_open",
            "former_cadre_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )

    former_cadre_id: Mapped[int] = mapped_column(ForeignKey("former_cadre.id", ondelete="CASCADE"))
    joined_on: Mapped[PartialDate]
    known_from: Mapped[date | None]
    left_on: Mapped[PartialDate | None]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    former_cadre: Mapped[FormerCadre] = relationship()

    @classmethod
    def in_force(cls, on: date) -> ColumnElement[bool]:
        """Whether somebody is in the group on a day."""
        return and_(cls.joined_on <= on, or_(cls.left_on.is_(None), cls.left_on > on))


class AdviceRecord(Audited, Versioned, Base):
    """A consultation, or experience passed on to somebody."""

    __tablename__ = "advice_record"
    __table_args__ = (
        one_of("kind", AdviceKind),
        Index("ix_advice_record_former_cadre_id", "former_cadre_id", "held_on"),
        Index("ix_advice_record_learner_id", "learner_id"),
    )

    former_cadre_id: Mapped[int] = mapped_column(ForeignKey("former_cadre.id", ondelete="CASCADE"))
    kind: Mapped[AdviceKind] = vocabulary_column(AdviceKind)
    held_on: Mapped[date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(String(200))
    advice: Mapped[str] = mapped_column(Text, default="", server_default="")
    outcome: Mapped[str] = mapped_column(Text, default="", server_default="")

    former_cadre: Mapped[FormerCadre] = relationship()
    learner: Mapped[Person | None] = relationship()


class ReEngagement(Audited, Versioned, Base):
    """A former cadre at work again 再上岗: where, as what, from when to when, with what result."""

    __tablename__ = "re_engagement"
    __table_args__ = (
        one_of("result", TaskResult),
        CheckConstraint("due_on IS NULL OR due_on >= started_on", name="due_after_it_starts"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_re_engagement_former_cadre_id", "former_cadre_id", "started_on"),
    )

    former_cadre_id: Mapped[int] = mapped_column(ForeignKey("former_cadre.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    duty: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[PartialDate]
    due_on: Mapped[PartialDate | None]
    ended_on: Mapped[PartialDate | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    result: Mapped[TaskResult | None] = vocabulary_column(TaskResult, nullable=True)
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")

    former_cadre: Mapped[FormerCadre] = relationship()
