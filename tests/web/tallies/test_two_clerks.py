"""The pages on which two clerks enter the ballots of one unit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import MidtermRound, Person, ScaleStep, Unit
from talentpool.vocabulary import ScaleKind
from tests.data.intake.midterm import midterm
from tests.data.intake.town import roster, row, take, units, village
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


@pytest.fixture(autouse=True)
def town(filling: Filling) -> None:
    """Two villages in a round, nothing entered."""
    with filling():
        take(
            units(village(), village("金竹村")),
            roster(
                row("郭国文", "党总支书记、村委会主任"),
                row("廖梅玉", "村委会委员"),
                row("钟文", "党支部书记", unit="金竹村"),
            ),
            midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
        )


def address(filling: Filling, unit: str = "云山村") -> str:
    with filling():
        round_id = db.session.scalars(select(MidtermRound.id)).one()
        unit_id = db.session.scalar(select(Unit.id).where(Unit.name == unit))
    return f"/midterm/rounds/{round_id}/units/{unit_id}/tallies"


def of_person(filling: Filling, name: str) -> int:
    with filling():
        return db.session.scalars(select(Person.id).where(Person.name == name)).one()


def ballots(
    filling: Filling, scale: ScaleKind, *votes: int, due: int = 50, present: int = 40
) -> dict[str, str]:
    with filling():
        steps = db.session.scalars(
            select(ScaleStep.id).where(ScaleStep.scale == scale).order_by(ScaleStep.position)
        ).all()
    told = {f"votes_overall_{step}": str(number) for step, number in zip(steps, votes, strict=True)}
    return {"due": str(due), "present": str(present), "returned": str(sum(votes)), **told}


def of_team(filling: Filling, *votes: int) -> dict[str, str]:
    return ballots(filling, ScaleKind.TEAM_BALLOT, *votes)


@pytest.fixture
def office(sign_in: SignIn) -> PageClient:
    return sign_in("township_office", unit="青禾镇", username="dangqunban")


@pytest.fixture
def member(sign_in: SignIn) -> PageClient:
    return sign_in("group_member", unit="云山村", username="chengyuan")


def test_the_second_clerk_sees_nothing_of_the_first_until_both_have_entered(
    office: PageClient, member: PageClient, filling: Filling
) -> None:
    place = address(filling)
    answer = office.post(f"{place}/team", of_team(filling, 31, 7, 1, 1, 0), status=302)
    assert answer.location == place
    listed = member.get(place)
    assert ["班子", "—", "已录入1份", "录入 班子"] in listed.rows
    form = member.get(f"{place}/team")
    assert form.all(".//input[@name='returned']")[0].get("value") in ("", None)
    tally = member.get("/midterm/tallies/1")
    assert "在第二人录入之前,不显示已录入的数字" in tally.said
    assert "31" not in tally.said


def test_differences_are_shown_cell_by_cell_and_a_correction_settles_them(
    office: PageClient, member: PageClient, filling: Filling
) -> None:
    place = address(filling)
    office.post(f"{place}/team", of_team(filling, 31, 7, 1, 1, 0), status=302)
    answer = member.post(f"{place}/team", of_team(filling, 30, 8, 1, 1, 0), status=302)
    compared = member.get(answer.location)
    assert [line[1:] for line in compared.rows if line[0].startswith("“")] == [["31", "30"], ["7", "8"]]
    member.post(f"{place}/team", of_team(filling, 31, 7, 1, 1, 0), status=302)
    on_file = member.get(answer.location)
    assert "应到50人,参加40人,收回40票,参加率 80.0%" in on_file.said
    assert ["总体评价", "31 77.5%", "7 17.5%", "1 2.5%", "1 2.5%", "0 0.0%"] in on_file.rows
    assert "没有达到规则中的提示线" in on_file.said


def test_warnings_at_the_thresholds_are_shown_as_evidence(
    office: PageClient, member: PageClient, filling: Filling
) -> None:
    person = of_person(filling, "廖梅玉")
    for clerk in (office, member):
        sent = ballots(filling, ScaleKind.MEMBER_BALLOT, 10, 10, 0, 20, 0)
        clerk.post(f"{address(filling)}/members/{person}", sent, status=302)
    told = office.get("/midterm/tallies/1").said
    assert "“不称职”票达到三分之一,应核实原因 (50.0%)" in told
    assert "“不称职”票达到半数 (50.0%)" in told
    assert "提示只作研判参考,不据此自动确定等次。" in told


def test_numbers_that_cannot_be_come_back_with_the_form(office: PageClient, filling: Filling) -> None:
    sent = of_team(filling, 41, 0, 0, 0, 0)
    refused = office.post(f"{address(filling)}/team", sent, status=422)
    assert "收回票数41多于参加人数40,请核对" in refused.said
    empty = office.post(f"{address(filling)}/team", {}, status=422)
    assert "请填写收回票数" in empty.said


def test_a_settled_tally_is_reopened_with_a_reason(
    office: PageClient, member: PageClient, filling: Filling
) -> None:
    for clerk in (office, member):
        clerk.post(f"{address(filling)}/team", of_team(filling, 31, 7, 1, 1, 0), status=302)
    form = office.get("/midterm/tallies/1/reopen")
    version = str(form.one(".//input[@name='version']").get("value"))
    assert "请填写退回原因" in office.post("/midterm/tallies/1/reopen", {"version": version}, status=422).said
    office.post("/midterm/tallies/1/reopen", {"version": version, "reason": "漏计一张"}, status=302)
    assert "待更正" in office.get(address(filling)).said


def test_a_member_of_another_unit_s_group_and_village_staff_do_not_get_in(
    sign_in: SignIn, member: PageClient, filling: Filling
) -> None:
    member.get(address(filling, "金竹村"), status=404)
    member.get(f"{address(filling)}/members/{of_person(filling, '钟文')}", status=404)
    staff = sign_in("village_staff", unit="云山村")
    staff.get(address(filling), status=403)
    staff.get(f"{address(filling)}/team", status=403)


def test_the_round_leads_to_the_units_and_tells_how_far_they_are(
    office: PageClient, member: PageClient, filling: Filling
) -> None:
    office.post(f"{address(filling)}/team", of_team(filling, 31, 7, 1, 1, 0), status=302)
    shown = office.get(address(filling).split("/units/", maxsplit=1)[0] + "/tallies")
    assert shown.rows[:2] == [["云山村", "0", "1", "0"], ["金竹村", "0", "0", "0"]]
