"""Former cadres and the advisory group on screen."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, FormerCadre
from talentpool.vocabulary import EndCause
from tests.web.acts.conftest import Ids, clerk, town
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

__all__ = ["clerk", "town"]


@pytest.fixture
def ended(town: Ids, filling: Filling) -> int:
    """刁汝平 left in 2023.05; his id."""
    with filling():
        appointment = db.session.get_one(Appointment, town.diao_director)
        appointment.ended_on, appointment.end_cause = PartialDate(2023, 5), EndCause.OVER_AGE
    return town.diao


@pytest.fixture
def former(clerk: PageClient, ended: int) -> str:
    """His page as a former cadre."""
    register = clerk.get(f"/people/{ended}").link("登记离任干部 离任和智囊团")
    form = fields_of(clerk.get(register))
    assert (form["last_title"], form["left_on"], form["leave_cause"]) == ("村委会主任", "2023.05", "over_age")
    return clerk.post(register, form | {"expertise": "茶叶种植", "years_stated": "3"}).location


def test_an_empty_list_says_what_to_do(clerk: PageClient, town: Ids) -> None:
    page = clerk.get("/advisers")
    assert "截至这一天还没有登记离任干部" in page.said
    assert page.link("登记离任干部") == "/advisers/register"
    assert "没有符合条件的离任干部" in clerk.get("/advisers?group=yes").said
    assert "还没有登记咨询和传帮带" in clerk.get("/advisers/advice").said
    assert "还没有登记再上岗" in clerk.get("/advisers/re-engagements").said


def test_a_former_cadre_is_registered_from_what_ended_in_one_step(
    clerk: PageClient, former: str, ended: int
) -> None:
    page = clerk.get(former)
    assert "按任职起止时间计算为2年4个月,登记的任职年限为3年,两者不一致" in page.said
    [row] = clerk.get("/advisers").rows
    assert row[:5] == ["金竹村", "刁汝平", "村委会主任", "2023.05", "2年4个月 登记为3年"]
    person = clerk.get(f"/people/{ended}")
    assert person.link("任职年限、补贴、咨询和再上岗") == former
    assert clerk.get("/advisers?on=2023-04-30").rows == []


def test_he_joins_the_group_advises_and_works_again(clerk: PageClient, former: str, town: Ids) -> None:
    join = clerk.get(former).link("纳入智囊团")
    clerk.post(join, fields_of(clerk.get(join)) | {"joined_on": "2023.05"})
    assert "离任干部1人,其中智囊团1人" in clerk.get("/advisers?group=yes").said
    advise = clerk.get(former).link("登记咨询或传帮带")
    form = fields_of(clerk.get(advise)) | {"kind": "passing_on", "topic": "矛盾调解", "held_on": "2023-06-10"}
    found = clerk.post(advise, form | {"words": "晏", "find": "1"}, status=200)
    sent = fields_of(found) | {"learner": str(town.yan), "outcome": "能独立调解"}
    clerk.post(advise, sent)
    assert clerk.get("/advisers/advice").rows[0][2:6] == ["刁汝平", "金竹村", "矛盾调解", "晏秋"]
    assert "接受传帮带" in clerk.get(f"/people/{town.yan}").said
    work = clerk.get(former).link("登记再上岗")
    clerk.post(work, fields_of(clerk.get(work)) | {"duty": "产业顾问", "started_on": "2023.05"})
    result = clerk.get(former).link("结果和更正 产业顾问")
    end = fields_of(clerk.get(result)) | {"ended_on": "2023.06", "result": "good", "evidence": "验收"}
    clerk.post(result, end)
    assert clerk.get("/advisers/re-engagements").rows[0][5:7] == ["2023.06", "良好"]
    leave = clerk.get(former).link("退出智囊团")
    clerk.post(leave, fields_of(clerk.get(leave)) | {"left_on": "2023.06.20", "reason": "迁居"})
    assert "迁居" in clerk.get(former).said


def test_the_subsidy_is_compared_with_the_standard(clerk: PageClient, former: str) -> None:
    add = clerk.get(former).link("登记补贴标准 生活补贴")
    clerk.post(add, fields_of(clerk.get(add)) | {"yuan_a_month": "300", "since": "2023.05"})
    setting = "/settings/former_subsidy/change"
    typed = "每月基数:120\n每任职一年增加:10\n最低任职年限:9\n男满岁数:60\n女满岁数:55"
    bad = clerk.post(
        setting,
        fields_of(clerk.get(setting)) | {"value": "每月基数:很多", "valid_from": "2023.01"},
        status=422,
    )
    assert "“每月基数”后面应写数字" in bad.said
    clerk.post(setting, fields_of(clerk.get(setting)) | {"value": typed, "valid_from": "2023.01"})
    page = clerk.get(former)
    assert "按设置的标准不享受补贴:任职不满9年" in page.said
    assert "与登记的标准不一致" in page.said


def test_two_who_correct_the_same_former_cadre_are_told(
    clerk: PageClient, former: str, sign_in: SignIn
) -> None:
    second = sign_in(unit="青禾镇", username="second")
    late = fields_of(second.get(f"{former}/correct")) | {"expertise": "竹产业"}
    clerk.post(f"{former}/correct", fields_of(clerk.get(f"{former}/correct")) | {"expertise": "财务管理"})
    page = second.post(f"{former}/correct", late, status=409)
    assert "竹产业" in page.said
    assert "财务管理" in page.said
    period = clerk.get(former).link("更正 村委会主任2021.01")
    late = fields_of(second.get(period)) | {"ended_on": "2023.04"}
    clerk.post(period, fields_of(clerk.get(period)) | {"started_on": "2020.01"})
    second.post(period, late, status=409)


def test_one_undo_takes_the_registration_back(clerk: PageClient, former: str, filling: Filling) -> None:
    acts = clerk.get("/advisers/acts")
    [undo] = [one.get("action", "") for one in acts.all(".//form") if "undo" in one.get("action", "")]
    clerk.post(undo, {})
    with filling():
        assert db.session.scalars(select(FormerCadre)).all() == []


@pytest.mark.parametrize("slug", ["former", "advice", "re-engagements"])
def test_the_lists_leave_as_workbooks(clerk: PageClient, former: str, slug: str) -> None:
    taken = clerk.post(f"/exports/lists/{slug}", {}, status=200)
    sheet = openpyxl.load_workbook(BytesIO(taken.response.data)).worksheets[1]
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert ("刁汝平" in cells) is (slug == "former")


def test_readers_change_nothing_and_other_villages_see_nothing(former: str, sign_in: SignIn) -> None:
    reader = sign_in("village_staff", unit="金竹村", username="reader")
    assert "纳入智囊团" not in list(reader.get(former).words(".//main//a"))
    reader.get(f"{former}/join", status=403)
    sign_in("village_staff", unit="石桥村", username="stranger").get(former, status=404)
