"""Probable duplicates on screen: listed, compared, joined, kept apart."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import PeopleApart, Person, Unit
from tests.factories import add_person
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient
from tests.web.people.conftest import ID_NUMBER, findable


@pytest.fixture
def twin(town: dict[str, int], filling: Filling) -> int:
    """郝天成 a second time, in 银杏村."""
    with filling():
        unit = db.session.query(Unit).filter_by(name="银杏村").one()
        person = findable(add_person(db.session, "郝天成", unit=unit, born="1972-05"))
        person.nationality = "02"
        return person.id


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in(unit="青禾镇")


def test_without_pairs_the_page_says_what_was_looked_for(office: PageClient) -> None:
    assert "没有发现可能重复的人员" in office.get("/people/duplicates").said


def test_a_pair_is_listed_with_what_is_the_same(office: PageClient, twin: int, town: dict[str, int]) -> None:
    page = office.get("/people/duplicates", most=12)
    assert [row[:7] for row in page.rows] == [
        ["郝天成", "金竹村", "1972.05.19", "郝天成", "银杏村", "1972.05", "姓名、出生年月相同"]
    ]
    assert page.link("对照") == f"/people/duplicates/{town['郝天成']}/{twin}"


def test_both_are_compared_joined_and_taken_back(
    office: PageClient, twin: int, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/duplicates/{town['郝天成']}/{twin}"
    page = office.get(url)
    assert ID_NUMBER not in page.text
    assert "519***********1118" in page.said
    sent = {
        one.get("name") or "": one.get("value") or "" for one in page.all(".//form//input[@type='hidden']")
    }
    assert office.post(url, {**sent, "nationality": "second"}).location == f"/people/{town['郝天成']}"
    assert "蒙古族" in office.get(f"/people/{town['郝天成']}").said
    acts = office.get("/people/acts")
    assert acts.rows[0][1] == "合并重复人员:郝天成(银杏村)并入郝天成(金竹村)"
    [form] = acts.all(".//td//form")
    office.post(form.get("action") or "")
    with filling():
        assert db.session.query(Person).filter_by(name="郝天成").count() == 2


def test_the_address_of_a_joined_record_leads_to_the_one_that_stayed(
    office: PageClient, twin: int, town: dict[str, int], sign_in: SignIn
) -> None:
    url = f"/people/duplicates/{town['郝天成']}/{twin}"
    page = office.get(url)
    sent = {
        one.get("name") or "": one.get("value") or "" for one in page.all(".//form//input[@type='hidden']")
    }
    office.post(url, sent)
    assert office.get(f"/people/{twin}", status=302).location == f"/people/{town['郝天成']}"
    page = office.get(f"/people/{town['郝天成']}")
    assert "“郝天成”的重复档案已并入本档案,原地址转到这里" in page.said
    assert "并入的重复档案" in page.said
    assert f"原人员编号 {twin}" in page.said
    elsewhere = sign_in("township_office", unit="银杏村", username="elsewhere")
    elsewhere.get(f"/people/{twin}", status=404)
    [undoing] = office.get("/people/acts").all(".//td//form")
    office.post(undoing.get("action") or "")
    office.get("/people/999999", status=404)


def test_a_stale_comparison_is_shown_again(office: PageClient, twin: int, town: dict[str, int]) -> None:
    url = f"/people/duplicates/{town['郝天成']}/{twin}"
    office.get(url)
    page = office.post(url, {"first_version": "99", "second_version": "1"}, status=409)
    assert "没有合并" in page.said


def test_contradicting_choices_are_refused(
    office: PageClient, twin: int, town: dict[str, int], filling: Filling
) -> None:
    with filling():
        db.session.get_one(Person, twin).born_on = db.session.get_one(Person, town["汪雪敏"]).born_on
    url = f"/people/duplicates/{town['郝天成']}/{twin}"
    page = office.get(url)
    sent = {
        one.get("name") or "": one.get("value") or "" for one in page.all(".//form//input[@type='hidden']")
    }
    refused = office.post(url, {**sent, "born_on": "second"}, status=422)
    assert "出生年月与身份证号不符" in refused.said


def test_two_people_are_kept_apart(
    office: PageClient, twin: int, town: dict[str, int], filling: Filling
) -> None:
    office.get("/people/duplicates")
    office.post(f"/people/duplicates/{twin}/{town['郝天成']}/apart")
    assert office.get("/people/duplicates").rows == []
    with filling():
        assert db.session.query(PeopleApart).count() == 1


def test_people_beyond_reach_are_not_compared(sign_in: SignIn, twin: int, town: dict[str, int]) -> None:
    clerk = sign_in("township_office", unit="金竹村", username="narrow")
    assert clerk.get("/people/duplicates").rows == []
    clerk.get(f"/people/duplicates/{town['郝天成']}/{twin}", status=404)
    clerk.get(f"/people/duplicates/{twin}/{twin}", status=404)
