"""When a backup is due, which ones are kept, and when the administrator must be told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from talentpool.errors import RuleBroken
from talentpool.wording import say

MOST_KEPT = 400
OVERDUE_AFTER = timedelta(days=2)
RETRY_AFTER = timedelta(hours=1)
MOST_TRIES = 6
"""Attempts at one day's backup."""


@dataclass(frozen=True)
class Policy:
    """`hour` of the day at the office from which the daily backup is made; how many days, weeks and months keep one."""

    hour: int = 2
    daily: int = 7
    weekly: int = 4
    monthly: int = 12

    def as_kept(self) -> dict[str, int]:
        """As the setting keeps it."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: Any) -> Policy:
        """The same back; what is missing or no number is as the product proposes."""
        known = kept if isinstance(kept, dict) else {}
        fields = cls().as_kept()
        return cls(
            **{name: known[name] if isinstance(known.get(name), int) else fields[name] for name in fields}
        )

    def check(self) -> None:
        """RuleBroken with every fault."""
        faults = [] if 0 <= self.hour <= 23 else [say("备份时间应为0至23点")]
        if self.daily < 1:
            faults.append(say("至少保留最近1天的备份"))
        if min(self.weekly, self.monthly) < 0 or max(self.daily, self.weekly, self.monthly) > MOST_KEPT:
            faults.append(say("保留的份数应为0至%(most)s", most=MOST_KEPT))
        if faults:
            raise RuleBroken(faults)


def kept_moments(moments: Iterable[datetime], policy: Policy) -> set[datetime]:
    """Which backups stay: the newest of each of the last days, weeks and months that have any, and the newest of all.

    `moments` are in the office's time.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[:1])
    for count, period in ((policy.daily, _day), (policy.weekly, _week), (policy.monthly, _month)):
        kept |= set(_newest_of_each(newest_first, period)[:count])
    return kept


def _newest_of_each(newest_first: list[datetime], period: Callable[[datetime], Hashable]) -> list[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment), moment)
    return list(found.values())


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return (moment.year, moment.month)


@dataclass(frozen=True)
class Attempt:
    """One try at a day's backup: `failed_at` only when it failed."""

    failed_at: datetime | None


def due_attempt(attempts: list[Attempt], *, now: datetime, policy: Policy) -> int | None:
    """The number of the attempt (from 1) that is due now; None when nothing is.

    One success or one under way settles the day; after a failure another is made an hour later. A
    machine that was off at that hour makes it when it is on again the same day.
    """
    if now.hour < policy.hour or len(attempts) >= MOST_TRIES:
        return None
    if not attempts:
        return 1
    last = attempts[-1].failed_at
    if last is None or (timedelta() <= now - last < RETRY_AFTER):
        return None
    return len(attempts) + 1


def is_overdue(last: datetime | None, *, now: datetime) -> bool:
    """Whether no backup succeeded for two days; one dated later than now proves nothing."""
    return last is None or last > now + timedelta(hours=1) or now - last > OVERDUE_AFTER
