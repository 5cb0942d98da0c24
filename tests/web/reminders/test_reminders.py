"""Reminders on home, in the list, on a person's page and in the calendar of a user."""

from __future__ import annotations

import re

from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Account, CalendarToken, EducationUpgrade, Person, StudySubsidy
from talentpool.vocabulary import SchoolingLevel, StudyMode, StudyStatus
from tests.web.conftest import Filling, SignIn
from tests.web.mentorship.conftest import TieTo, ids, sign_in_as  # noqa: F401 - fixtures
from tests.web.pages import PageClient

MOST = 15


def test_home_and_the_list_tell_what_is_due_within_reach(ids: dict[str, int], sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in(unit="青禾镇")
    assert "确定导师" in client.get("/").said
    page = client.get("/reminders", most=MOST)
    assert ["确定导师 田小禾", "金竹村", "田小禾", "2022-03-31"] in [row[:4] for row in page.rows]
    assert {row[0].split()[0] for row in client.get("/reminders?kind=review").rows} == {"年度研判"}
    village = sign_in("village_staff", unit="双河村")
    assert "田小禾" not in village.get("/reminders").said


def test_done_and_put_off_take_a_reminder_away(ids: dict[str, int], sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in(unit="青禾镇")
    page = client.get("/reminders?kind=no_mentor")
    key = page.all(".//input[@name='key']")[0].get("value")
    answer = client.post("/reminders/snooze", {"key": key, "days": "14", "back": "/reminders?kind=no_mentor"})
    assert answer.location == "/reminders?kind=no_mentor"
    assert "已暂缓,2023-07-14再提醒" in client.get("/reminders?kind=no_mentor").said
    assert "田小禾" not in client.get("/reminders?kind=no_mentor").said
    client.post("/reminders/forget")
    client.post("/reminders/done", {"key": key})
    assert "田小禾" not in client.get("/reminders?kind=no_mentor").said
    client.post("/reminders/done", {"key": key}, status=404)
    client.post("/reminders/done", {"key": "guidance:1:1"}, status=404)


def test_a_person_s_page_tells_what_is_due_of_him(ids: dict[str, int], sign_in: SignIn) -> None:  # noqa: F811
    client = sign_in(unit="青禾镇")
    assert "到期提醒" in client.get(f"/people/{ids['alone']}").said
    assert "到期提醒" not in client.get(f"/people/{ids['alone']}?on=2022-01-01").said


def test_a_mentor_is_reminded_of_his_mentees_only(ids: dict[str, int], sign_in_as: TieTo) -> None:  # noqa: F811
    client = sign_in_as("郝天成")
    page = client.get("/reminders?kind=guidance")
    assert page.rows == []
    later = client.get("/reminders")
    assert "孙一" not in later.said
    assert "田小禾" not in later.said


def test_the_first_page_of_a_mentor_leads_to_his_mentees(
    ids: dict[str, int],  # noqa: F811
    sign_in_as: TieTo,  # noqa: F811
) -> None:
    page = sign_in_as("郝天成").get("/", most=MOST)
    assert "账号还没有角色" not in page.said
    assert "1名帮带对象" in page.said
    assert "114天前帮带" in page.said
    assert "孙一" not in page.said
    assert page.link("登记帮带 段梅怡") == f"/guidance/pairs/{ids['pair']}/record"


def test_the_first_page_asks_a_mentee_for_his_word_on_what_is_recorded(
    ids: dict[str, int],  # noqa: F811
    sign_in_as: TieTo,  # noqa: F811
) -> None:
    client = sign_in_as("段梅怡", "village_staff", unit="金竹村")
    assert client.get("/").link("1次帮带待我确认") == "/guidance/received"
    client.get("/guidance/received")
    client.post(f"/guidance/logs/{ids['log']}/confirm")
    assert "待我确认" not in client.get("/").said


def test_a_subsidy_that_is_due_leads_to_its_course(
    ids: dict[str, int],  # noqa: F811
    sign_in: SignIn,
    filling: Filling,
) -> None:
    with filling():
        person = db.session.get_one(Person, ids["alone"])
        course = EducationUpgrade(
            person=person,
            unit_id=person.unit_id,
            level=SchoolingLevel.COLLEGE,
            mode=StudyMode.OPEN,
            enrolled_on=PartialDate(2022, 9),
            status=StudyStatus.STUDYING,
        )
        db.session.add(course)
        db.session.flush()
        db.session.add(StudySubsidy(upgrade_id=course.id, yuan=500, due_on=PartialDate(2023, 6)))
        course_id = course.id
    page = sign_in(unit="青禾镇").get("/reminders?kind=subsidy")
    assert [one.get("href") for one in page.all(".//td//a")] == [f"/education/{course_id}"]


def address_in(client: PageClient) -> str:
    client.get("/reminders/calendar")
    answer = client.post("/reminders/calendar/open")
    shown = client.get(answer.location)
    found = re.search(r"/reminders/ics/[\w-]+", shown.text)
    assert found is not None
    assert found[0] not in client.get("/reminders/calendar").text
    return found[0]


def test_the_calendar_names_nobody_and_ends_with_its_address(
    ids: dict[str, int],  # noqa: F811
    sign_in: SignIn,
    browser_of: type[PageClient],
    filling: Filling,
) -> None:
    client, anybody = sign_in(unit="青禾镇"), browser_of()
    address = address_in(client)
    answer = anybody.get(address, most=MOST).response
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == "attachment; filename=reminders.ics"
    told = answer.get_data().replace(b"\r\n ", b"").decode()
    assert "SUMMARY:确定导师:金竹村\r\n" in told
    for name in ("田小禾", "段梅怡", "郝天成", "孙一"):
        assert name not in told
    with filling():
        kept = db.session.scalars(select(CalendarToken.token_hash)).one()
        assert kept not in address
    fresh = address_in(client)
    anybody.get(address, status=404)
    client.post("/reminders/calendar/close")
    anybody.get(fresh, status=404)


def test_the_calendar_of_a_disabled_account_is_gone(
    ids: dict[str, int],  # noqa: F811
    sign_in: SignIn,
    browser_of: type[PageClient],
    filling: Filling,
) -> None:
    address = address_in(sign_in(unit="青禾镇"))
    with filling():
        account = db.session.scalars(select(Account)).one()
        account.disabled_at = account.created_at
    browser_of().get(address, status=404)
    browser_of().get("/reminders/ics/guessed", status=404)


def test_those_who_see_no_business_have_no_reminders(sign_in: SignIn) -> None:
    sign_in("auditor").get("/reminders", status=403)


def test_an_office_without_anything_due_is_told_so(sign_in: SignIn, working_day: None) -> None:
    assert "没有到期的事项" in sign_in().get("/reminders").said
