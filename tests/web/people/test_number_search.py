"""Looking for a whole number tells who has it: only those who may see numbers may, on record and not without end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import JournalEntry
from talentpool.people import number_search
from tests.web.conftest import SignIn
from tests.web.exports.test_lists import table
from tests.web.intake.files import HEADER, preview
from tests.web.pages import PageClient
from tests.web.people.conftest import ID_NUMBER, PHONE

NOBODYS = "519901197205191119"


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in(unit="青禾镇")


@pytest.fixture
def county(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in("county_org_department")


def _searched(client: PageClient, typed: str) -> str:
    client.get("/people")
    return client.post("/people/search", {"q": typed}).location


def _noted(app: Flask, event: str) -> list[tuple[str, str, dict[str, str]]]:
    with app.app_context():
        rows = db.session.execute(
            select(JournalEntry.actor, JournalEntry.subject, JournalEntry.details)
            .where(JournalEntry.event == event)
            .order_by(JournalEntry.id)
        ).all()
        db.session.remove()
    return [(row.actor, row.subject, row.details) for row in rows]


@pytest.mark.parametrize("role", ["county_org_department", "village_staff", "group_head", "group_member"])
@pytest.mark.parametrize("typed", [ID_NUMBER, NOBODYS, PHONE, "5199011972051911", "0999-8888888"])
def test_who_may_not_see_numbers_in_full_learns_nothing_by_a_whole_one(
    sign_in: SignIn, town: dict[str, int], role: str, typed: str
) -> None:
    client = sign_in(role, unit=None if role == "county_org_department" else "金竹村")
    page = client.get(_searched(client, typed))
    assert "您的角色不能查看完整号码" in page.said
    assert len(page.rows) == (6 if role == "county_org_department" else 3)
    again = client.get(client.get(f"/people?q={typed}", status=302).location)
    assert [row[0] for row in again.rows] == [row[0] for row in page.rows]


def test_a_refused_search_is_on_record_without_the_number(county: PageClient, blank_app: Flask) -> None:
    _searched(county, ID_NUMBER)
    ((actor, subject, details),) = _noted(blank_app, "按号码查找被拒")
    assert "county-org-department" in actor
    assert subject == ""
    assert set(details) == {"field", "number_mark", "reason"}
    assert ID_NUMBER not in str(details)


def test_the_last_four_of_a_telephone_number_which_the_mask_shows_find_their_owner(
    county: PageClient,
) -> None:
    assert [row[0] for row in county.get(_searched(county, PHONE[-4:])).rows] == ["郝天成"]


def test_the_address_of_somebody_elses_search_by_a_whole_number_finds_nobody(
    office: PageClient, county: PageClient
) -> None:
    address = _searched(office, ID_NUMBER)
    assert [row[0] for row in office.get(address).rows] == ["郝天成"]
    page = county.get(address)
    assert page.rows == []
    assert "需要查看完整号码的权限" in page.said


def test_a_list_taken_out_at_such_an_address_is_empty_too(office: PageClient, county: PageClient) -> None:
    match = _searched(office, ID_NUMBER).partition("match=")[2]
    for client, found in ((office, ["郝天成"]), (county, [])):
        client.get("/people")
        taken = client.post(f"/exports/lists/people?match={match}", status=200, most=40)
        assert [row[0] for row in table(taken)[1]] == found


def test_a_search_by_a_whole_number_is_on_record_with_whom_it_found(
    office: PageClient, blank_app: Flask, town: dict[str, int]
) -> None:
    for typed in (ID_NUMBER, NOBODYS, PHONE):
        _searched(office, typed)
    found, nobody, phone = _noted(blank_app, "按号码查找")
    assert found[1] == phone[1] == f"人员编号{town['郝天成']}"
    assert (found[2]["field"], found[2]["hits"]) == ("身份证号", "1")
    assert (phone[2]["field"], phone[2]["hits"]) == ("联系电话", "1")
    assert (nobody[1], nobody[2]["hits"]) == ("", "0")
    assert len({found[2]["number_mark"], nobody[2]["number_mark"], phone[2]["number_mark"]}) == 3
    assert ID_NUMBER not in str(found)
    assert PHONE not in str(phone)


def test_the_last_four_are_not_counted_as_a_whole_number(office: PageClient, blank_app: Flask) -> None:
    _searched(office, "0055")
    assert _noted(blank_app, "按号码查找") == []


def test_an_account_looks_for_thirty_numbers_an_hour_and_no_more(
    office: PageClient, blank_app: Flask
) -> None:
    for typed in range(number_search.MOST_AN_HOUR):
        assert "match=" in _searched(office, str(51990119720519_0000 + typed))
    refused = _searched(office, ID_NUMBER)
    assert "match=" not in refused
    assert "已达30次" in office.get(refused).said
    assert len(_noted(blank_app, "按号码查找")) == 30
    assert _noted(blank_app, "按号码查找被拒")[0][2]["reason"] == "一小时内次数已满"
    assert [row[0] for row in office.get(_searched(office, "0055")).rows] == ["郝天成"]


def test_the_bound_is_of_one_account_and_of_the_last_hour(
    office: PageClient, sign_in: SignIn, blank_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_search, "MOST_AN_HOUR", 1)
    other = sign_in(unit="青禾镇", username="other")
    assert "match=" in _searched(office, ID_NUMBER)
    assert "match=" not in _searched(office, ID_NUMBER)
    assert "match=" in _searched(other, ID_NUMBER)
    monkeypatch.setattr(number_search, "WINDOW", timedelta(0))
    assert "match=" in _searched(office, ID_NUMBER)


def _form(town: dict[str, int], **more: str) -> dict[str, str]:
    return {
        "unit": str(town["金竹村"]),
        "name": "试登记",
        "sex": "",
        "nationality": "",
        "political_status": "",
        "membership_stage": "",
        "schooling-0-mode": "full_time",
        "schooling-0-level": "",
        **more,
    }


def test_a_number_compared_when_registering_and_not_kept_is_on_record_and_counted(
    office: PageClient, blank_app: Flask, town: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_search, "MOST_AN_HOUR", 1)
    office.get("/people/register")
    page = office.post("/people/register", _form(town, id_number=ID_NUMBER), status=422, reveals=True)
    assert "已登记在金竹村的郝天成名下" in page.said
    ((_actor, _subject, details),) = _noted(blank_app, "按号码查找")
    assert (details["hits"], details["way"]) == ("1", "登记或更正人员")
    page = office.post("/people/register", _form(town, id_number=ID_NUMBER), status=422, reveals=True)
    assert "已达1次" in page.said
    assert "郝天成" not in page.said


def test_files_handed_in_are_on_record_before_anything_is_taken_in(
    county: PageClient, blank_app: Flask
) -> None:
    preview(county, [("册.csv", f"{HEADER}\n金竹村,李明,男,1980-01,群众,书记,2021-01".encode())])
    ((actor, subject, _details),) = _noted(blank_app, "上传导入文件")
    assert "county-org-department" in actor
    assert subject == "册.csv"
