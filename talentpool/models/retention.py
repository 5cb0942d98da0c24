"""What was erased because its time was over, and what people asked to have put right (PIPL 46, 47)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.people import Person
from talentpool.vocabulary import CorrectionOutcome, PurgeKind


class Purge(Audited, Base):
    """One act of erasing: why, who decided under which document, who carried it out, how much went.

    Append-only by triggers, and without a foreign key, as the logs are. `unit_id` is the unit whose
    people they were, None for several; `mark` is drawn at random and names the act in every restored copy.
    """

    __tablename__ = "purge"
    __table_args__ = (
        one_of("kind", PurgeKind),
        UniqueConstraint("mark", name="uq_purge_mark"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("length(decider) > 0", name="decider_given"),
        CheckConstraint("length(document) > 0", name="document_given"),
    )

    at: Mapped[datetime]
    kind: Mapped[PurgeKind] = vocabulary_column(PurgeKind)
    actor: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    decider: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120))
    records: Mapped[int]
    rows: Mapped[int]
    mark: Mapped[str] = mapped_column(String(32))


class Deletion(Base):
    """One record that a purge erased, in the ledger of deletions: enough to erase it again, and no more.

    `fingerprint` is keyed and made of table, id and when the record was registered, so that another
    record under the same id in a restored copy is not taken for it. Append-only by triggers.
    """

    __tablename__ = "deletion"
    __table_args__ = (
        UniqueConstraint("purge_id", "record_table", "record_id", name="uq_deletion_purge_record"),
        Index("ix_deletion_record", "record_table", "record_id"),
    )

    purge_id: Mapped[int] = mapped_column(ForeignKey("purge.id"))
    record_table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[str] = mapped_column(String(64))


class CorrectionRequest(Audited, Versioned, Base):
    """What a person asked to have put right, and what was decided (PIPL 46)."""

    __tablename__ = "correction_request"
    __table_args__ = (
        one_of("outcome", CorrectionOutcome),
        CheckConstraint("length(wanted) > 0", name="wanted_given"),
        CheckConstraint("(decided_on IS NULL) = (outcome IS NULL)", name="decision_has_its_date"),
        CheckConstraint("decided_on IS NULL OR decided_on >= asked_on", name="decided_after_it_was_asked"),
        CheckConstraint("outcome IS NULL OR length(decider) > 0", name="decision_has_its_decider"),
        Index("ix_correction_request_person_id", "person_id", "asked_on"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    asked_on: Mapped[date]
    wanted: Mapped[str] = mapped_column(Text)
    taken_by: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date | None]
    outcome: Mapped[CorrectionOutcome | None] = vocabulary_column(CorrectionOutcome, nullable=True)
    decider: Mapped[str] = mapped_column(String(80), default="", server_default="")
    explanation: Mapped[str] = mapped_column(Text, default="", server_default="")

    person: Mapped[Person] = relationship()
