"""Files handed in: the batch, its files, and what was found before it was taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from talentpool.models.base import Base, Versioned
from talentpool.sealing.columns import BYTES, Sealed, sealed_column
from talentpool.sealing.columns import JSON as SEALED_JSON


class IntakeBatch(Versioned, Base):
    """One handing-in: previewed, then taken or thrown away.

    `preview` keeps what was shown (sensitive values masked, and sealed), `digest` identifies it: taking
    in starts only if the register would still change in just that way. `choices` holds the
    answers to questions and what was accepted.
    """

    __tablename__ = "intake_batch"
    __table_args__ = (
        CheckConstraint("state IN ('previewed', 'taken', 'discarded')", name="state_known"),
        Index("ix_intake_batch_created_at", "created_at"),
    )

    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="previewed", server_default="previewed")
    taken_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    preview_sealed: Mapped[bytes | None] = sealed_column("preview")
    preview = Sealed(SEALED_JSON)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def asks_nothing(self) -> bool:
        """Whether it was read, and holds nothing to write and nothing to answer."""
        asked = ("new", "changed", "refused", "question", "missing")
        return bool(self.digest) and not any(self.counts.get(each) for each in asked)

    files: Mapped[list[IntakeFile]] = relationship(
        back_populates="batch", cascade="all, delete-orphan", order_by="IntakeFile.id"
    )


class IntakeFile(Base):
    """A file as it was handed in, sealed; its bytes are wiped once the batch is taken or thrown away."""

    __tablename__ = "intake_file"

    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)

    batch: Mapped[IntakeBatch] = relationship(back_populates="files")


class IntakeReturn(Base):
    """The refused rows of a batch as a workbook, to be mended and handed in again; wiped after a while.

    It holds what the office wrote, ID numbers included, and is sealed: `rows` stays when the bytes have gone.
    """

    __tablename__ = "intake_return"
    __table_args__ = (UniqueConstraint("batch_id", name="uq_intake_return_batch_id"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    rows: Mapped[int]
    content_sealed: Mapped[bytes | None] = deferred(sealed_column("content"))
    content = Sealed(BYTES)


class LayoutMemory(Versioned, Base):
    """How the columns of a layout were understood once somebody had looked at it.

    `mapping` is {"columns": {place: field key or None}, "headers": {place: header}}, places counted
    from the first column that has a header; columns that their headers tell alone are left out.
    `fingerprint` identifies the headers.
    """

    __tablename__ = "layout_memory"
    __table_args__ = (UniqueConstraint("fingerprint", name="uq_layout_memory_fingerprint"),)

    fingerprint: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    remembered_at: Mapped[datetime]
    remembered_by: Mapped[str] = mapped_column(String(80))
