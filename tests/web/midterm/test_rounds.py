"""The pages of a mid-term analysis, and its reports as files."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import JournalEntry, MidtermRound, Unit
from tests.data.intake.midterm import midterm
from tests.data.intake.town import ledger, roster, row, take, units, village
from tests.unit.files.official.reports import part
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """Two villages with a round: totals, ballots, grades, a finding, a vacancy."""
    with filling():
        take(
            units(village(), village("金竹村", 党组织形式="党支部")),
            roster(row("郭国文", "党总支书记、村委会主任"), row("钟文", "党支部书记", unit="金竹村")),
            ledger(
                {
                    "村(社区)": "金竹村",
                    "核定职数": "5",
                    "实有人数": "1",
                    "空缺数": "4",
                    "空缺职务": "村委会副主任",
                    "空缺时间": "2021.11",
                }
            ),
            midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
            midterm("班子测评", {"应到人数": "50", "参加人数": "40", "好": "30", "较好": "10"}),
            midterm("成员测评", {"姓名": "郭国文", "收回票数": "40", "优秀": "36", "不称职": "4"}),
            midterm("评定结果", {"班子评定等次": "好"}),
            midterm(
                "问题整改台账",
                {"问题类别": "党建工作", "问题描述": "党员教育不够。", "整改时限": "2023.09.30"},
            ),
        )


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    """A browser of the township's office."""
    return sign_in("township_office", unit="青禾镇")


def address(filling: Filling, unit: str = "") -> str:
    with filling():
        round_id = db.session.scalars(select(MidtermRound.id)).one()
        unit_id = db.session.scalar(select(Unit.id).where(Unit.name == unit))
    return f"/midterm/rounds/{round_id}" + (f"/units/{unit_id}" if unit else "")


def test_the_list_leads_to_the_round(office: PageClient, filling: Filling) -> None:
    page = office.get("/midterm", most=15)
    assert page.rows[0][:4] == ["2023年届中分析", "青禾镇", "2023-06-30", "2"]
    assert page.link("2023年届中分析") == address(filling)


def test_a_round_shows_every_unit_with_its_ballots_grade_and_findings(
    office: PageClient, filling: Filling
) -> None:
    page = office.get(address(filling), most=40)
    rows = {line[0]: line[1:] for line in page.rows if len(line) == 11}
    assert rows["云山村"] == ["24", "—", "80.0%", "75.0%", "好", "未评定", "1", "0", "1", "0(0)"]
    assert rows["金竹村"] == ["14", "—", "—", "—", "未评定", "未评定", "0", "0", "2", "0(0)"]
    assert "38" in page.said


def test_a_unit_shows_side_by_side_what_is_on_file_and_what_is_only_proposed(
    office: PageClient, filling: Filling
) -> None:
    page = office.get(address(filling, "金竹村"), most=45)
    assert "村委会副主任自2021年11月空缺至今" in page.said
    assert "系统拟提,待确认" in page.said
    told = office.get(address(filling, "云山村"), most=45)
    assert ["郭国文", "党总支书记、村委会主任", "40", "90.0%", "10.0%", "未评定"] in told.rows
    assert "应到50人,参加40人,收回40票: 好 30 · 较好 10 · 一般 0 · 较差 0" in told.said
    assert "党员教育不够。" in told.said


def test_the_reports_leave_as_word_and_are_on_record(office: PageClient, filling: Filling) -> None:
    town = office.post(f"{address(filling)}/report", status=200)
    unit = office.post(f"{address(filling, '金竹村')}/report", status=200)
    assert "青禾镇结合实际" in part(town.response.data)
    assert "村委会副主任自2021年11月空缺至今" in part(unit.response.data)
    with filling():
        notes = select(JournalEntry.subject).where(JournalEntry.event == "导出").order_by(JournalEntry.id)
        assert db.session.scalars(notes).all() == [
            "届中分析报告:青禾镇2023年届中分析",
            "届中分析报告:青禾镇2023年届中分析 金竹村",
        ]


def test_village_staff_see_nothing_of_it(sign_in: SignIn, filling: Filling) -> None:
    village_staff = sign_in("village_staff", unit="金竹村")
    for path in ("/midterm", address(filling), address(filling, "金竹村")):
        village_staff.get(path, status=403)


def test_a_group_member_sees_the_units_within_reach_alone(sign_in: SignIn, filling: Filling) -> None:
    member = sign_in("group_member", unit="金竹村")
    page = member.get(address(filling))
    assert "金竹村" in page.said
    assert "云山村" not in page.said
    member.get(address(filling, "云山村"), status=404)


def test_of_another_township_s_round_nothing_is_told(sign_in: SignIn, filling: Filling) -> None:
    with filling():
        db.session.add(Unit(name="邻镇", unit_type="township", path="/999/"))
    other = sign_in("township_office", unit="邻镇")
    assert "还没有届中分析" in other.get("/midterm").said
    other.get(address(filling), status=404)
