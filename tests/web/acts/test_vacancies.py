"""Vacancies and their by-elections on screen: what is asked, what is refused with its sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import Post, Vacancy
from tests.factories import seat
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.acts.test_posts import vacancy_of
from tests.web.conftest import Filling
from tests.web.pages import PageClient


@pytest.fixture
def held_member(town: Ids, filling: Filling) -> int:
    """晏秋 sits on the committee of 金竹村; the id of the holding."""
    with filling():
        from talentpool.models import Person

        yan, post = db.session.get_one(Person, town.yan), db.session.get_one(Post, town.member)
        return seat(db.session(), yan, post).id


def open_vacancies(filling: Filling, post_id: int) -> int:
    with filling():
        count = select(func.count(Vacancy.id)).where(Vacancy.post_id == post_id, Vacancy.closed_on.is_(None))
        return db.session.scalar(count) or 0


def test_a_vacancy_of_a_post_that_is_held_is_asked_about(
    clerk: PageClient, town: Ids, held_member: int, filling: Filling
) -> None:
    url = f"/posts/{town.member}/vacancy"
    page = clerk.post(url, fields_of(clerk.get(url)) | {"since": "2023.05"}, status=422)
    assert "“村委会委员”现由晏秋担任,另有一个名额空着的才登记" in page.said
    assert open_vacancies(filling, town.member) == 0
    clerk.post(url, fields_of(page) | {"confirmed": "y"})
    assert open_vacancies(filling, town.member) == 1


def test_a_second_vacancy_of_a_post_is_asked_about_also_at_an_end(
    clerk: PageClient, town: Ids, held_member: int, filling: Filling
) -> None:
    url = f"/posts/{town.member}/vacancy"
    clerk.post(url, fields_of(clerk.get(url)) | {"since": "2023.05", "confirmed": "y"})
    end = f"/posts/appointments/{held_member}/end"
    form = fields_of(clerk.get(end)) | {"ended_on": "2023.05", "cause": "resigned"}
    page = clerk.post(end, form, status=422)
    assert "“村委会委员”自2023.05起的空缺已经登记" in page.said
    assert open_vacancies(filling, town.member) == 1
    clerk.post(end, fields_of(page) | {"confirmed": "y"})
    assert open_vacancies(filling, town.member) == 2


def test_why_somebody_leaves_is_chosen_by_the_clerk(clerk: PageClient, town: Ids) -> None:
    end = f"/posts/appointments/{town.diao_director}/end"
    form = fields_of(clerk.get(end))
    assert form["cause"] == ""
    page = clerk.post(end, form | {"ended_on": "2023.06"}, status=422)
    assert "请选择离任原因" in page.said


def test_more_present_than_eligible_is_refused_on_the_plan(clerk: PageClient, town: Ids) -> None:
    plan = f"{vacancy_of(clerk, town.member)}/by-election"
    form = fields_of(clerk.get(plan)) | {"eligible": "30", "present": "40"}
    page = clerk.post(plan, form, status=422)
    assert "实际参加40人,多于应参加的30人" in page.said


def test_a_vacancy_is_not_moved_back_into_the_time_of_a_holder(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    end = f"/posts/appointments/{town.diao_director}/end"
    clerk.post(end, fields_of(clerk.get(end)) | {"ended_on": "2023.05", "cause": "resigned"})
    with filling():
        vacancy = db.session.scalars(select(Vacancy.id)).one()
    correct = f"/posts/vacancies/{vacancy}/correct"
    page = clerk.post(correct, fields_of(clerk.get(correct)) | {"since": "2023.02"}, status=422)
    assert "“村委会主任”由刁汝平担任,没有空缺" in page.said


def test_a_post_that_was_closed_is_not_opened_anew_from_the_same_day(clerk: PageClient, town: Ids) -> None:
    url = f"/posts/units/{town.jinzhu}/open"
    new = {"title": "村委会副主任", "opened_on": "2023.05"}
    clerk.post(url, fields_of(clerk.get(url)) | new)
    post = clerk.get(f"/posts/units/{town.jinzhu}").link("撤销 村委会副主任")
    clerk.post(post, fields_of(clerk.get(post)) | {"closed_on": "2023.06"})
    page = clerk.post(url, fields_of(clerk.get(url)) | new, status=422)
    assert "本单位已有同一时间设立的同名职务" in page.said
