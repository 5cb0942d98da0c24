"""Grades as people set them, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.errors import RuleBroken
from talentpool.grades.rules import (
    Cap,
    Graded,
    GradeStep,
    cap_states,
    may_decide,
    may_judge,
    most_allowed,
    proposed_step,
    twice_failing,
)
from talentpool.vocabulary import RatedObject, StepMeaning

BEST, NORMAL, POOR = (
    GradeStep(1, "好", StepMeaning.BEST, 85),
    GradeStep(2, "正常", StepMeaning.PASSING, 60),
    GradeStep(3, "较差", StepMeaning.FAILING, 0),
)
STEPS = (BEST, NORMAL, POOR)
CAP = Cap(1, "好", RatedObject.TEAM, 0.25)
WHOLES = {RatedObject.TEAM: 9, RatedObject.MEMBER: 50}


def test_a_share_allows_whole_teams_rounded_down() -> None:
    assert most_allowed(0.25, 9) == 2
    assert most_allowed(0.3, 10) == 3
    assert most_allowed(0.29, 100) == 29
    assert most_allowed(1 / 3, 9) == 3


@given(st.integers(0, 100), st.integers(0, 1000))
def test_what_a_share_in_percent_allows_is_never_more_and_less_by_under_one(percent: int, whole: int) -> None:
    most = most_allowed(percent / 100, whole)
    assert most * 100 <= percent * whole < (most + 1) * 100


def test_a_cap_tells_how_many_have_the_grade_and_how_many_may() -> None:
    kept, passed = cap_states([CAP], {1: 2}, WHOLES)[0], cap_states([CAP], {1: 3}, WHOLES)[0]
    assert (kept.passed, passed.passed) == (False, True)
    assert passed.told == "评定“好”的班子在9个中最多2个,现为3个"


def test_a_passed_cap_wants_a_reason_and_bars_nothing_else() -> None:
    verdict = may_decide(judged_id=1, decided_id=1, reason="", caps=cap_states([CAP], {1: 3}, WHOLES))
    assert verdict.exceptions == ("评定“好”的班子在9个中最多2个,现为3个。",)
    verdict.enforce(exception_reason="重大任务表现突出")
    with pytest.raises(RuleBroken, match="请写明例外理由"):
        verdict.enforce()
    other = may_decide(judged_id=2, decided_id=2, reason="", caps=cap_states([CAP], {1: 3}, WHOLES))
    assert other.exceptions == ()


def test_a_judgement_or_decision_that_departs_from_what_stood_before_wants_a_reason() -> None:
    assert may_judge(proposed_id=1, judged_id=2, decided=False, reason=" ").refusals == (
        "研判意见与系统拟提等次不同,请写明理由",
    )
    assert may_judge(proposed_id=None, judged_id=2, decided=False, reason="").refusals == ()
    assert may_decide(judged_id=1, decided_id=2, reason="", caps=[]).refusals == (
        "审定等次与研判意见不同,请写明调整理由",
    )
    assert may_decide(judged_id=1, decided_id=2, reason="信访未结", caps=[]).refusals == ()


def test_after_the_decision_the_judgement_stands() -> None:
    assert may_judge(proposed_id=1, judged_id=1, decided=True, reason="x").refusals == (
        "党委已审定等次,研判意见不再更改",
    )


@pytest.mark.parametrize(
    ("score", "label"), [(100, "好"), (85, "好"), (84.9, "正常"), (59.9, "较差"), (0, "较差")]
)
def test_the_best_grade_from_whose_threshold_the_score_lies_is_proposed(score: float, label: str) -> None:
    found = proposed_step(score, STEPS)
    assert found is not None
    assert found.label == label


def test_without_a_score_or_a_threshold_nothing_is_proposed() -> None:
    assert proposed_step(None, STEPS) is None
    assert proposed_step(90, (GradeStep(1, "好", StepMeaning.BEST),)) is None


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_score_is_never_proposed_a_lower_grade(one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, second = proposed_step(low, STEPS), proposed_step(high, STEPS)
    assert first is not None
    assert second is not None
    assert second.step_id <= first.step_id


LAST = Graded("2021年届中分析", date(2021, 6, 30), "较差", StepMeaning.FAILING)
NOW = Graded("2023年届中分析", date(2023, 6, 30), "较差", StepMeaning.FAILING)


def test_two_failing_grades_in_a_row_are_pointed_out_with_the_law_to_members_of_a_village_committee() -> None:
    told = twice_failing(LAST, NOW, of_village_committee=True)
    assert told.startswith("连续两次为最低档:2021年届中分析(2021-06-30)“较差”,本轮“较差”。")
    assert "《村民委员会组织法》第三十三条:村委会成员连续两次被评议不称职的,其职务终止。" in told
    assert "等次不等于村民评议结果" in told


def test_to_others_they_are_pointed_out_without_it() -> None:
    assert twice_failing(LAST, NOW, of_village_committee=False) == (
        "连续两次为最低档:2021年届中分析(2021-06-30)“较差”,本轮“较差”。"
    )


def test_once_is_not_twice() -> None:
    better = Graded("2021年届中分析", date(2021, 6, 30), "好", StepMeaning.BEST)
    assert twice_failing(better, NOW, of_village_committee=True) == ""
    assert twice_failing(None, NOW, of_village_committee=True) == ""
    assert twice_failing(LAST, None, of_village_committee=True) == ""
