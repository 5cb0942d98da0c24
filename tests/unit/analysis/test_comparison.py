"""Two days beside each other, from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from talentpool.analysis.comparison import (
    Measured,
    MeasureLine,
    SeatRow,
    compare_measures,
    compare_units,
    measures_of,
)
from talentpool.analysis.structure import NamedVacancy, TeamStructure, merge_teams
from talentpool.analysis.vacancy_ages import VacancyAge, age_of_vacancy, count_by_age
from talentpool.dates import PartialDate

JUNE = date(2023, 6, 30)
TEAM = TeamStructure(
    unit_id=1,
    unit="金竹村",
    code="",
    unit_type="village",
    township_id=9,
    township="青禾镇",
    authorised=5,
    standing=None,
    filled=4,
    party_seats=3,
    committee_members=2,
    cross_appointed=1,
    dual_head=True,
    women=1,
    aged_30=0,
    aged_31_35=1,
    aged_36_45=2,
    aged_46_55=1,
    aged_56=0,
    age_sum=160,
    age_known=4,
    college_or_above=2,
    schooling_known=4,
    party_members=3,
    supervision_heads=1,
    known_from=PartialDate(2021, 1),
)


def seat(person: str, post: str, *, then: bool, now: bool, unit: int = 1) -> SeatRow:
    return SeatRow(unit, "金竹村", ord(person[0]), person, ord(post[0]), post, then, now)


def test_each_indicator_stands_then_and_now_with_its_difference() -> None:
    then = measures_of(merge_teams([replace(TEAM, women=0, age_sum=152)]), on=JUNE)
    lines = {one.key: one for one in compare_measures(then, measures_of(merge_teams([TEAM]), on=JUNE))}
    assert lines["women"] == MeasureLine("women", Measured.COUNT, 0, 1)
    assert lines["women"].difference == 1
    assert lines["women_share"].difference == 0.25
    assert (lines["average_age"].then, lines["average_age"].difference) == (38.0, 2.0)
    assert lines["authorised"].difference == 0


def test_before_anything_is_known_people_are_unknown_and_seats_are_not() -> None:
    measured = measures_of(merge_teams([TEAM]), on=date(2020, 1, 1))
    assert measured["authorised"] == 5
    assert (measured["filled"], measured["vacancy_rate"]) == (None, None)
    lines = {one.key: one for one in compare_measures(measured, measures_of(merge_teams([TEAM]), on=JUNE))}
    assert lines["filled"].difference is None


def test_who_entered_left_and_changed_posts_is_told_of_each_unit() -> None:
    [change] = compare_units(
        [TEAM],
        [replace(TEAM, filled=5)],
        [
            seat("甲", "书记", then=True, now=False),
            seat("甲", "委员", then=False, now=True),
            seat("乙", "主任", then=True, now=False),
            seat("丙", "主任", then=False, now=True),
            seat("丁", "文书", then=True, now=True),
        ],
    )
    assert [one.name for one in change.entered] == ["丙"]
    assert [one.name for one in change.left] == ["乙"]
    assert [(one.name, one.then, one.now) for one in change.moved] == [("甲", ("书记",), ("委员",))]
    assert (change.filled, change.vacated) == (("委员",), ("书记",))
    assert change.is_any


def test_a_post_that_the_ledger_names_as_vacant_since_is_told() -> None:
    vacant = NamedVacancy("村委会副主任", "committee", PartialDate(2021, 11))
    [change] = compare_units([TEAM], [replace(TEAM, vacancies=(vacant,))], [])
    assert change.vacated == ("村委会副主任",)


def test_a_unit_without_change_says_so_and_units_of_one_day_stand_with_it() -> None:
    gone = replace(TEAM, unit_id=2, unit="双河村")
    kept, closed = compare_units([TEAM, gone], [TEAM], [seat("丁", "文书", then=True, now=True)])
    assert not kept.is_any
    assert (closed.unit, closed.now, closed.is_any) == ("双河村", None, True)


@pytest.mark.parametrize(
    ("months", "age"),
    [
        (0, VacancyAge.SHORT),
        (2, VacancyAge.SHORT),
        (3, VacancyAge.MIDDLE),
        (12, VacancyAge.MIDDLE),
        (13, VacancyAge.LONG),
    ],
)
def test_vacancies_are_classed_by_full_months(months: int, age: VacancyAge) -> None:
    assert age_of_vacancy(months) is age


def test_vacancies_are_counted_by_class_the_longest_first() -> None:
    vacancies = tuple(
        NamedVacancy("主任", "committee", since) for since in (PartialDate(2021, 11), PartialDate(2023, 5))
    )
    counts = count_by_age([replace(TEAM, vacancies=vacancies)], on=JUNE)
    assert list(counts.items()) == [(VacancyAge.LONG, 1), (VacancyAge.MIDDLE, 0), (VacancyAge.SHORT, 1)]
