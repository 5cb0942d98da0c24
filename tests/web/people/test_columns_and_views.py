"""The list of people as somebody wants it: columns, tags, views of one's own."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import PersonTag, SavedView
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient
from tests.web.people.conftest import ID_NUMBER


@pytest.fixture
def office(sign_in: SignIn, town: dict[str, int], filling: Filling) -> PageClient:
    with filling():
        for name, tags in {"郝天成": ["退役军人", "致富带头人"], "汪雪敏": ["退役军人"]}.items():
            db.session.add_all(PersonTag(person_id=town[name], tag=tag) for tag in tags)
    return sign_in(unit="青禾镇")


def headers(page: Page) -> list[str]:
    return page.words(".//thead//th")


def names(page: Page) -> list[str]:
    return [row[0] for row in page.rows]


def test_columns_are_chosen_in_the_address(office: PageClient) -> None:
    page = office.get("/people?col=tags&col=age&col=nonsense&q=天成")
    assert headers(page) == ["姓名", "年龄(岁)", "标签"]
    assert page.rows == [["郝天成", "51", "退役军人、致富带头人"]]
    ticked = [one.get("value") for one in page.all(".//fieldset[@class='column-list']//input[@checked]")]
    assert ticked == ["age", "tags"]


def test_numbers_in_columns_are_masked(office: PageClient) -> None:
    page = office.get("/people?col=id_number&col=phone&q=天成")
    assert page.rows == [["郝天成", "519***********1118", "199****0055"]]
    assert ID_NUMBER not in page.text


def test_chosen_columns_survive_filters_sorting_and_paging(office: PageClient) -> None:
    page = office.get("/people?col=tags&col=age&sex=male")
    [form] = [one for one in page.all(".//form") if one.get("aria-label") == "筛选"]
    kept = [(one.get("name"), one.get("value")) for one in form.findall(".//input[@type='hidden']")]
    assert ("col", "tags") in kept
    assert ("col", "age") in kept
    assert page.link("年龄(岁)") == "/people?col=tags&col=age&sex=male&sort=age"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag=退役军人", ["郝天成", "汪雪敏"]),
        ("tag=退役军人&tag=致富带头人", ["郝天成"]),
        ("tag=退役军人&sex=female", ["汪雪敏"]),
        ("tag=无人", []),
        ("tag=退役军人&body=committee&age_from=50&schooling=senior_high&political=party_member", ["郝天成"]),
    ],
)
def test_tags_narrow_the_list_together_with_everything_else(
    office: PageClient, query: str, found: list[str]
) -> None:
    assert names(office.get(f"/people?{query}")) == found


def test_a_view_keeps_filters_order_and_columns(office: PageClient) -> None:
    office.get("/people?sex=female&sort=-age&col=tags")
    answer = office.post(
        "/people/views?sex=female&sort=-age&col=tags&on=2021-06-30&page=2", {"name": " 女干部 "}
    )
    assert answer.location == "/people?on=2021-06-30&sex=female&sort=-age&col=tags"
    page = office.get("/people")
    assert page.link("女干部") == "/people?sex=female&sort=-age&col=tags"
    assert names(office.get(page.link("女干部"))) == ["汪雪敏"]


def test_a_view_of_the_same_name_is_replaced(office: PageClient, filling: Filling) -> None:
    office.get("/people")
    office.post("/people/views?sex=female", {"name": "常用"})
    office.post("/people/views?sex=male", {"name": "常用"})
    with filling():
        [view] = db.session.query(SavedView).all()
        assert view.filters == {"sex": ["male"]}


def test_the_default_view_opens_first_and_everybody_is_one_click_away(office: PageClient) -> None:
    office.get("/people")
    office.post("/people/views?sex=female", {"name": "女干部", "first": "1"})
    answer = office.get("/people", status=302)
    assert answer.location == "/people?sex=female"
    assert office.get("/people?on=2021-06-30", status=302).location == "/people?on=2021-06-30&sex=female"
    page = office.get(answer.location)
    assert page.link("清除") == "/people?view=all"
    assert len(office.get("/people?view=all").rows) == 6


def test_views_are_renamed_made_default_and_deleted(office: PageClient, filling: Filling) -> None:
    office.get("/people")
    office.post("/people/views?sex=female", {"name": "甲"})
    office.post("/people/views?sex=male", {"name": "乙"})
    with filling():
        ids = {view.name: view.id for view in db.session.query(SavedView).all()}
    office.get("/people/views")
    refused = office.post(f"/people/views/{ids['甲']}/rename", {"name": "乙"}, status=422)
    assert "已有名为“乙”的视图" in refused.said
    office.post(f"/people/views/{ids['甲']}/rename", {"name": "丙"})
    office.post(f"/people/views/{ids['甲']}/default", {"chosen": "1"})
    office.post(f"/people/views/{ids['乙']}/default", {"chosen": "1"})
    office.post(f"/people/views/{ids['甲']}/delete")
    page = office.get("/people/views")
    assert [row[0] for row in page.rows] == ["乙 默认"]
    office.post(f"/people/views/{ids['乙']}/default", {"chosen": "0"})
    assert office.get("/people").status == 200


def test_views_are_ones_own(office: PageClient, sign_in: SignIn, filling: Filling) -> None:
    office.get("/people")
    office.post("/people/views?sex=female", {"name": "女干部", "first": "1"})
    with filling():
        [view_id] = [view.id for view in db.session.query(SavedView).all()]
    other = sign_in("county_org_department", unit="青禾镇")
    assert "女干部" not in other.get("/people").said
    other.post(f"/people/views/{view_id}/delete", status=404)


def test_a_view_wants_a_name(office: PageClient) -> None:
    office.get("/people")
    office.post("/people/views?sex=female", {"name": "  "})
    assert "请填写视图名称" in office.get("/people").said


def test_a_number_looked_for_is_not_kept_in_a_view(office: PageClient, filling: Filling) -> None:
    office.get("/people")
    office.post("/people/views?match=abc&sex=female", {"name": "甲"})
    with filling():
        [view] = db.session.query(SavedView).all()
        assert view.filters == {"sex": ["female"]}


def test_the_list_asks_few_statements_with_every_column(office: PageClient) -> None:
    columns = "&".join(f"col={key}" for key in ("unit", "posts", "tags", "phone", "nationality", "note"))
    page = office.get(f"/people?{columns}&tag=退役军人&sex=male")
    assert len([one for one in page.statements if not one.startswith("BEGIN")]) <= 15
    assert names(page) == ["郝天成"]
