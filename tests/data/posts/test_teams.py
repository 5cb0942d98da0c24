"""Teams and the register of posts, as of a day, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Person, Unit
from talentpool.posts.register import PostFilter, select_posts
from talentpool.posts.teams import Team, read_team
from talentpool.security.scope import Scope
from talentpool.vocabulary import Body, PostState
from tests.factories import month
from tests.factories.small_town import JUNE, add_small_town

EVERYTHING = Scope.everything()


@pytest.fixture(autouse=True)
def town(app: Flask) -> Unit:
    """The small town."""
    return add_small_town(db.session)


def unit(name: str) -> Unit:
    """A unit by its name."""
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def team(*, on: date = JUNE, scope: Scope = EVERYTHING) -> Team:
    """金竹村's team."""
    return read_team(unit("金竹村"), scope=scope, on=on)


def test_a_person_stands_once_in_each_section_with_the_posts_of_that_section() -> None:
    found = team()
    assert [(one.name, one.posts) for one in found.two_committees] == [
        ("郝天成", ["党支部书记", "村委会主任"]),
        ("曾波", ["党支部副书记"]),
        ("汪雪敏", ["党支部委员", "村委会委员"]),
        ("曹新庆", ["党支部委员"]),
    ]
    assert [(one.name, one.posts) for one in found.supervision] == [("崔德", ["村务监督委员会主任"])]
    assert [(one.name, one.posts) for one in found.others] == [("汪雪敏", ["文书"])]


def test_dual_heads_and_cross_appointments_are_marked() -> None:
    marks = {one.name: (one.is_dual_head, one.is_cross_appointed) for one in team().two_committees}
    assert marks == {
        "郝天成": (True, True),
        "曾波": (False, False),
        "汪雪敏": (False, True),
        "曹新庆": (False, False),
    }


def test_an_unknown_birthday_gives_no_age() -> None:
    ages = {one.name: one.age for one in team(on=date(2023, 5, 31)).two_committees}
    assert ages == {"郝天成": 51, "曾波": 36, "汪雪敏": 39, "曹新庆": None}


def test_who_left_is_former_after_the_end_and_in_the_team_before_it() -> None:
    [former] = team().former
    assert (former.name, former.post, former.since, former.until) == (
        "吴老三",
        "村委会副主任",
        month("2021-01"),
        month("2021-11"),
    )
    assert "吴老三" in [one.name for one in team(on=date(2021, 10, 31)).two_committees]
    assert "吴老三" not in [one.name for one in team(on=date(2021, 11, 1)).two_committees]


def test_a_member_who_joined_the_party_later_is_not_shown_as_one_before() -> None:
    person = db.session.scalars(select(Person).where(Person.name == "曾波")).one()
    person.party_joined_on = month("2022-07")
    db.session.flush()
    statuses = {one.name: one.political_status for one in team(on=date(2022, 6, 30)).two_committees}
    assert statuses["曾波"] is None
    assert statuses["郝天成"] is not None


def test_beyond_reach_there_is_no_team() -> None:
    assert team(scope=Scope(paths=(unit("双河村").path,))).two_committees == ()


def rows(wanted: PostFilter, *, on: date = JUNE) -> list[tuple[str, str, str, str]]:
    """(unit, title, person, state) of the register."""
    found = db.session.execute(select_posts(scope=EVERYTHING, on=on, wanted=wanted)).all()
    return [(row.unit, row.title, row.person, row.state) for row in found]


def test_the_register_lists_each_holder_and_each_vacancy() -> None:
    found = rows(PostFilter(unit_id=unit("金竹村").id))
    assert [row[1:] for row in found] == [
        ("党支部书记", "郝天成", "held"),
        ("党支部副书记", "曾波", "held"),
        ("村委会主任", "郝天成", "held"),
        ("村委会副主任", "", "vacant"),
        ("党支部委员", "汪雪敏", "held"),
        ("党支部委员", "曹新庆", "held"),
        ("村委会委员", "汪雪敏", "held"),
        ("村务监督委员会主任", "崔德", "held"),
        ("文书", "汪雪敏", "held"),
    ]


def test_before_anything_is_known_the_register_invents_nothing() -> None:
    states = {row[3] for row in rows(PostFilter(), on=date(2020, 6, 30))}
    assert states == {"unstated"}


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (PostFilter(q="双河"), ["党支部书记"]),
        (PostFilter(state=PostState.VACANT), ["村委会副主任"]),
        (PostFilter(body=Body.OTHER), ["文书"]),
        (PostFilter(q="100%"), []),
    ],
)
def test_the_register_is_narrowed(wanted: PostFilter, titles: list[str]) -> None:
    assert [row[1] for row in rows(wanted)] == titles
