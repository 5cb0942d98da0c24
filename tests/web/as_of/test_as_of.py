"""One date in the address turns every page, and stays while the reader moves on."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import FormerPostTitle, Person, Post, Setting, Unit, UnitName, Vacancy
from talentpool.vocabulary import NameKind
from talentpool.web.as_of import is_marked
from talentpool.web.working_date import WORKING_DATE
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient

PAST = "2021-06-30"
BANNER = "正在查看 2021-06-30 的情况"


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town, which works at 2023-06-30."""
    with filling():
        add_small_town(db.session)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


@pytest.fixture
def ids(filling: Filling) -> dict[str, int]:
    """Ids of units and people by name."""
    with filling():
        rows = [*db.session.query(Unit).all(), *db.session.query(Person).all()]
        return {row.name: row.id for row in rows}


def dates_of(page: Page, path: str) -> set[str | None]:
    """The dates in the links of menu and rows to addresses of this form."""
    found = set()
    for link in [
        *page.all(".//nav//a[@href]"),
        *page.all(".//td//a[@href]"),
        *page.all(".//aside//a[@href]"),
    ]:
        parts = urlsplit(link.get("href") or "")
        if re.fullmatch(path, parts.path):
            found.add(parse_qs(parts.query).get("on", [None])[0])
    return found


FOLLOWING = ("/", "/units", "/people", "/posts", "/posts/vacancies", "/analysis", "/exports")


@pytest.mark.parametrize("url", FOLLOWING)
def test_every_dated_page_says_which_day_it_shows_and_keeps_it_in_its_links(
    office: PageClient, url: str
) -> None:
    page = office.get(f"{url}?on={PAST}")
    assert BANNER in page.said
    assert dates_of(page, "/(units|people|posts)(/[0-9]+)?") == {PAST}
    menu = [link.get("href") for link in page.all(".//nav[@id='menu']//li/a")]
    assert {
        f"/units?on={PAST}",
        f"/people?on={PAST}",
        f"/posts/vacancies?on={PAST}",
        f"/analysis?on={PAST}",
    } <= set(menu)


def test_the_working_date_has_no_banner(office: PageClient) -> None:
    for url in ("/units", "/units?on=2023-06-30"):
        assert "正在查看" not in office.get(url).said
    assert dates_of(office.get("/units"), "/units/[0-9]+") == {None}


def test_the_head_asks_for_a_day_and_keeps_the_filters(office: PageClient) -> None:
    page = office.get(f"/people?sex=female&page=1&on={PAST}")
    [form] = [one for one in page.all(".//header//form") if one.get("method") == "get"]
    assert form.get("action") == "/people"
    fields = {one.get("name"): one.get("value") for one in form.findall(".//input")}
    assert fields == {"sex": "female", "on": PAST}
    assert page.link("回到工作日期 2023-06-30") == "/people?sex=female"


def test_today_is_offered_where_the_office_works_at_another_day(office: PageClient) -> None:
    page = office.get("/units")
    [link] = [one for one in page.all(".//header//a") if "今天" in "".join(one.itertext())]
    assert (link.get("href") or "").startswith("/units?on=20")


def test_without_a_working_date_today_is_the_way_back(office: PageClient, filling: Filling) -> None:
    with filling():
        db.session.delete(db.session.query(Setting).filter_by(key=WORKING_DATE).one())
    assert office.get(f"/units?on={PAST}").link("回到今天") == "/units"


def test_pages_of_the_present_say_so_and_lead_on_to_the_day(office: PageClient) -> None:
    page = office.get(f"/intake?on={PAST}")
    assert "本页显示当前情况" in page.said
    assert BANNER not in page.said
    assert dates_of(page, "/people") == {PAST}


def test_forms_of_acts_end_the_view(office: PageClient, ids: dict[str, int]) -> None:
    page = office.get(f"/people/{ids['郝天成']}?on={PAST}")
    assert page.link("更正信息") == f"/people/{ids['郝天成']}/correct"


def test_the_search_of_the_head_keeps_the_day(office: PageClient) -> None:
    page = office.get(f"/units?on={PAST}")
    [form] = [one for one in page.all(".//form") if one.get("role") == "search"]
    answer = office.post(form.get("action") or "", {"q": "汪"})
    assert "on=2021-06-30" in answer.location


def test_strange_names_in_an_address_do_no_harm(office: PageClient) -> None:
    for url in ("/people?endpoint=x&_anchor=y&values=z", "/posts?slug=a&endpoint=b&on=2021-06-30"):
        assert office.get(url).status == 200


def test_a_day_that_cannot_be_read_is_refused_and_carried_nowhere(office: PageClient) -> None:
    assert "请写成 2023-06-30" in office.get("/people?on=yesterday", status=422).said


def test_units_are_shown_as_of_the_day(office: PageClient, filling: Filling) -> None:
    with filling():
        closed = db.session.query(Unit).filter_by(name="双河村").one()
        closed.closed_on = closed.closed_on or _month("2022-01")
    assert "双河村" in [row[0] for row in office.get(f"/units?on={PAST}").rows]
    assert "双河村" not in [row[0] for row in office.get("/units").rows]


def test_one_unit_shows_the_team_of_the_day(office: PageClient, ids: dict[str, int]) -> None:
    unit = ids["金竹村"]
    assert "吴老三" in [row[0] for row in office.get(f"/units/{unit}?on={PAST}").rows]
    now = [row for row in office.get(f"/units/{unit}").rows if row[0] == "吴老三"]
    assert now == [["吴老三", "村委会副主任", "2021.01", "2021.11", "辞职"]]


def test_people_hold_what_they_held_on_the_day(office: PageClient) -> None:
    then = {row[0]: row[2] for row in office.get(f"/people?on={PAST}").rows}
    now = {row[0]: row[2] for row in office.get("/people").rows}
    assert (then["吴老三"], now["吴老三"]) == ("村委会副主任", "无任职")
    assert "2021年1月以前未登记" in office.get(f"/people?on={PAST}").said


def test_somebody_was_no_member_before_he_joined(
    office: PageClient, filling: Filling, ids: dict[str, int]
) -> None:
    with filling():
        db.session.get_one(Person, ids["曾波"]).party_joined_on = _month("2022-07")
    then = {row[0]: row[7] for row in office.get(f"/people?on={PAST}").rows}
    assert (then["曾波"], then["郝天成"]) == ("未登记", "中共党员")
    members = [row[0] for row in office.get(f"/people?political=party_member&on={PAST}").rows]
    assert "曾波" not in members
    assert "曾波" in [row[0] for row in office.get("/people?political=party_member").rows]


def test_a_career_ends_at_the_day(office: PageClient, ids: dict[str, int]) -> None:
    url = f"/people/{ids['吴老三']}"
    assert "2021.01–2021.11" in office.get(url).said
    then = office.get(f"{url}?on={PAST}").said
    assert "2021.01– 金竹村" in then
    assert "2021.11" not in then.partition("变更记录")[0]


def test_posts_are_held_and_vacant_as_of_the_day(office: PageClient) -> None:
    then = {(row[0], row[1]): row[3] for row in office.get(f"/posts?on={PAST}").rows}
    now = {(row[0], row[1]): row[3] for row in office.get("/posts").rows}
    assert (then["金竹村", "村委会副主任"], now["金竹村", "村委会副主任"]) == ("吴老三", "无")


def test_vacancies_are_those_open_on_the_day(office: PageClient) -> None:
    assert "村委会副主任" not in " ".join(map(" ".join, office.get(f"/posts/vacancies?on={PAST}").rows))
    [row] = [row for row in office.get("/posts/vacancies?on=2022-06-30").rows if row[0] == "金竹村"]
    assert row[3] == "7"


def test_figures_are_those_of_the_day(office: PageClient) -> None:
    assert "村委会副主任自2021年11月空缺至今(原任辞职),已7个月" in office.get("/analysis?on=2022-06-30").said
    assert "村委会副主任自" not in office.get(f"/analysis?on={PAST}").said


def test_the_first_page_is_of_the_day(office: PageClient, filling: Filling) -> None:
    with filling():
        vacancy = db.session.query(Vacancy).one()
        assert vacancy.since == _month("2021-11")
    assert "截至2022-06-30" in office.get("/?on=2022-06-30").said
    assert "7个月" in office.get("/?on=2022-06-30").said
    assert "村委会副主任" not in office.get(f"/?on={PAST}").said


def test_an_export_begins_with_the_day(office: PageClient) -> None:
    page = office.get(f"/exports/roster?on={PAST}")
    assert [one.get("value") for one in page.all(".//input[@id='on']")] == [PAST]


def test_every_page_that_reads_the_day_of_the_address_is_marked(blank_app: Flask) -> None:
    marked = {endpoint for endpoint in blank_app.view_functions if is_marked(blank_app, endpoint)}
    assert {
        "home.show_home",
        "units.list_units",
        "units.show_unit",
        "people.list_people",
        "people.show_person",
        "posts.list_posts",
        "posts.list_vacancies",
        "analysis.show_structure",
        "analysis.compare_dates",
        "exports.take_export",
        "exports.take_list",
    } <= marked


def _month(text: str) -> object:
    from tests.factories import month

    return month(text)


@pytest.fixture
def renamed(filling: Filling, ids: dict[str, int]) -> None:
    """金竹村 was 老竹村, and its vacant post 副主任, until 2022."""
    with filling():
        post_id = db.session.scalars(select(Post.id).where(Post.title == "村委会副主任")).one()
        until = PartialDate(2022, 1)
        db.session.add(UnitName(unit_id=ids["金竹村"], name="老竹村", kind=NameKind.RENAMED, until_on=until))
        db.session.add(FormerPostTitle(post_id=post_id, title="副主任", until_on=until))


@pytest.mark.parametrize("path", ["/units", "/people", "/posts", "/posts/vacancies", "/analysis", "/"])
def test_a_renamed_unit_is_called_as_on_the_day_of_the_page(
    office: PageClient, renamed: None, path: str
) -> None:
    assert "金竹村" in office.get(path).said
    then = office.get(f"{path}?on=2021-12-31").said
    assert "老竹村" in then
    assert "金竹村" not in then


def test_the_pages_of_a_renamed_unit_and_its_people_too(
    office: PageClient, ids: dict[str, int], renamed: None
) -> None:
    unit, person = f"/units/{ids['金竹村']}", f"/people/{ids['郝天成']}"
    assert office.get(f"{unit}?on=2021-12-31").words(".//h1") == ["老竹村"]
    assert office.get(unit).words(".//h1") == ["金竹村"]
    [career] = office.get(f"{person}?on=2021-12-31").words(".//section[@id='career']")
    assert "老竹村 党支部书记" in career
    [career] = office.get(person).words(".//section[@id='career']")
    assert "金竹村 党支部书记" in career


def test_a_renamed_post_is_called_as_on_the_day_of_the_page(office: PageClient, renamed: None) -> None:
    for path in ("/posts/vacancies", "/posts"):
        then = [cell.split()[0] for row in office.get(f"{path}?on=2021-12-31").rows for cell in row if cell]
        assert ("副主任" in then, "村委会副主任" in then) == (True, False)
        now = [cell.split()[0] for row in office.get(path).rows for cell in row if cell]
        assert ("副主任" in now, "村委会副主任" in now) == (False, True)
