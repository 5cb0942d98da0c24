"""Ballots as counts, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talentpool.tallies.rules import (
    Counted,
    Difference,
    Paper,
    Step,
    Threshold,
    Warned,
    differences,
    doubts_of,
    faults_of,
    measure,
    warnings_of,
)
from talentpool.vocabulary import AppraisalDimension, AppraisalMeasure, Bound, StepMeaning

OVERALL, MORALS = AppraisalDimension.OVERALL, AppraisalDimension.MORALS
STEPS = (
    Step(1, "好", StepMeaning.BEST),
    Step(2, "较好", StepMeaning.GOOD),
    Step(3, "较差", StepMeaning.FAILING),
)
numbers = st.integers(min_value=0, max_value=500)
papers = st.builds(
    Paper,
    due=st.none() | numbers,
    present=st.none() | numbers,
    returned=numbers,
    votes=st.fixed_dictionaries({(OVERALL, step.step_id): numbers for step in STEPS}),
)


def paper(*votes: int, due: int | None = 50, present: int | None = 40, returned: int = 40) -> Paper:
    cells = {(OVERALL, step.step_id): number for step, number in zip(STEPS, votes, strict=False)}
    return Paper(due, present, returned, cells)


def test_a_count_that_adds_up_has_no_fault() -> None:
    assert faults_of(paper(30, 8, 2), STEPS) == []
    assert doubts_of(paper(30, 8, 2)) == []


def test_more_present_than_due_more_returned_than_present_and_more_votes_than_ballots_are_faults() -> None:
    assert faults_of(paper(30, 8, 4, due=30, present=40, returned=41), STEPS) == [
        "参加人数40多于应到人数30,请核对",
        "收回票数41多于参加人数40,请核对",
        "“总体评价”各档票数合计42,多于收回票数41,请核对",
    ]


def test_where_nobody_counted_who_came_the_ballots_are_held_against_those_due() -> None:
    assert faults_of(paper(51, 0, 0, present=None, returned=51), STEPS) == ["收回票数51多于应到人数50,请核对"]


def test_overall_votes_must_be_told_and_a_dimension_wholly_or_not_at_all() -> None:
    assert faults_of(Paper(None, None, 3, {}), STEPS) == ["请填写“总体评价”各档票数"]
    half = Paper(None, None, 3, {**paper(3, 0, 0).votes, (MORALS, 1): 3})
    assert faults_of(half, STEPS) == ["“德”各档票数要么都填,要么都不填;没有票的填0"]


def test_spoilt_and_missing_ballots_are_asked_back_about() -> None:
    assert doubts_of(paper(30, 8, 0, returned=39)) == [
        "有1张收回的票没有计入任何一档(废票请确认)",
        "有1人参加而没有收回票",
    ]


def test_every_cell_that_differs_is_told_in_the_order_of_the_form() -> None:
    found = differences(paper(30, 8, 2), paper(30, 9, 1, present=None), STEPS)
    assert found == [
        Difference("参加人数", 40, None),
        Difference("“较好”票数", 8, 9),
        Difference("“较差”票数", 2, 1),
    ]


@given(papers, papers)
def test_two_counts_differ_nowhere_exactly_when_they_are_equal(one: Paper, other: Paper) -> None:
    assert (differences(one, other, STEPS) == []) == (one == other)
    assert differences(one, one, STEPS) == []
    mirrored = [Difference(some.label, some.second, some.first) for some in differences(other, one, STEPS)]
    assert differences(one, other, STEPS) == mirrored


@given(papers)
def test_a_count_without_faults_never_has_more_votes_than_ballots_nor_ballots_than_people(one: Paper) -> None:
    if faults_of(one, STEPS):
        return
    assert sum(one.votes.values()) <= one.returned
    assert one.present is None or one.returned <= one.present
    assert one.due is None or (one.present or one.returned) <= one.due


def counted(best: int, good: int, failing: int, returned: int | None = None) -> Counted:
    votes = [(StepMeaning.BEST, best), (StepMeaning.GOOD, good), (StepMeaning.FAILING, failing)]
    return Counted(60, 40, best + good + failing if returned is None else returned, votes)


def test_shares_are_of_the_ballots_returned_and_turnout_of_those_due() -> None:
    one = counted(20, 10, 10)
    assert measure(one, AppraisalMeasure.BEST_SHARE) == 0.5
    assert measure(one, AppraisalMeasure.FAVOURABLE_SHARE) == 0.75
    assert measure(one, AppraisalMeasure.FAILING_SHARE) == 0.25
    assert measure(one, AppraisalMeasure.TURNOUT) == 40 / 60
    assert measure(counted(0, 0, 0), AppraisalMeasure.BEST_SHARE) is None


THIRD = Threshold(AppraisalMeasure.FAILING_SHARE, Bound.AT_LEAST, 1 / 3, "达到三分之一")
TWO_THIRDS = Threshold(AppraisalMeasure.TURNOUT, Bound.AT_MOST, 2 / 3, "未超过三分之二")


def test_a_threshold_is_reached_at_its_very_share() -> None:
    assert warnings_of(counted(20, 0, 10), [THIRD]) == [Warned("达到三分之一", 10 / 30)]
    assert warnings_of(counted(21, 0, 10), [THIRD]) == []
    assert warnings_of(counted(20, 0, 10), [TWO_THIRDS]) == [Warned("未超过三分之二", 40 / 60)]


@given(numbers, numbers, numbers)
def test_with_more_failing_votes_a_warning_does_not_go_away(best: int, failing: int, more: int) -> None:
    returned = best + failing + more + 1
    before = warnings_of(counted(best, 0, failing, returned), [THIRD])
    after = warnings_of(counted(best, 0, failing + more, returned), [THIRD])
    assert len(after) >= len(before)
