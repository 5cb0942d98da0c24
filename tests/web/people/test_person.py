"""One person: facts and what is missing, career as of a date, looking at a masked number."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.models import JournalEntry, Person
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient, words_of
from tests.web.people.conftest import ID_NUMBER, PHONE


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in(unit="青禾镇")


def _career(client: PageClient, url: str) -> list[str]:
    return [words_of(line) for line in client.get(url).all(".//ol[@class='timeline']/li")]


def test_a_person_is_shown_with_the_numbers_masked(office: PageClient, town: dict[str, int]) -> None:
    page = office.get(f"/people/{town['郝天成']}", most=16)
    assert page.one(".//h1").text == "郝天成"
    for text in ("男 51岁(2023-06-30)", "519***********1118", "199****0055", "一肩挑", "民族未登记"):
        assert text in page.said
    assert PHONE not in page.text


def test_what_is_missing_is_said(office: PageClient, town: dict[str, int]) -> None:
    page = office.get(f"/people/{town['丁晓红']}")
    for text in ("性别未登记 年龄不详", "身份证号未登记", "学历未登记", "没有登记任职", "包片领导金竹村"):
        assert text in page.said


def test_the_career_joins_what_was_held_together_and_says_where_knowledge_ends(
    office: PageClient, town: dict[str, int]
) -> None:
    assert _career(office, f"/people/{town['郝天成']}") == [
        "2021.01– 金竹村 党支部书记、村委会主任",
        "2021.01以前 任职情况未登记",
    ]


def test_a_start_that_nobody_stated_is_told_as_unknown(office: PageClient, town: dict[str, int]) -> None:
    assert _career(office, f"/people/{town['欧阳成杰']}")[0] == (
        "时间未登记 银杏村 党支部副书记起始时间未登记,2023-06-30花名册已在任"
    )
    assert _career(office, f"/people/{town['何立新']}")[0] == (
        "…–2021.11 金竹村 村委会副主任起始时间未登记,2021-03花名册已在任;辞职"
    )


def test_the_page_tells_the_past_as_of_a_date(office: PageClient, town: dict[str, int]) -> None:
    assert _career(office, f"/people/{town['何立新']}?on=2021-06-30")[0].startswith("时间未登记 金竹村")
    page = office.get(f"/people/{town['郝天成']}?on=2020-12-31")
    assert "没有登记任职" in page.said
    assert "另有2条任职在2020-12-31之后开始,未列出" in page.said


def test_changes_are_told_with_their_act_and_masked(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    with filling(), action("更正信息"):
        person = db.session.get_one(Person, town["郝天成"])
        person.native_place, person.phone = "青禾", "19911112222"
        db.session.flush()
    page = office.get(f"/people/{town['郝天成']}")
    assert "更正信息" in page.said
    assert "199****0055 → 199****2222" in page.said


def test_a_number_is_shown_after_its_purpose_was_told_and_put_on_record(
    office: PageClient, town: dict[str, int], filling: Filling
) -> None:
    url = f"/people/{town['郝天成']}/reveal"
    office.get(f"/people/{town['郝天成']}")
    page = office.post(url, {"field": "id_number", "purpose": "verify"}, status=200, reveals=True)
    assert ID_NUMBER in page.said
    assert "199****0055" in page.said
    assert "本次查看已记录" in page.said
    office.get(f"/people/{town['郝天成']}")
    with filling():
        entry = db.session.scalar(select(JournalEntry).where(JournalEntry.event == "查看敏感信息"))
        assert entry is not None
        assert entry.actor == "测试township-office(township-office)"
        assert entry.subject == f"郝天成(人员编号{town['郝天成']})"
        assert entry.details == {"field": "身份证号", "purpose": "核对本人身份"}


@pytest.mark.parametrize(
    "data",
    [
        {"field": "id_number"},
        {"field": "id_number", "purpose": "curious"},
        {"field": "password_hash", "purpose": "verify"},
        {"purpose": "verify"},
    ],
)
def test_without_a_purpose_nothing_is_shown_and_nothing_noted(
    office: PageClient, town: dict[str, int], filling: Filling, data: dict[str, str]
) -> None:
    office.get(f"/people/{town['郝天成']}")
    page = office.post(f"/people/{town['郝天成']}/reveal", data, status=422)
    assert "没有显示号码" in page.said
    assert ID_NUMBER not in page.text
    with filling():
        events = db.session.scalars(select(JournalEntry.event)).all()
    assert events == ["登录"]


@pytest.mark.parametrize("role", ["county_org_department", "village_staff"])
def test_roles_without_the_right_see_masks_and_no_way_to_lift_them(
    sign_in: SignIn, town: dict[str, int], role: str
) -> None:
    client = sign_in(role, unit="金竹村")
    page = client.get(f"/people/{town['郝天成']}")
    assert "519***********1118" in page.said
    assert page.all(".//details[@class='reveal']") == []
    client.post(f"/people/{town['郝天成']}/reveal", {"field": "id_number", "purpose": "verify"}, status=403)


def test_another_unit_and_another_method_are_refused(sign_in: SignIn, town: dict[str, int]) -> None:
    office = sign_in(unit="银杏村")
    office.get("/people")
    office.get(f"/people/{town['郝天成']}", status=404)
    office.post(f"/people/{town['郝天成']}/reveal", {"field": "id_number", "purpose": "verify"}, status=404)
    office.get(f"/people/{town['侯富云']}/reveal", status=405)
    office.post(
        f"/people/{town['侯富云']}/reveal", {"field": "phone", "purpose": "verify"}, token="", status=400
    )
