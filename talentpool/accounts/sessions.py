"""Sign-in sessions kept in the database: a cookie lives no longer than its row.

The cookie holds a random token, the row only its hash. Idle and absolute time-outs end a
session, so do sign-out, disabling and a new password.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta

from flask import Flask, Response, g, request
from flask_login import UserMixin, current_user
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from talentpool.accounts.actors import actor_of, is_in_force
from talentpool.extensions import db, login_manager, only_reads
from talentpool.models import Account, Grant, LoginSession
from talentpool.security.actor import Actor, act_as
from talentpool.security.roles import ROLES
from talentpool.web.working_date import today
from talentpool.wording import say

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


class SignedInUser(UserMixin):  # type: ignore[misc]
    """The user of a request: an account through one of its sessions."""

    def __init__(self, session: LoginSession, token: str, *, on: date) -> None:
        self.account: Account = session.account
        self.session_id = session.id
        self.seen_at = session.seen_at
        self._token = token
        self.grants = [grant for grant in self.account.grants if is_in_force(grant, on=on)]

        # Plain texts, read while the session is open: the page of a fault shows them after a rollback.
        self.display_name = self.account.display_name
        self.role_labels = "、".join(
            say(ROLES[grant.role].label) for grant in self.grants if grant.role in ROLES
        )
        self.scope_label = "、".join(
            dict.fromkeys(grant.unit.name if grant.unit else say("全部单位") for grant in self.grants)
        )

    def get_id(self) -> str:
        return self._token

    def actor(self, *, address: str) -> Actor:
        """The same as one who acts: rights united over the grants in force."""
        return actor_of(self.account, self.grants, address=address)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(account: Account, *, at: datetime, address: str, agent: str) -> SignedInUser:
    """A fresh session of the account."""
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        account=account,
        token_hash=_hashed(token),
        created_at=at,
        seen_at=at,
        address=address[:64],
        agent=agent[:200],
    )
    db.session.add(row)
    db.session.flush()
    return SignedInUser(row, token, on=today())


def end_sessions(account: Account, *, at: datetime, reason: str, only: int | None = None) -> None:
    """End all sessions of an account, or the one with the id `only`."""
    statement = update(LoginSession).where(
        LoginSession.account_id == account.id, LoginSession.ended_at.is_(None)
    )
    if only is not None:
        statement = statement.where(LoginSession.id == only)
    db.session.execute(statement.values(ended_at=at, end_reason=reason))


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_user(token: str) -> SignedInUser | None:
    """The user behind a cookie's token, None when its session is over."""
    now = datetime.now(UTC)
    found = db.session.scalars(
        select(LoginSession)
        .where(LoginSession.token_hash == _hashed(token), LoginSession.ended_at.is_(None))
        .options(joinedload(LoginSession.account).joinedload(Account.grants).joinedload(Grant.unit))
    )
    session = found.unique().one_or_none()
    if session is None or session.account.disabled_at is not None:
        return None
    if now - session.seen_at > IDLE or now - session.created_at > LONGEST:
        return None
    return SignedInUser(session, token, on=today())


def init_app(app: Flask) -> None:
    """Bind the actor before each request; note after it that the session was seen."""
    app.before_request(_bind_actor)
    app.after_request(_note_seen)


def _bind_actor() -> None:
    if current_user.is_authenticated:
        act_as(current_user.actor(address=request.remote_addr or ""))
        g.session_seen = (current_user.session_id, current_user.seen_at)


def _note_seen(response: Response) -> Response:
    seen = g.pop("session_seen", None)
    now = datetime.now(UTC)
    if seen and now - seen[1] > SEEN_EVERY:
        with only_reads(False), db.engine.begin() as connection:
            connection.execute(update(LoginSession).where(LoginSession.id == seen[0]).values(seen_at=now))
    return response
