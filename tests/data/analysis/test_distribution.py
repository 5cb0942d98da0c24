"""Age by sex, schooling, and who sat on which day: the same on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.analysis.comparison_queries import list_seats
from talentpool.analysis.distribution import levels_of, list_groups, pyramid_of
from talentpool.analysis.figures import count_figures, knowledge_note, town_note
from talentpool.analysis.indicators import band_labels
from talentpool.analysis.queries import list_structure
from talentpool.analysis.structure import merge_teams
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import SchoolingLevel
from tests.factories.small_town import JUNE, add_many_villages, add_small_town
from tests.web.pages import counted_statements

EVERYTHING = Scope.everything()


@pytest.fixture
def town(app: Flask) -> Unit:
    return add_small_town(db.session)


def test_the_pyramid_and_the_schooling_add_up_to_the_figures(town: Unit) -> None:
    teams = list_structure(scope=EVERYTHING, on=JUNE)
    groups = list_groups(scope=EVERYTHING, on=JUNE, unit_ids={team.unit_id for team in teams})
    figures = merge_teams(teams)
    assert sum(one.persons for one in groups) == figures.filled == 5
    steps = pyramid_of(groups, band_labels())
    assert [step.label for step in steps][0] == "56岁及以上"
    assert [(step.men, step.women) for step in steps] == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    assert tuple(step.men + step.women for step in reversed(steps)) == figures.bands
    assert levels_of(groups) == {SchoolingLevel.COLLEGE: 1, SchoolingLevel.SENIOR_HIGH: 4}


def test_only_the_units_shown_are_counted(town: Unit) -> None:
    river = db.session.query(Unit).filter_by(name="双河村").one()
    groups = list_groups(scope=EVERYTHING, on=JUNE, unit_ids={river.id})
    assert sum(one.persons for one in groups) == 1
    assert list_groups(scope=Scope(()), on=JUNE, unit_ids={river.id}) == []


def test_seats_of_two_days_come_in_one_statement(town: Unit, app: Flask) -> None:
    with counted_statements(app) as seen:
        seats = list_seats(scope=EVERYTHING, then=date(2021, 6, 30), now=JUNE)
    asked = [one for one in seen if one.startswith("SELECT") and "setting_version" not in one]
    assert len(asked) == 1  # beside the age rule, which a request reads once
    former = [(one.person, one.post, one.then, one.now) for one in seats if one.person == "吴老三"]
    assert former == [("吴老三", "村委会副主任", True, False)]
    assert {one.person for one in seats if one.now} == {"郝天成", "曾波", "汪雪敏", "曹新庆", "方大河"}
    assert "崔德" not in {one.person for one in seats}


@pytest.mark.parametrize("on", [JUNE, date(2022, 1, 1), date(2020, 1, 1)])
def test_the_note_of_a_day_is_that_of_the_figures(town: Unit, on: date) -> None:
    assert town_note(scope=EVERYTHING, on=on) == knowledge_note(count_figures(scope=EVERYTHING, on=on))
    assert town_note(scope=Scope(()), on=on) == ""


def test_the_distribution_asks_once_however_many_units_there_are(town: Unit, app: Flask) -> None:
    add_many_villages(db.session, town, units=20, people=5)
    ids = {team.unit_id for team in list_structure(scope=EVERYTHING, on=JUNE)}
    with counted_statements(app) as seen:
        groups = list_groups(scope=EVERYTHING, on=JUNE, unit_ids=ids)
    asked = [one for one in seen if one.startswith("SELECT") and "setting_version" not in one]
    assert len(asked) == 1  # beside the age rule, which a request reads once
    assert sum(one.persons for one in groups) == 105
