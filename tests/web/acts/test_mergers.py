"""The merger wizard: three steps, nothing kept before the last, refusals that lose nothing."""

from __future__ import annotations

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Unit, UnitName
from tests.factories import add_unit
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling
from tests.web.pages import Page, PageClient

TABLES = 50
"""Statements of the list of acts: one for each table that may hold what stands in the way of undoing."""

WHOLE = 250
"""Statements of a whole merger: a rare act, whose number grows with the people it seats."""


def first_step(clerk: PageClient, town: Ids, **changed: object) -> Page:
    form = fields_of(clerk.get("/units/merge")) | {
        "sources": [str(town.jinzhu), str(town.shiqiao)],
        "into": "0",
        "name": "金石村",
        "merged_on": "2023-05-01",
        "to-team": "1",
    }
    return clerk.post("/units/merge", form | changed, status=200)


def names(filling: Filling) -> list[tuple[str, bool]]:
    with filling():
        return [
            (unit.name, unit.closed_on is None) for unit in db.session.scalars(select(Unit).order_by(Unit.id))
        ]


def test_two_villages_are_merged_in_three_steps(clerk: PageClient, town: Ids, filling: Filling) -> None:
    team = first_step(clerk, town)
    assert [row[:2] for row in team.rows] == [
        ["郝天成", "金竹村 党支部书记"],
        ["刁汝平", "金竹村 村委会主任"],
        ["罗小川", "石桥村 党支部书记"],
    ]
    assert team.one(".//input[@name='authorised']").get("value") == "8"
    seats = {
        f"seat-{town.hao}": "党组织书记",
        f"seat-{town.diao}": "村委会主任",
        f"seat-{town.luo}": "党组织委员",
    }
    preview = clerk.post(
        "/units/merge", fields_of(team) | seats | {"to-preview": "1"}, status=200, most=WHOLE
    )
    assert "4人的所在单位改为金石村" in preview.said
    assert "原单位5个职务撤销,3项任职结束" in preview.said
    assert names(filling) == [("青禾镇", True), ("金竹村", True), ("石桥村", True)]
    done = clerk.post("/units/merge", fields_of(preview) | {"to-merge": "1"}, most=WHOLE)
    assert names(filling) == [("青禾镇", True), ("金竹村", False), ("石桥村", False), ("金石村", True)]
    shown = clerk.get(done.location).said
    assert "郝天成" in shown
    assert "核定8职" in shown
    assert "金竹村" in clerk.get("/units?on=2023-04-30").said
    assert "金竹村" not in [row[0] for row in clerk.get("/units").rows]


def test_going_back_keeps_the_seats_that_were_ticked(clerk: PageClient, town: Ids) -> None:
    team = first_step(clerk, town)
    ticked = fields_of(team) | {f"seat-{town.hao}": "党组织书记"}
    units = clerk.post("/units/merge", ticked | {"to-units": "1"}, status=200)
    again = clerk.post("/units/merge", fields_of(units) | {"to-team": "1"}, status=200)
    [box] = [
        one for one in again.all(f".//input[@name='seat-{town.hao}']") if one.get("value") == "党组织书记"
    ]
    assert box.get("checked") is not None


def test_two_secretaries_are_refused_with_everything_still_typed(clerk: PageClient, town: Ids) -> None:
    team = first_step(clerk, town)
    both = {f"seat-{town.hao}": "党组织书记", f"seat-{town.luo}": "党组织书记", "document": "3号"}
    page = clerk.post("/units/merge", fields_of(team) | both | {"to-preview": "1"}, status=422, most=WHOLE)
    assert "“党组织书记”由郝天成担任,请先办理离任" in page.said
    assert page.one(".//input[@name='document']").get("value") == "3号"


def test_one_unit_alone_is_no_merger(clerk: PageClient, town: Ids) -> None:
    form = fields_of(clerk.get("/units/merge")) | {
        "sources": str(town.jinzhu),
        "name": "金石村",
        "to-team": "1",
    }
    page = clerk.post("/units/merge", form, status=422)
    assert "请至少选两个单位合并" in page.said


def test_a_merger_is_taken_back_from_the_list_of_acts(clerk: PageClient, town: Ids, filling: Filling) -> None:
    team = first_step(clerk, town)
    preview = clerk.post("/units/merge", fields_of(team) | {"to-preview": "1"}, status=200, most=WHOLE)
    clerk.post("/units/merge", fields_of(preview) | {"to-merge": "1"}, most=WHOLE)
    page = clerk.get("/units/acts", most=TABLES)
    assert page.rows[0][2:4] == ["金竹村、石桥村并入金石村", "可以撤销"]
    [form] = [one for one in page.all(".//main//form") if one.get("method") == "post"]
    clerk.post(form.get("action", ""), most=WHOLE)
    assert names(filling) == [("青禾镇", True), ("金竹村", True), ("石桥村", True)]
    assert "撤销" in clerk.get("/units/acts", most=TABLES).rows[0][3]


def test_a_merger_stands_among_the_acts_on_people_with_the_way_to_take_it_back(
    clerk: PageClient, town: Ids
) -> None:
    team = first_step(clerk, town)
    preview = clerk.post("/units/merge", fields_of(team) | {"to-preview": "1"}, status=200, most=WHOLE)
    clerk.post("/units/merge", fields_of(preview) | {"to-merge": "1"}, most=WHOLE)
    page = clerk.get("/people/acts")
    assert page.rows[0][1] == "金竹村、石桥村并入金石村"
    assert page.link("合并与换届记录") == "/units/acts"
    assert not [one for one in page.all(".//main//form") if one.get("method") == "post"]


def test_what_the_first_step_asked_is_refused_on_the_first_step(clerk: PageClient, town: Ids) -> None:
    form = fields_of(clerk.get("/units/merge")) | {
        "sources": [str(town.jinzhu), str(town.shiqiao)],
        "into": "0",
        "to-team": "1",
    }
    for changed, told in (
        ({"name": ""}, "请填写单位名称"),
        ({"name": "金竹村"}, "青禾镇已有“金竹村”"),
        ({"name": "金石村", "merged_on": "2024-01-01"}, "合并日期(2024-01-01)还没有到"),
        ({"name": "金石村", "merged_on": "2010-01-01"}, "合并日期(2010.01.01)不能早于它"),
    ):
        page = clerk.post("/units/merge", form | changed, status=422)
        assert told in page.said
        assert page.one(".//input[@name='name']").get("value", "") == changed["name"]


def test_a_name_that_may_be_mistaken_is_confirmed_on_the_first_step(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    with filling():
        other = add_unit(db.session(), "双河村", parent=db.session.get_one(Unit, town.township), position=3)
        db.session.add(UnitName(unit_id=other.id, name="上河村"))
    form = fields_of(clerk.get("/units/merge")) | {
        "sources": [str(town.jinzhu), str(town.shiqiao)],
        "into": "0",
        "name": "上河村",
        "merged_on": "2023-05-01",
        "to-team": "1",
    }
    asked = clerk.post("/units/merge", form, status=422)
    assert "“上河村”是双河村的曾用名" in asked.said
    team = clerk.post("/units/merge", form | {"name_confirmed": "y"}, status=200)
    preview = clerk.post("/units/merge", fields_of(team) | {"to-preview": "1"}, status=200, most=WHOLE)
    clerk.post("/units/merge", fields_of(preview) | {"to-merge": "1"}, most=WHOLE)
    assert ("上河村", True) in names(filling)
