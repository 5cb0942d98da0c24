"""Who may come in: the password, counted failures, the second factor. The same answer and work for everybody.

Failures are counted in the database, per account name and per address, and wiped only by a sign-in
that went all the way. A name that is no account is counted under a hash: what was typed there by
mistake may be a password.

When the clock is set back, failures lie in the future: they go on counting, or the clock would open a
lock; the next failure dates them to its own moment, so that they bar no longer than the policy says.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import joinedload

from talentpool.accounts import second_factor
from talentpool.accounts.passwords import hash_password, password_matches, wants_rehash
from talentpool.accounts.policy import SecurityPolicy, security_policy
from talentpool.extensions import db, only_reads
from talentpool.models import Account, LoginAttempt
from talentpool.web import journal

KEPT_FOR = timedelta(days=1)
UNKNOWN = "(未知用户名)"


@dataclass(frozen=True)
class Attempt:
    """One try to sign in; `account` only when everything was right."""

    key: str
    account: Account | None

    @property
    def subject(self) -> str:
        """How the journal calls it."""
        return UNKNOWN if self.key.startswith("?") else self.key


def try_password(username: str, password: str, *, address: str, at: datetime) -> Attempt:
    """Whether name and password let in. Unknown, disabled, locked and wrong do the same work and look alike."""
    name = username.strip().lower()
    account = db.session.scalar(
        select(Account).where(func.lower(Account.username) == name).options(joinedload(Account.second_factor))
    )
    key = account.username if account else "?" + hashlib.sha256(name.encode()).hexdigest()[:32]
    locked = is_locked(key, address=address, at=at)
    right = password_matches(account.password_hash if account else None, password)
    if account is None or locked or not right or account.disabled_at is not None:
        return Attempt(key, None)
    if wants_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    return Attempt(key, account)


def try_second_factor(account: Account, typed: str, *, address: str, at: datetime) -> bool:
    """Whether the authenticator's code or a recovery code lets in; locked like a password."""
    if is_locked(account.username, address=address, at=at):
        return False
    if second_factor.take_code(account, typed, at=at):
        return True
    if second_factor.take_recovery_code(account, typed, at=at):
        journal.note("使用恢复码", account.username, actor=account.username)
        return True
    return False


def is_locked(key: str, *, address: str, at: datetime) -> bool:
    """Whether failures of this name or address bar another attempt; both are always counted."""
    policy = security_policy()
    since = at - policy.locked_for
    by_name = db.session.scalar(_count_since(since).where(LoginAttempt.username == key)) or 0
    by_address = db.session.scalar(_count_since(since).where(LoginAttempt.address == address)) or 0
    return by_name >= policy.attempts_per_name or by_address >= policy.attempts_per_address


def _count_since(since: datetime) -> Select[int]:
    return select(func.count(LoginAttempt.id)).where(LoginAttempt.at > since)


def failures_of(account: Account, *, at: datetime, policy: SecurityPolicy) -> int:
    """How many failures of this account count now."""
    counted = _count_since(at - policy.locked_for).where(LoginAttempt.username == account.username)
    return db.session.scalar(counted) or 0


def note_failure(key: str, *, subject: str, address: str, at: datetime, event: str) -> None:
    """Count a failure, whatever becomes of the request; failures of the day before are forgotten."""
    db.session.rollback()
    with only_reads(False), db.engine.begin() as connection:
        connection.execute(delete(LoginAttempt).where(LoginAttempt.at < at - KEPT_FOR))
        connection.execute(update(LoginAttempt).where(LoginAttempt.at > at).values(at=at))
        connection.execute(insert(LoginAttempt).values(at=at, username=key[:40], address=address[:64]))
    journal.note(event, subject)


def forget_failures(account: Account) -> None:
    """After a sign-in that went all the way, and when the security administrator unlocks the account."""
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.username == account.username))
