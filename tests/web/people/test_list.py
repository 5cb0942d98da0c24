"""The list of people: order, search, filters, what stays out of addresses, how much it asks the database."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.vocabulary import PostClass
from tests.factories import add_person, add_post, seat
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient
from tests.web.people.conftest import ID_NUMBER, PHONE, findable

OFFICE_ORDER = ["欧阳成杰", "侯富云", "郝天成", "汪雪敏", "何立新", "丁晓红"]


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int]) -> PageClient:
    return sign_in(unit="青禾镇")


def _names(client: PageClient, query: str = "") -> list[str]:
    return [row[0] for row in client.get(f"/people?{query}").rows]


def test_people_stand_in_office_order_with_what_they_hold(office: PageClient) -> None:
    page = office.get("/people")
    assert [row[0] for row in page.rows] == OFFICE_ORDER
    head, staff, former = page.rows[2], page.rows[5], page.rows[4]
    assert head == [
        "郝天成",
        "金竹村",
        "党支部书记、村委会主任 一肩挑",
        "男",
        "51",
        "1972.05.19",
        "高中",
        "中共党员",
        "未登记",
        "2021.01",
    ]
    assert staff[1:3] == ["青禾镇", "包片领导(金竹村)"]
    assert former[2] == "无任职"
    assert "6人,截至2023-06-30" in page.said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=郝", ["郝天成"]),
        ("q=haotian", ["郝天成"]),
        ("q=HTC", ["郝天成"]),
        ("q=tian", ["郝天成"]),
        ("q=ouyang", ["欧阳成杰"]),
        ("q=oycj", ["欧阳成杰"]),
        ("q=金竹+汪", ["汪雪敏"]),
        ("q=银杏", ["欧阳成杰", "侯富云"]),
        ("q=%25", []),
        ("q=_", []),
        ("body=two_committees", ["欧阳成杰", "郝天成", "汪雪敏"]),
        ("body=committee", ["郝天成"]),
        ("body=supervision", ["侯富云"]),
        ("body=serving", ["欧阳成杰", "侯富云", "郝天成", "汪雪敏"]),
        ("body=none", ["何立新", "丁晓红"]),
        ("post_class=party_member", ["汪雪敏"]),
        ("sex=female", ["汪雪敏"]),
        ("age_to=35", ["汪雪敏"]),
        ("age_from=40&age_to=51", ["欧阳成杰", "侯富云", "郝天成"]),
        ("age_from=52", []),
        ("schooling=college", ["欧阳成杰", "汪雪敏"]),
        ("political=masses", ["汪雪敏"]),
        ("dual_head=1", ["郝天成"]),
        ("missing=born_on", ["何立新", "丁晓红"]),
        ("missing=schooling&body=none", ["何立新", "丁晓红"]),
        ("missing=id_number&body=serving", ["欧阳成杰", "侯富云", "汪雪敏"]),
        ("missing=post_start&body=serving", ["欧阳成杰"]),
        ("body=nonsense&age_from=x&unit=-1&missing=zz", OFFICE_ORDER),
    ],
)
def test_the_list_is_searched_and_filtered(office: PageClient, query: str, found: list[str]) -> None:
    assert _names(office, query) == found


def test_a_unit_shows_those_it_keeps_and_those_with_a_duty_there(
    office: PageClient, town: dict[str, int]
) -> None:
    assert _names(office, f"unit={town['金竹村']}") == ["郝天成", "汪雪敏", "何立新", "丁晓红"]
    assert _names(office, f"unit={town['青禾镇']}") == OFFICE_ORDER


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", ["丁晓红", "郝天成", "何立新", "侯富云", "欧阳成杰", "汪雪敏"]),
        ("age", ["汪雪敏", "欧阳成杰", "郝天成", "侯富云", "何立新", "丁晓红"]),
        ("-age", ["侯富云", "郝天成", "欧阳成杰", "汪雪敏", "何立新", "丁晓红"]),
        ("-schooling", ["汪雪敏", "欧阳成杰", "侯富云", "郝天成", "何立新", "丁晓红"]),
        ("post_start", ["侯富云", "郝天成", "汪雪敏", "欧阳成杰", "何立新", "丁晓红"]),
        ("nonsense", OFFICE_ORDER),
    ],
)
def test_the_list_is_sorted_with_what_is_unknown_last(
    office: PageClient, sort: str, found: list[str]
) -> None:
    assert _names(office, f"sort={sort}") == found


def test_the_list_tells_the_past_as_of_a_date(office: PageClient) -> None:
    rows = {row[0]: row for row in office.get("/people?on=2021-06-30").rows}
    assert rows["何立新"][2] == "村委会副主任"
    assert rows["郝天成"][4] == "49"
    assert rows["欧阳成杰"][2] == "无任职"


@pytest.mark.parametrize("typed", [ID_NUMBER, f" {ID_NUMBER[:6]} {ID_NUMBER[6:]} ", PHONE, "199-0000-0055"])
def test_a_number_finds_its_owner_and_stays_out_of_the_address(office: PageClient, typed: str) -> None:
    office.get("/people")
    for answer in (
        office.post("/people/search", {"q": typed}),
        office.get(f"/people?q={quote(typed)}", status=302),
    ):
        assert "1990" not in answer.location.partition("match=")[0]
        assert ID_NUMBER not in answer.location
        page = office.get(answer.location)
        assert [row[0] for row in page.rows] == ["郝天成"]
    assert ID_NUMBER not in page.text


def test_an_unknown_number_is_said_to_be_unknown(office: PageClient) -> None:
    office.get("/people")
    answer = office.post("/people/search", {"q": "519901197205191119"})
    assert "没有找到这个号码" in office.get(answer.location).said


def test_the_search_of_the_page_head_leads_to_the_list(office: PageClient) -> None:
    office.get("/")
    answer = office.post("/people/search", {"q": " 汪 "})
    assert _names(office, answer.location.partition("?")[2]) == ["汪雪敏"]


def test_village_staff_see_their_own_village_only(sign_in: SignIn, town: dict[str, int]) -> None:
    clerk = sign_in("village_staff", unit="金竹村")
    assert _names(clerk) == ["郝天成", "汪雪敏", "何立新"]
    assert _names(clerk, f"unit={town['银杏村']}") == []
    clerk.get(f"/people/{town['欧阳成杰']}", status=404)


def test_the_number_of_statements_does_not_grow_with_the_people(office: PageClient, filling: Filling) -> None:
    few = office.get("/people").statements
    with filling():
        unit = db.session.query(Unit).filter_by(name="银杏村").one()
        post = add_post(db.session, "网格员", PostClass.GRID_WORKER, unit=unit)
        for number in range(60):
            person = findable(add_person(db.session, f"村民{number}", unit=unit))
            seat(db.session, person, post)
    page = office.get("/people", most=12)
    assert len(page.statements) == len(few)
    assert len(page.rows) == 50
    assert "共66人,本页第1–50" in page.said
    assert [row[0] for row in office.get("/people?page=2").rows][-1] == "丁晓红"
    assert len(office.get("/people?page=99").rows) == 16


def test_an_empty_register_says_what_to_do(sign_in: SignIn) -> None:
    page = sign_in().get("/people")
    assert "还没有登记人员" in page.said
    assert page.link("去导入") == "/intake"


def test_conditions_that_nobody_fits_or_that_mean_nothing_are_told(office: PageClient) -> None:
    turned = office.get("/people?age_from=60&age_to=20").said
    assert "年龄条件有误:下限60岁大于上限20岁" in turned
    assert "地址中的单位无法识别,没有按单位筛选" in office.get("/people?unit=abc").said
    assert "无法识别" not in office.get("/people?age_from=20&age_to=60").said


@pytest.mark.parametrize("letters", ["jzc", "jz", "JinZhu", "jinzhucun"])
def test_people_of_a_unit_are_found_by_the_letters_of_its_name(
    town: dict[str, int], sign_in: SignIn, letters: str
) -> None:
    client = sign_in()
    by_name = [row[0] for row in client.get("/people?q=金竹").rows]
    assert len(by_name) > 1
    assert [row[0] for row in client.get(f"/people?q={letters}").rows] == by_name
    assert [row[0] for row in client.get(f"/units?q={letters}").rows if "金竹" in row[0]] == ["金竹村"]


def test_one_letter_is_no_unit_and_words_are_still_both_asked_for(
    town: dict[str, int], sign_in: SignIn
) -> None:
    client = sign_in()
    assert "金竹村" not in {row[1] for row in client.get("/people?q=j").rows}
    both = client.get("/people?q=jzc htc").rows
    assert [row[0] for row in both] == ["郝天成"]
