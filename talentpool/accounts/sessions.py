"""Sign-in sessions kept in the database: a cookie lives no longer than its row.

The cookie holds a random token, the row only its hash. Idle and absolute time-outs end a
session, so do sign-out, disabling, a new password, a change of rights and a clock that was set back
behind the last sight of it: how long it has been idle then cannot be told. A row that is `pending`
waits for the second factor and opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from talentpool.accounts.actors import actor_of, is_in_force
from talentpool.accounts.duties import Duty, duty_of
from talentpool.accounts.policy import SecurityPolicy, security_policy
from talentpool.errors import Missing
from talentpool.extensions import db, login_manager, only_reads
from talentpool.models import Account, Grant, LoginSession
from talentpool.security.actor import Actor, act_as
from talentpool.security.roles import ROLES
from talentpool.web.working_date import today
from talentpool.wording import say

SEEN_EVERY = timedelta(minutes=1)
PENDING_FOR = timedelta(minutes=5)
CLOCK_STEP = timedelta(minutes=2)
"""By so much a clock may be corrected backwards without anybody having to sign in again."""
ALWAYS_OPEN = frozenset(
    {"accounts.logout", "web.set_language", "web.show_health", "static", "bootstrap.static"}
)
"""Endpoints that a session with an open duty may still call."""


class SignedInUser(UserMixin):  # type: ignore[misc]
    """The user of a request: an account through one of its sessions.

    `duty` is what has to be done before anything else; until then the actor holds no right.
    """

    def __init__(self, session: LoginSession, token: str, *, on: date) -> None:
        self.account: Account = session.account
        self.session_id = session.id
        self.seen_at = session.seen_at
        self._token = token
        self.grants = [grant for grant in self.account.grants if is_in_force(grant, on=on)]
        self.duty: Duty | None = duty_of(self.account, self.grants, at=datetime.now(UTC))

        # Plain texts, read while the session is open: the page of a fault shows them after a rollback.
        self.display_name = self.account.display_name
        self.role_labels = "、".join(
            say(ROLES[grant.role].label) for grant in self.grants if grant.role in ROLES
        )
        self.scope_label = "、".join(dict.fromkeys(filter(None, map(_reach_of, self.grants))))

    def get_id(self) -> str:
        return self._token

    def actor(self, *, address: str) -> Actor:
        """The same as one who acts: rights united over the grants in force, none while a duty is open."""
        return actor_of(self.account, [] if self.duty else self.grants, address=address)


def _reach_of(grant: Grant) -> str:
    if grant.role in ROLES and not ROLES[grant.role].bound_to_units:
        return ""
    return grant.unit.name if grant.unit else say("全部单位")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(account: Account, *, at: datetime, address: str, agent: str) -> SignedInUser:
    """A fresh session of the account, under a fresh token."""
    row, token = _add_session(account, at=at, address=address, agent=agent, pending=False)
    return SignedInUser(row, token, on=today())


def open_pending(account: Account, *, at: datetime, address: str, agent: str) -> str:
    """A session that waits for the second factor; gives its token."""
    return _add_session(account, at=at, address=address, agent=agent, pending=True)[1]


def _add_session(
    account: Account, *, at: datetime, address: str, agent: str, pending: bool
) -> tuple[LoginSession, str]:
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        account=account,
        token_hash=_hashed(token),
        created_at=at,
        seen_at=at,
        pending=pending,
        address=address[:64],
        agent=agent[:200],
    )
    db.session.add(row)
    db.session.flush()
    return row, token


def find_pending(token: str, *, at: datetime) -> LoginSession | None:
    """The waiting session behind a token, None when it waited too long or its account was disabled."""
    row = _find_row(token, pending=True)
    return row if row is not None and -CLOCK_STEP <= at - row.created_at <= PENDING_FOR else None


def end_sessions(
    account: Account, *, at: datetime, reason: str, only: int | None = None, but: int | None = None
) -> None:
    """End all sessions of an account, the one with the id `only`, or all `but` one."""
    statement = update(LoginSession).where(
        LoginSession.account_id == account.id, LoginSession.ended_at.is_(None)
    )
    if only is not None:
        statement = statement.where(LoginSession.id == only)
    if but is not None:
        statement = statement.where(LoginSession.id != but)
    db.session.execute(statement.values(ended_at=at, end_reason=reason))


def list_sessions(account: Account, *, at: datetime) -> Sequence[LoginSession]:
    """The sessions with which somebody is signed in now, the latest first."""
    return db.session.scalars(
        _in_use(security_policy(), at=at)
        .where(LoginSession.account_id == account.id)
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()


def get_own_session(account: Account, session_id: int) -> LoginSession:
    """One of the account's own sessions, or Missing."""
    row = db.session.get(LoginSession, session_id)
    if row is None or row.account_id != account.id:
        raise Missing(say("没有这次登录"))
    return row


def _in_use(policy: SecurityPolicy, *, at: datetime) -> Select[LoginSession]:
    return select(LoginSession).where(
        LoginSession.ended_at.is_(None),
        LoginSession.pending.is_(False),
        LoginSession.seen_at.between(at - policy.idle, at + CLOCK_STEP),
        LoginSession.created_at.between(at - policy.longest, at + CLOCK_STEP),
    )


def _find_row(token: str, *, pending: bool) -> LoginSession | None:
    found = db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.token_hash == _hashed(token),
            LoginSession.ended_at.is_(None),
            LoginSession.pending.is_(pending),
        )
        .options(
            joinedload(LoginSession.account).options(
                joinedload(Account.grants).joinedload(Grant.unit), joinedload(Account.second_factor)
            )
        )
    )
    row = found.unique().one_or_none()
    return row if row is not None and row.account.disabled_at is None else None


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_user(token: str) -> SignedInUser | None:
    """The user behind a cookie's token, None when its session is over."""
    now = datetime.now(UTC)
    row = _find_row(token, pending=False)
    if row is None:
        return None
    return SignedInUser(row, token, on=today()) if _lasts(row, at=now) else None


def _lasts(row: LoginSession, *, at: datetime) -> bool:
    policy = security_policy()
    idle, age = at - row.seen_at, at - row.created_at
    return -CLOCK_STEP <= idle <= policy.idle and -CLOCK_STEP <= age <= policy.longest


def init_app(app: Flask) -> None:
    """Bind the actor before each request; note after it that the session was seen."""
    app.before_request(_bind_actor)
    app.after_request(_note_seen)


def _bind_actor() -> Any:
    if not current_user.is_authenticated:
        return None
    act_as(current_user.actor(address=request.remote_addr or ""))
    g.session_seen = (current_user.session_id, current_user.seen_at)
    duty: Duty | None = current_user.duty
    if duty is None or request.endpoint in ALWAYS_OPEN or request.endpoint in duty.endpoints:
        return None
    return redirect(url_for(duty.endpoint))


def _note_seen(response: Response) -> Response:
    seen = g.pop("session_seen", None)
    now = datetime.now(UTC)
    if seen and now - seen[1] > SEEN_EVERY:
        with only_reads(False), db.engine.begin() as connection:
            connection.execute(update(LoginSession).where(LoginSession.id == seen[0]).values(seen_at=now))
    return response
