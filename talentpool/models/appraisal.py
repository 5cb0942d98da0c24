"""Democratic appraisal 民主测评 as counts, and the grades: proposal, judgement, decision apart.

Who voted what is nowhere: a tally holds numbers of ballots per step of a scale.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.midterm import MidtermRound
from talentpool.models.midterm_rules import ScaleStep
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.vocabulary import AppraisalDimension, TallySource

_TEAM, _MEMBER = text("person_id IS NULL"), text("person_id IS NOT NULL")


class Tally(Audited, Versioned, Base):
    """The appraisal of a team (`person_id` None) or of a member in a round.

    Two clerks enter it (`TallyEntry`), each alone; when both agree, or somebody settled the
    difference, the counts stand in `TallyCount` and `source` says where they came from.
    `due` 应到, `present` 参加, `returned` 收回, in ballots; `title` is the member's as written.
    """

    __tablename__ = "tally"
    __table_args__ = (
        one_of("source", TallySource),
        CheckConstraint("(source IS NULL) = (settled_on IS NULL)", name="settled_from_a_source"),
        CheckConstraint("due IS NULL OR due >= 0", name="due_not_negative"),
        CheckConstraint("present IS NULL OR present >= 0", name="present_not_negative"),
        CheckConstraint("returned IS NULL OR returned >= 0", name="returned_not_negative"),
        Index(
            "uq_tally_team", "round_id", "unit_id", unique=True, sqlite_where=_TEAM, postgresql_where=_TEAM
        ),
        Index(
            "uq_tally_member",
            "round_id",
            "unit_id",
            "person_id",
            unique=True,
            sqlite_where=_MEMBER,
            postgresql_where=_MEMBER,
        ),
        Index("ix_tally_unit_id", "unit_id"),
        Index("ix_tally_person_id", "person_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    held_on: Mapped[date | None]
    due: Mapped[int | None]
    present: Mapped[int | None]
    returned: Mapped[int | None]
    source: Mapped[TallySource | None] = vocabulary_column(TallySource, nullable=True)
    settled_on: Mapped[date | None]
    settled_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    round: Mapped[MidtermRound] = relationship()
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship()


class TallyCount(Audited, Base):
    """How many ballots of a tally chose a step, in a dimension."""

    __tablename__ = "tally_count"
    __table_args__ = (
        one_of("dimension", AppraisalDimension),
        UniqueConstraint("tally_id", "dimension", "step_id", name="uq_tally_count_tally_dimension_step"),
        CheckConstraint("votes >= 0", name="votes_not_negative"),
        Index("ix_tally_count_step_id", "step_id"),
    )

    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id", ondelete="CASCADE"))
    dimension: Mapped[AppraisalDimension] = vocabulary_column(
        AppraisalDimension, default=AppraisalDimension.OVERALL, server_default="overall"
    )
    step_id: Mapped[int] = mapped_column(ForeignKey("scale_step.id"))
    votes: Mapped[int]

    step: Mapped[ScaleStep] = relationship()


class TallyEntry(Audited, Versioned, Base):
    """What one of two clerks entered (`turn` 1 or 2); never both by one account."""

    __tablename__ = "tally_entry"
    __table_args__ = (
        UniqueConstraint("tally_id", "turn", name="uq_tally_entry_tally_turn"),
        UniqueConstraint("tally_id", "account_id", name="uq_tally_entry_tally_account"),
        CheckConstraint("turn IN (1, 2)", name="first_or_second"),
        Index("ix_tally_entry_account_id", "account_id"),
    )

    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id", ondelete="CASCADE"))
    turn: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    due: Mapped[int | None]
    present: Mapped[int | None]
    returned: Mapped[int]


class TallyEntryCount(Audited, Base):
    """The ballots per step as one clerk counted them."""

    __tablename__ = "tally_entry_count"
    __table_args__ = (
        one_of("dimension", AppraisalDimension),
        UniqueConstraint(
            "entry_id", "dimension", "step_id", name="uq_tally_entry_count_entry_dimension_step"
        ),
        CheckConstraint("votes >= 0", name="votes_not_negative"),
        Index("ix_tally_entry_count_step_id", "step_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("tally_entry.id", ondelete="CASCADE"))
    dimension: Mapped[AppraisalDimension] = vocabulary_column(
        AppraisalDimension, default=AppraisalDimension.OVERALL, server_default="overall"
    )
    step_id: Mapped[int] = mapped_column(ForeignKey("scale_step.id"))
    votes: Mapped[int]


class PartyMeeting(Audited, Versioned, Base):
    """A meeting of the Party committee on the analysis 党委专题会."""

    __tablename__ = "party_meeting"
    __table_args__ = (UniqueConstraint("round_id", "name", "held_on", name="uq_party_meeting_round_name_on"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    topic: Mapped[str] = mapped_column(String(200), default="", server_default="")
    decision: Mapped[str] = mapped_column(Text, default="", server_default="")
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")


class GradeRecord(Audited, Versioned, Base):
    """The grade of a team (`person_id` None) or member: proposed, judged, decided, three things apart.

    The program only ever fills the proposal, with its score, reasons and facts; the group judges, the
    Party committee decides (PIPL 24: no decision of weight by automatic means alone).
    """

    __tablename__ = "grade_record"
    __table_args__ = (
        CheckConstraint("(proposed_step_id IS NULL) = (proposed_on IS NULL)", name="proposal_has_its_date"),
        CheckConstraint(
            "(judged_step_id IS NULL) = (judged_on IS NULL) AND (judged_step_id IS NULL) = (judged_by IS NULL)",
            name="judgement_has_its_author",
        ),
        CheckConstraint("(decided_step_id IS NULL) = (decided_on IS NULL)", name="decision_has_its_date"),
        Index(
            "uq_grade_record_team",
            "round_id",
            "unit_id",
            unique=True,
            sqlite_where=_TEAM,
            postgresql_where=_TEAM,
        ),
        Index(
            "uq_grade_record_member",
            "round_id",
            "unit_id",
            "person_id",
            unique=True,
            sqlite_where=_MEMBER,
            postgresql_where=_MEMBER,
        ),
        Index("ix_grade_record_unit_id", "unit_id"),
        Index("ix_grade_record_person_id", "person_id"),
        Index("ix_grade_record_decided_step_id", "decided_step_id"),
        Index("ix_grade_record_meeting_id", "meeting_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    score: Mapped[float | None]
    proposed_step_id: Mapped[int | None] = mapped_column(ForeignKey("scale_step.id"))
    proposed_on: Mapped[date | None]
    proposed_facts: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    judged_step_id: Mapped[int | None] = mapped_column(ForeignKey("scale_step.id"))
    judged_on: Mapped[date | None]
    judged_by: Mapped[str | None] = mapped_column(String(80))
    judged_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_step_id: Mapped[int | None] = mapped_column(ForeignKey("scale_step.id"))
    decided_on: Mapped[date | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("party_meeting.id"))
    decided_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    round: Mapped[MidtermRound] = relationship()
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship()
    proposed_step: Mapped[ScaleStep | None] = relationship(foreign_keys=[proposed_step_id])
    judged_step: Mapped[ScaleStep | None] = relationship(foreign_keys=[judged_step_id])
    decided_step: Mapped[ScaleStep | None] = relationship(foreign_keys=[decided_step_id])
    meeting: Mapped[PartyMeeting | None] = relationship()
