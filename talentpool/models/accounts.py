"""Who may sign in, as what, and the sessions they have."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talentpool.models.base import Audited, Base, Versioned
from talentpool.models.units import Unit
from talentpool.sealing.columns import BYTES, TEXT, BlindIndex, Sealed, sealed_column


class Account(Audited, Versioned, Base):
    """A user; the password is kept as an argon2id hash only.

    `holder_id` is the person of the register who holds the account, `identity_fingerprint` the blind
    index of the holder's ID number (sealed, and shown nowhere): accounts that share one of them are
    those of one human being, whose offices must stay apart.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("username", name="uq_account_username"),
        CheckConstraint("length(username) > 0", name="username_given"),
        Index("ix_account_holder_id", "holder_id"),
        Index("ix_account_identity_fingerprint", "identity_fingerprint"),
    )
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"version", "identity_fingerprint"})

    username: Mapped[str] = mapped_column(String(40))
    display_name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    disabled_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(8), default="zh", server_default="zh")
    created_at: Mapped[datetime]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    id_number_sealed: Mapped[bytes | None] = sealed_column("id_number")
    id_number = Sealed(TEXT, longest=18, indexes=(BlindIndex("identity_fingerprint", "id_number"),))
    identity_fingerprint: Mapped[str | None] = mapped_column(String(64))

    grants: Mapped[list[Grant]] = relationship(
        back_populates="account", cascade="all", foreign_keys="Grant.account_id"
    )
    second_factor: Mapped[SecondFactor | None] = relationship(back_populates="account")


class Grant(Audited, Base):
    """A role of an account over a subtree of units (none: everything), between two dates.

    `granted_by_id` is the account that granted it, None for the operator at the console. Triggers
    refuse what `security.roles` calls a clash, and a grant of anybody but the security administrator.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("granted_by_id <> account_id", name="nobody_grants_to_himself"),
        CheckConstraint("starts_on <= ends_on", name="ends_after_it_starts"),
        CheckConstraint(
            "unit_id IS NULL OR role NOT IN ('system_administrator', 'security_administrator', 'auditor')",
            name="offices_reach_no_unit",
        ),
        CheckConstraint(
            "role NOT IN ('group_head', 'group_member')"
            " OR (starts_on IS NOT NULL AND ends_on IS NOT NULL AND unit_id IS NOT NULL)",
            name="groups_have_unit_and_dates",
        ),
        UniqueConstraint(
            "account_id", "role", "unit_id", "starts_on", name="uq_role_grant_account_role_unit_starts"
        ),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="grants", foreign_keys=[account_id])
    unit: Mapped[Unit | None] = relationship()


class PasswordRecord(Base):
    """A password that an account has had, so that it does not come back; the hash only."""

    __tablename__ = "password_record"
    __table_args__ = (Index("ix_password_record_account_id", "account_id", "set_at"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class LoginSession(Base):
    """A signed-in browser. Only the hash of its random token is kept; a copied cookie dies with the row.

    `pending`: the password was right, the second factor is still asked for; such a row opens nothing.
    """

    __tablename__ = "login_session"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_login_session_token"),
        Index("ix_login_session_account_id", "account_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    pending: Mapped[bool] = mapped_column(default=False, server_default=false())
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


class SecondFactor(Audited, Base):
    """The shared secret of an authenticator app (RFC 6238), sealed; in force once a first code has confirmed it.

    `last_step` is the time step of the last code taken: none is taken twice.
    """

    __tablename__ = "second_factor"
    __table_args__ = (UniqueConstraint("account_id", name="uq_second_factor_account"),)
    quiet_columns: ClassVar[frozenset[str]] = frozenset({"last_step"})

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    secret_sealed: Mapped[bytes | None] = sealed_column("secret")
    secret = Sealed(BYTES)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    account: Mapped[Account] = relationship(back_populates="second_factor")


class RecoveryCode(Base):
    """A code that stands in for the authenticator once; only its hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash", name="uq_recovery_code_account_hash"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
