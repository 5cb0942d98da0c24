"""The acts on accounts: sign in, sign out, open, disable, change a password."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, or_, select

from talentpool.accounts.passwords import (
    hash_password,
    password_faults,
    password_matches,
    wants_rehash,
)
from talentpool.accounts.sessions import end_sessions
from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Grant, LoginAttempt, Setting, Unit
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
    role: str,
    unit: Unit | None,
    at: datetime | None = None,
) -> Account:
    """A new account with one role over `unit` (None: all units)."""
    at = at or datetime.now(UTC)
    faults = password_faults(password, username=username)
    if role not in ROLES:
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
        grants=[Grant(role=role, unit=unit)],
    )
    with action("开设账号"):
        db.session.add(account)
        db.session.flush()
    return account


def set_password(account: Account, *, password: str, at: datetime) -> None:
    """A new password; all sessions of the account end."""
    faults = password_faults(password, username=account.username)
    if faults:
        raise RuleBroken(faults)
    with action("修改密码"):
        account.password_hash = hash_password(password)
        account.password_changed_at = at
        db.session.flush()
    end_sessions(account, at=at, reason="修改密码")


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


def issue_first_code() -> str:
    """A one-time code for the first administrator; only its hash is kept, an older one dies."""
    code = secrets.token_hex(8).upper()
    setting = db.session.scalar(select(Setting).where(Setting.key == FIRST_CODE))
    if setting is None:
        setting = Setting(key=FIRST_CODE, value="")
        db.session.add(setting)
    setting.value = hashlib.sha256(code.encode()).hexdigest()
    db.session.flush()
    return code


def open_first_account(*, code: str, username: str, display_name: str, password: str) -> Account:
    """The first administrator, by the code on the console; it works once and only while there is none."""
    setting = db.session.scalar(select(Setting).where(Setting.key == FIRST_CODE))
    given = hashlib.sha256(code.strip().upper().encode()).hexdigest()
    if has_accounts() or setting is None or not hmac.compare_digest(str(setting.value), given):
        raise RuleBroken(say("一次性代码不对或已用过,请在控制台重新取得"))
    account = open_account(
        username=username,
        display_name=display_name,
        password=password,
        role="system_administrator",
        unit=None,
    )
    db.session.delete(setting)
    db.session.flush()
    return account
