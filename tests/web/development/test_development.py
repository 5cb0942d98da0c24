"""Trainings, tempering tasks and postings on screen."""

from __future__ import annotations

import pytest

from tests.web.acts.conftest import Ids, clerk, town
from tests.web.acts.test_people import fields_of
from tests.web.conftest import SignIn
from tests.web.pages import PageClient

__all__ = ["clerk", "town"]


@pytest.fixture
def training(clerk: PageClient, town: Ids) -> str:
    """The page of a training with one session and two people."""
    url = "/development/trainings/add"
    form = fields_of(clerk.get(url)) | {
        "unit": str(town.township),
        "name": "后备干部培训班",
        "starts_on": "2023-05-08",
        "ends_on": "2023-05-09",
    }
    page = clerk.post(url, form).location
    session = clerk.get(page).link("登记课次 课次")
    clerk.post(session, fields_of(clerk.get(session)) | {"topic": "乡村振兴", "hours": "4"})
    people = f"{page}/people/add"
    clerk.post(people, fields_of(clerk.get(people)) | {"names": "晏秋\n罗小川"})
    return page


@pytest.mark.parametrize("path", ["", "/tasks", "/postings"])
def test_an_empty_list_says_what_to_do(clerk: PageClient, town: Ids, path: str) -> None:
    assert "还没有登记" in clerk.get(f"/development{path}").said
    assert "没有符合条件的记录" in clerk.get(f"/development{path}?q=无").said


def test_attendance_is_ticked_for_all_at_once(clerk: PageClient, town: Ids, training: str) -> None:
    tick = clerk.get(training).link("签到 乡村振兴")
    form = fields_of(clerk.get(tick))
    ticked = sorted(name for name in form if name.startswith("place_"))
    assert len(ticked) == 2
    del form[ticked[1]]
    clerk.post(tick, form)
    rows = {row[0]: row[2] for row in clerk.get(training).rows if row[0] in ("晏秋", "罗小川")}
    assert sorted(rows.values()) == ["0", "4"]
    kept = fields_of(clerk.get(tick))
    assert [name for name in ticked if name in kept] == ticked[:1]
    [row] = clerk.get("/development").rows
    assert row[:6] == ["后备干部培训班", "2023-05-08", "2023-05-09", "2", "1", "4.0"]
    assert "培训,到课" in clerk.get(f"/people/{town.yan}").said


def test_unknown_names_are_told_and_kept(clerk: PageClient, training: str) -> None:
    people = f"{training}/people/add"
    page = clerk.post(people, fields_of(clerk.get(people)) | {"names": "晏秋\n无此人"}, status=422)
    assert "登记册中没有“无此人”" in page.said
    assert page.one(".//textarea[@name='names']").text == "晏秋\n无此人"


def test_two_who_tell_the_attendance_are_told(clerk: PageClient, training: str, sign_in: SignIn) -> None:
    second = sign_in(unit="青禾镇", username="second")
    tick = clerk.get(training).link("签到 乡村振兴")
    late = fields_of(second.get(tick))
    clerk.post(
        tick, {name: value for name, value in fields_of(clerk.get(tick)).items() if "place" not in name}
    )
    second.post(tick, late, status=409)
    strike = f"{training}/correct"
    done = clerk.post(strike, fields_of(clerk.get(strike)) | {"remove": "y"})
    assert done.location == "/development"
    clerk.get(training, status=404)


def test_a_task_and_a_posting_stand_on_the_persons_page(clerk: PageClient, town: Ids) -> None:
    person = f"/people/{town.yan}"
    add = clerk.get(person).link("登记实践锻炼 培训和锻炼")
    form = fields_of(clerk.get(add)) | {"name": "防汛抢险", "kind": "urgent_work", "started_on": "2022.07"}
    assert clerk.post(add, form).location == person
    add = f"/development/postings/add?person={town.yan}"
    form = fields_of(clerk.get(add)) | {
        "unit": str(town.shiqiao),
        "duty": "到村任职选调生",
        "started_on": "2022.08",
    }
    clerk.post(add, form)
    said = clerk.get(person).said
    assert "防汛抢险" in said
    assert "石桥村 到村任职选调生" in said
    task = clerk.get("/development/tasks").link("晏秋")
    clerk.post(task, fields_of(clerk.get(task)) | {"ended_on": "2022.09", "result": "good"})
    assert clerk.get("/development/tasks?result=good").rows[0][:4] == [
        "晏秋",
        "防汛抢险",
        "急难险重任务",
        "良好",
    ]
    assert clerk.get("/development/postings").rows[0][1:4] == ["石桥村", "到村任职选调生", "2022.08"]
    acts = clerk.get("/development/acts")
    undo = [one.get("action", "") for one in acts.all(".//form") if "undo" in one.get("action", "")][0]
    clerk.post(undo, {})
    assert clerk.get("/development/tasks?result=good").rows == []


def test_readers_change_nothing_and_other_villages_see_nothing(
    clerk: PageClient, training: str, sign_in: SignIn
) -> None:
    reader = sign_in("village_staff", unit="金竹村", username="reader")
    reader.get(training, status=404)
    reader.get("/development/tasks/add", status=403)
    assert "还没有登记培训" in reader.get("/development").said
    clerk.post("/exports/lists/trainings", {}, status=200)
