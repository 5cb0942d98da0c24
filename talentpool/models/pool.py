"""The reserve pool: who was nominated, how the reviews decided, who is in, how ready, and who left."""

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
from talentpool.models.posts import Post
from talentpool.models.review_rules import ReviewAgency, ReviewRuleSet
from talentpool.models.units import Unit
from talentpool.sealing.columns import TEXT, Sealed, choice, sealed_column
from talentpool.vocabulary import (
    Conclusion,
    EntryBasis,
    ExitReason,
    NominationStage,
    NominationWay,
    PostClass,
    RuleStrength,
    SourceCategory,
    StepOutcome,
    YearlyOutcome,
)


class Nomination(Audited, Versioned, Base):
    """One person put forward for the pool of a unit, by the rules of a rule set.

    `stage` is the step that waits (ENTRY: everything passed but the entry itself); `closed_on`
    says that it ended, by entry, refusal or withdrawal (`outcome`).
    """

    __tablename__ = "nomination"
    __table_args__ = (
        one_of("stage", NominationStage),
        one_of("outcome", StepOutcome),
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="closes_with_its_outcome"),
        Index("ix_nomination_unit_id_stage", "unit_id", "closed_on", "stage"),
        Index("ix_nomination_person_id", "person_id"),
        Index(
            "uq_nomination_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    rule_set_id: Mapped[int | None] = mapped_column(ForeignKey("review_rule_set.id"), index=True)
    stage: Mapped[NominationStage] = vocabulary_column(NominationStage)
    target_post_class: Mapped[PostClass | None] = vocabulary_column(PostClass, nullable=True)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    nominated_on: Mapped[PartialDate]
    closed_on: Mapped[PartialDate | None]
    outcome: Mapped[StepOutcome | None] = vocabulary_column(StepOutcome, nullable=True)

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    rule_set: Mapped[ReviewRuleSet | None] = relationship()


class NominationVoice(Audited, Base):
    """Who put the person forward and in which of the three ways; one nomination may have several."""

    __tablename__ = "nomination_voice"
    __table_args__ = (
        one_of("way", NominationWay),
        UniqueConstraint("nomination_id", "way", "by", name="uq_nomination_voice_way_by"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    way: Mapped[NominationWay] = vocabulary_column(NominationWay)
    by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    on: Mapped[PartialDate]


class NominationStep(Audited, Base):
    """A decision at one step: when, by whom, under which document number."""

    __tablename__ = "nomination_step"
    __table_args__ = (
        one_of("stage", NominationStage),
        one_of("outcome", StepOutcome),
        Index("ix_nomination_step_nomination_id", "nomination_id"),
        CheckConstraint("length(decider) > 0", name="decider_given"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    stage: Mapped[NominationStage] = vocabulary_column(NominationStage)
    decided_on: Mapped[date]
    decider: Mapped[str] = mapped_column(String(80))
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    outcome: Mapped[StepOutcome] = vocabulary_column(StepOutcome)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")


class PublicNotice(Audited, Base):
    """公示 before entry: from when to when, where, and what was objected."""

    __tablename__ = "public_notice"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120), default="", server_default="")
    objections: Mapped[str] = mapped_column(Text, default="", server_default="")


class AgencyConclusion(Audited, Versioned, Base):
    """An agency's written answer on one nominated person; seen by those who need it only.

    It holds agency, date, conclusion, the rule that was hit and what was disposed, never a
    free narrative by default; all but agency and dates are sealed. `answered_on` None: asked and not
    answered yet. `occurred_on` is the day of what was hit, as an ISO date, for the look-back window.
    """

    __tablename__ = "agency_conclusion"
    __table_args__ = (
        UniqueConstraint("nomination_id", "agency_id", name="uq_agency_conclusion_nomination_agency"),
        CheckConstraint("(answered_on IS NULL) = (conclusion IS NULL)", name="answer_has_its_date"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("review_agency.id"), index=True)
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]
    conclusion_sealed: Mapped[bytes | None] = sealed_column("conclusion")
    conclusion = Sealed(choice(Conclusion))
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    rule_code_sealed: Mapped[bytes | None] = sealed_column("rule_code")
    rule_code = Sealed(TEXT, longest=20)
    disposition_sealed: Mapped[bytes | None] = sealed_column("disposition")
    disposition = Sealed(TEXT, longest=200)
    occurred_on_sealed: Mapped[bytes | None] = sealed_column("occurred_on")
    occurred_on = Sealed(TEXT, longest=10)

    agency: Mapped[ReviewAgency] = relationship()


class RuleException(Audited, Base):
    """A rule that the facts fail, and why an exception was made; text and facts as they were then."""

    __tablename__ = "rule_exception"
    __table_args__ = (
        one_of("strength", RuleStrength),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index("ix_rule_exception_nomination_id", "nomination_id"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    rule_code: Mapped[str] = mapped_column(String(20))
    rule_text: Mapped[str] = mapped_column(String(300))
    strength: Mapped[RuleStrength] = vocabulary_column(RuleStrength)
    facts: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(300))
    decided_on: Mapped[date]
    decider: Mapped[str] = mapped_column(String(80))


class PoolEntry(Audited, Versioned, Base):
    """One stay of a person in the reserve pool of a unit.

    `known_from` is the date of the ledger that told of a stated entry; one through the steps
    names its nomination. `occupation` is what the person does now, as the office writes it.
    """

    __tablename__ = "pool_entry"
    __table_args__ = (
        one_of("basis", EntryBasis),
        one_of("exit_reason", ExitReason),
        CheckConstraint("(exited_on IS NULL) = (exit_reason IS NULL)", name="exit_has_its_reason"),
        CheckConstraint("exited_on IS NULL OR exited_on >= entered_on", name="exits_after_it_enters"),
        CheckConstraint(
            "basis <> 'reviewed' OR nomination_id IS NOT NULL", name="reviewed_names_its_nomination"
        ),
        Index("ix_pool_entry_unit_id", "unit_id", "entered_on", "exited_on"),
        Index("ix_pool_entry_person_id", "person_id", "entered_on", "exited_on"),
        Index(
            "uq_pool_entry_open",
            "person_id",
            unique=True,
            sqlite_where=text("exited_on IS NULL"),
            postgresql_where=text("exited_on IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), index=True)
    basis: Mapped[EntryBasis] = vocabulary_column(EntryBasis)
    way: Mapped[NominationWay | None] = vocabulary_column(NominationWay, nullable=True)
    entered_on: Mapped[PartialDate]
    known_from: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    decider: Mapped[str] = mapped_column(String(80), default="", server_default="")
    occupation: Mapped[str] = mapped_column(String(120), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    exited_on: Mapped[PartialDate | None]
    exit_reason: Mapped[ExitReason | None] = vocabulary_column(ExitReason, nullable=True)
    exit_destination: Mapped[str] = mapped_column(String(200), default="", server_default="")
    exit_document: Mapped[str] = mapped_column(String(120), default="", server_default="")

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    nomination: Mapped[Nomination | None] = relationship()

    @classmethod
    def in_pool(cls, on: date) -> ColumnElement[bool]:
        """Whether somebody is in on a day; the day of the exit counts no more."""
        return and_(cls.entered_on <= on, or_(cls.exited_on.is_(None), cls.exited_on > on))


class PoolSource(Audited, Base):
    """A source category 人员类别(来源) of an entry; exactly one is the main one."""

    __tablename__ = "pool_source"
    __table_args__ = (
        one_of("category", SourceCategory),
        UniqueConstraint("entry_id", "category", "written", name="uq_pool_source_entry_category"),
        Index(
            "uq_pool_source_main", "entry_id", unique=True, sqlite_where=text("main"), postgresql_where="main"
        ),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("pool_entry.id", ondelete="CASCADE"))
    category: Mapped[SourceCategory] = vocabulary_column(SourceCategory)
    written: Mapped[str] = mapped_column(String(60), default="", server_default="")
    main: Mapped[bool] = mapped_column(default=False, server_default="0")


class ReadinessRating(Audited, Base):
    """How ready a reserve was found on a day, by whom, on what evidence; the last one by a day holds.

    `readiness` is a word of the scale that was in force (a setting), so that a later scale leaves
    what was found as it was.
    """

    __tablename__ = "readiness_rating"
    __table_args__ = (
        UniqueConstraint("entry_id", "rated_on", name="uq_readiness_rating_entry_rated"),
        Index("ix_readiness_rating_entry", "entry_id", "rated_on", "readiness"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("pool_entry.id", ondelete="CASCADE"))
    readiness: Mapped[str] = mapped_column(String(20))
    rated_on: Mapped[date]
    rated_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")


class TargetPost(Audited, Base):
    """What a reserve is prepared for 培养方向: ranked, a class of post in a unit, or one post.

    `interim` marks who would take it over at once if it fell vacant.
    """

    __tablename__ = "target_post"
    __table_args__ = (
        one_of("post_class", PostClass),
        UniqueConstraint("entry_id", "rank", name="uq_target_post_entry_rank"),
        CheckConstraint("rank >= 1", name="rank_from_one"),
        Index("ix_target_post_unit_class", "unit_id", "post_class", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("pool_entry.id", ondelete="CASCADE"))
    rank: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    post_class: Mapped[PostClass] = vocabulary_column(PostClass)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(60), default="", server_default="")
    interim: Mapped[bool] = mapped_column(default=False, server_default="0")

    post: Mapped[Post | None] = relationship()
    unit: Mapped[Unit] = relationship()


class YearlyReview(Audited, Base):
    """The yearly review of one entry."""

    __tablename__ = "yearly_review"
    __table_args__ = (
        one_of("outcome", YearlyOutcome),
        UniqueConstraint("entry_id", "year", name="uq_yearly_review_entry_year"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("pool_entry.id", ondelete="CASCADE"))
    year: Mapped[int]
    reviewed_on: Mapped[date]
    reviewer: Mapped[str] = mapped_column(String(80))
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    outcome: Mapped[YearlyOutcome] = vocabulary_column(YearlyOutcome)
    strengths: Mapped[str] = mapped_column(Text, default="", server_default="")
    gaps: Mapped[str] = mapped_column(Text, default="", server_default="")
