"""The list of units and one unit, as the office sees them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.models import SeatStatement, Unit
from tests.factories.small_town import add_many_villages, add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient

MOST_OWN_STATEMENTS = 12
FRAME = ("login_session", "role_grant", "FROM setting", "UPDATE login", "BEGIN")
"""What every page reads: who is signed in, and the working date."""


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town."""
    with filling():
        add_small_town(db.session)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def unit_id(app: Flask, name: str) -> int:
    """The id of a unit."""
    with app.app_context():
        return db.session.scalars(select(Unit.id).where(Unit.name == name)).one()


def own_statements(page: Page) -> list[str]:
    """The statements of the page itself, without those of the frame."""
    return [one for one in page.statements if not any(word in one for word in FRAME)]


def test_the_list_shows_the_units_in_office_order_with_the_totals(office: PageClient) -> None:
    page = office.get("/units")
    assert [row[0].split()[0] for row in page.rows] == ["青禾社区", "双河村", "金竹村"]
    assert "3个村(社区),8个职数,3个空缺,截至2023-06-30" in page.said
    [community, _river, bamboo] = page.rows
    assert bamboo[1:11] == ["村", "519901101209", "党支部", "49", "402", "1260", "5", "4", "1", "于志显"]
    assert bamboo[12] == "3项"
    assert community[7:10] == ["未登记", "未登记", "未登记"]
    assert community[12] == "情况不明"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=上河", ["双河村"]),
        ("q=519901101209", ["金竹村"]),
        ("type=community", ["青禾社区"]),
        ("attention=vacant", ["双河村", "金竹村"]),
        ("attention=gaps&q=金竹", ["金竹村"]),
        ("type=nonsense&attention=other&township=abc", ["青禾社区", "双河村", "金竹村"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(office: PageClient, query: str, names: list[str]) -> None:
    page = office.get(f"/units?{query}")
    assert [row[0].split()[0] for row in page.rows] == names


def test_a_search_that_finds_nothing_says_so_and_offers_to_clear(office: PageClient) -> None:
    page = office.get("/units?q=无此村")
    assert "没有符合条件的村社区" in page.said
    assert page.link("清除筛选") == "/units"


def test_a_unit_shows_its_team_by_person_in_office_order(office: PageClient, blank_app: Flask) -> None:
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}")
    team = page.rows[:4]
    assert [row[:2] for row in team] == [
        ["郝天成 一肩挑", "党支部书记、村委会主任"],
        ["曾波", "党支部副书记"],
        ["汪雪敏 交叉任职", "党支部委员、村委会委员"],
        ["曹新庆", "党支部委员"],
    ]
    assert team[0][2:] == ["男", "51", "高中", "中共党员", "2021.01"]
    assert team[3][3] == "未登记"
    assert "核定5职,“两委”实有4人,空缺1个,截至2023-06-30" in page.said


def test_the_supervision_committee_and_other_posts_stand_apart(office: PageClient, blank_app: Flask) -> None:
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}")
    sections = {section.get("id"): section for section in page.all(".//section[@id]")}
    assert "崔德" not in "".join(sections["team"].itertext())
    assert "崔德" in "".join(sections["supervision"].itertext())
    others = "".join(sections["others"].itertext())
    assert "汪雪敏" in others
    assert "文书" in others


def test_a_unit_tells_what_is_vacant_and_what_closes_the_gaps(office: PageClient, blank_app: Flask) -> None:
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}")
    assert ["村委会副主任", "2021.11", "19", "原任辞职", "2023年12月前补选"] in page.rows
    targets = [row[:4] for row in page.rows if len(row) == 5]
    assert ["职数", "4", "核定5职", "未达标"] in targets
    assert ["女性", "1", "不少于1人", "达标"] in targets
    assert ["35岁及以下", "0", "不少于1人", "未达标"] in targets
    assert ["村(居)委会成员", "2", "不少于3人", "未达标"] in targets
    assert ["村(居)委会成员", "2", "不多于7人", "达标"] in targets
    assert "补选村委会副主任后村委会为3人,达到法定人数" in page.said


def test_a_unit_on_an_earlier_day_shows_who_held_then_and_what_is_not_known(
    office: PageClient, blank_app: Flask
) -> None:
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}?on=2021-06-30")
    assert "吴老三" in [row[0] for row in page.rows]
    assert "花名册自2023-06-30起登记完整" in page.said
    earlier = office.get(f"/units/{unit_id(blank_app, '金竹村')}?on=2020-12-31")
    assert "2021年1月以前的任职情况未登记" in earlier.said
    assert "郝天成" not in " ".join(cell for row in earlier.rows[:1] for cell in row[:1])


def test_who_left_stands_among_the_former_holders(office: PageClient, blank_app: Flask) -> None:
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}")
    assert ["吴老三", "村委会副主任", "2021.01", "2021.11", "辞职"] in page.rows


def test_a_unit_tells_its_history_in_the_clerks_words(
    office: PageClient, blank_app: Flask, filling: Filling
) -> None:
    with filling(), action("更正信息"):
        db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one().code = "519901101299"
        db.session.flush()
    page = office.get(f"/units/{unit_id(blank_app, '金竹村')}")
    changes = [row for row in page.rows if "更正信息" in row]
    assert [row[2:4] for row in changes] == [["单位", "区划代码 519901101209 → 519901101299"]]


def test_an_unreadable_date_is_told_with_the_way_out(office: PageClient, blank_app: Flask) -> None:
    for url in ("/units?on=昨天", f"/units/{unit_id(blank_app, '金竹村')}?on=2023-02-30"):
        assert "请写成 2023-06-30" in office.get(url, status=422).said


def test_village_staff_see_their_village_and_no_other(sign_in: SignIn, blank_app: Flask) -> None:
    staff = sign_in("village_staff", unit="金竹村")
    assert [row[0].split()[0] for row in staff.get("/units").rows] == ["金竹村"]
    assert [row[0].split()[0] for row in staff.get("/units?q=河村").rows] == []
    staff.get(f"/units/{unit_id(blank_app, '双河村')}", status=404)
    staff.get("/units/999999", status=404)


def test_an_auditor_may_not_see_units(sign_in: SignIn) -> None:
    sign_in("auditor").get("/units", status=403)


def test_the_township_leads_to_the_list_of_its_units(office: PageClient, blank_app: Flask) -> None:
    township = unit_id(blank_app, "青禾镇")
    page = office.get(f"/units/{township}", status=302)
    assert page.location == f"/units?township={township}"


def test_neither_page_asks_more_of_the_database_for_more_units(
    office: PageClient, blank_app: Flask, filling: Filling
) -> None:
    url = f"/units/{unit_id(blank_app, '金竹村')}"
    few = [len(own_statements(office.get(one))) for one in ("/units", url)]
    with filling():
        town = db.session.scalars(select(Unit).where(Unit.name == "青禾镇")).one()
        add_many_villages(db.session, town, units=20, people=6)
    many = [len(own_statements(office.get(one))) for one in ("/units", url)]
    assert many == few
    assert max(many) <= MOST_OWN_STATEMENTS


def test_more_people_than_seats_are_called_so(office: PageClient, filling: Filling) -> None:
    with filling():
        unit = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
        for seats in db.session.scalars(select(SeatStatement).where(SeatStatement.unit_id == unit.id)):
            seats.authorised = 1
        number = unit.id
    said = office.get(f"/units/{number}?on=2023-06-30").said
    assert "空缺-" not in said
    assert "超配" in said
