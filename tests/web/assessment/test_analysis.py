"""The page of one unit's analysis."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import MidtermRound, Unit
from tests.data.intake.midterm import midterm
from tests.data.intake.town import roster, row, take, units, village
from tests.web.conftest import Filling, SignIn


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """Two villages in a round, the ballots of one on file."""
    with filling():
        take(
            units(village(), village("金竹村")),
            roster(row("郭国文", "党总支书记、村委会主任"), row("钟文", "党支部书记", unit="金竹村")),
            midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
            midterm("班子测评", {"应到人数": "50", "参加人数": "40", "好": "30", "较好": "10"}),
            midterm("成员测评", {"姓名": "郭国文", "收回票数": "40", "优秀": "20", "不称职": "20"}),
        )


def address(filling: Filling, unit: str = "云山村") -> str:
    with filling():
        round_id = db.session.scalars(select(MidtermRound.id)).one()
        unit_id = db.session.scalar(select(Unit.id).where(Unit.name == unit))
    return f"/midterm/rounds/{round_id}/units/{unit_id}"


def test_the_score_is_computed_by_an_act_and_shown_with_its_weights(
    sign_in: SignIn, filling: Filling
) -> None:
    office = sign_in("township_office", unit="青禾镇")
    path = address(filling)
    assert "尚未测算得分" in office.get(f"{path}/analysis", most=30).said
    office.post(f"{path}/propose", status=302)
    page = office.get(f"{path}/analysis", most=30)
    ballot = next(line for line in page.rows if line[0] == "民主测评")
    assert ballot == ["民主测评", "95.0", "40", "38.00", "40票(份)按各档分值平均,弃权不计"]
    missing = next(line for line in page.rows if line[0] == "满意度")
    assert missing == ["满意度", "缺", "10", "—", "没有满意度测评"]
    assert "在已测算的1个班子中排第1" in page.said
    assert "“不称职”票达到半数 (50.0%)" in page.said


def test_all_units_are_scored_from_the_page_of_the_round(sign_in: SignIn, filling: Filling) -> None:
    office = sign_in("township_office", unit="青禾镇")
    round_ = address(filling).split("/units/", maxsplit=1)[0]
    assert office.post(f"{round_}/propose", status=302).location == f"{round_}/grades"
    assert "已测算4项得分" in office.get(f"{round_}/grades").said


def test_a_group_member_reads_the_analysis_of_the_own_units_and_computes_nothing(
    sign_in: SignIn, filling: Filling
) -> None:
    member = sign_in("group_member", unit="云山村")
    assert "测算得分" not in member.get(f"{address(filling)}/analysis").words(".//button")
    member.post(f"{address(filling)}/propose", status=403)
    member.get(f"{address(filling, '金竹村')}/analysis", status=404)
    sign_in("village_staff", unit="云山村").get(f"{address(filling)}/analysis", status=403)
