"""The units with what was stated of them, as of a day, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.analysis.overviews import Attention, UnitFilter, list_overviews
from talentpool.extensions import db
from talentpool.models import Unit, UnitStatement
from talentpool.security.scope import Scope
from talentpool.units.queries import list_statements_in_force, list_townships
from talentpool.vocabulary import UnitType
from tests.factories.small_town import JUNE, add_small_town

EVERYTHING = Scope.everything()


@pytest.fixture(autouse=True)
def town(app: Flask) -> Unit:
    """The small town."""
    return add_small_town(db.session)


def bamboo() -> Unit:
    """金竹村."""
    return db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()


def test_the_latest_statement_by_the_day_holds_and_else_the_first_after_it() -> None:
    unit = bamboo()
    for day, households in ((date(2022, 6, 30), 390), (date(2022, 12, 31), 395), (date(2024, 6, 30), 410)):
        db.session.add(UnitStatement(unit_id=unit.id, stated_on=day, household_count=households))
    db.session.flush()

    def households_on(day: date) -> int | None:
        return list_statements_in_force(scope=EVERYTHING, on=day)[unit.id].household_count

    assert households_on(date(2021, 1, 1)) == 390
    assert households_on(date(2022, 12, 30)) == 390
    assert households_on(date(2022, 12, 31)) == 395
    assert households_on(JUNE) == 402
    assert households_on(date(2030, 1, 1)) == 410


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (UnitFilter(), ["青禾社区", "双河村", "金竹村"]),
        (UnitFilter(q="上河村"), ["双河村"]),
        (UnitFilter(q="1209"), ["金竹村"]),
        (UnitFilter(q="_"), []),
        (UnitFilter(unit_type=UnitType.COMMUNITY), ["青禾社区"]),
        (UnitFilter(township_id=0), []),
        (UnitFilter(attention=Attention.VACANT), ["双河村", "金竹村"]),
        (UnitFilter(attention=Attention.GAPS), ["双河村", "金竹村"]),
    ],
)
def test_units_are_found_by_name_former_name_code_type_and_what_they_lack(
    wanted: UnitFilter, names: list[str]
) -> None:
    found = list_overviews(scope=EVERYTHING, on=JUNE, wanted=wanted)
    assert [one.team.unit for one in found] == names


def test_duties_are_shown_from_the_day_they_are_known() -> None:
    def leaders(day: date) -> list[str]:
        found = list_overviews(scope=EVERYTHING, on=day, wanted=UnitFilter(q="金竹村"))
        return [name for one in found for _id, name in one.area_leaders]

    assert leaders(JUNE) == ["于志显"]
    assert leaders(date(2020, 12, 31)) == []


def test_townships_are_those_that_hold_units_within_reach() -> None:
    assert [row.name for row in list_townships(scope=EVERYTHING)] == ["青禾镇"]
    assert [row.name for row in list_townships(scope=Scope(paths=(bamboo().path,)))] == ["青禾镇"]
    assert list_townships(scope=Scope(paths=())) == []
