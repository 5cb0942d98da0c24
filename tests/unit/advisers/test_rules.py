"""Years of service as offices count them, the subsidy, and what may be recorded."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.advisers.rules import (
    Period,
    Served,
    SubsidyRule,
    agrees,
    entitlement,
    may_advise,
    may_register,
    served,
)
from talentpool.dates import PartialDate
from talentpool.people.spans import may_span
from talentpool.vocabulary import Sex

ON = date(2023, 6, 30)
RULE = SubsidyRule(base=120, a_year=10, least_years=9, age_men=60, age_women=55)


def month(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def period(since: str, until: str) -> Period:
    return month(since), month(until)


@pytest.mark.parametrize(
    ("periods", "months", "stretches", "words"),
    [
        ([], 0, 0, "0年"),
        ([("2003-01", "2021-01")], 216, 1, "18年"),
        ([("2003-01", "2020-12")], 215, 1, "17年11个月"),
        ([("2003-01", "2010-01"), ("2008-01", "2012-01")], 108, 1, "9年"),
        ([("2003-01", "2004-01"), ("2006-01", "2007-07")], 30, 2, "2年6个月"),
        ([("2003-01", "2004-01"), ("2004-01", "2005-01")], 24, 1, "2年"),
        ([("2003-01-10", "2003-02-25"), ("2004-01-10", "2004-02-25")], 3, 2, "0年3个月"),
        ([("2020-01-31", "2020-03-01")], 1, 1, "0年1个月"),
    ],
)
def test_service_is_counted_by_full_months(
    periods: list[tuple[str, str]], months: int, stretches: int, words: str
) -> None:
    counted = served(period(*one) for one in periods)
    assert (counted.months, counted.stretches, counted.words) == (months, stretches, words)


def test_three_full_years_make_an_old_term() -> None:
    assert (Served(107, 1).terms, Served(108, 1).terms) == (2, 3)


months = st.integers(0, 40 * 12 - 1).map(lambda n: PartialDate(1980 + n // 12, n % 12 + 1))
spans = st.tuples(months, months).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(spans, max_size=6), st.randoms())
def test_the_order_of_the_periods_and_a_doubled_one_do_not_matter(
    periods: list[Period], shuffler: object
) -> None:
    mixed = [*periods, *periods[:2]]
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert served(mixed) == served(periods)


@given(spans, months)
def test_a_period_cut_in_two_is_the_same_service(whole: Period, cut: PartialDate) -> None:
    between = min(max(cut, whole[0]), whole[1])
    assert served([(whole[0], between), (between, whole[1])]).months == served([whole]).months


@given(st.lists(spans, max_size=6), spans)
def test_more_service_is_never_less_and_overlaps_count_once(periods: list[Period], more: Period) -> None:
    before, after, alone = served(periods), served([*periods, more]), served([more])
    assert before.months <= after.months <= before.months + alone.months


@pytest.mark.parametrize(
    ("stated", "months", "agreed"),
    [
        (None, 216, True),
        (18.0, 216, True),
        (18.0, 222, True),
        (18.5, 222, True),
        (18.0, 215, True),
        (19.0, 216, False),
        (17.0, 216, False),
        (18.5, 216, False),
    ],
)
def test_a_difference_to_the_stated_years_is_found(stated: float | None, months: int, agreed: bool) -> None:
    assert agrees(stated, Served(months, 1)) is agreed


def test_without_periods_there_is_nothing_to_compare() -> None:
    assert agrees(18, Served(0, 0))


@pytest.mark.parametrize(
    ("months", "sex", "born", "yuan", "reason"),
    [
        (216, Sex.MALE, "1963-12", 300, ""),
        (216, Sex.FEMALE, "1968-12", 300, ""),
        (222, Sex.MALE, "1960-01", 300, ""),
        (107, Sex.MALE, "1950-01", 0, "任职不满9年"),
        (216, Sex.MALE, "1964-01", 0, "不满60岁(按年份计算)"),
        (216, None, "1950-01", 0, "性别或出生年月未登记,不能判断年龄"),
        (216, Sex.MALE, None, 0, "性别或出生年月未登记,不能判断年龄"),
    ],
)
def test_the_subsidy_by_the_rule(
    months: int, sex: Sex | None, born: str | None, yuan: float, reason: str
) -> None:
    granted = entitlement(
        RULE, counted=Served(months, 1), sex=sex, born_on=month(born) if born else None, on=ON
    )
    assert (granted.yuan_a_month, granted.reason) == (yuan, reason)


def register(**more: object) -> object:
    told: dict[str, object] = {
        "person": "潘世",
        "registered": False,
        "left_on": month("2021-01"),
        "years_stated": 23.0,
    }
    return may_register(**{**told, **more}, on=ON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"registered": True}, "潘世已登记为离任干部"),
        ({"left_on": None}, "请填写离任时间"),
        ({"left_on": month("2023-07")}, "离任时间(2023.07)还没有到"),
        ({"years_stated": 71.0}, "任职年限超过70年,请核对"),
    ],
)
def test_a_registration_that_cannot_be_is_refused(more: dict[str, object], reason: str) -> None:
    assert register(**more).refusals == (reason,)  # type: ignore[attr-defined]


def test_who_still_holds_a_post_is_asked_about() -> None:
    assert register(holds=("党支部书记",)).doubts == ("潘世仍任“党支部书记”",)  # type: ignore[attr-defined]
    assert register().doubts == ()  # type: ignore[attr-defined]


def test_spans_and_days() -> None:
    verdict = may_span(started_on=month("2023-07"), ended_on=month("2023-01"), due_on=month("2023-02"), on=ON)
    assert verdict.refusals == ("开始时间(2023.07)还没有到", "结束时间早于开始时间", "到期时间早于开始时间")
    assert may_span(started_on=month("2021-01"), ended_on=month("2023-08"), on=ON).refusals == (
        "结束时间(2023.08)还没有到",
    )
    assert may_advise(held_on=date(2023, 7, 1), left_on=month("2021-01"), on=ON).refusals == (
        "日期(2023-07-01)还没有到",
    )
    assert may_advise(held_on=date(2020, 7, 1), left_on=month("2021-01"), on=ON).doubts == (
        "日期早于离任时间(2021.01)",
    )
