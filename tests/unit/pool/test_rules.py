"""What the rules of a round say of a candidate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.pool.rules import (
    Answer,
    Candidate,
    Eligibility,
    Finding,
    Learnt,
    NegativeItem,
    Result,
    Studying,
    check_eligibility,
    check_negative,
    needing_exceptions,
)
from talentpool.vocabulary import (
    AgencyLevel,
    Conclusion,
    PostClass,
    RuleStrength,
    SchoolingLevel,
    SchoolingMode,
    UnitType,
)

ON = date(2023, 2, 28)
RULE = Eligibility(
    "A1",
    "45周岁以下,特别优秀的50周岁以下,大专及以上(大专在读视同大专)",
    RuleStrength.BAR,
    oldest=45,
    oldest_with_exception=50,
    schooling=SchoolingLevel.COLLEGE,
    studying_counts=True,
)
YOUNG = Eligibility(
    "A2",
    "社区35周岁以下,全日制大专及以上",
    RuleStrength.BAR,
    unit_type=UnitType.COMMUNITY,
    oldest=35,
    schooling=SchoolingLevel.COLLEGE,
    full_time=True,
)


def candidate(
    born: str | None = "1990-03",
    level: SchoolingLevel | None = SchoolingLevel.COLLEGE,
    mode: SchoolingMode = SchoolingMode.UNSPECIFIED,
    unit_type: UnitType = UnitType.VILLAGE,
) -> Candidate:
    return Candidate(
        born_on=PartialDate.from_iso(born) if born else None,
        unit_type=unit_type,
        target=PostClass.PARTY_SECRETARY,
        learnt=(Learnt(level, mode),) if level else (),
    )


def one(rule: Eligibility, who: Candidate) -> Finding:
    [found] = check_eligibility([rule], who, on=ON)
    return found


@pytest.mark.parametrize(
    ("born", "result", "facts"),
    [
        ("1977-03", Result.HOLDS, "45周岁(截至2023-02-28)、大专"),
        ("1977-02", Result.WIDENED, "46周岁(截至2023-02-28)、大专"),
        ("1972-03", Result.WIDENED, "50周岁(截至2023-02-28)、大专"),
        ("1972-02", Result.FAILS, "51周岁(截至2023-02-28)、大专"),
        (None, Result.UNKNOWN, "出生年月未登记、大专"),
    ],
)
def test_age_counts_on_the_reference_date_of_the_set(born: str | None, result: Result, facts: str) -> None:
    found = one(RULE, candidate(born))
    assert (found.result, found.facts) == (result, facts)


def test_a_course_counts_as_its_level_where_the_rule_says_so() -> None:
    student = replace(
        candidate(level=SchoolingLevel.SENIOR_HIGH), studying=(Studying(SchoolingLevel.COLLEGE, False),)
    )
    assert one(RULE, student).result is Result.HOLDS
    assert one(RULE, student).facts == "32周岁(截至2023-02-28)、高中,大专在读"
    assert one(replace(RULE, studying_counts=False), student).result is Result.FAILS
    assert one(RULE, candidate(level=SchoolingLevel.SENIOR_HIGH)).result is Result.FAILS
    assert one(RULE, candidate(level=None)).result is Result.UNKNOWN


def test_full_time_is_asked_for_where_it_is_not_told() -> None:
    def result(mode: SchoolingMode) -> Result:
        return one(YOUNG, candidate(mode=mode, unit_type=UnitType.COMMUNITY)).result

    assert result(SchoolingMode.FULL_TIME) is Result.HOLDS
    assert result(SchoolingMode.IN_SERVICE) is Result.FAILS
    assert result(SchoolingMode.UNSPECIFIED) is Result.UNKNOWN


def test_a_rule_of_communities_does_not_concern_a_village() -> None:
    assert check_eligibility([YOUNG], candidate(), on=ON) == []


def test_one_alternative_of_a_group_is_enough_and_an_exception_to_one_as_well() -> None:
    other = replace(RULE, code="A3", oldest=60, oldest_with_exception=None)
    findings = check_eligibility([RULE, other], candidate("1972-02"), on=ON)
    assert [found.result for found in findings] == [Result.FAILS, Result.HOLDS]
    assert needing_exceptions(findings, ()) == []
    both = check_eligibility([RULE, replace(other, oldest=40)], candidate("1972-02"), on=ON)
    assert [found.code for found in needing_exceptions(both, ())] == ["A1", "A3"]
    assert needing_exceptions(both, ("A3",)) == []


ITEM = NegativeItem("F1", "受撤销党内职务处分未满2年", RuleStrength.BAR, 24, frozenset({1}))
POLICE, COURT = (
    Answer(1, "派出所", AgencyLevel.TOWNSHIP),
    Answer(2, "法院", AgencyLevel.COUNTY, date(2023, 5, 1), Conclusion.CLEAR),
)


def hit(occurred: date | None, conclusion: Conclusion = Conclusion.HIT, code: str = "F1") -> Answer:
    return replace(
        POLICE,
        answered_on=date(2023, 5, 1),
        conclusion=conclusion,
        rule_code=code,
        occurred_on=occurred,
    )


@pytest.mark.parametrize(
    ("occurred", "result"),
    [
        (date(2021, 5, 2), Result.FAILS),
        (date(2021, 5, 1), Result.HOLDS),
        (None, Result.FAILS),
    ],
)
def test_the_window_looks_back_from_the_answer(occurred: date | None, result: Result) -> None:
    assert check_negative([ITEM], [hit(occurred), COURT])[0].result is result


def test_without_a_window_nothing_is_ever_past() -> None:
    forever = replace(ITEM, lookback_months=None)
    assert check_negative([forever], [hit(date(1990, 1, 1))])[0].result is Result.FAILS


def test_an_item_waits_for_its_own_agencies_only() -> None:
    assert check_negative([ITEM], [POLICE, COURT])[0].facts == "派出所还没有答复"
    assert check_negative([ITEM], [COURT])[0].result is Result.WAITING
    cleared = replace(POLICE, answered_on=date(2023, 5, 1), conclusion=Conclusion.CLEAR)
    found = check_negative([ITEM], [cleared, replace(COURT, answered_on=None, conclusion=None)])[0]
    assert (found.result, found.facts) == (Result.HOLDS, "派出所未发现问题")


def test_an_answer_that_names_no_item_is_not_lost() -> None:
    found = check_negative([ITEM], [hit(None, Conclusion.CAUTION, code="")])
    assert [(one.code, one.strength, one.result) for one in found] == [
        ("F1", RuleStrength.BAR, Result.HOLDS),
        ("agency-1", RuleStrength.CAUTION, Result.FAILS),
    ]


@given(
    born=st.dates(date(1930, 1, 1), date(2010, 1, 1)),
    oldest=st.integers(20, 70),
    wider=st.integers(0, 15),
    on=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
)
def test_age_results_follow_the_limits(born: date, oldest: int, wider: int, on: date) -> None:
    rule = replace(RULE, oldest=oldest, oldest_with_exception=oldest + wider, schooling=None)
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    expected = Result.HOLDS if age <= oldest else Result.WIDENED if age <= oldest + wider else Result.FAILS
    who = replace(candidate(), born_on=PartialDate.from_date(born))
    [found] = check_eligibility([rule], who, on=on)
    assert found.result is expected


@given(st.lists(st.sampled_from(["A1", "A3", "F1"]), unique=True))
def test_whatever_is_excepted_stands_open_no_more(codes: list[str]) -> None:
    findings = check_eligibility([RULE, replace(RULE, code="A3")], candidate("1950-01"), on=ON)
    findings += check_negative([ITEM], [hit(None)])
    open_codes = {found.code for found in needing_exceptions(findings, codes)}
    assert open_codes & set(codes) == set()
    assert ("F1" in open_codes) == ("F1" not in codes)
    assert (open_codes >= {"A1", "A3"}) == ({"A1", "A3"}.isdisjoint(codes))
