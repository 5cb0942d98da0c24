"""The pages on which a group judges and the office records what the Party committee decided."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import GradeCap, GradeRecord, MidtermRound, ScaleStep, Unit
from talentpool.vocabulary import ScaleKind
from tests.data.intake.midterm import midterm
from tests.data.intake.town import roster, row, take, units, village
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

pytestmark = pytest.mark.usefixtures("working_day")


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """Two villages in a round, nothing graded."""
    with filling():
        take(
            units(village(), village("金竹村")),
            roster(row("郭国文", "党总支书记、村委会主任"), row("钟文", "党支部书记", unit="金竹村")),
            midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
        )


def address(filling: Filling, unit: str = "") -> str:
    with filling():
        round_id = db.session.scalars(select(MidtermRound.id)).one()
        unit_id = db.session.scalar(select(Unit.id).where(Unit.name == unit))
    return f"/midterm/rounds/{round_id}" + (f"/units/{unit_id}" if unit else "") + "/grades"


def step_id(label: str) -> int:
    found = select(ScaleStep.id).where(ScaleStep.scale == ScaleKind.TEAM_GRADE, ScaleStep.label == label)
    return db.session.scalars(found).one()


def step(filling: Filling, label: str) -> str:
    with filling():
        return str(step_id(label))


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    return sign_in("township_office", unit="青禾镇", username="dangqunban")


@pytest.fixture
def head(sign_in: SignIn) -> PageClient:
    return sign_in("group_head", unit="云山村", username="zuzhang")


def judge(client: PageClient, filling: Filling, label: str) -> None:
    sent = {"step": step(filling, label), "judged_by": "第一工作组", "judged_on": "2023-06-25"}
    client.post(f"{address(filling, '云山村')}/team/judge", sent, status=302)


def hold(client: PageClient, filling: Filling) -> str:
    client.post(
        f"{address(filling).removesuffix('/grades')}/meetings/new",
        {"name": "第8次党委会", "held_on": "2023-06-28"},
        status=302,
    )
    form = client.get(f"{address(filling, '云山村')}/team/decide")
    return str(form.all(".//select[@name='meeting']/option")[0].get("value"))


def decide(
    client: PageClient,
    filling: Filling,
    label: str,
    *,
    reason: str = "",
    unit: str = "云山村",
    status: int = 302,
) -> str:
    path = f"{address(filling, unit)}/team/decide"
    form = client.get(path)
    versions = form.all(".//input[@name='version']")
    sent = {
        "step": step(filling, label),
        "meeting": str(form.all(".//select[@name='meeting']/option")[0].get("value")),
        "reason": reason,
        "version": str(versions[0].get("value") or ""),
    }
    answer = client.post(path, sent, status=status)
    return answer.said if status != 302 else answer.location


def test_the_head_of_a_group_judges_and_the_office_decides(
    head: PageClient, office: PageClient, filling: Filling
) -> None:
    judge(head, filling, "好")
    hold(office, filling)
    decide(office, filling, "好")
    page = office.get(address(filling, "云山村"))
    team = page.rows[0]
    assert team[4] == "好 第一工作组 2023-06-25"
    assert team[5] == "好 第8次党委会 2023-06-28"
    assert ["云山村", "—", "好", "好", "0", "0"] in office.get(address(filling)).rows


def test_a_group_may_not_decide_and_a_member_not_judge(
    head: PageClient, sign_in: SignIn, filling: Filling
) -> None:
    head.get(f"{address(filling, '云山村')}/team/decide", status=403)
    head.get(f"{address(filling, '金竹村')}/team/judge", status=404)
    member = sign_in("group_member", unit="云山村")
    member.get(f"{address(filling, '云山村')}/team/judge", status=403)
    assert "比例上限" not in member.get(address(filling)).said
    sign_in("village_staff", unit="云山村").get(address(filling, "云山村"), status=403)


def test_a_changed_decision_comes_back_until_a_reason_is_given(
    head: PageClient, office: PageClient, filling: Filling
) -> None:
    judge(head, filling, "好")
    hold(office, filling)
    assert "请写明调整理由" in decide(office, filling, "正常", status=422)
    decide(office, filling, "正常", reason="信访未结")
    assert "信访未结" in office.get(address(filling, "云山村")).said


def test_a_cap_is_shown_and_passed_with_a_reason_only(office: PageClient, filling: Filling) -> None:
    with filling():
        best = db.session.get_one(ScaleStep, step_id("好"))
        db.session.add(GradeCap(rule_set_id=best.rule_set_id, step_id=best.id, share=0.5))
    hold(office, filling)
    decide(office, filling, "好")
    assert "未超过 评定“好”的班子在2个中最多1个,现为1个" in office.get(address(filling)).said
    told = decide(office, filling, "好", unit="金竹村", status=422)
    assert "现为2个。确需如此的,请写明例外理由" in told
    decide(office, filling, "好", unit="金竹村", reason="受市级表彰")
    assert "超过 评定“好”的班子在2个中最多1个,现为2个" in office.get(address(filling)).said


def test_without_a_meeting_the_office_is_led_to_record_one(office: PageClient, filling: Filling) -> None:
    answer = office.get(f"{address(filling, '云山村')}/team/decide", status=302)
    assert answer.location.endswith("/meetings/new")
    assert office.get(f"{address(filling)}/adopt", status=302).location == answer.location


def test_whatever_was_judged_is_decided_in_one_act(
    head: PageClient, office: PageClient, filling: Filling
) -> None:
    judge(head, filling, "好")
    meeting = hold(office, filling)
    assert "已研判而未审定的有1项" in office.get(f"{address(filling)}/adopt").said
    office.post(f"{address(filling)}/adopt", {"meeting": meeting}, status=302)
    with filling():
        assert db.session.scalars(select(GradeRecord)).one().decided_step_id == step_id("好")
