"""Who may sign in, as what, and the sessions they have."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned
from talentpool.models.units import Unit


class Account(Audited, Versioned, Base):
    """A user; the password is kept as an argon2id hash only."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("username", name="uq_account_username"),
        CheckConstraint("length(username) > 0", name="username_given"),
    )
    sensitive_columns: ClassVar[frozenset[str]] = frozenset({"password_hash"})

    username: Mapped[str] = mapped_column(String(40))
    display_name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(8), default="zh", server_default="zh")
    created_at: Mapped[datetime]

    grants: Mapped[list[Grant]] = relationship(back_populates="account", cascade="all, delete-orphan")


class Grant(Audited, Base):
    """A role of an account over a subtree of units (none: everything), between two dates."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint(
            "account_id", "role", "unit_id", "starts_on", name="uq_role_grant_account_role_unit_starts"
        ),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="grants")
    unit: Mapped[Unit | None] = relationship()


class LoginSession(Base):
    """A signed-in browser. Only the hash of its random token is kept; a copied cookie dies with the row."""

    __tablename__ = "login_session"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_login_session_token"),
        Index("ix_login_session_account_id", "account_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(String(40), default="", server_default="")
    address: Mapped[str] = mapped_column(String(64), default="", server_default="")
    agent: Mapped[str] = mapped_column(String(200), default="", server_default="")

    account: Mapped[Account] = relationship()


class LoginAttempt(Base):
    """A failed attempt, counted per account name and per address; wiped by a success of that name."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_username_at", "username", "at"),
        Index("ix_login_attempt_address_at", "address", "at"),
    )

    at: Mapped[datetime]
    username: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(64))
