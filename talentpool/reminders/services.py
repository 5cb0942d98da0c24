"""A user's word on what is due, and the secret address of his calendar."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, or_, select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import CalendarToken, ReminderMark
from talentpool.reminders.queries import Whose, find_calendar, find_reminder
from talentpool.wording import say

SNOOZES = (7, 14, 30)
"""Days for which a reminder can be put off."""
MARKS_KEPT = timedelta(days=730)


def mark_done(whose: Whose, key: str, *, on: date) -> None:
    """It is done, or needs nothing: it is shown to this user no more."""
    mark = _mark(whose, key, on=on)
    mark.done_at, mark.snoozed_until = datetime.now(UTC), None
    db.session.add(mark)
    db.session.flush()


def snooze(whose: Whose, key: str, *, days: int, on: date) -> date:
    """Put it off; the day on which it comes back."""
    mark = _mark(whose, key, on=on)
    until = on + timedelta(days=days if days in SNOOZES else SNOOZES[0])
    mark.snoozed_until, mark.done_at = until, None
    db.session.add(mark)
    db.session.flush()
    return until


def _mark(whose: Whose, key: str, *, on: date) -> ReminderMark:
    """The mark of a reminder that is due to this user; Missing for any other key."""
    if whose.account_id is None or not find_reminder(whose, key, on=on):
        raise Missing(say("没有这条提醒,可能已经办结"))
    known = db.session.scalar(
        select(ReminderMark).where(ReminderMark.account_id == whose.account_id, ReminderMark.key == key)
    )
    return known or ReminderMark(account_id=whose.account_id, key=key)


def forget_marks(account_id: int) -> int:
    """Show everything again; how many marks went."""
    gone = db.session.execute(
        delete(ReminderMark).where(ReminderMark.account_id == account_id).returning(ReminderMark.id)
    ).all()
    return len(gone)


def drop_old_marks(*, at: datetime) -> int:
    """Marks whose day is long past are of no use; how many went."""
    old = at - MARKS_KEPT
    gone = db.session.execute(
        delete(ReminderMark)
        .where(or_(ReminderMark.done_at < old, ReminderMark.snoozed_until < old.date()))
        .returning(ReminderMark.id)
    ).all()
    return len(gone)


def hash_of(token: str) -> str:
    """What is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_calendar(account_id: int) -> str:
    """A fresh secret address; one that stood before is of no use any more."""
    token = secrets.token_urlsafe(32)
    row = find_calendar(account_id) or CalendarToken(account_id=account_id)
    row.token_hash, row.made_at = hash_of(token), datetime.now(UTC)
    db.session.add(row)
    db.session.flush()
    return token


def close_calendar(account_id: int) -> None:
    """The address is of no use any more."""
    row = find_calendar(account_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def find_account(token: str) -> int | None:
    """The account behind a secret address."""
    return db.session.scalar(
        select(CalendarToken.account_id).where(CalendarToken.token_hash == hash_of(token))
    )
