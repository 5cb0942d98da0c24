"""Findings 问题清单 and their rectification 整改台账: from proposal to close-out, and reopening."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.fieldwork import Suggestion
from talentpool.models.midterm import MidtermRound
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.sealing.columns import BYTES, Sealed, sealed_column
from talentpool.vocabulary import FindingOrigin, FindingState, RectificationAct


class Finding(Audited, Versioned, Base):
    """A problem of a unit, and the order to put it right.

    `proposal_key` names what a proposal from data is about (“vacancy:12”), so that it is proposed
    once a round; `facts` are the records that it stands on. Leader 责任领导 and person 责任人 are
    people of the register, or as written where they are not in it. `carried_from_id` is the finding
    of the round before.
    """

    __tablename__ = "finding"
    __table_args__ = (
        one_of("origin", FindingOrigin),
        one_of("state", FindingState),
        UniqueConstraint("round_id", "unit_id", "proposal_key", name="uq_finding_round_unit_key"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_with_its_date"),
        CheckConstraint(
            "state NOT IN ('open', 'submitted', 'closed') OR accepted_on IS NOT NULL",
            name="accepted_with_its_date",
        ),
        CheckConstraint("closed_by_id <> responsible_id", name="closed_by_another"),
        Index("ix_finding_unit_id", "unit_id", "state", "due_on"),
        Index("ix_finding_round_id", "round_id", "state"),
        Index("ix_finding_state", "state", "due_on"),
        Index("ix_finding_person_id", "person_id"),
        Index("ix_finding_leader_id", "leader_id"),
        Index("ix_finding_responsible_id", "responsible_id"),
        Index("ix_finding_carried_from_id", "carried_from_id"),
    )

    round_id: Mapped[int | None] = mapped_column(ForeignKey("midterm_round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    category: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[FindingOrigin] = vocabulary_column(FindingOrigin)
    state: Mapped[FindingState] = vocabulary_column(FindingState)
    found_on: Mapped[date]
    accepted_on: Mapped[date | None]
    struck_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    proposal_key: Mapped[str | None] = mapped_column(String(80))
    facts: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    suggestion_id: Mapped[int | None] = mapped_column(
        ForeignKey("suggestion.id", ondelete="SET NULL"), index=True
    )
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    measures: Mapped[str] = mapped_column(Text, default="", server_default="")
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leader_written: Mapped[str] = mapped_column(String(60), default="", server_default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    responsible_written: Mapped[str] = mapped_column(String(60), default="", server_default="")
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    round: Mapped[MidtermRound | None] = relationship()
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    responsible: Mapped[Person | None] = relationship(foreign_keys=[responsible_id])
    suggestion: Mapped[Suggestion | None] = relationship()
    carried_from: Mapped[Finding | None] = relationship(remote_side="Finding.id")


class RectificationStep(Audited, Base):
    """One entry in the course of a rectification: progress, asked to close, closed, reopened."""

    __tablename__ = "rectification_step"
    __table_args__ = (
        one_of("act", RectificationAct),
        UniqueConstraint("client_key", name="uq_rectification_step_client_key"),
        Index("ix_rectification_step_finding_id", "finding_id", "happened_on"),
    )

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"))
    act: Mapped[RectificationAct] = vocabulary_column(RectificationAct)
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    written_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))

    finding: Mapped[Finding] = relationship()


class RectificationEvidence(Audited, Base):
    """A photograph or paper that shows what was done, its bytes sealed at rest."""

    __tablename__ = "rectification_evidence"
    __table_args__ = (Index("ix_rectification_evidence_step_id", "step_id"),)
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"content"})

    step_id: Mapped[int] = mapped_column(ForeignKey("rectification_step.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)
