"""The figures, counted on a small village with known answers, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.analysis.figures import as_json, count_figures, knowledge_note
from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.targets import gaps_of
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import PoliticalStatus, SchoolingLevel, Sex, UnitType
from tests.factories import (
    add_person,
    add_term,
    add_unit,
    add_vacancy,
    add_village_posts,
    seat,
    state_seats,
)

EVERYTHING = Scope.everything()
JUNE = date(2023, 6, 30)


@pytest.fixture
def village(app: Flask) -> Unit:
    """金竹村: five seats, four persons (one dual head, one in both committees), vice-director vacant."""
    session = db.session
    town = add_unit(session, "青禾镇")
    add_term(session, town)
    unit = add_unit(session, "金竹村", parent=town, code="519901101209", roster_from=JUNE)
    state_seats(session, unit, 5)
    posts = add_village_posts(session, unit)
    head = add_person(session, "郝天成", unit=unit, born="1972-05")
    deputy = add_person(session, "曾波", unit=unit, born="1988-06", schooling=SchoolingLevel.COLLEGE)
    woman = add_person(
        session,
        "汪雪敏",
        unit=unit,
        born="1984-01",
        sex=Sex.FEMALE,
        schooling=SchoolingLevel.UNDERGRADUATE,
        status=PoliticalStatus.MASSES,
    )
    member = add_person(session, "曹新庆", unit=unit, born="1987-07")
    watcher = add_person(session, "崔德", unit=unit, born="1965-03", sex=Sex.FEMALE)
    for person, titles in (
        (head, ("党支部书记", "村委会主任")),
        (deputy, ("党支部副书记",)),
        (woman, ("党支部委员", "村委会委员")),
        (member, ("党支部委员",)),
        (watcher, ("村务监督委员会主任",)),
    ):
        for title in titles:
            seat(session, person, posts[title])
    add_vacancy(session, posts["村委会副主任"], since="2021-11")
    return unit


def test_persons_of_the_two_committees_are_counted_once_and_the_supervisors_not(village: Unit) -> None:
    [team] = list_structure(scope=EVERYTHING, on=JUNE)
    assert (team.authorised, team.filled, team.vacant) == (5, 4, 1)
    assert (team.committee_members, team.party_seats, team.cross_appointed) == (2, 4, 2)
    assert team.dual_head is True
    assert (team.women, team.supervision_heads) == (1, 1)
    assert (team.college_or_above, team.party_members) == (2, 3)


def test_a_month_precise_birthday_counts_from_the_first_of_its_month(village: Unit) -> None:
    [team] = list_structure(scope=EVERYTHING, on=JUNE)
    assert team.bands == (0, 2, 1, 1, 0)
    assert team.average_age == pytest.approx((51 + 35 + 39 + 35) / 4)
    [earlier] = list_structure(scope=EVERYTHING, on=date(2023, 5, 31))
    assert earlier.average_age == pytest.approx((51 + 34 + 39 + 35) / 4)


def test_a_village_short_of_the_law_is_told_what_closes_the_gap(village: Unit) -> None:
    [team] = list_structure(scope=EVERYTHING, on=JUNE)
    gaps = {gap.kind: gap for gap in gaps_of(team, list_targets(on=JUNE), on=JUNE)}
    assert set(gaps) == {"vacancy", "committee_members"}
    assert gaps["vacancy"].lacks == "村委会副主任自2021年11月空缺至今(原任辞职),已19个月"
    assert gaps["committee_members"].lacks == "村委会现有2人,少于法定最少3人"
    assert gaps["committee_members"].closes == "补选村委会副主任后村委会为3人,达到法定人数"


def test_before_the_vacancy_its_seat_was_held_by_somebody_not_recorded(village: Unit) -> None:
    figures = count_figures(scope=EVERYTHING, on=date(2021, 6, 30))
    answer = as_json(figures)
    assert (answer["authorised"], answer["filled"], answer["vacant"]) == (5, 4, 0)
    assert answer["vacancies"] == []
    assert answer["knowledge"]["holders_not_recorded"] == 1


def test_before_the_first_known_date_the_answer_is_unknown_not_empty(village: Unit) -> None:
    figures = count_figures(scope=EVERYTHING, on=date(2020, 12, 31))
    assert as_json(figures)["authorised"] is None
    assert as_json(figures)["filled"] == 0
    assert knowledge_note(figures) == "2021年1月以前的任职情况未登记"


def test_the_figures_of_a_unit_stay_within_it(village: Unit) -> None:
    other = add_unit(db.session, "银杏村", parent=village.parent, unit_type=UnitType.VILLAGE)
    assert as_json(count_figures(scope=EVERYTHING, on=JUNE, unit=other))["units"] == 1
    assert as_json(count_figures(scope=EVERYTHING, on=JUNE))["units"] == 2
    nobody = Scope(paths=())
    assert as_json(count_figures(scope=nobody, on=JUNE))["units"] == 0


def test_shares_of_a_day_before_anything_is_known_are_over_nothing(village: Unit) -> None:
    figures = as_json(count_figures(scope=Scope.everything(), on=date(2015, 1, 1)))
    assert figures["dual_head_rate"] == {"numerator": 0, "denominator": 0, "value": None}
