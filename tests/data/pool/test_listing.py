"""The list of reserves: its filters, its day, its order."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.extensions import db
from talentpool.models import Pairing
from talentpool.pool.filters import PoolFilter, Stay, read_pool_filter
from talentpool.pool.ledger import read_reserves
from talentpool.pool.listing import list_rows, select_entries
from talentpool.security.scope import Scope
from talentpool.vocabulary import ExitReason, PostClass, SourceCategory
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town
from tests.data.pool.reserves import enter


@pytest.fixture
def town(app: Flask) -> Town:
    """晏秋 and 刁汝平 in the pool of 金竹村, 罗小川 of 石桥村, who left in 2023.02."""
    town = make_town()
    enter(town.yan, town.jinzhu, readiness="成熟")
    enter(town.diao, town.jinzhu, since="2022-06", readiness=None, source=SourceCategory.WEALTH_LEADER)
    left = enter(town.luo, town.shiqiao, target=PostClass.COMMITTEE_MEMBER)
    left.exited_on, left.exit_reason = day("2023-02"), ExitReason.OVER_AGE
    db.session.add(Pairing(mentor_id=town.hao.id, mentee_id=town.yan.id, known_from=day("2022-04")))
    db.session.flush()
    return town


def names(wanted: PoolFilter, *, scope: Scope = ANYWHERE, on: date = ON) -> list[str]:
    rows = db.session.execute(select_entries(scope=scope, on=on, wanted=wanted)).all()
    return [row.Person.name for row in rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["晏秋", "刁汝平"]),
        ({"stay": "left"}, ["罗小川"]),
        ({"stay": "all"}, ["晏秋", "刁汝平", "罗小川"]),
        ({"readiness": "成熟"}, ["晏秋"]),
        ({"readiness": "none"}, ["刁汝平"]),
        ({"source": "wealth_leader"}, ["刁汝平"]),
        ({"target": "committee_member", "stay": "all"}, ["罗小川"]),
        ({"mentor": "yes"}, ["晏秋"]),
        ({"mentor": "no"}, ["刁汝平"]),
        ({"age_to": "35"}, ["晏秋"]),
        ({"age_from": "40"}, ["刁汝平"]),
        ({"q": "石桥", "stay": "all"}, ["罗小川"]),
        ({"q": "秋"}, ["晏秋"]),
        ({"stay": "nonsense", "age_to": "x"}, ["晏秋", "刁汝平"]),
    ],
)
def test_the_list_is_narrowed_as_asked(town: Town, asked: dict[str, str], expected: list[str]) -> None:
    assert names(read_pool_filter(asked)) == expected


def test_a_unit_narrows_to_what_is_below_it(town: Town) -> None:
    assert names(PoolFilter(unit_id=town.township.id)) == ["晏秋", "刁汝平"]
    assert names(PoolFilter(unit_id=town.shiqiao.id)) == []


def test_another_day_shows_who_was_in_then(town: Town) -> None:
    assert names(PoolFilter(), on=date(2023, 1, 31)) == ["晏秋", "刁汝平", "罗小川"]
    assert names(PoolFilter(), on=date(2022, 3, 1)) == ["晏秋", "罗小川"]
    assert names(PoolFilter(readiness="成熟"), on=date(2022, 3, 1)) == []
    assert names(PoolFilter(stay=Stay.ALL), on=date(2022, 2, 28)) == []


def test_nobody_beyond_reach_is_listed(town: Town) -> None:
    assert names(PoolFilter(stay=Stay.ALL), scope=Scope((town.shiqiao.path,))) == ["罗小川"]


def test_a_row_tells_what_the_columns_show(town: Town) -> None:
    rows = db.session.execute(select_entries(scope=ANYWHERE, on=ON, wanted=PoolFilter())).all()
    [yan, _diao] = list_rows(rows, on=ON)
    assert (yan.unit, yan.age, yan.readiness, yan.sources, yan.targets, yan.mentors) == (
        "金竹村",
        31,
        "成熟",
        ("退役军人",),
        ("党组织书记",),
        ("郝天成",),
    )


def test_the_workbook_holds_the_chosen_columns_and_says_its_filters(town: Town) -> None:
    shown = read_reserves({"col": ["readiness"], "stay": ["all"], "mentor": ["no"]}, scope=ANYWHERE, on=ON)
    assert [column.key for column in shown.columns] == ["name", "readiness"]
    assert [dict(row) for row in shown.rows] == [  # type: ignore[call-overload]
        {"name": "刁汝平", "readiness": ""},
        {"name": "罗小川", "readiness": "培养"},
    ]
    assert shown.filters == (("在库情况", "在库和已出库"), ("帮带导师", "无"))
