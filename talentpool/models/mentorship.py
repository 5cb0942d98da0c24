"""Mentors 导师 and those they guide: pairings, guidance logs, what each is able to take on, near kin."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

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
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.sealing.columns import BYTES, Sealed, sealed_column
from talentpool.vocabulary import GuidanceWay, Kinship, PairingEnd


class Pairing(Audited, Versioned, Base):
    """One mentor for one reserve 结对, from a date to a date; many-to-many (“3+1”, one-to-many).

    `mentor_title` is unit and post as the office wrote them; `joint` names a joint scheme. A
    start that nobody stated is None: then the pair is known since `known_from`, the date of the
    ledger that told of it. `due_on` is when it is meant to end.
    """

    __tablename__ = "pairing"
    __table_args__ = (
        one_of("end_reason", PairingEnd),
        CheckConstraint("mentor_id <> mentee_id", name="nobody_mentors_himself"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="end_has_its_reason"),
        CheckConstraint(
            "ended_on IS NULL OR ended_on >= coalesce(started_on, known_from)", name="ends_after_it_starts"
        ),
        Index("ix_pairing_mentee_id", "mentee_id", "ended_on", "started_on", "known_from"),
        Index("ix_pairing_mentor_id", "mentor_id", "ended_on", "started_on", "known_from"),
        Index(
            "uq_pairing_open",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mentee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mentor_title: Mapped[str] = mapped_column(String(120), default="", server_default="")
    joint: Mapped[str] = mapped_column(String(60), default="", server_default="")
    started_on: Mapped[PartialDate | None]
    known_from: Mapped[PartialDate]
    due_on: Mapped[PartialDate | None]
    plan: Mapped[str] = mapped_column(Text, default="", server_default="")
    goals: Mapped[str] = mapped_column(Text, default="", server_default="")
    ended_on: Mapped[PartialDate | None]
    end_reason: Mapped[PairingEnd | None] = vocabulary_column(PairingEnd, nullable=True)
    result: Mapped[str] = mapped_column(Text, default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    mentor: Mapped[Person] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Person] = relationship(foreign_keys=[mentee_id])

    @classmethod
    def held_from(cls) -> ColumnElement[Any]:
        """Since when a pair is known: its start, else the ledger that told of it."""
        return func.coalesce(cls.started_on, cls.known_from)

    @classmethod
    def in_force(cls, on: date) -> ColumnElement[bool]:
        """Whether the two are a pair on a day."""
        return and_(cls.held_from() <= on, or_(cls.ended_on.is_(None), cls.ended_on > on))


class MentorCapacity(Audited, Base):
    """How many mentees one mentor can take where it differs from the setting."""

    __tablename__ = "mentor_capacity"
    __table_args__ = (
        UniqueConstraint("mentor_id", name="uq_mentor_capacity_mentor"),
        CheckConstraint("at_most >= 0", name="capacity_not_negative"),
    )

    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at_most: Mapped[int]


class KinTie(Audited, Base):
    """Near kin of each other, as stated: they should not be paired."""

    __tablename__ = "kin_tie"
    __table_args__ = (
        one_of("kinship", Kinship),
        UniqueConstraint("first_id", "second_id", name="uq_kin_tie_pair"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kinship: Mapped[Kinship] = vocabulary_column(Kinship)


class GuidanceLog(Audited, Versioned, Base):
    """One meeting of a pair 帮带记录. `client_key` keeps a form sent twice from being kept twice."""

    __tablename__ = "guidance_log"
    __table_args__ = (
        one_of("way", GuidanceWay),
        UniqueConstraint("client_key", name="uq_guidance_log_client_key"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        Index("ix_guidance_log_pairing_id", "pairing_id", "held_on", "minutes"),
        Index("ix_guidance_log_held_on", "held_on"),
    )

    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"))
    held_on: Mapped[PartialDate]
    way: Mapped[GuidanceWay] = vocabulary_column(GuidanceWay)
    place: Mapped[str] = mapped_column(String(80), default="", server_default="")
    minutes: Mapped[int | None]
    topic: Mapped[str] = mapped_column(Text, default="", server_default="")
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_step: Mapped[str] = mapped_column(Text, default="", server_default="")
    effect: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_meeting_on: Mapped[date | None]
    written_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    client_key: Mapped[str | None] = mapped_column(String(36))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(80))

    pairing: Mapped[Pairing] = relationship()


class GuidancePhoto(Audited, Base):
    """A photograph of a meeting, made small, its bytes sealed at rest."""

    __tablename__ = "guidance_photo"
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"content"})

    log_id: Mapped[int] = mapped_column(ForeignKey("guidance_log.id", ondelete="CASCADE"), index=True)
    media_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)
