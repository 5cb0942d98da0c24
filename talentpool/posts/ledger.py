"""The lists of posts and of vacancies as they are shown, for a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from talentpool.dates import months_between
from talentpool.models import Post, Unit, Vacancy
from talentpool.posts.queries import select_vacancies
from talentpool.posts.register import PostFilter, select_posts
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Row, Shown, first_values
from talentpool.units.naming import name_within, names_on
from talentpool.vocabulary import Body, PostState
from talentpool.web.whole import all_rows
from talentpool.writing import read_id

POST_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("title", "职务", max_width=14),
    Column("body", "所属组织", Kind.CHOICE, max_width=12),
    Column("person", "任职人", min_width=4.5),
    Column("state", "状态", Kind.CHOICE, max_width=16),
    Column("since", "自何时", Kind.PARTIAL_DATE),
)
VACANCY_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("post", "空缺职务", max_width=14),
    Column("since", "空缺时间", Kind.PARTIAL_DATE),
    Column("months", "已空缺(月)", Kind.NUMBER),
    Column("cause", "空缺原因", max_width=14),
    Column("plan", "拟补选方式/时间", Kind.LONG_TEXT, max_width=18),
    Column("candidate", "拟任人选", max_width=8),
    Column("joint_review", "联审情况", Kind.LONG_TEXT, max_width=14),
)


@dataclass(frozen=True)
class VacancyFilter:
    """What the list of vacancies is narrowed to."""

    unit_id: int | None = None
    body: Body | None = None

    def __bool__(self) -> bool:
        return self != VacancyFilter()


def read_post_filter(values: Mapping[str, str]) -> PostFilter:
    """The filter of the list of posts in an address; a value nobody knows narrows nothing."""
    return PostFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        body=_body(values),
        state=next((one for one in PostState if one.value == values.get("state")), None),
    )


def read_vacancy_filter(values: Mapping[str, str]) -> VacancyFilter:
    """The same of the list of vacancies."""
    return VacancyFilter(unit_id=read_id(values.get("unit")), body=_body(values))


def _body(values: Mapping[str, str]) -> Body | None:
    return next((one for one in Body if one.value == values.get("body")), None)


def select_vacancies_wanted(*, scope: Scope, on: date, wanted: VacancyFilter) -> Select[Vacancy, Post, Unit]:
    """(vacancy, post, unit) open on a day, narrowed."""
    statement = select_vacancies(scope=scope, on=on)
    if wanted.unit_id is not None:
        statement = statement.where(Unit.id == wanted.unit_id)
    if wanted.body is not None:
        statement = statement.where(Post.body == wanted.body)
    return statement


def read_posts(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """Every post with who holds it."""
    wanted, names = read_post_filter(first_values(asked)), names_on(on)
    states = {one.value: one for one in PostState}

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "unit": names.unit(one.unit_id, one.unit),
                "title": one.title,
                "body": one.body,
                "person": one.person,
                "state": f"{states[one.state].label}({one.cause})" if one.cause else states[one.state].label,
                "since": one.since,
            }
            for one in items
        ]

    words = [
        ("查找", wanted.q),
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("所属组织", wanted.body.label if wanted.body else ""),
        ("状态", wanted.state.label if wanted.state else ""),
    ]
    return Shown(
        columns=POST_COLUMNS,
        rows=all_rows(select_posts(scope=scope, on=on, wanted=wanted), rows_of),
        filters=tuple((label, value) for label, value in words if value),
    )


def read_vacancies(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The open vacancies."""
    wanted, names = read_vacancy_filter(first_values(asked)), names_on(on)

    def rows_of(items: Sequence[Any]) -> list[Row]:
        return [
            {
                "unit": names.of(unit),
                "post": names.title(post),
                "since": vacancy.since,
                "months": months_between(vacancy.since, on=on),
                "cause": vacancy.cause_written or vacancy.cause.label,
                "plan": vacancy.by_election_plan,
                "candidate": vacancy.candidate,
                "joint_review": vacancy.joint_review,
            }
            for vacancy, post, unit in items
        ]

    words = [
        ("单位", name_within(wanted.unit_id, scope=scope, on=on)),
        ("所属组织", wanted.body.label if wanted.body else ""),
    ]
    return Shown(
        columns=VACANCY_COLUMNS,
        rows=all_rows(select_vacancies_wanted(scope=scope, on=on, wanted=wanted), rows_of),
        filters=tuple((label, value) for label, value in words if value),
    )


POSTS = Ledger("posts", "职务一览", Permission.POSTS_VIEW.value, POST_COLUMNS, read_posts)
VACANCIES = Ledger("vacancies", "职位空缺", Permission.POSTS_VIEW.value, VACANCY_COLUMNS, read_vacancies)
