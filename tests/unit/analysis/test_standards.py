"""A team beside its targets: lines of the unit's page and cells of the matrix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from talentpool.analysis.standards import cells_of, is_known, lines_of, seat_line_of
from talentpool.analysis.structure import NamedVacancy, TeamStructure
from talentpool.analysis.targets import Target, gaps_of
from talentpool.dates import PartialDate
from talentpool.vocabulary import TargetState

JUNE = date(2023, 6, 30)
TEAM = TeamStructure(
    unit_id=9,
    unit="金竹村",
    code="519901101209",
    unit_type="village",
    township_id=1,
    township="青禾镇",
    authorised=5,
    standing=4,
    filled=4,
    party_seats=4,
    committee_members=2,
    cross_appointed=2,
    dual_head=True,
    women=1,
    aged_30=0,
    aged_31_35=0,
    aged_36_45=3,
    aged_46_55=1,
    aged_56=0,
    age_sum=170,
    age_known=4,
    college_or_above=1,
    schooling_known=4,
    party_members=4,
    supervision_heads=1,
    vacancies=(NamedVacancy(post="村委会副主任", body="committee", since=PartialDate(2021, 11)),),
    known_from=PartialDate(2021, 1),
)
TARGETS = (
    Target("women", "at_least", 1),
    Target("committee_members", "at_least", 3, "village", basis="村组法第六条"),
    Target("committee_members", "at_most", 7, "village"),
)
UNKNOWN = replace(TEAM, filled=0, authorised=None, vacancies=(), known_from=None)


def test_each_target_of_the_unit_is_a_line_and_a_missed_one_tells_what_closes_it() -> None:
    women, least, most = lines_of(TEAM, TARGETS, on=JUNE)
    assert (women.have, women.bound, women.state, women.closes) == (1, 1, TargetState.OK, "")
    assert (least.have, least.state, least.basis) == (2, TargetState.MISS, "村组法第六条")
    assert least.closes == "补选村委会副主任后村委会为3人,达到法定人数"
    assert (most.state, most.closes) == (TargetState.OK, "")


def test_before_anything_is_known_lines_are_unknown_not_missed() -> None:
    assert {(line.have, line.state) for line in lines_of(UNKNOWN, TARGETS, on=JUNE)} == {
        (None, TargetState.UNKNOWN)
    }
    seats = seat_line_of(UNKNOWN, (), on=JUNE)
    assert (seats.have, seats.state) == (None, TargetState.UNKNOWN)
    assert is_known(TEAM, on=date(2020, 12, 31)) is False
    assert is_known(TEAM, on=date(2021, 1, 1)) is True


def test_the_seats_are_missed_while_one_is_vacant() -> None:
    short = seat_line_of(TEAM, gaps_of(TEAM, TARGETS, on=JUNE), on=JUNE)
    assert (short.have, short.bound, short.state) == (4, 5, TargetState.MISS)
    full = replace(TEAM, filled=5, vacancies=())
    assert seat_line_of(full, gaps_of(full, TARGETS, on=JUNE), on=JUNE).state is TargetState.OK


def test_a_cell_without_a_target_has_no_state() -> None:
    cells = {cell.indicator: cell for cell in cells_of(TEAM, TARGETS)}
    assert (cells["vacant"].value, cells["vacant"].state) == (1, TargetState.MISS)
    assert cells["committee_members"].bounds == (("at_least", 3), ("at_most", 7))
    assert cells["committee_members"].state is TargetState.MISS
    assert (cells["average_age"].value, cells["average_age"].state) == (42.5, None)
    assert cells_of(UNKNOWN, TARGETS)[0].state is TargetState.UNKNOWN
