"""The ledger of vacancies and the list of posts."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Vacancy
from talentpool.vocabulary import VacancyOutcome
from tests.factories import month
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town."""
    with filling():
        add_small_town(db.session)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def test_a_vacancy_tells_since_when_why_and_what_is_planned(office: PageClient) -> None:
    page = office.get("/posts/vacancies")
    assert page.rows[0] == [
        "金竹村",
        "村委会副主任 选举产生",
        "2021.11",
        "19",
        "原任辞职",
        "2023年12月前补选",
        "未登记",
        "未登记",
    ]
    assert "核定8职,空缺3个(缺职率37.5%),已登记空缺职务1个,截至2023-06-30" in page.said
    assert "第十九条" in page.said


def test_units_with_vacant_seats_that_nobody_named_are_listed(office: PageClient) -> None:
    page = office.get("/posts/vacancies")
    [row] = [row for row in page.rows if row[0] == "双河村"]
    assert row[1:5] == ["3", "1", "0", "2"]


def test_before_the_vacancy_opened_it_is_not_listed(office: PageClient) -> None:
    page = office.get("/posts/vacancies?on=2021-06-30")
    assert not [row for row in page.rows if row[1].startswith("村委会副主任")]


def test_an_empty_ledger_says_why(office: PageClient, filling: Filling) -> None:
    narrowed = office.get("/posts/vacancies?body=party")
    assert "没有符合条件的空缺职务" in narrowed.said
    assert "没有登记,不" not in narrowed.said
    unknown = office.get("/posts/vacancies?on=2020-06-30")
    assert "这一天的核定职数和空缺没有登记" in unknown.said
    with filling():
        vacancy = db.session.scalars(select(Vacancy)).one()
        vacancy.closed_on, vacancy.outcome = month("2023-01"), VacancyOutcome.FILLED
    assert "没有登记空缺职务" in office.get("/posts/vacancies").said


def test_every_post_is_listed_with_who_holds_it(office: PageClient) -> None:
    page = office.get("/posts")
    seats = [(row[0], row[1], row[3], row[4]) for row in page.rows]
    assert seats[:2] == [
        ("双河村", "党支部书记", "方大河", "在任"),
        ("金竹村", "党支部书记", "郝天成", "在任"),
    ]
    assert ("金竹村", "村委会副主任", "无", "空缺 原任辞职") in seats
    assert len([seat for seat in seats if seat[1] == "党支部委员"]) == 2


@pytest.mark.parametrize(
    ("query", "posts"),
    [
        ("state=vacant", ["村委会副主任"]),
        ("q=曾波", ["党支部副书记"]),
        ("body=supervision", ["村务监督委员会主任"]),
        ("state=unstated&on=2020-06-30&q=文书", ["文书"]),
        ("q=%25", []),
    ],
)
def test_the_list_of_posts_is_narrowed_by_its_address(
    office: PageClient, query: str, posts: list[str]
) -> None:
    assert [row[1] for row in office.get(f"/posts?{query}").rows] == posts


def test_village_staff_see_the_posts_of_their_village_only(sign_in: SignIn, blank_app: Flask) -> None:
    staff = sign_in("village_staff", unit="双河村")
    assert {row[0] for row in staff.get("/posts").rows} == {"双河村"}
    assert [row[0] for row in staff.get("/posts/vacancies").rows] == ["双河村"]


def test_an_administrator_of_accounts_may_not_see_posts(sign_in: SignIn) -> None:
    browser = sign_in("system_administrator")
    browser.get("/posts", status=403)
    browser.get("/posts/vacancies", status=403)


def test_an_unreadable_date_is_told_with_the_way_out(office: PageClient) -> None:
    assert "请写成 2023-06-30" in office.get("/posts/vacancies?on=abc", status=422).said
