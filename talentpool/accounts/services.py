"""The acts on accounts: open, disable, change and reset a password."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import func, or_, select

from talentpool.accounts import queries
from talentpool.accounts.offices import vacancy_faults
from talentpool.accounts.passwords import (
    hash_password,
    one_time_password,
    password_faults,
    was_used,
)
from talentpool.accounts.policy import security_policy
from talentpool.accounts.sessions import end_sessions
from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Grant, PasswordRecord, Unit
from talentpool.security.roles import ROLES
from talentpool.wording import say


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
    sample: bool = False,
    at: datetime | None = None,
) -> Account:
    """A new account; at the console and for the sample with a role over `unit` (None: all units).

    `one_time`: whoever signs in with this password has to choose another one first. `sample`: the
    password is printed in the README, and not measured by the policy.
    """
    at = at or datetime.now(UTC)
    words = [username, display_name, unit.name if unit else ""]
    faults = [] if sample else password_faults(password, policy=security_policy(), words=words)
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
    """A new password of the holder's own; all sessions of the account end."""
    policy = security_policy()
    faults = password_faults(password, policy=policy, words=queries.list_context_words(account))
    former = queries.list_former_hashes(account, count=policy.history if policy.passwords.expires else 1)
    if not faults and was_used(password, former):
        faults.append(say("最近用过的密码不能再用,请换一个"))
    if faults:
        raise RuleBroken(faults)
    with action("修改密码"):
        _replace_hash(account, password, at=at)
        account.must_change_password = False
        db.session.flush()
    end_sessions(account, at=at, reason="修改密码")


def _replace_hash(account: Account, password: str, *, at: datetime) -> None:
    db.session.add(PasswordRecord(account_id=account.id, password_hash=account.password_hash, set_at=at))
    account.password_hash = hash_password(password)
    account.password_changed_at = at


def reset_password(account: Account, *, at: datetime, by_account_id: int | None) -> str:
    """A fresh one-time password, told once; all sessions end and the next sign-in has to change it."""
    if account.id == by_account_id:
        raise RuleBroken(say("自己的密码请在“修改密码”中修改"))
    password = one_time_password()
    with action("重置密码"):
        _replace_hash(account, password, at=at)
        account.must_change_password = True
        db.session.flush()
    end_sessions(account, at=at, reason="重置密码")
    return password


def disable_account(account: Account, *, at: datetime, on: date, by_account_id: int | None) -> None:
    """Bar an account and end its sessions; nobody disables himself, or the only holder of an office."""
    if account.id == by_account_id:
        raise RuleBroken(say("不能停用自己的账号"))
    faults = vacancy_faults(account, queries.list_sole_offices(account, on=on))
    if faults:
        raise RuleBroken(faults)
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
