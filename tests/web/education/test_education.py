"""Education upgrade on screen: from enrolment to graduation, what was gained, and who may do what."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import EducationUpgrade, Schooling
from talentpool.vocabulary import SchoolingLevel
from tests.web.acts.conftest import Ids, clerk, town
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

__all__ = ["clerk", "town"]


@pytest.fixture
def course(clerk: PageClient, town: Ids) -> str:
    """The page of 晏秋's course."""
    url = f"/education/enrol?person={town.yan}"
    form = fields_of(clerk.get(url)) | {
        "level": "college",
        "school": "川东开放大学",
        "major": "行政管理",
        "enrolled_on": "2020.09",
        "expected_on": "2023.01",
    }
    assert form["unit"] == str(town.jinzhu)
    return clerk.post(url, form).location


def graduate(clerk: PageClient, course: str, since: str = "2023.01") -> None:
    url = f"{course}/status"
    form = fields_of(clerk.get(url)) | {"status": "graduated", "since": since, "certificate_number": "A-17"}
    assert clerk.post(url, form).location == course


def levels(filling: Filling, person_id: int) -> list[SchoolingLevel]:
    with filling():
        rows = select(Schooling.level).where(Schooling.person_id == person_id).order_by(Schooling.rank)
        return list(db.session.scalars(rows))


def test_an_empty_list_says_what_to_do(clerk: PageClient, town: Ids) -> None:
    page = clerk.get("/education")
    assert "截至这一天还没有登记学历提升" in page.said
    assert page.link("登记入学") == "/education/enrol"
    assert "没有符合条件的学历提升记录" in clerk.get("/education?q=晏").said
    assert "这一期间没有登记毕业" in clerk.get("/education/gains").said


def test_a_student_is_enrolled_graduates_and_one_undo_takes_both_back(
    clerk: PageClient, town: Ids, course: str, filling: Filling
) -> None:
    [row] = clerk.get("/education").rows
    assert row[:5] == ["金竹村", "晏秋", "大专", "川东开放大学", "行政管理"]
    assert row[8] == "在读,已过预计毕业时间"
    graduate(clerk, course)
    assert levels(filling, town.yan) == [SchoolingLevel.SENIOR_HIGH, SchoolingLevel.COLLEGE]
    assert "A-17" in clerk.get(course).said
    person = clerk.get(f"/people/{town.yan}")
    assert "川东开放大学,行政管理,2023.01毕业" in person.said
    assert person.link("大专") == course
    acts = clerk.get("/education/acts")
    [undo] = [one.get("action", "") for one in acts.all(".//form") if "undo" in one.get("action", "")][:1]
    clerk.post(undo, {})
    assert levels(filling, town.yan) == [SchoolingLevel.SENIOR_HIGH]
    assert clerk.get("/education").rows[0][8] == "在读,已过预计毕业时间"


def test_what_a_village_gained_links_to_those_who_finished(clerk: PageClient, town: Ids, course: str) -> None:
    graduate(clerk, course)
    page = clerk.get("/education/gains")
    assert page.rows == [["金竹村", "2021.01", "大专1人", "1"]]
    listed = clerk.get(page.link("大专1人"))
    assert [row[1] for row in listed.rows] == ["晏秋"]
    assert "这一期间没有登记毕业" in clerk.get("/education/gains?since=2023.02").said
    assert "期间的开始晚于结束" in clerk.get("/education/gains?since=2023.06&until=2023.01").said
    before = clerk.get("/education?on=2022-12-31")
    assert before.rows[0][8] == "在读"


def test_an_illegal_step_is_not_offered_and_refused(clerk: PageClient, town: Ids, course: str) -> None:
    url = f"{course}/status"
    form = fields_of(clerk.get(url)) | {"status": "suspended", "since": "2021.09", "reason": "生病"}
    clerk.post(url, form)
    offered = [one.get("value") for one in clerk.get(url).all(".//select[@name='status']/option")]
    assert offered == ["studying", "withdrawn"]
    page = clerk.post(url, fields_of(clerk.get(url)) | {"status": "graduated"}, status=422)
    assert "请选择一项" in page.said
    late = clerk.post(url, fields_of(clerk.get(url)) | {"since": "2021.03"}, status=422)
    assert "变更时间早于上一次变更(2021.09)" in late.said


def test_two_who_change_the_same_course_are_told(
    clerk: PageClient, town: Ids, course: str, sign_in: SignIn
) -> None:
    second = sign_in(unit="青禾镇", username="second")
    late = fields_of(second.get(f"{course}/correct")) | {"major": "农业经济管理"}
    clerk.post(f"{course}/correct", fields_of(clerk.get(f"{course}/correct")) | {"major": "法学"})
    page = second.post(f"{course}/correct", late, status=409)
    assert "农业经济管理" in page.said
    assert "法学" in page.said
    second.post(f"{course}/correct", fields_of(page))
    assert "农业经济管理" in clerk.get(course).said


def test_terms_and_subsidies_stand_on_the_course(clerk: PageClient, town: Ids, course: str) -> None:
    term = f"{course}/terms/add"
    clerk.post(
        term, fields_of(clerk.get(term)) | {"name": "2020秋", "starts_on": "2020.09", "credits": "12.5"}
    )
    money = f"{course}/subsidies/add"
    refused = clerk.post(money, fields_of(clerk.get(money)) | {"yuan": "很多"}, status=422)
    assert "请填写数字" in refused.said
    clerk.post(money, fields_of(clerk.get(money)) | {"yuan": "1200", "due_on": "2021.03", "purpose": "学费"})
    page = clerk.get(course)
    assert "共取得12.5学分" in page.said
    assert "到期未发放" in page.said
    pay = page.link("发放或更正 学费")
    clerk.post(pay, fields_of(clerk.get(pay)) | {"paid_on": "2021.05"})
    assert clerk.get("/education").rows[0][9] == "1200"
    strike = clerk.get(course).link("更正 2020秋")
    clerk.post(strike, fields_of(clerk.get(strike)) | {"remove": "y"})
    assert "还没有登记学期" in clerk.get(course).said


def test_the_list_leaves_as_it_is_filtered(clerk: PageClient, town: Ids, course: str) -> None:
    taken = clerk.post("/exports/lists/education?q=晏", {}, status=200)
    sheet = openpyxl.load_workbook(BytesIO(taken.response.data)).worksheets[1]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == 1]
    assert rows[0][1:9] == (
        "金竹村",
        "晏秋",
        "大专",
        "川东开放大学",
        "行政管理",
        "开放教育",
        "2020.09",
        "预计2023.01",
    )


def test_other_villages_see_nothing_of_it_and_readers_change_nothing(
    clerk: PageClient, town: Ids, course: str, sign_in: SignIn, filling: Filling
) -> None:
    stranger = sign_in("village_staff", unit="石桥村", username="stranger")
    assert "还没有登记学历提升" in stranger.get("/education").said
    stranger.get(course, status=404)
    reader = sign_in("village_staff", unit="金竹村", username="reader")
    page = reader.get(course)
    assert "学籍变更" not in list(page.words(".//a"))
    reader.get(f"{course}/status", status=403)
    with filling():
        assert db.session.scalars(select(EducationUpgrade)).one().version == 1
