"""Terms, authorised seats, titled posts, who held them, and the vacancies between."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    func,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.vocabulary import AppointmentBasis, Body, EndCause, PostClass, VacancyOutcome


class Term(Audited, Versioned, Base):
    """A term of the committees of a township's units: five years (村组法11, 居组法8)."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("unit_id", "started_on", name="uq_term_unit_started"),
        CheckConstraint("ends_on > started_on", name="ends_after_it_starts"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    started_on: Mapped[PartialDate]
    ends_on: Mapped[PartialDate]
    inferred: Mapped[bool] = mapped_column(default=False, server_default="0")


class SeatStatement(Audited, Versioned, Base):
    """Authorised seats 职数 of a unit, as stated on a date.

    `authorised` is the headcount of the two committees together; `standing` the salaried
    posts among or beside them. Seats are set for a term, so a statement also holds back to
    the start of the term in which it was made. What is put right on the same day, of the same
    day to hold from, is the same statement.
    """

    __tablename__ = "seat_statement"
    __table_args__ = (
        UniqueConstraint("unit_id", "stated_on", "holds_from", name="uq_seat_statement_unit_stated_from"),
        CheckConstraint("authorised >= 0 AND coalesce(standing, 0) >= 0", name="seats_not_negative"),
        CheckConstraint("holds_from <= stated_on", name="holds_from_the_statement_at_latest"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    stated_on: Mapped[date]
    holds_from: Mapped[date]
    authorised: Mapped[int]
    standing: Mapped[int | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")

    unit: Mapped[Unit] = relationship()


class Post(Audited, Versioned, Base):
    """A titled post of a unit; one title may have several holders (委员)."""

    __tablename__ = "post"
    __table_args__ = (
        one_of("body", Body),
        one_of("post_class", PostClass),
        UniqueConstraint("unit_id", "title", "opened_on", name="uq_post_unit_title_opened"),
        Index("ix_post_unit_id_body", "unit_id", "body"),
        CheckConstraint(
            "closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on", name="closes_after_it_opens"
        ),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    body: Mapped[Body] = vocabulary_column(Body)
    post_class: Mapped[PostClass] = vocabulary_column(PostClass)
    team_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    opened_on: Mapped[PartialDate | None]
    closed_on: Mapped[PartialDate | None]

    unit: Mapped[Unit] = relationship()


class FormerPostTitle(Audited, Base):
    """What a post was called until a day; its present title stands on the post."""

    __tablename__ = "former_post_title"
    __table_args__ = (UniqueConstraint("post_id", "until_on", name="uq_former_post_title_post_until"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(60))
    until_on: Mapped[PartialDate]


class Appointment(Audited, Versioned, Base):
    """That a person held a post from a date to a date, with the cause of the end.

    A start that nobody stated is None: then the holding is known since `known_from`, the
    date of the roster that told of it, and unknown before. `exception_reason` is why it was
    made against a rule that allows exceptions.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        one_of("basis", AppointmentBasis),
        CheckConstraint(
            "ended_on IS NULL OR ended_on >= coalesce(started_on, known_from)", name="ends_after_it_starts"
        ),
        CheckConstraint("(ended_on IS NULL) = (end_cause IS NULL)", name="end_has_its_cause"),
        Index("ix_appointment_post_id", "post_id"),
        Index("ix_appointment_started_on", "started_on", "known_from"),
        Index(
            "ix_appointment_held", "person_id", "post_id", "ended_on", "started_on", "known_from", "position"
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="SET NULL"), index=True)
    started_on: Mapped[PartialDate | None]
    known_from: Mapped[PartialDate]
    ended_on: Mapped[PartialDate | None]
    end_cause: Mapped[EndCause | None] = vocabulary_column(EndCause, nullable=True)
    end_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    basis: Mapped[AppointmentBasis] = vocabulary_column(
        AppointmentBasis, default=AppointmentBasis.STATED, server_default="stated"
    )
    standing: Mapped[bool | None]
    exception_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")

    person: Mapped[Person] = relationship()
    post: Mapped[Post] = relationship()

    @classmethod
    def held_from(cls) -> ColumnElement[Any]:
        """Since when a holding is known: its start, else the roster that told of it."""
        return func.coalesce(cls.started_on, cls.known_from)

    @classmethod
    def in_force(cls, on: date) -> ColumnElement[bool]:
        """Whether it holds on a day; the day of the end counts no more."""
        return and_(cls.held_from() <= on, or_(cls.ended_on.is_(None), cls.ended_on > on))


class Vacancy(Audited, Versioned, Base):
    """A named seat without a holder: since when, why, and what is planned (村组法19)."""

    __tablename__ = "vacancy"
    __table_args__ = (
        one_of("cause", EndCause),
        CheckConstraint("closed_on IS NULL OR closed_on >= since", name="closes_after_it_opens"),
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="close_has_its_outcome"),
        Index("ix_vacancy_post_id", "post_id"),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    since: Mapped[PartialDate]
    cause: Mapped[EndCause] = vocabulary_column(EndCause)
    cause_written: Mapped[str] = mapped_column(String(200), default="", server_default="")
    by_election_plan: Mapped[str] = mapped_column(String(200), default="", server_default="")
    by_election_due: Mapped[PartialDate | None]
    candidate: Mapped[str] = mapped_column(String(60), default="", server_default="")
    joint_review: Mapped[str] = mapped_column(String(200), default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    closed_on: Mapped[PartialDate | None]
    outcome: Mapped[VacancyOutcome | None] = vocabulary_column(VacancyOutcome, nullable=True)
    filled_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("appointment.id", ondelete="SET NULL"), index=True
    )

    post: Mapped[Post] = relationship()
    filled_by: Mapped[Appointment | None] = relationship()
