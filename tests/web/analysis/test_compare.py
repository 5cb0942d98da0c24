"""Two days compared on screen, and snapshots kept."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from talentpool.extensions import db
from talentpool.models import Person, Snapshot, Unit
from tests.factories.small_town import add_many_villages, add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient, words_of


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """The small town."""
    with filling():
        add_small_town(db.session)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def measures(page: Page) -> dict[str, list[str]]:
    """Indicator → then, now, difference."""
    return {row[0]: row[1:] for row in page.rows if len(row) in (4, 6)}


def test_each_indicator_stands_then_and_now(office: PageClient) -> None:
    page = office.get("/analysis/compare?against=2021-06-30&on=2023-06-30")
    assert measures(page)["空缺"] == ["2", "3", "+1"]
    assert measures(page)["缺职率"] == ["25.0%", "37.5%", "+12.5个百分点"]
    assert measures(page)["平均年龄"] == ["42.6", "40.0", "−2.6"]
    assert measures(page)["核定职数"] == ["8", "8", "0"]
    assert "2021-06-30: 花名册自2023-06-30起登记完整" in page.said


def test_what_changed_in_each_unit_is_told(office: PageClient) -> None:
    page = office.get("/analysis/compare?against=2021-06-30&on=2023-06-30")
    [row] = [row for row in page.rows if len(row) == 8]
    assert row == ["金竹村", "5 → 4", "0 → 1", "—", "吴老三(村委会副主任)", "—", "—", "村委会副主任"]
    assert "没有变化的单位: 青禾社区、双河村" in page.said


def test_the_other_way_round_entries_turn_into_departures(office: PageClient) -> None:
    page = office.get("/analysis/compare?against=2023-06-30&on=2021-06-30")
    [row] = [row for row in page.rows if len(row) == 8]
    assert row[3:5] == ["吴老三(村委会副主任)", "—"]
    assert row[6] == "村委会副主任"


def test_a_year_before_is_compared_unless_said(office: PageClient) -> None:
    page = office.get("/analysis/compare")
    assert "从2022-06-30到2023-06-30" in page.said
    assert "从2023-02-28到2024-02-29" in office.get("/analysis/compare?on=2024-02-29").said


def test_before_anything_is_known_the_difference_is_not_told(office: PageClient) -> None:
    page = office.get("/analysis/compare?against=2019-01-01")
    assert measures(page)["女性"] == ["不明", "2", "—"]


def test_an_unreadable_day_is_refused(office: PageClient) -> None:
    assert "请写成 2023-06-30" in office.get("/analysis/compare?against=gestern", status=422).said


def test_comparing_asks_the_same_however_many_units_there_are(office: PageClient, filling: Filling) -> None:
    few = office.get("/analysis/compare").statements
    with filling():
        town = db.session.query(Unit).filter_by(name="青禾镇").one()
        add_many_villages(db.session, town, units=30, people=3)
    many = office.get("/analysis/compare", most=16).statements
    assert len(few) == len(many)
    structure = office.get("/analysis", most=16).statements
    assert len(structure) <= 16


def keep(client: PageClient, name: str, *, query: str = "") -> Page:
    client.get("/analysis/snapshots")
    return client.post(f"/analysis/snapshots{query}", {"name": name})


def test_a_snapshot_is_made_listed_and_opened(office: PageClient) -> None:
    answer = keep(office, "上半年上报")
    page = office.get("/analysis/snapshots")
    assert page.rows[0][:6] == ["上半年上报", "2023-06-30", "青禾镇", "8", "5", "3"]
    opened = office.get(answer.location)
    assert "按现有登记重算,数字与快照相同" in opened.said
    assert measures(opened)["女性"] == ["2", "2", "0"]


def test_a_correction_shows_beside_the_snapshot(office: PageClient, filling: Filling) -> None:
    answer = keep(office, "上半年上报")
    with filling():
        db.session.query(Person).filter_by(name="汪雪敏").one().sex = None
    page = office.get(answer.location)
    assert measures(page)["女性"] == ["2", "1", "−1"]
    assert "保存之后登记信息有更正,2项数字与快照不同" in page.said
    [row] = [row for row in page.rows if row[0] == "金竹村"]
    assert row[5] == "1"


def test_a_snapshot_of_another_day_stands_beside_the_present(office: PageClient) -> None:
    answer = keep(office, "换届之后", query="?on=2021-06-30")
    page = office.get(answer.location.partition("?")[0])
    assert "截至2021-06-30" in page.said
    assert measures(page)["空缺"] == ["2", "2", "0", "3", "+1"]


def test_a_snapshot_is_taken_out_as_it_was_kept(office: PageClient, filling: Filling) -> None:
    answer = keep(office, "上半年上报")
    with filling():
        db.session.query(Person).filter_by(name="汪雪敏").one().sex = None
    page = office.get(answer.location)
    [form] = [one for one in page.all(".//form") if words_of(one) == "导出本表"]
    taken = office.post(form.get("action") or "", status=200)
    sheet = openpyxl.load_workbook(BytesIO(taken.response.data)).worksheets[1]
    lines = [row for row in sheet.iter_rows(values_only=True) if row[1] == "金竹村"]
    assert lines[0][6] == 1
    assert any("保存的统计快照" in str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_a_second_snapshot_of_one_name_is_refused(office: PageClient) -> None:
    office.get("/analysis/snapshots")
    office.post("/analysis/snapshots", {"name": "半年报"})
    page = office.post("/analysis/snapshots?on=2023-05-31", {"name": " 半年报 "}, status=422)
    assert "已有名为“半年报”的快照(截至2023-06-30),请换一个名称" in page.said
    assert len(office.get("/analysis/snapshots").rows) == 1


def test_a_snapshot_without_a_name_is_asked_for(office: PageClient) -> None:
    office.get("/analysis/snapshots")
    assert "请填写快照名称" in office.post("/analysis/snapshots", {"name": ""}, status=422).said


def test_village_staff_keep_none_and_see_none_of_the_town(office: PageClient, sign_in: SignIn) -> None:
    answer = keep(office, "上半年上报")
    clerk = sign_in("village_staff", unit="金竹村")
    assert clerk.get("/analysis/snapshots").rows == []
    clerk.get(answer.location, status=404)
    clerk.post("/analysis/snapshots", {"name": "x"}, status=403)


def test_a_comparison_is_taken_out_as_it_is_shown(office: PageClient) -> None:
    page = office.get("/analysis/compare?against=2021-06-30&on=2023-06-30")
    [form] = [one for one in page.all(".//form") if words_of(one) == "导出本表"]
    taken = office.post(form.get("action") or "", status=200)
    book = openpyxl.load_workbook(BytesIO(taken.response.data))
    assert book.sheetnames[1:] == ["两个日期对比", "指标对比"]
    rows = [row for row in book["两个日期对比"].iter_rows(values_only=True) if row[1] == "金竹村"]
    assert [list(row)[2:] for row in rows] == [
        [5, 4, 0, 1, None, "吴老三(村委会副主任)", None, None, "村委会副主任"]
    ]
    lines = {row[1]: row[2:] for row in book["指标对比"].iter_rows(values_only=True)}
    assert lines["缺职率"] == ("25.0%", "37.5%", "+12.5个百分点")
    told = "\n".join(str(row[0]) for row in book["两个日期对比"].iter_rows(values_only=True))
    assert "对比:2021-06-30与2023-06-30" in told
    assert "没有变化的单位:青禾社区、双河村" in told


def charts(page: Page) -> list[str]:
    """Headings of the sections with a chart."""
    return [words_of(one) for one in page.all(".//figure//figcaption[@class='chart-title']")]


def test_a_snapshot_shows_the_charts_of_what_was_counted(office: PageClient, filling: Filling) -> None:
    shown = charts(office.get("/analysis"))
    assert len(shown) == 9
    answer = keep(office, "上半年上报")
    with filling():
        db.session.query(Person).filter_by(name="汪雪敏").one().sex = None
    page = office.get(answer.location)
    assert charts(page) == shown
    assert charts(office.get("/analysis")) != shown


def test_a_snapshot_that_kept_no_groups_says_what_cannot_be_drawn(
    office: PageClient, filling: Filling
) -> None:
    answer = keep(office, "上半年上报")
    with filling():
        snapshot = db.session.query(Snapshot).one()
        snapshot.figures = {key: kept for key, kept in snapshot.figures.items() if key != "groups"}
    page = office.get(answer.location)
    assert len(charts(page)) == 7
    assert "这份快照保存时没有记下性别和学历的分布" in page.said
