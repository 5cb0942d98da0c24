"""A mentor sees his own mentees and nobody else's, and logs guidance; the mentee says that it was so."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import AuditEntry, GuidanceLog, GuidancePhoto, JournalEntry
from tests.web.conftest import Filling, SignIn
from tests.web.mentorship.conftest import TieTo

MOST = 15
MEETING = {"held_on": "2023-06-12", "way": "home_visit", "minutes": "30", "topic": "谈村务"}


def picture() -> BytesIO:
    written = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(written, "JPEG")
    written.seek(0)
    return written


def test_a_mentor_sees_his_own_mentees_only(ids: dict[str, int], sign_in_as: TieTo) -> None:
    client = sign_in_as("郝天成")
    page = client.get("/guidance", most=MOST)
    assert "段梅怡" in page.said
    assert "孙一" not in page.said
    assert "114天前帮带" in page.said
    client.get(f"/guidance/pairs/{ids['pair']}", most=MOST)
    client.get(f"/guidance/pairs/{ids['foreign']}", status=404)
    client.get(f"/guidance/pairs/{ids['foreign']}/record", status=404)
    for address in (
        "/mentorship",
        "/mentorship/pairs",
        f"/mentorship/pairs/{ids['pair']}",
        "/people",
        "/units",
    ):
        client.get(address, status=403)


def test_an_account_tied_to_nobody_reaches_nobody_and_is_told_the_way(
    ids: dict[str, int], sign_in: SignIn
) -> None:
    client = sign_in("mentor")
    page = client.get("/guidance")
    assert "还没有对应到登记册中的人员" in page.said
    assert "段梅怡" not in page.said
    client.get(f"/guidance/pairs/{ids['pair']}", status=404)


def test_a_meeting_is_logged_once_however_often_it_is_sent(
    ids: dict[str, int], sign_in_as: TieTo, filling: Filling
) -> None:
    client = sign_in_as("郝天成")
    address = f"/guidance/pairs/{ids['pair']}/record"
    form = client.get(address, most=MOST)
    key = form.one(".//input[@name='client_key']").get("value")
    assert form.one(".//input[@name='held_on']").get("value") == "2023-06-30"
    sent = {**MEETING, "client_key": key, "next_meeting_on": "2023-07-12"}
    for _ in range(2):
        answer = client.post(address, sent)
    page = client.get(answer.location)
    assert "谈村务" in page.said
    assert "2023-07-12" in client.get("/guidance").said
    with filling():
        assert db.session.scalar(select(func.count(GuidanceLog.id)).where(GuidanceLog.topic == "谈村务")) == 1


def test_what_was_typed_stays_when_the_form_is_refused(ids: dict[str, int], sign_in_as: TieTo) -> None:
    client = sign_in_as("郝天成")
    address = f"/guidance/pairs/{ids['pair']}/record"
    client.get(address)
    page = client.post(
        address,
        {
            **MEETING,
            "held_on": "2023-07-30",
            "problem": "信心不足",
            "client_key": "same",
            "next_step": "跟班",
        },
        status=422,
    )
    assert "帮带时间(2023.07.30)还没有到" in page.said
    assert page.one(".//textarea[@name='problem']").text.strip() == "信心不足"
    assert page.one(".//textarea[@name='next_step']").text.strip() == "跟班"
    assert page.one(".//input[@name='topic']").get("value") == "谈村务"
    assert page.one(".//input[@name='client_key']").get("value") == "same"


def test_a_photograph_is_looked_at_by_those_of_the_meeting_and_on_record(
    ids: dict[str, int], sign_in_as: TieTo, sign_in: SignIn, filling: Filling
) -> None:
    client = sign_in_as("郝天成")
    address = f"/guidance/pairs/{ids['pair']}/record"
    client.get(address)
    client.post(address, {**MEETING, "client_key": "p", "photo": (picture(), "现场.jpg")})
    with filling():
        photo = db.session.scalars(select(GuidancePhoto)).one().id
    shown = client.get(f"/guidance/photos/{photo}")
    assert shown.response.mimetype == "image/jpeg"
    assert shown.response.get_data()[:3] == b"\xff\xd8\xff"
    assert shown.response.headers["Content-Disposition"] == f"inline; filename=guidance-{photo}.jpg"
    assert shown.response.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.response.headers["Cache-Control"] == "no-store"
    sign_in("village_staff", unit="双河村").get(f"/mentorship/photos/{photo}", status=404)
    sign_in(unit="青禾镇").get(f"/mentorship/photos/{photo}")
    with filling():
        noted = db.session.scalars(
            select(JournalEntry.subject).where(JournalEntry.event == "查看敏感信息")
        ).all()
        assert len(noted) == 2
        assert noted[0].startswith("段梅怡")


def test_another_mentor_does_not_see_the_photograph(
    ids: dict[str, int], sign_in_as: TieTo, filling: Filling
) -> None:
    client = sign_in_as("郝天成")
    client.get(f"/guidance/pairs/{ids['pair']}/record")
    client.post(
        f"/guidance/pairs/{ids['pair']}/record", {**MEETING, "client_key": "p", "photo": (picture(), "a.jpg")}
    )
    with filling():
        photo = db.session.scalars(select(GuidancePhoto)).one().id
    other = sign_in_as("方大河", username="another-mentor")
    other.get(f"/guidance/photos/{photo}", status=404)


def test_what_is_no_photograph_is_refused_and_the_rest_is_kept(
    ids: dict[str, int], sign_in_as: TieTo, filling: Filling
) -> None:
    client = sign_in_as("郝天成")
    address = f"/guidance/pairs/{ids['pair']}/record"
    client.get(address)
    page = client.post(
        address, {**MEETING, "client_key": "p", "photo": (BytesIO(b"<svg/>"), "照片.jpg")}, status=422
    )
    assert "照片只收JPG和PNG格式" in page.said
    assert "照片需要重新选择,其他内容都已保留" in page.said
    with filling():
        assert db.session.scalar(select(func.count(GuidancePhoto.id))) == 0


def test_a_mentee_confirms_what_is_recorded_of_him_and_nothing_else(
    ids: dict[str, int], sign_in_as: TieTo, filling: Filling
) -> None:
    client = sign_in_as("段梅怡", "village_staff", unit="金竹村")
    page = client.get("/guidance/received", most=MOST)
    assert "郝天成 2023.03.08 谈心谈话" in page.said
    client.post(f"/guidance/logs/{ids['log']}/confirm")
    assert "已确认" in client.get("/guidance/received").said
    client.post(f"/guidance/logs/{ids['foreign_log']}/confirm", status=404)
    client.get("/guidance", status=403)
    with filling():
        log = db.session.get(GuidanceLog, ids["log"])
        assert log is not None
        assert log.confirmed_by == "测试village-staff(village-staff)"


def test_a_mentor_cannot_confirm_his_own_record(ids: dict[str, int], sign_in_as: TieTo) -> None:
    client = sign_in_as("郝天成")
    client.get("/guidance/received")
    client.post(f"/guidance/logs/{ids['log']}/confirm")
    assert "只有帮带对象本人可以确认" in client.get("/guidance/received").said


CORRECTED = {
    "held_on": "2023-06-13",
    "way": "home_visit",
    "minutes": "45",
    "topic": "谈村务",
    "problem": "会议少",
}


def test_a_mentor_puts_his_record_right_until_it_is_confirmed(
    ids: dict[str, int], sign_in_as: TieTo, filling: Filling
) -> None:
    client = sign_in_as("郝天成")
    client.get(f"/guidance/pairs/{ids['pair']}/record")
    client.post(f"/guidance/pairs/{ids['pair']}/record", {**MEETING, "client_key": "k"})
    shown = client.get(f"/guidance/pairs/{ids['pair']}")
    address = shown.link("更正 2023.06.12")
    form = client.get(address, most=MOST)
    version = form.one(".//input[@name='version']").get("value")
    client.post(address, {**CORRECTED, "version": version})
    assert "2023.06.13 入户走访 45分钟" in client.get(f"/guidance/pairs/{ids['pair']}").said
    assert "他人" in client.post(address, {**CORRECTED, "version": version, "topic": "旧页"}, status=409).said
    with filling():
        log = db.session.scalars(select(GuidanceLog).where(GuidanceLog.topic == "谈村务")).one()
        log.confirmed_at, log.confirmed_by = datetime.now(UTC), "段梅怡"
    assert "更正 2023.06.13" not in client.get(f"/guidance/pairs/{ids['pair']}").said
    page = client.get(address)
    version = page.one(".//input[@name='version']").get("value")
    refused = client.post(address, {**CORRECTED, "version": version, "topic": "改了"}, status=422)
    assert "这条记录已经确认,需要更正的请告知镇党群办" in refused.said


def test_what_is_long_past_is_no_more_the_mentor_s_to_change(ids: dict[str, int], sign_in_as: TieTo) -> None:
    client = sign_in_as("郝天成")
    assert "更正" not in client.get(f"/guidance/pairs/{ids['pair']}").said
    form = client.get(f"/guidance/logs/{ids['log']}/correct")
    version = form.one(".//input[@name='version']").get("value")
    sent = {**CORRECTED, "version": version}
    assert "帮带已过30天" in client.post(f"/guidance/logs/{ids['log']}/correct", sent, status=422).said
    client.get(f"/guidance/logs/{ids['foreign_log']}/correct", status=404)


def test_the_office_puts_a_confirmed_record_right_and_the_mentee_is_asked_again(
    ids: dict[str, int], sign_in: SignIn, filling: Filling
) -> None:
    client = sign_in(unit="青禾镇")
    address = f"/mentorship/logs/{ids['log']}/correct"
    client.get(f"/mentorship/pairs/{ids['pair']}")
    client.post(f"/mentorship/logs/{ids['log']}/confirm")
    form = client.get(address, most=MOST)
    assert "更正后须由帮带对象重新确认" in form.said
    version = form.one(".//input[@name='version']").get("value")
    client.post(address, {**CORRECTED, "held_on": "2023.03", "version": version})
    with filling():
        log = db.session.get_one(GuidanceLog, ids["log"])
        assert (str(log.held_on), log.minutes, log.confirmed_at) == ("2023.03", 45, None)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "更正帮带记录")).one()
        assert entry.changes["minutes"][1] == 45
    person = client.get(f"/people/{ids['mentee']}").said
    assert "更正帮带记录 帮带记录" in person
    assert "更正帮带记录" not in client.get(f"/people/{ids['alone']}").said
    sign_in("village_staff", unit="双河村").get(address, status=403)
