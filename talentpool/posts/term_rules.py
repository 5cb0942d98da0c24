"""Whether a term may run from one day to another. Pure.

Source: 村民委员会组织法 11 (five years, 居民委员会组织法 8 likewise). Elections of a county are held
together, so that a term may be some months longer or shorter; what lies further off is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate, months_between
from talentpool.errors import Verdict
from talentpool.wording import say

TERM_MONTHS = 60
LEEWAY_MONTHS = 6
FAR_AHEAD_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term that is known already."""

    name: str
    started_on: PartialDate


def may_run(
    *, name: str, started_on: PartialDate, ends_on: PartialDate, previous: TermFacts | None, on: date
) -> Verdict:
    """A term after the one before it, which ends where it starts."""
    refusals = []
    if not name.strip():
        refusals.append(say("请填写届次名称"))
    if ends_on <= started_on:
        refusals.append(say("届满时间应晚于任期开始时间"))
    if previous is not None and started_on <= previous.started_on:
        refusals.append(
            say(
                "新一届应晚于“%(term)s”的开始时间(%(started_on)s)",
                term=previous.name,
                started_on=previous.started_on.dotted,
            )
        )
    if refusals:
        return Verdict(refusals=tuple(refusals))
    return Verdict(doubts=tuple(_doubts(started_on, ends_on, previous, on)))


def _doubts(started_on: PartialDate, ends_on: PartialDate, previous: TermFacts | None, on: date) -> list[str]:
    found = []
    if _unusual(length := _months(started_on, ends_on)):
        found.append(say("这一届任期%(length)s个月,法定每届五年(村民委员会组织法第十一条)", length=length))
    if previous is None:
        if months_between(PartialDate.from_date(on), on=started_on.first_day()) > FAR_AHEAD_MONTHS:
            found.append(say("任期%(started_on)s才开始", started_on=started_on.dotted))
    elif _unusual(length := _months(previous.started_on, started_on)):
        found.append(
            say(
                "上一届“%(term)s”将于%(started_on)s届满,任期%(length)s个月,法定每届五年(村民委员会组织法第十一条)",
                term=previous.name,
                started_on=started_on.dotted,
                length=length,
            )
        )
    return found


def _months(since: PartialDate, until: PartialDate) -> int:
    return (until.year - since.year) * 12 + until.month - since.month


def _unusual(months: int) -> bool:
    return abs(months - TERM_MONTHS) > LEEWAY_MONTHS
