"""Which versions of the field keys have sealed data: the keys themselves stand in a file outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from talentpool.models.base import Base


class FieldKey(Base):
    """One key version: `active` seals and indexes, `leaving` is being replaced, `retired` opens nothing.

    `check_value` tells whether a key file is the one with which the data were sealed.
    """

    __tablename__ = "field_key"
    __table_args__ = (
        UniqueConstraint("version", name="uq_field_key_version"),
        CheckConstraint("state IN ('active', 'leaving', 'retired')", name="state_known"),
        Index(
            "uq_field_key_active",
            "state",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    check_value: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
