"""The office pairs mentors and reserves, sees who waits, and ends pairs with their result."""

from __future__ import annotations

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import GuidanceLog, KinTie, Pairing
from talentpool.vocabulary import Kinship
from tests.web.conftest import Filling, SignIn

MOST = 15


def test_the_overview_counts_each_unit_and_tells_of_what(ids: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(unit="青禾镇").get("/mentorship", most=MOST)
    assert "3名在库人员中2人有导师,2对结对中0对逾期,截至2023-06-30" in page.said
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["金竹村"] == ["2", "1", "50.0%", "1", "0", "1", "1.0"]
    assert rows["双河村"] == ["1", "1", "100.0%", "1", "0", "1", "1.0"]
    assert "66.7%" in page.said


def test_the_overview_looks_back_at_an_earlier_day(ids: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(unit="青禾镇").get("/mentorship?on=2022-03-15")
    assert "3名在库人员中0人有导师" in page.said


def test_every_list_is_within_reach_and_few_statements(ids: dict[str, int], sign_in: SignIn) -> None:
    client = sign_in("village_staff", unit="金竹村")
    for address in ("pairs", "pairs?state=all", "logs", "mentors", "without-mentor"):
        page = client.get(f"/mentorship/{address}", most=MOST)
        assert "孙一" not in page.said, address
        assert "双河的事" not in page.said, address
    client.get(f"/mentorship/pairs/{ids['foreign']}", status=404)
    client.get("/mentorship/kin", status=403)
    client.get(f"/mentorship/assign/{ids['alone']}", status=403)


def test_a_reserve_gets_a_mentor(ids: dict[str, int], sign_in: SignIn, filling: Filling) -> None:
    client = sign_in(unit="青禾镇")
    page = client.get("/mentorship/without-mentor")
    assert [row[1] for row in page.rows] == ["田小禾"]
    address = page.link("金竹村")
    client.get(address)
    found = client.post(address, {"words": "郝天", "started_on": "2023.06", "find": "1"}, status=200)
    assert "郝天成" in found.said
    answer = client.post(
        address,
        {"words": "郝天成", "person": ids["mentor"], "started_on": "2023.06", "goals": "一年内能任职"},
    )
    shown = client.get(answer.location)
    assert "郝天成与田小禾已结对" in shown.said
    assert "一年内能任职" in shown.said
    assert "金竹村党支部书记、村委会主任" in shown.said
    again = client.post(
        address, {"words": "郝天成", "person": ids["mentor"], "started_on": "2023.06"}, status=422
    )
    assert "不必重复登记" in again.said


def test_kin_are_refused_with_the_reason(ids: dict[str, int], sign_in: SignIn, filling: Filling) -> None:
    with filling():
        first, second = sorted((ids["mentor"], ids["alone"]))
        db.session.add(KinTie(first_id=first, second_id=second, kinship=Kinship.LINEAL))
    client = sign_in(unit="青禾镇")
    address = f"/mentorship/assign/{ids['alone']}"
    client.get(address)
    page = client.post(
        address,
        {"words": "郝天成", "person": ids["mentor"], "started_on": "2023.06", "goals": "留着"},
        status=422,
    )
    assert "郝天成与田小禾登记为直系血亲,应当回避,请另选导师" in page.said
    assert page.one(".//textarea[@name='goals']").text.strip() == "留着"
    listed = client.get("/mentorship/kin")
    assert listed.rows[0][2] == "直系血亲"
    with filling():
        tie = db.session.scalars(select(KinTie)).one().id
    client.post(f"/mentorship/kin/{tie}/drop")
    assert "还没有登记亲属关系" in client.get("/mentorship/kin").said


def test_kin_are_stated_from_a_person(ids: dict[str, int], sign_in: SignIn) -> None:
    client = sign_in(unit="青禾镇")
    address = f"/mentorship/kin/new/{ids['alone']}"
    client.get(address)
    client.post(address, {"words": "郝天成", "person": ids["mentor"], "kinship": "spouse"})
    assert "夫妻" in client.get("/mentorship/kin").said


def test_a_mentor_has_a_limit_of_his_own(ids: dict[str, int], sign_in: SignIn) -> None:
    client = sign_in(unit="青禾镇")
    address = f"/mentorship/mentors/{ids['mentor']}/capacity"
    page = client.get(address)
    assert "现帮带1人,统一设置为每名导师最多5人" in page.said
    client.post(address, {"at_most": "1"})
    rows = {row[0]: row[2:] for row in client.get("/mentorship/mentors").rows}
    assert rows["郝天成"] == ["1", "1"]
    assign = f"/mentorship/assign/{ids['alone']}"
    client.get(assign)
    sent = {"words": "郝天成", "person": ids["mentor"], "started_on": "2023.06"}
    asked = client.post(assign, sent, status=422)
    assert "郝天成已帮带1人,达到上限1人" in asked.said
    client.post(assign, {**sent, "confirmed": "y"})


def test_a_pair_is_corrected_and_closed_with_its_result(
    ids: dict[str, int], sign_in: SignIn, filling: Filling
) -> None:
    client = sign_in(unit="青禾镇")
    pair = f"/mentorship/pairs/{ids['pair']}"
    client.get(f"{pair}/correct")
    client.post(
        f"{pair}/correct", {"version": "1", "started_on": "2022.05", "due_on": "2024.05", "plan": "每月一谈"}
    )
    assert "2024.05" in client.get(pair).said
    client.get(f"{pair}/close")
    refused = client.post(
        f"{pair}/close",
        {"version": "2", "ended_on": "2023.01", "reason": "achieved", "result": "好"},
        status=422,
    )
    assert "解除时间早于最近一次帮带" in refused.said
    client.post(
        f"{pair}/close", {"version": "2", "ended_on": "2023.06", "reason": "achieved", "result": "能独立主持"}
    )
    page = client.get(pair)
    assert "已解除(达到培养目标)" in client.get("/mentorship/pairs?state=all").said
    assert "能独立主持" in page.said
    assert "登记帮带" not in page.words(".//a")
    with filling():
        assert db.session.get(Pairing, ids["pair"]).result == "能独立主持"  # type: ignore[union-attr]


def test_the_office_records_a_meeting_and_the_written_word(
    ids: dict[str, int], sign_in: SignIn, filling: Filling
) -> None:
    client = sign_in(unit="青禾镇")
    pair = f"/mentorship/pairs/{ids['pair']}"
    client.get(f"{pair}/record")
    client.post(
        f"{pair}/record",
        {"held_on": "2023-06-12", "way": "talk", "minutes": "40", "topic": "谈换届", "client_key": "a"},
    )
    assert "谈换届" in client.get(pair).said
    client.post(f"/mentorship/logs/{ids['log']}/confirm")
    with filling():
        log = db.session.get(GuidanceLog, ids["log"])
        assert log is not None
        assert log.confirmed_by == "书面确认(测试township-office(township-office))"
    client.post(f"/mentorship/logs/{ids['log']}/confirm")
    assert "这条记录已经确认" in client.get("/mentorship/logs").said


def test_an_office_without_pairs_is_told_what_to_do(sign_in: SignIn, working_day: None) -> None:
    client = sign_in()
    assert "还没有村社区" in client.get("/mentorship").said
    assert "还没有结对" in client.get("/mentorship/pairs").said
    assert "还没有帮带记录" in client.get("/mentorship/logs").said
    assert "还没有导师" in client.get("/mentorship/mentors").said
    assert "在库人员都有导师" in client.get("/mentorship/without-mentor").said
