"""People of the register: facts, schooling, tags. What one has held stands in `posts`."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.dates import PartialDate
from talentpool.id_numbers import phone_tail, shown_of_id_number
from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.units import Unit
from talentpool.sealing.columns import TEXT, BlindIndex, Sealed, sealed_column
from talentpool.vocabulary import MembershipStage, PoliticalStatus, SchoolingLevel, SchoolingMode, Sex


class Person(Audited, Versioned, Base):
    """One human being, once: known by ID number, else by name, unit and birth month.

    Township staff known by name only are people of their township. `unit_id` is the unit
    that keeps the person. `name_key` is the sort key in pinyin; `pinyin` and `initials`
    serve the search. ID number and phone are sealed; their fingerprints are keyed and serve exact
    search, that of the last four digits of the phone too. The ends of an ID number are the seven
    characters that its mask shows.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("sex IN ('male', 'female')", name="sex_known"),
        CheckConstraint("length(name) > 0", name="name_given"),
        UniqueConstraint("id_number_fingerprint", name="uq_person_id_number"),
        Index("ix_person_unit_id_name", "unit_id", "name"),
        Index("ix_person_names", "name_key", "name", "initials", "pinyin"),
        Index("ix_person_sex_born_on", "sex", "born_on", "died_on"),
        Index("ix_person_born_on", "born_on", "died_on"),
        Index("ix_person_phone_fingerprint", "phone_fingerprint"),
        Index("ix_person_phone_tail_fingerprint", "phone_tail_fingerprint"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset(
        {
            "version",
            "name_key",
            "pinyin",
            "initials",
            "id_number_fingerprint",
            "id_number_ends_fingerprint",
            "phone_fingerprint",
            "phone_tail_fingerprint",
        }
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(60))
    name_note: Mapped[str] = mapped_column(String(60), default="", server_default="")
    name_key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    pinyin: Mapped[str] = mapped_column(String(200), default="", server_default="")
    initials: Mapped[str] = mapped_column(String(40), default="", server_default="")
    sex: Mapped[Sex | None] = vocabulary_column(Sex, nullable=True)
    nationality: Mapped[str | None] = mapped_column(String(2))
    native_place: Mapped[str] = mapped_column(String(60), default="", server_default="")
    born_on: Mapped[PartialDate | None]
    political_status: Mapped[PoliticalStatus | None] = vocabulary_column(PoliticalStatus, nullable=True)
    membership_stage: Mapped[MembershipStage | None] = vocabulary_column(MembershipStage, nullable=True)
    party_joined_on: Mapped[PartialDate | None]
    party_confirmed_on: Mapped[PartialDate | None]
    work_started_on: Mapped[PartialDate | None]
    first_cadre_on: Mapped[PartialDate | None]
    died_on: Mapped[PartialDate | None]
    id_number_sealed: Mapped[bytes | None] = sealed_column("id_number")
    id_number = Sealed(
        TEXT,
        longest=18,
        indexes=(
            BlindIndex("id_number_fingerprint", "id_number"),
            BlindIndex("id_number_ends_fingerprint", "id_number_ends", shown_of_id_number),
        ),
    )
    id_number_fingerprint: Mapped[str | None] = mapped_column(String(64))
    id_number_ends_fingerprint: Mapped[str | None] = mapped_column(String(64))
    phone_sealed: Mapped[bytes | None] = sealed_column("phone")
    phone = Sealed(
        TEXT,
        longest=40,
        indexes=(
            BlindIndex("phone_fingerprint", "phone"),
            BlindIndex("phone_tail_fingerprint", "phone_tail", phone_tail),
        ),
    )
    phone_fingerprint: Mapped[str | None] = mapped_column(String(64))
    phone_tail_fingerprint: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")

    unit: Mapped[Unit] = relationship()

    def __str__(self) -> str:
        return self.name


class Schooling(Audited, Base):
    """One level of schooling of a person, as the office wrote it and as the code table has it."""

    __tablename__ = "schooling"
    __table_args__ = (
        one_of("level", SchoolingLevel),
        one_of("mode", SchoolingMode),
        Index("ix_schooling_highest", "person_id", "rank", "finished_on"),
        Index("ix_schooling_rank", "rank"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"rank"})

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    mode: Mapped[SchoolingMode] = vocabulary_column(SchoolingMode)
    level: Mapped[SchoolingLevel] = vocabulary_column(SchoolingLevel)
    rank: Mapped[int]
    written: Mapped[str] = mapped_column(String(60), default="", server_default="")
    school: Mapped[str] = mapped_column(String(120), default="", server_default="")
    major: Mapped[str] = mapped_column(String(120), default="", server_default="")
    finished_on: Mapped[PartialDate | None]

    person: Mapped[Person] = relationship()


class PersonTag(Audited, Base):
    """A mark of a person; the office's own words beside those of the vocabulary."""

    __tablename__ = "person_tag"
    __table_args__ = (
        UniqueConstraint("person_id", "tag", name="uq_person_tag_person_tag"),
        Index("ix_person_tag_tag", "tag"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    tag: Mapped[str] = mapped_column(String(40))


class PeopleApart(Audited, Base):
    """Two people who look like one and are not: somebody compared them and said so, for good."""

    __tablename__ = "people_apart"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="uq_people_apart_pair"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(80))


class JoinedRecord(Audited, Base):
    """A doubled record that was joined into a person's: the person's history tells of it, its address leads there."""

    __tablename__ = "joined_record"
    __table_args__ = (UniqueConstraint("gone_id", name="uq_joined_record_gone_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    gone_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    unit_name: Mapped[str] = mapped_column(String(60))
    taken: Mapped[str] = mapped_column(String(200), default="")
    merged_on: Mapped[date]
