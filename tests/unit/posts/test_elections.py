"""Election figures beside the law, and what a new term changes."""

from __future__ import annotations

import pytest

from talentpool.posts.elections import Move, Seat, check_figures, compare_teams, default_way, evidence_of
from talentpool.vocabulary import Body, ElectionWay


@pytest.mark.parametrize(
    ("way", "eligible", "present", "votes", "met"),
    [
        (ElectionWay.RESIDENTS, 1000, 501, 251, [True, True]),
        (ElectionWay.RESIDENTS, 1000, 500, 250, [False, False]),
        (ElectionWay.REPRESENTATIVES, 45, 30, 16, [True, True]),
        (ElectionWay.REPRESENTATIVES, 45, 29, 15, [False, True]),
        (ElectionWay.PARTY_MEMBERS, 50, 40, 26, [True, True]),
        (ElectionWay.PARTY_MEMBERS, 50, 39, 25, [False, False]),
    ],
)
def test_turnout_and_votes_stand_beside_their_thresholds(
    way: ElectionWay, eligible: int, present: int, votes: int, met: list[bool]
) -> None:
    lines = evidence_of(way, eligible=eligible, present=present, votes=[("郝天成", votes)])
    assert [line.met for line in lines] == met
    assert [line.label for line in lines] == ["参加投票", "郝天成得票"]


def test_the_share_is_told_with_its_rule_and_law() -> None:
    [turnout] = evidence_of(ElectionWay.RESIDENTS, eligible=587, present=312, votes=[])
    assert (turnout.percent, turnout.rule, turnout.basis) == ("53.2%", "应过半数", "村民委员会组织法第十五条")


def test_missing_figures_decide_nothing() -> None:
    lines = evidence_of(ElectionWay.RESIDENTS, eligible=None, present=312, votes=[("郝天成", None)])
    assert [(line.met, line.percent) for line in lines] == [(None, ""), (None, "")]


def test_impossible_figures_are_refused() -> None:
    verdict = check_figures(eligible=30, present=40, votes=[("郝天成", 41), ("刁汝平", None)])
    assert verdict.refusals == ("实际参加40人,多于应参加的30人", "郝天成得41票,多于参加投票的40人")


def test_who_votes_follows_the_body() -> None:
    assert default_way(Body.PARTY, by_election=True) is ElectionWay.PARTY_MEMBERS
    assert default_way(Body.COMMITTEE, by_election=True) is ElectionWay.REPRESENTATIVES
    assert default_way(Body.COMMITTEE, by_election=False) is ElectionWay.RESIDENTS


def test_a_new_term_tells_who_stays_changes_enters_and_leaves() -> None:
    before = [Seat(1, "甲", "书记"), Seat(1, "甲", "主任"), Seat(2, "乙", "委员"), Seat(3, "丙", "委员")]
    after = [Seat(4, "丁", "主任"), Seat(1, "甲", "书记"), Seat(3, "丙", "委员")]
    moves = compare_teams(before, after)
    assert [(one.person, one.move) for one in moves] == [
        ("丁", Move.ENTERS),
        ("甲", Move.CHANGES),
        ("丙", Move.STAYS),
        ("乙", Move.LEAVES),
    ]
    assert moves[1].before == ("书记", "主任")
    assert moves[1].after == ("书记",)
