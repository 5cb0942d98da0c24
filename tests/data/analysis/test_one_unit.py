"""A team counted by itself is the same as among all the teams."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.analysis.queries import list_structure
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import PostClass, SchoolingLevel, Sex
from tests.factories import add_person, add_post, add_term, add_unit, add_vacancy, seat, state_seats

JUNE = date(2023, 6, 30)


@pytest.fixture
def units(app: Flask) -> list[Unit]:
    """Three villages of one township; somebody of the first sits in the second, the third is empty."""
    session = db.session
    town = add_unit(session, "青禾镇")
    add_term(session, town)
    villages = [
        add_unit(session, name, parent=town, position=n)
        for n, name in enumerate(("金竹村", "银杏村", "青松村"))
    ]
    for seats, unit in enumerate(villages, start=3):
        state_seats(session, unit, seats)
    first, second, third = villages
    secretary = add_post(session, "党支部书记", PostClass.PARTY_SECRETARY, unit=first)
    director = add_post(session, "村委会主任", PostClass.COMMITTEE_DIRECTOR, unit=first)
    member = add_post(session, "党支部委员", PostClass.PARTY_MEMBER, unit=second)
    empty = add_post(session, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=third)
    head = add_person(session, "郝天成", unit=first, born="1972-05", schooling=SchoolingLevel.COLLEGE)
    woman = add_person(session, "汪雪敏", unit=first, born="1990-01", sex=Sex.FEMALE, schooling=None)
    seat(session, head, secretary)
    seat(session, head, director, since="2021-02")
    seat(session, woman, member, since="2021-03")
    add_vacancy(session, empty, since="2023-03")
    session.flush()
    return villages


@pytest.mark.parametrize("on", [JUNE, date(2021, 2, 15), date(2020, 1, 1)])
def test_a_team_is_the_same_by_itself_and_among_all(units: list[Unit], on: date) -> None:
    every = list_structure(scope=Scope.everything(), on=on)
    assert [team.unit for team in every] == ["金竹村", "银杏村", "青松村"]
    for unit, team in zip(units, every, strict=True):
        assert list_structure(scope=Scope.everything(), on=on, unit=unit) == [team]
        assert list_structure(scope=Scope(paths=(unit.path,)), on=on) == [team]


def test_each_has_its_own_figures(units: list[Unit]) -> None:
    first, second, third = (list_structure(scope=Scope.everything(), on=JUNE, unit=unit)[0] for unit in units)
    assert (first.filled, first.dual_head, first.college_or_above, first.authorised) == (1, True, 1, 3)
    assert (second.filled, second.women, second.schooling_known, second.aged_31_35) == (1, 1, 0, 1)
    assert (third.filled, len(third.vacancies), third.authorised) == (0, 1, 5)
    before = list_structure(scope=Scope.everything(), on=date(2022, 1, 1), unit=units[2])[0]
    assert before.holders_unknown == 1


def test_a_unit_beyond_the_scope_has_no_team(units: list[Unit]) -> None:
    assert list_structure(scope=Scope(paths=(units[0].path,)), on=JUNE, unit=units[1]) == []
    assert list_structure(scope=Scope(paths=()), on=JUNE) == []
