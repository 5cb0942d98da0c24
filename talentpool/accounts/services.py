"""The acts on accounts: check who signs in, open, disable, change and reset a password."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, or_, select

from talentpool.accounts.passwords import (
    hash_password,
    one_time_password,
    password_faults,
    password_matches,
    wants_rehash,
)
from talentpool.accounts.sessions import end_sessions
from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Grant, LoginAttempt, Unit
from talentpool.security.roles import ROLES
from talentpool.wording import say

LOCKED_FOR = timedelta(minutes=15)
ATTEMPTS_PER_NAME = 5
ATTEMPTS_PER_ADDRESS = 50
FIRST_CODE = "first_administrator_code"


def is_locked(username: str, *, address: str, at: datetime) -> bool:
    """Whether failures of this name or address, counted in the database, bar another attempt."""
    since = at - LOCKED_FOR
    by_name = select(func.count()).where(LoginAttempt.username == username, LoginAttempt.at > since)
    by_address = select(func.count()).where(LoginAttempt.address == address, LoginAttempt.at > since)
    return (db.session.scalar(by_name) or 0) >= ATTEMPTS_PER_NAME or (
        db.session.scalar(by_address) or 0
    ) >= ATTEMPTS_PER_ADDRESS


def check_credentials(username: str, password: str) -> Account | None:
    """The account whose name and password fit; unknown, disabled and wrong answer alike, in the same time."""
    account = db.session.scalar(select(Account).where(Account.username == username))
    right = password_matches(account.password_hash if account else None, password)
    if account is None or not right or account.disabled_at is not None:
        return None
    return account


def welcome(account: Account, *, password: str) -> None:
    """After a right password: forget the failures of the name, renew an outdated hash."""
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.username == account.username))
    if wants_rehash(account.password_hash):
        account.password_hash = hash_password(password)


def open_account(
    *,
    username: str,
    display_name: str,
    password: str,
    role: str | None,
    unit: Unit | None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    one_time: bool = False,
    at: datetime | None = None,
) -> Account:
    """A new account; at the console and for the sample with a role over `unit` (None: all units).

    `one_time`: whoever signs in with this password has to choose another one first.
    """
    at = at or datetime.now(UTC)
    faults = password_faults(password, username=username)
    if role is not None and role not in ROLES:
        faults.append(say("没有“%(role)s”这一角色", role=role))
    if db.session.scalar(select(Account.id).where(func.lower(Account.username) == username.lower())):
        faults.append(say("用户名“%(username)s”已存在", username=username))
    if faults:
        raise RuleBroken(faults)
    account = Account(
        username=username,
        display_name=display_name,
        password_hash=hash_password(password),
        password_changed_at=at,
        created_at=at,
        must_change_password=one_time,
        grants=[_first_grant(role, unit, starts_on=starts_on, ends_on=ends_on, at=at)] if role else [],
    )
    with action("开设账号"):
        db.session.add(account)
        db.session.flush()
    return account


def _first_grant(
    role: str, unit: Unit | None, *, starts_on: date | None, ends_on: date | None, at: datetime
) -> Grant:
    bound = ROLES[role].bound_to_units
    return Grant(role=role, unit=unit if bound else None, starts_on=starts_on, ends_on=ends_on, granted_at=at)


def set_password(account: Account, *, password: str, at: datetime) -> None:
    """A new password; all sessions of the account end."""
    faults = password_faults(password, username=account.username)
    if faults:
        raise RuleBroken(faults)
    with action("修改密码"):
        account.password_hash = hash_password(password)
        account.password_changed_at = at
        account.must_change_password = False
        db.session.flush()
    end_sessions(account, at=at, reason="修改密码")


def reset_password(account: Account, *, at: datetime, by_account_id: int | None) -> str:
    """A fresh one-time password, told once; all sessions end and the next sign-in has to change it."""
    if account.id == by_account_id:
        raise RuleBroken(say("自己的密码请在“修改密码”中修改"))
    password = one_time_password()
    with action("重置密码"):
        account.password_hash = hash_password(password)
        account.password_changed_at = at
        account.must_change_password = True
        db.session.flush()
    end_sessions(account, at=at, reason="重置密码")
    return password


def disable_account(account: Account, *, at: datetime, by_account_id: int | None) -> None:
    """Bar an account and end its sessions; nobody disables himself."""
    if account.id == by_account_id:
        raise RuleBroken(say("不能停用自己的账号"))
    with action("停用账号"):
        account.disabled_at = at
        db.session.flush()
    end_sessions(account, at=at, reason="停用账号")


def enable_account(account: Account) -> None:
    """Let a disabled account sign in again."""
    with action("启用账号"):
        account.disabled_at = None
        db.session.flush()


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return (
        db.session.scalar(select(func.count()).select_from(Account).where(or_(Account.disabled_at.is_(None))))
        != 0
    )
