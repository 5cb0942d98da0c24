"""The way into the pool on screen, and who may see what the agencies answered."""

from __future__ import annotations

import pytest

from talentpool.extensions import db
from talentpool.models import PoolEntry, Schooling
from talentpool.vocabulary import SchoolingLevel, SchoolingMode
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient
from tests.web.pool.test_rule_sets import make


@pytest.fixture
def ready(clerk: PageClient, town: Ids, filling: Filling) -> Ids:
    """Rules stand, and 刁汝平 (born 1982-08) has finished college."""
    make(clerk)
    with filling():
        db.session.add(
            Schooling(
                person_id=town.diao,
                level=SchoolingLevel.COLLEGE,
                rank=SchoolingLevel.COLLEGE.rank,
                mode=SchoolingMode.UNSPECIFIED,
                written="大专",
            )
        )
    return town


def put_forward(clerk: PageClient, town: Ids, person: int, *, status: int = 302) -> Page:
    url = f"/pool/nominations/new?unit={town.jinzhu}&person={person}"
    form = fields_of(clerk.get(url)) | {
        "self_on": "2023-05-01",
        "organization_by": "金竹村党支部",
        "organization_on": "2023-05-02",
        "decider": "金竹村党支部",
        "target": "committee_director",
    }
    return clerk.post(url, form, status=status)


def send(clerk: PageClient, url: str, *, status: int = 302, **changed: str) -> Page:
    return clerk.post(url, fields_of(clerk.get(url)) | changed, status=status)


def decide(clerk: PageClient, url: str, day: str, *, status: int = 302, **more: str) -> Page:
    return send(clerk, f"{url}/decide", status=status, decided_on=day, decider="青禾镇党委", **more)


def clear_all(clerk: PageClient, url: str, day: str) -> None:
    send(clerk, f"{url}/ask", asked_on=day)
    links = [a.get("href", "") for a in clerk.get(url).all(".//a") if "/conclusions/" in a.get("href", "")]
    for link in links:
        send(clerk, link, answered_on=day, conclusion="clear")


def test_a_nomination_goes_from_the_voices_to_the_entry(
    clerk: PageClient, ready: Ids, filling: Filling
) -> None:
    assert "没有正在办理的推荐" in clerk.get("/pool/nominations").said
    url = put_forward(clerk, ready, ready.diao).location
    page = clerk.get(url)
    assert "40周岁(截至2023-05-01)、大专" in page.said
    assert [row[:2] for row in clerk.get("/pool/nominations").rows] == [["刁汝平", "金竹村"]]
    decide(clerk, url, "2023-05-05")
    refused = decide(clerk, url, "2023-05-06", status=422)
    assert "还没有书面答复的部门:派出所、司法所、镇纪委" in refused.said
    clear_all(clerk, url, "2023-05-08")
    decide(clerk, url, "2023-05-10")
    clear_all(clerk, url, "2023-05-12")
    decide(clerk, url, "2023-05-15", document="青党〔2023〕5号")
    send(clerk, f"{url}/notice", starts_on="2023-05-16", ends_on="2023-05-20", place="村务公开栏")
    objections = next(
        a.get("href", "") for a in clerk.get(url).all(".//a") if "/notices/" in a.get("href", "")
    )
    send(clerk, objections, objections="")
    decide(clerk, url, "2023-05-21")
    enter = f"{url}/enter"
    form = fields_of(clerk.get(enter)) | {"entered_on": "2023-05-22", "decider": "青禾镇党委"}
    assert "请至少选择一个人员类别(来源)" in clerk.post(enter, form, status=422).said
    shown = clerk.get(clerk.post(enter, form | {"sources": ["veteran"]}).location)
    assert "2023.05.22入库,截至2023-06-30在库" in shown.said
    assert "逐级审核入库" in shown.said
    assert "2023.05.22办结(已入库)" in clerk.get(url).said
    with filling():
        assert db.session.query(PoolEntry).filter_by(person_id=ready.diao).count() == 1


def test_a_second_nomination_and_one_of_a_reserve_are_refused_with_the_way_out(
    clerk: PageClient, ready: Ids
) -> None:
    put_forward(clerk, ready, ready.diao)
    again = put_forward(clerk, ready, ready.diao, status=422)
    assert "正在办理;另有推荐人的,请在那件推荐中补充" in again.said
    assert "已在金竹村的库中" in put_forward(clerk, ready, ready.yan, status=422).said


def test_a_failing_rule_is_excepted_with_a_reason(clerk: PageClient, ready: Ids) -> None:
    url = put_forward(clerk, ready, ready.hao).location
    refused = decide(clerk, url, "2023-05-05", status=422)
    assert "确需例外的请先登记例外理由" in refused.said
    link = next(a.get("href", "") for a in clerk.get(url).all(".//a") if "rule=Z2" in a.get("href", ""))
    asked = send(clerk, link, status=422, reason="特别优秀", decided_on="2023-05-04", decider="党委")
    assert "属于“不得”的条款" in asked.said
    clerk.post(link, fields_of(asked) | {"confirmed": "y"})
    assert "特别优秀" in clerk.get(url).said
    decide(clerk, url, "2023-05-05")


def test_what_the_agencies_answered_is_seen_by_those_who_need_it_only(
    clerk: PageClient, ready: Ids, sign_in: SignIn
) -> None:
    url = put_forward(clerk, ready, ready.diao).location
    decide(clerk, url, "2023-05-05")
    send(clerk, f"{url}/ask", asked_on="2023-05-06")
    link = next(a.get("href", "") for a in clerk.get(url).all(".//a") if "/conclusions/" in a.get("href", ""))
    send(
        clerk,
        link,
        answered_on="2023-05-08",
        conclusion="caution",
        rule_code="C2",
        occurred_on="2022-01-01",
        disposition="曾被拘留",
    )
    assert "曾被拘留" in clerk.get(url).said
    decide(clerk, url, "2023-05-09", outcome="rejected", reason="涉及C2条款")
    staff = sign_in("village_staff", unit="金竹村")
    page = staff.get(url)
    assert "征求了3个部门的意见,已答复1个;结论按权限查看" in page.said
    for word in ("曾被拘留", "有情况需研判", "C2", "拘留未满"):
        assert word not in page.text
    staff.get(link, status=403)
    staff.get(f"{url}/decide", status=403)
    sign_in("village_staff", unit="石桥村", username="other").get(url, status=404)
