"""What the first page reads besides the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from talentpool.extensions import db
from talentpool.models import Account, IntakeBatch, JournalEntry, LoginAttempt
from talentpool.people.filters import Fact
from talentpool.people.listing import select_missing_counts
from talentpool.security.scope import Scope

RECENT = 5
CORE_FACTS = (Fact.BORN_ON, Fact.SCHOOLING, Fact.ID_NUMBER, Fact.POST_START)
"""Facts without which the figures or a match by ID number are not sure."""


@dataclass(frozen=True)
class MissingFacts:
    """How many of the `people` in a post lack each core fact."""

    people: int
    counts: dict[str, int]


@dataclass(frozen=True)
class AccountCounts:
    """What the system administrator looks after; `failures` are of the last day."""

    accounts: int
    disabled: int
    failures: int


def count_missing(*, scope: Scope, on: date) -> MissingFacts:
    """People in a post, and how many of them lack a core fact."""
    row = db.session.execute(select_missing_counts(scope=scope, on=on)).mappings().one()
    return MissingFacts(people=row["people"], counts={fact.value: row[fact.value] for fact in CORE_FACTS})


def list_recent_batches(*, scope: Scope) -> Sequence[IntakeBatch]:
    """The last files handed in within reach, with their names."""
    statement = (
        select(IntakeBatch)
        .where(or_(IntakeBatch.unit_id.is_(None), IntakeBatch.unit_id.in_(scope.unit_ids())))
        .options(selectinload(IntakeBatch.files))
        .order_by(IntakeBatch.created_at.desc(), IntakeBatch.id.desc())
        .limit(RECENT)
    )
    return db.session.scalars(statement).all()


def count_accounts(*, at: datetime) -> AccountCounts:
    """Accounts, disabled ones, failed sign-ins of the last day."""
    day = at - timedelta(days=1)
    accounts, disabled = db.session.execute(
        select(func.count(Account.id), func.count(Account.disabled_at))
    ).one()
    failures = db.session.scalar(select(func.count(LoginAttempt.id)).where(LoginAttempt.at > day)) or 0
    return AccountCounts(accounts=accounts, disabled=disabled, failures=failures)


def count_events(*, at: datetime) -> dict[str, int]:
    """event → how often within the last seven days."""
    statement = (
        select(JournalEntry.event, func.count())
        .where(JournalEntry.at > at - timedelta(days=7))
        .group_by(JournalEntry.event)
        .order_by(func.count().desc(), JournalEntry.event)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
