"""Years of service, the living subsidy, and what may be recorded of a former cadre. Pure.

Years of service are counted as offices do: twelve full months make a year, posts held at the same
time count once, gaps part the stretches but the stretches are added up (满12个月按一年计,兼职不重复
计算,间断可合并); three full years make one old term. A month without a day counts from its first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate, calendar_year_age, months_between
from talentpool.errors import Verdict
from talentpool.vocabulary import Sex
from talentpool.wording import say

MONTHS_OF_A_YEAR = 12
MONTHS_OF_A_TERM = 36
DAYS_OF_A_MONTH = 30
"""Days left over in several stretches make another month."""

Period = tuple[PartialDate, PartialDate]
"""From when to when; an end without a day is the first of its month, on which the post is no longer held."""


@dataclass(frozen=True, slots=True)
class Served:
    """Full months in office, in how many separate stretches."""

    months: int
    stretches: int

    @property
    def years(self) -> int:
        """Full years."""
        return self.months // MONTHS_OF_A_YEAR

    @property
    def terms(self) -> int:
        """Old terms of three years."""
        return self.months // MONTHS_OF_A_TERM

    @property
    def words(self) -> str:
        """“18年”, “18年6个月”."""
        rest = self.months % MONTHS_OF_A_YEAR
        if rest:
            return say("%(years)s年%(months)s个月", years=self.years, months=rest)
        return say("%(years)s年", years=self.years)


def served(periods: Iterable[Period]) -> Served:
    """What the periods come to, overlapping time counted once."""
    stretches = list(_merged(periods))
    months = days = 0
    for start, end in stretches:
        full = months_between(PartialDate.from_date(start), on=end)
        months += full
        days += (end - _months_after(start, full)).days
    return Served(months=months + days // DAYS_OF_A_MONTH, stretches=len(stretches))


def _merged(periods: Iterable[Period]) -> Iterator[tuple[date, date]]:
    spans = sorted((since.first_day(), until.first_day()) for since, until in periods)
    current: tuple[date, date] | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = PartialDate(year, month + 1).last_day()
    return last if start.day > last.day else last.replace(day=start.day)


def agrees(stated: float | None, counted: Served) -> bool:
    """Whether the stated years are those of the periods; also where the last month was counted in.

    Whole years are compared with full years, “18年6个月” with the months.
    """
    if stated is None or counted.stretches == 0:
        return True
    told = round(stated * MONTHS_OF_A_YEAR)
    for months in (counted.months, counted.months + counted.stretches):
        if told == months or told == months // MONTHS_OF_A_YEAR * MONTHS_OF_A_YEAR:
            return True
    return False


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """What a township grants: yuan a month from so many years of service and an age, by calendar years."""

    base: float
    a_year: float
    least_years: int
    age_men: int
    age_women: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the rule grants, or the reason why nothing."""

    yuan_a_month: float
    reason: str = ""


def entitlement(
    rule: SubsidyRule, *, counted: Served, sex: Sex | None, born_on: PartialDate | None, on: date
) -> Entitlement:
    """The monthly subsidy of a former cadre by the rule, in yuan; people decide whether it is paid."""
    if counted.years < rule.least_years:
        return Entitlement(0, say("任职不满%(years)s年", years=rule.least_years))
    if sex is None or born_on is None:
        return Entitlement(0, say("性别或出生年月未登记,不能判断年龄"))
    least = rule.age_men if sex is Sex.MALE else rule.age_women
    if calendar_year_age(born_on, on=on) < least:
        return Entitlement(0, say("不满%(age)s岁(按年份计算)", age=least))
    return Entitlement(rule.base + rule.a_year * counted.years)


def may_register(
    *,
    person: str,
    registered: bool,
    left_on: PartialDate | None,
    years_stated: float | None,
    holds: Sequence[str] = (),
    on: date,
) -> Verdict:
    """Whether somebody may be entered, or corrected, as a former cadre; `holds` are posts still held."""
    refusals = []
    if registered:
        refusals.append(say("%(person)s已登记为离任干部", person=person))
    if left_on is None:
        refusals.append(say("请填写离任时间"))
    elif left_on.first_day() > on:
        refusals.append(say("离任时间(%(left_on)s)还没有到", left_on=left_on.dotted))
    if years_stated is not None and years_stated > 70:
        refusals.append(say("任职年限超过70年,请核对"))
    doubts = (
        [say("%(person)s仍任“%(posts)s”", person=person, posts="、".join(holds))]
        if holds and not refusals
        else []
    )
    return Verdict(refusals=tuple(refusals), doubts=tuple(doubts))


def may_advise(*, held_on: date, left_on: PartialDate, on: date) -> Verdict:
    """Whether a consultation may be entered; one before the end of office is asked about."""
    if held_on > on:
        return Verdict(refusals=(say("日期(%(held_on)s)还没有到", held_on=held_on.isoformat()),))
    if held_on < left_on.first_day():
        return Verdict(doubts=(say("日期早于离任时间(%(left_on)s)", left_on=left_on.dotted),))
    return Verdict()
