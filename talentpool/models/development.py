"""What reserves are put through: trainings with attendance, tempering tasks, postings to units."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.models.units import Unit
from talentpool.vocabulary import TaskKind, TaskResult


class Training(Audited, Versioned, Base):
    """A training 培训 of the township or county; its sessions and who takes part stand beside."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_training_unit_id", "unit_id", "starts_on"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(120))
    organiser: Mapped[str] = mapped_column(String(80), default="", server_default="")
    place: Mapped[str] = mapped_column(String(80), default="", server_default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()


class TrainingSession(Audited, Base):
    """One session: day, topic, hours."""

    __tablename__ = "training_session"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours_positive"),
        Index("ix_training_session_training_id", "training_id", "held_on"),
    )

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"))
    held_on: Mapped[date]
    topic: Mapped[str] = mapped_column(String(120))
    hours: Mapped[float]


class TrainingPlace(Audited, Base):
    """That somebody takes part in a training, and with what result."""

    __tablename__ = "training_place"
    __table_args__ = (
        one_of("result", TaskResult),
        UniqueConstraint("training_id", "person_id", name="uq_training_place_training_person"),
        Index("ix_training_place_person_id", "person_id"),
    )

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    result: Mapped[TaskResult | None] = vocabulary_column(TaskResult, nullable=True)
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")

    training: Mapped[Training] = relationship()
    person: Mapped[Person] = relationship()


class Attendance(Audited, Base):
    """Whether somebody with a place was at a session."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "place_id", name="uq_attendance_session_place"),
        Index("ix_attendance_place_id", "place_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("training_place.id", ondelete="CASCADE"))
    present: Mapped[bool]


class TemperingTask(Audited, Versioned, Base):
    """Work in which somebody is tempered 实践锻炼: key work, urgent work, a project, a position."""

    __tablename__ = "tempering_task"
    __table_args__ = (
        one_of("kind", TaskKind),
        one_of("result", TaskResult),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_tempering_task_person_id", "person_id", "started_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[TaskKind] = vocabulary_column(TaskKind)
    name: Mapped[str] = mapped_column(String(120))
    duty: Mapped[str] = mapped_column(String(200), default="", server_default="")
    started_on: Mapped[PartialDate]
    ended_on: Mapped[PartialDate | None]
    result: Mapped[TaskResult | None] = vocabulary_column(TaskResult, nullable=True)
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()


class Posting(Audited, Versioned, Base):
    """A selected graduate 选调生 (or another) sent to a unit for a time."""

    __tablename__ = "posting"
    __table_args__ = (
        one_of("result", TaskResult),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_posting_person_id", "person_id", "started_on"),
        Index("ix_posting_unit_id", "unit_id", "started_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    duty: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[PartialDate]
    due_on: Mapped[PartialDate | None]
    ended_on: Mapped[PartialDate | None]
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    result: Mapped[TaskResult | None] = vocabulary_column(TaskResult, nullable=True)
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
