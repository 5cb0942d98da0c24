"""Word reports 届中分析报告: the office's own templates, and reports drafted, reviewed, fixed by version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned, one_of, vocabulary_column
from talentpool.models.midterm import MidtermRound
from talentpool.models.units import Unit
from talentpool.sealing.columns import BYTES, Sealed, sealed_column
from talentpool.vocabulary import ReportKind, ReportState

_TOWN, _UNIT = text("unit_id IS NULL"), text("unit_id IS NOT NULL")


class ReportTemplate(Audited, Base):
    """A template of the office's own for one kind of report of a county or township, from a day on."""

    __tablename__ = "report_template"
    __table_args__ = (
        one_of("kind", ReportKind),
        Index("ix_report_template_unit_id", "unit_id", "kind", "uploaded_at"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"content"})

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ReportKind] = vocabulary_column(ReportKind)
    name: Mapped[str] = mapped_column(String(120))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)


class Report(Audited, Versioned, Base):
    """One version of a report of a round: of a unit, or of the town (`unit_id` None).

    `edition` counts 1, 2, … ; what is fixed is never written again, a new edition follows.
    `facts` holds the text as it was generated, with each figure and the records behind it.
    """

    __tablename__ = "report"
    __table_args__ = (
        one_of("state", ReportState),
        Index(
            "uq_report_town", "round_id", "edition", unique=True, sqlite_where=_TOWN, postgresql_where=_TOWN
        ),
        Index(
            "uq_report_unit",
            "round_id",
            "unit_id",
            "edition",
            unique=True,
            sqlite_where=_UNIT,
            postgresql_where=_UNIT,
        ),
        CheckConstraint(
            "state = 'draft' OR (reviewed_on IS NOT NULL AND reviewed_by IS NOT NULL)",
            name="reviewed_by_somebody",
        ),
        CheckConstraint("(state = 'fixed') = (fixed_on IS NOT NULL)", name="fixed_with_its_date"),
        CheckConstraint("edition > 0", name="edition_positive"),
        Index("ix_report_unit_id", "unit_id"),
        Index("ix_report_template_used", "template_id"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"version", "content", "facts"})

    round_id: Mapped[int] = mapped_column(ForeignKey("midterm_round.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    edition: Mapped[int]
    state: Mapped[ReportState] = vocabulary_column(ReportState)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("report_template.id"))
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str] = mapped_column(String(80))
    reviewed_on: Mapped[date | None]
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    review_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    fixed_on: Mapped[date | None]
    fixed_by: Mapped[str | None] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    facts: Mapped[Any] = deferred(mapped_column(JSON))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)

    round: Mapped[MidtermRound] = relationship()
    unit: Mapped[Unit | None] = relationship()


class ReportWording(Audited, Versioned, Base):
    """The office's own wording of a generated sentence: `key` names it, `text` has its placeholders.

    Of a county or township (`unit_id` None: everybody); without one the built-in wording holds.
    """

    __tablename__ = "report_wording"
    __table_args__ = (UniqueConstraint("unit_id", "key", name="uq_report_wording_unit_key"),)

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
