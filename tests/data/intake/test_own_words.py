"""Titles and tags that an office set for itself are recognised in what it hands in, from their date on."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Person, PersonTag, Post, Vacancy
from talentpool.security.actor import console_operator
from talentpool.settings.services import set_value
from talentpool.vocabulary import Body, PostClass, SettingKey
from tests.data.intake.town import (
    ROSTER_HEADER,
    held,
    ledger,
    messages,
    roster,
    row,
    take,
    units,
    village,
)
from tests.factories import month

TITLES = {"综治专干": "other", "党建指导员": "party_member"}
TAGS = ["党员先锋岗", "老党员/老干部"]


@pytest.fixture(autouse=True)
def own_words(app: Flask) -> None:
    """Titles and tags from 2023 on, and a village."""
    by = console_operator()
    set_value(SettingKey.OWN_TITLES, TITLES, valid_from=month("2023-01"), basis="", by=by)
    set_value(SettingKey.OWN_TAGS, TAGS, valid_from=month("2023-01"), basis="", by=by)
    take(units(village()))


def tags_of(name: str) -> list[str]:
    statement = select(PersonTag.tag).join(Person).where(Person.name == name).order_by(PersonTag.id)
    return list(db.session.scalars(statement))


def test_own_titles_are_posts_of_their_class_without_a_warning() -> None:
    (sheet,) = take(roster(row("田雨", "文书、综治专干"), row("岳明", "党建指导员")))
    assert messages(sheet) == []
    assert [title for _unit, title, *_rest in held("田雨")] == ["文书", "综治专干"]
    post = db.session.scalars(select(Post).where(Post.title == "党建指导员")).one()
    assert (post.post_class, post.body) == (PostClass.PARTY_MEMBER, Body.PARTY)


def test_before_their_date_they_are_unknown_as_ever() -> None:
    (sheet,) = take(roster(row("田雨", "综治专干"), on="2022年6月30日"))
    assert [message for _row, _column, message in messages(sheet)] == [
        "“综治专干”不是已知的职务,按“其他职务”登记,不计入“两委”,请核对"
    ]


def test_own_tags_are_read_in_the_office_s_spelling_whatever_they_hold() -> None:
    header = [*ROSTER_HEADER, "标签"]
    one = row("田雨", "文书") | {"标签": "党员 先锋岗、退役军人"}
    other = row("岳明", "文书") | {"标签": "老党员/老干部"}
    take(roster(one, other, header=header))
    assert tags_of("岳明") == ["老党员/老干部"]
    assert tags_of("田雨") == ["党员先锋岗", "退役军人"]


def test_columns_of_ticks_under_own_titles_and_tags_are_posts_and_tags() -> None:
    header = [*ROSTER_HEADER, "综治专干", "是否党员先锋岗"]
    both = row("田雨", "文书") | {"综治专干": "√", "是否党员先锋岗": "是"}
    none = row("岳明", "村委会委员") | {"综治专干": "", "是否党员先锋岗": "否"}
    (sheet,) = take(roster(both, none, header=header))
    assert messages(sheet) == []
    assert [title for _unit, title, *_rest in held("田雨")] == ["文书", "综治专干"]
    assert [title for _unit, title, *_rest in held("岳明")] == ["村委会委员"]
    assert (tags_of("田雨"), tags_of("岳明")) == (["党员先锋岗"], [])
    assert [column.field_key for column in sheet.columns[-2:]] == ["post_mark", "tags"]


def test_a_ledger_names_vacant_posts_by_own_titles() -> None:
    vacant = {"村(社区)": "云山村", "空缺职务": "综治专干", "空缺时间": "2023.03"}
    (sheet,) = take(ledger(vacant))
    assert [message for _row, _column, message in messages(sheet)] == []
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert (vacancy.post.title, vacancy.since.first_day()) == ("综治专干", date(2023, 3, 1))
