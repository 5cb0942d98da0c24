"""Bulk edits on screen: choose people, choose the act, see old and new, confirm, take back."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import Person, PersonTag
from talentpool.vocabulary import PoliticalStatus
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in(unit="青禾镇")


def hidden(page: Page) -> dict[str, str]:
    """The fields of the form that confirms."""
    [form] = [one for one in page.all(".//form") if one.get("class") == "bulk-confirm"]
    return {one.get("name") or "": one.get("value") or "" for one in form.findall(".//input")}


def confirmed(client: PageClient, url: str, page: Page, *, status: int = 302) -> Page:
    return client.post(url, {**hidden(page), "confirm": "1"}, status=status)


def test_the_list_offers_people_to_choose_and_everybody_with_the_count(office: PageClient) -> None:
    page = office.get("/people?sex=male")
    boxes = [one.get("value") for one in page.all(".//input[@name='id']")]
    assert len(boxes) == len(page.rows) == 4
    assert "选择全部4人" in page.said


def test_village_staff_and_readers_of_the_past_choose_nobody(office: PageClient, sign_in: SignIn) -> None:
    assert office.get("/people?on=2021-06-30").all(".//input[@name='id']") == []
    assert sign_in("village_staff", unit="金竹村").get("/people").all(".//input[@name='id']") == []


def test_old_and_new_are_shown_before_anything_is_changed(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/bulk?id={town['郝天成']}&id={town['汪雪敏']}"
    assert "选定2人" in office.get(url).said
    page = office.post(url, {"act": "political_status", "political_status": "masses"}, status=200)
    assert page.rows == [["郝天成", "金竹村", "中共党员", "群众", ""]]
    assert "将修改1人,1人已经如此,不变" in page.said
    with filling():
        assert db.session.get_one(Person, town["郝天成"]).political_status is PoliticalStatus.PARTY_MEMBER


def test_a_confirmed_edit_is_listed_and_taken_back(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/bulk?id={town['郝天成']}&id={town['汪雪敏']}"
    office.get(url)
    preview = office.post(url, {"act": "add_tag", "tag": "骨干"}, status=200)
    assert confirmed(office, url, preview).location == "/people/acts"
    page = office.get("/people/acts")
    assert "批量添加标签:骨干(2人),已完成" in page.said
    assert [row[1:4] for row in page.rows] == [
        ["批量添加标签:骨干(2人)", "测试township-office(township-office)", "已完成"]
    ]
    [form] = page.all(".//td//form")
    office.post(form.get("action") or "")
    assert "已由" in office.get("/people/acts").rows[0][3]
    with filling():
        assert db.session.query(PersonTag).count() == 0


def test_everybody_who_fits_the_filter_is_changed(office: PageClient, filling: Filling) -> None:
    url = "/people/bulk?everyone=1&sex=male&body=serving"
    office.get(url)
    preview = office.post(url, {"act": "nationality", "nationality": "02"}, status=200)
    assert sorted(row[0] for row in preview.rows) == sorted(["欧阳成杰", "侯富云", "郝天成"])
    confirmed(office, url, preview)
    with filling():
        assert db.session.query(Person).filter_by(nationality="02").count() == 3


def test_a_list_that_changed_after_the_preview_is_shown_again(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/bulk?id={town['汪雪敏']}&id={town['郝天成']}"
    office.get(url)
    preview = office.post(url, {"act": "nationality", "nationality": "02"}, status=200)
    with filling():
        db.session.get_one(Person, town["郝天成"]).nationality = "05"
    again = confirmed(office, url, preview, status=409)
    assert "没有修改任何人" in again.said
    assert ["郝天成", "金竹村", "维吾尔族", "蒙古族", ""] in again.rows
    confirmed(office, url, again)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"act": "add_tag", "tag": " "}, "请填写或选择“标签”"),
        ({"act": "move", "unit": "0"}, "请填写或选择“转到”"),
        ({"act": "first_cadre_on", "first_cadre_on": "去年"}, "首次任村干部时间"),
        ({"act": "nonsense"}, "要做什么"),
    ],
)
def test_an_act_without_its_value_is_asked_for(
    office: PageClient, town: dict[str, int], sent: dict[str, str], reason: str
) -> None:
    url = f"/people/bulk?id={town['郝天成']}"
    office.get(url)
    assert reason in office.post(url, sent, status=422).said


def test_people_beyond_reach_cannot_be_chosen(sign_in: SignIn, town: dict[str, int]) -> None:
    clerk = sign_in("township_office", unit="金竹村", username="narrow")
    assert "还没有选择人员" in clerk.get(f"/people/bulk?id={town['侯富云']}&id=x&id=99999999999").said
    url = f"/people/bulk?id={town['郝天成']}"
    clerk.get(url)
    clerk.post(url, {"act": "move", "unit": str(town["银杏村"])}, status=422)


def test_what_stands_in_the_way_of_undoing_is_said(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/bulk?id={town['汪雪敏']}"
    office.get(url)
    confirmed(office, url, office.post(url, {"act": "nationality", "nationality": "02"}, status=200))
    with filling():
        db.session.get_one(Person, town["汪雪敏"]).nationality = "05"
    page = office.get("/people/acts")
    [form] = page.all(".//td//form")
    refused = office.post(form.get("action") or "", status=422)
    assert "不能撤销“批量修改民族:蒙古族(1人)”" in refused.said
    assert "汪雪敏" in refused.said


def test_another_offices_acts_are_not_there(
    office: PageClient, sign_in: SignIn, town: dict[str, int]
) -> None:
    url = f"/people/bulk?id={town['侯富云']}"
    office.get(url)
    confirmed(office, url, office.post(url, {"act": "add_tag", "tag": "骨干"}, status=200))
    other = sign_in("township_office", unit="金竹村", username="narrow")
    assert other.get("/people/acts").rows == []
    other.post("/people/acts/1/undo", status=404)


def test_readers_may_not_edit(sign_in: SignIn, town: dict[str, int]) -> None:
    reader = sign_in("county_org_department", unit="青禾镇")
    reader.get(f"/people/bulk?id={town['侯富云']}", status=403)
    reader.get("/people/acts", status=403)
    reader.get("/people/duplicates", status=403)
