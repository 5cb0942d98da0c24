"""The office's age rule reaches the figures, the list and its filter."""

from __future__ import annotations

from datetime import date

from flask import Flask

from talentpool.analysis.queries import list_structure
from talentpool.extensions import db
from talentpool.models import SettingVersion
from talentpool.people.queries import age_in_force
from talentpool.security.scope import Scope
from talentpool.vocabulary import PostClass
from tests.factories import add_person, add_post, add_unit, month, seat

JUNE = date(2023, 6, 30)


def test_the_calendar_rule_counts_whoever_turns_36_within_the_year(app: Flask) -> None:
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    post = add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village)
    seat(db.session, add_person(db.session, "郝天成", unit=village, born="1987-12"), post)
    [team] = list_structure(scope=Scope.everything(), on=JUNE)
    assert (team.age_sum, team.aged_35_or_under) == (35, 1)
    db.session.add(SettingVersion(key="age_rule", value="calendar_year", valid_from=month("2023-01")))
    db.session.flush()
    [team] = list_structure(scope=Scope.everything(), on=JUNE)
    assert (team.age_sum, team.aged_35_or_under) == (36, 0)
    assert age_in_force(month("1987-12"), on=JUNE) == 36
    [before] = list_structure(scope=Scope.everything(), on=date(2022, 12, 31))
    assert before.age_sum == 35
