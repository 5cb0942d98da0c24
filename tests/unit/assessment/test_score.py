"""The quantitative score, without a database."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.assessment.score import (
    Measured,
    of_honours,
    of_reserves,
    of_share,
    of_votes,
    read_score,
    score_of,
)
from talentpool.vocabulary import HonourLevel, ScoreComponent

BALLOT, STRUCTURE, HONOURS = ScoreComponent.BALLOT, ScoreComponent.STRUCTURE, ScoreComponent.HONOURS
WEIGHTS = {BALLOT: 60.0, STRUCTURE: 30.0, HONOURS: 10.0}


def known(value: float) -> Measured:
    return Measured(value, "有数据")


def test_the_points_of_all_parts_add_up() -> None:
    score = score_of({BALLOT: known(90), STRUCTURE: known(50), HONOURS: known(100)}, WEIGHTS)
    assert [part.points for part in score.parts] == [54, 15, 10]
    assert score.value == 79


def test_what_is_missing_is_said_and_left_out_and_not_counted_as_nothing() -> None:
    score = score_of({BALLOT: known(90), STRUCTURE: known(60)}, WEIGHTS)
    assert [part.component for part in score.missing] == [HONOURS]
    assert score.known == 90
    assert score.value == 80


def test_too_little_that_is_known_makes_no_score() -> None:
    assert score_of({STRUCTURE: known(100), HONOURS: known(100)}, WEIGHTS).value is None
    assert score_of({}, WEIGHTS).value is None


def test_a_part_without_a_weight_is_none() -> None:
    score = score_of({BALLOT: known(90), STRUCTURE: known(1)}, {BALLOT: 100.0, STRUCTURE: 0.0})
    assert [part.component for part in score.parts] == [BALLOT]


values = st.dictionaries(st.sampled_from(list(ScoreComponent)), st.floats(0, 100).map(known))
weights = st.dictionaries(st.sampled_from(list(ScoreComponent)), st.integers(0, 100).map(float))


@given(values, weights)
def test_a_score_lies_between_its_lowest_and_highest_part_and_survives_being_kept(
    measured: dict[ScoreComponent, Measured], weighed: dict[ScoreComponent, float]
) -> None:
    score = score_of(measured, weighed)
    if score.value is not None:
        told = [part.value for part in score.parts if part.value is not None]
        assert min(told) - 0.01 <= score.value <= max(told) + 0.01
    if score.parts:
        assert read_score(json.loads(json.dumps(score.as_json()))) == score


def test_votes_are_weighed_by_the_points_of_their_step_without_abstentions() -> None:
    found = of_votes([(100, 30), (80, 10), (None, 5)], missing="没有")
    assert found.value == 95
    assert found.source == "40票(份)按各档分值平均,弃权不计"
    assert of_votes([(None, 5)], missing="没有") == Measured(None, "没有")


def test_a_share_over_nothing_is_missing_and_never_more_than_all() -> None:
    assert of_share(3, 5, source="实有÷核定", missing="没有").value == 60
    assert of_share(6, 5, source="实有÷核定", missing="没有").value == 100
    assert of_share(3, 0, source="实有÷核定", missing="没有").value is None
    assert of_share(0, 5, source="实有÷核定", missing="没有").value == 0


@pytest.mark.parametrize(("reserves", "mature", "value"), [(3, 1, 100), (3, 0, 50), (0, 0, 0)])
def test_a_mature_reserve_counts_whole_and_others_half(reserves: int, mature: int, value: float) -> None:
    assert of_reserves(reserves, mature).value == value


def test_the_highest_honour_counts() -> None:
    assert of_honours([HonourLevel.TOWNSHIP, HonourLevel.CITY]).value == 80
    assert of_honours([]).value is None
