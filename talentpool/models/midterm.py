"""A mid-term analysis 届中分析: the round, its units, groups, calendar, papers and preliminary check."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.midterm_rules import MidtermRuleSet
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.sealing.columns import BYTES, TEXT, Sealed, sealed_column
from talentpool.vocabulary import GroupRole, NarrativeKind, RoundDocumentKind


class MidtermRound(Audited, Versioned, Base):
    """One mid-term analysis of a township.

    `reference_on` is the date of ages, posts and figures. Members of groups reach their units from
    `starts_on` to `ends_on`, both included. `previous_id` is the round that this one is compared
    with. `closed_on`: nothing of it changes any more but the rectification.
    """

    __tablename__ = "midterm_round"
    __table_args__ = (
        UniqueConstraint("unit_id", "name", name="uq_midterm_round_unit_name"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("previous_id <> id", name="not_its_own_previous"),
        Index("ix_midterm_round_unit_id", "unit_id", "reference_on"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("midterm_rule_set.id"), index=True)
    reference_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_on: Mapped[date | None]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("midterm_round.id"), index=True)
    scheme_title: Mapped[str] = mapped_column(String(120), default="", server_default="")
    scheme_number: Mapped[str] = mapped_column(String(60), default="", server_default="")
    scheme_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()
    rule_set: Mapped[MidtermRuleSet] = relationship()


class RoundDocument(Audited, Base):
    """A paper of the round as the office wrote it: scheme, notice; its bytes sealed at rest."""

    __tablename__ = "round_document"
    __table_args__ = (one_of("kind", RoundDocumentKind), Index("ix_round_document_round_id", "round_id"))
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"content"})

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    kind: Mapped[RoundDocumentKind] = vocabulary_column(RoundDocumentKind)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)


class RoundStep(Audited, Base):
    """A line of the round's calendar."""

    __tablename__ = "round_step"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_round_step_round_id", "round_id", "position"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")


class RoundUnit(Audited, Base):
    """A unit that is looked at in the round, in the order of its reports."""

    __tablename__ = "round_unit"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id", name="uq_round_unit_round_unit"),
        Index("ix_round_unit_unit_id", "unit_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")

    unit: Mapped[Unit] = relationship()


class AssessmentGroup(Audited, Versioned, Base):
    """A group of the round 工作组; its people and units stand beside."""

    __tablename__ = "assessment_group"
    __table_args__ = (UniqueConstraint("round_id", "name", name="uq_assessment_group_round_name"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")

    round: Mapped[MidtermRound] = relationship()


class GroupMember(Audited, Base):
    """Head or member of a group; `title` as the scheme writes it (包片领导)."""

    __tablename__ = "group_member"
    __table_args__ = (
        one_of("role", GroupRole),
        UniqueConstraint("group_id", "person_id", name="uq_group_member_group_person"),
        Index("ix_group_member_person_id", "person_id"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("assessment_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[GroupRole] = vocabulary_column(GroupRole)
    title: Mapped[str] = mapped_column(String(60), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")

    group: Mapped[AssessmentGroup] = relationship()
    person: Mapped[Person] = relationship()


class GroupAssignment(Audited, Base):
    """That a group looks at a unit; many-to-many. `exception_reason`: why in spite of avoidance."""

    __tablename__ = "group_assignment"
    __table_args__ = (
        UniqueConstraint("group_id", "unit_id", name="uq_group_assignment_group_unit"),
        Index("ix_group_assignment_unit_id", "unit_id"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("assessment_group.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    exception_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    group: Mapped[AssessmentGroup] = relationship()
    unit: Mapped[Unit] = relationship()


class AgencyInquiry(Audited, Versioned, Base):
    """What an agency was asked in the preliminary check 提前摸底, and its answer, sealed at rest.

    `unit_id`, `person_id` None: asked about all units of the round, about the team as a whole.
    `clear`: whether the answer is that nothing was found, as the office read it.
    """

    __tablename__ = "agency_inquiry"
    __table_args__ = (
        CheckConstraint("(answered_on IS NULL) = (clear IS NULL)", name="answer_has_its_date"),
        Index("ix_agency_inquiry_round_id", "round_id", "unit_id"),
        Index("ix_agency_inquiry_person_id", "person_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    asked_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    clear: Mapped[bool | None]
    conclusion_sealed: Mapped[bytes | None] = sealed_column("conclusion")
    conclusion = Sealed(TEXT, longest=2000)


class InquiryForward(Audited, Base):
    """That an answer was passed to a group that needs it."""

    __tablename__ = "inquiry_forward"
    __table_args__ = (
        UniqueConstraint("inquiry_id", "group_id", name="uq_inquiry_forward_inquiry_group"),
        Index("ix_inquiry_forward_group_id", "group_id"),
    )

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("agency_inquiry.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("assessment_group.id", ondelete="CASCADE"))
    forwarded_on: Mapped[date]


class Narrative(Audited, Versioned, Base):
    """A text that people wrote for the reports: of the round, of a unit, of a member.

    `heading` and `position` order several of one kind (下一步工作打算).
    """

    __tablename__ = "narrative"
    __table_args__ = (
        one_of("kind", NarrativeKind),
        Index("ix_narrative_round_id", "round_id", "kind", "unit_id", "position"),
        Index("ix_narrative_unit_id", "unit_id"),
        Index("ix_narrative_person_id", "person_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[NarrativeKind] = vocabulary_column(NarrativeKind)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    heading: Mapped[str] = mapped_column(String(80), default="", server_default="")
    text: Mapped[str] = mapped_column(Text)
