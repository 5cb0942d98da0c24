"""The page of structure: figures, findings, matrix and gaps."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town."""
    with filling():
        add_small_town(db.session)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def tiles(page: Page) -> dict[str, str]:
    """Indicator → what its tile says."""
    found = {}
    for tile in page.all(".//div[@class='figure']"):
        [label] = tile.findall("./div[@class='figure-label']/span")
        [value] = tile.findall("./div[@class='figure-value']")
        found[label.text or ""] = " ".join("".join(value.itertext()).split())
    return found


def test_each_figure_stands_with_both_its_numbers(office: PageClient) -> None:
    assert tiles(office.get("/analysis")) == {
        "核定职数": "8个",
        "实有": "5人",
        "空缺": "3个",
        "缺职率": "37.5%3/8",
        "一肩挑率": "33.3%1/3",
        "交叉任职率": "40.0%2/5",
        "平均年龄": "40.0岁160/4",
        "35岁及以下": "1人1/5",
        "女性": "2人2/5",
        "大专及以上": "1人1/5",
        "中共党员": "4人4/5",
        "有缺项的单位": "2个2/3",
    }


def test_the_charts_say_their_finding(office: PageClient) -> None:
    titles = office.get("/analysis").words(".//figcaption")
    assert titles == [
        "平均40.0岁,35岁及以下1人,占20.0%",
        "36-45岁最多,2人;女性2人,共4人",
        "大专及以上1人,占20.0%",
        "已登记空缺职务1个,其中1个超过12个月",
        "8个职数空缺3个,在双河村、金竹村",
        "3个村(社区)中1个没有35岁及以下成员: 金竹村",
        "3个村(社区)班子都有女性成员",
        "3个村(社区)中1个没有大专及以上成员: 双河村",
        "金竹村班子年龄最大,平均42.3岁;双河村最小,平均33.0岁",
    ]


def test_the_matrix_shows_each_unit_beside_its_targets(office: PageClient) -> None:
    page = office.get("/analysis")
    [matrix] = [table for table in page.all(".//table") if "matrix" in (table.get("class") or "")]
    rows = [["".join(cell.itertext()).split() for cell in row] for row in matrix.findall("./tbody/tr")]
    bamboo = rows[2]
    assert bamboo[0] == ["金竹村"]
    assert bamboo[3] == ["未达标", "1"]
    assert bamboo[4] == ["未达标", "2", "3–7"]
    assert bamboo[5] == ["达标", "1", "≥1"]
    assert rows[0][4] == ["情况不明", "—", "5–9"]


def test_what_each_unit_lacks_stands_with_what_closes_it(office: PageClient) -> None:
    page = office.get("/analysis")
    lacks = {(row[0], row[1]): row[2] for row in page.rows if len(row) == 4}
    assert lacks["金竹村", "村委会现有2人,少于法定最少3人"] == "补选村委会副主任后村委会为3人,达到法定人数"
    assert ("双河村", "核定3职、实有1人,另有2个空缺未登记职务") in lacks


def test_figures_link_to_the_people_behind_them(office: PageClient) -> None:
    page = office.get("/analysis?on=2023-06-30")
    assert page.link("2") == "/people?body=two_committees&on=2023-06-30&sex=female"
    assert office.get("/people?body=two_committees&sex=female").rows


def test_a_type_narrows_every_figure(office: PageClient) -> None:
    page = office.get("/analysis?type=community")
    assert tiles(page)["核定职数"] == "—"
    assert tiles(page)["一肩挑率"] == "—"
    assert tiles(office.get("/analysis?type=village"))["一肩挑率"] == "50.0%1/2"


def test_before_anything_is_known_the_page_says_so(office: PageClient) -> None:
    page = office.get("/analysis?on=2020-12-31")
    assert "2021年1月以前的任职情况未登记" in page.said
    assert tiles(page)["核定职数"] == "—"


def test_nothing_of_other_units_enters_the_figures_of_village_staff(sign_in: SignIn) -> None:
    page = sign_in("village_staff", unit="金竹村").get("/analysis")
    assert tiles(page)["实有"] == "4人"
    assert "双河村" not in page.said


def test_without_units_the_page_says_what_to_do(sign_in: SignIn, office: PageClient) -> None:
    page = office.get("/analysis?township=999999")
    assert "没有符合条件的村社区" in page.said


def test_an_auditor_may_not_see_the_analysis(sign_in: SignIn) -> None:
    sign_in("auditor").get("/analysis", status=403)


def test_an_unreadable_date_is_told_with_the_way_out(office: PageClient) -> None:
    assert "请写成 2023-06-30" in office.get("/analysis?on=2023年", status=422).said


def test_many_units_are_listed_page_by_page_and_counted_as_a_whole(
    office: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talentpool.analysis.views.UNITS_SHOWN", 2)
    first, second = office.get("/analysis"), office.get("/analysis?page=2")
    units = ".//section[@id='matrix']//tbody/tr/td[1]"
    assert first.words(units) == ["青禾社区", "双河村"]
    assert second.words(units) == ["金竹村"]
    assert tiles(first) == tiles(second)
    assert first.words(".//figcaption") == second.words(".//figcaption")
    gaps = ".//section[@id='gaps']//tbody/tr/td[1]"
    assert set(first.words(gaps)) == {"双河村"}
    assert set(second.words(gaps)) == {"金竹村"}
    assert "共3个单位,本页第1–2" in first.said
