"""Units and posts are called on a day as they were then."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from talentpool.analysis.comparison import compare_units
from talentpool.analysis.queries import list_structure
from talentpool.extensions import db
from talentpool.models import FormerPostTitle, UnitName
from talentpool.people.rows import held_by
from talentpool.posts.queries import list_career
from talentpool.units.naming import name_within, names_on
from talentpool.vocabulary import NameKind, PostClass
from tests.data.acts.towns import ANYWHERE, Town, make_town
from tests.factories import add_person, add_post, add_vacancy, month, seat

BEFORE, BETWEEN, NOW = date(2021, 6, 30), date(2022, 3, 31), date(2023, 6, 30)


@pytest.fixture
def town(app: Flask) -> Town:
    """金竹村 was 老竹村 until 2022 and 竹园村 until 2021-10; 上河村 went into it in 2022-06.

    The director's post was called 村委会主任(代理) until 2022, its vacant deputy's 副主任 until 2022.
    """
    town = make_town()
    own, merged = NameKind.RENAMED, NameKind.MERGED
    for name, kind, until in (
        ("老竹村", own, "2022-01"),
        ("竹园村", own, "2021-10-01"),
        ("上河村", merged, "2022-06"),
    ):
        db.session.add(UnitName(unit_id=town.jinzhu.id, name=name, kind=kind, until_on=month(until)))
    deputy = add_post(db.session, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=town.jinzhu)
    add_vacancy(db.session, deputy, since="2021-02")
    for post, title in ((town.director, "村委会主任(代理)"), (deputy, "副主任")):
        db.session.add(FormerPostTitle(post_id=post.id, title=title, until_on=month("2022-01")))
    db.session.flush()
    return town


@pytest.mark.parametrize(
    ("on", "unit", "post"),
    [
        (BEFORE, "竹园村", "村委会主任(代理)"),
        (date(2021, 9, 30), "竹园村", "村委会主任(代理)"),
        (date(2021, 10, 1), "老竹村", "村委会主任(代理)"),
        (date(2021, 12, 31), "老竹村", "村委会主任(代理)"),
        (date(2022, 1, 1), "金竹村", "村委会主任"),
        (NOW, "金竹村", "村委会主任"),
    ],
)
def test_a_former_name_holds_until_its_day_and_that_of_a_merged_unit_never(
    town: Town, on: date, unit: str, post: str
) -> None:
    names = names_on(on)
    assert (names.of(town.jinzhu), names.title(town.director)) == (unit, post)
    assert (names.of(town.shiqiao), names.title(town.secretary)) == ("石桥村", "党支部书记")
    assert name_within(town.jinzhu.id, scope=ANYWHERE, on=on) == unit


def test_teams_and_their_vacancies_are_called_as_then(town: Town) -> None:
    teams = {team.unit_id: team for team in list_structure(scope=ANYWHERE, on=BEFORE)}
    assert teams[town.jinzhu.id].unit == "竹园村"
    assert [one.post for one in teams[town.jinzhu.id].vacancies] == ["副主任"]


def test_a_post_that_was_renamed_is_no_new_vacancy(town: Town) -> None:
    then, now = (list_structure(scope=ANYWHERE, on=on) for on in (BEFORE, NOW))
    [jinzhu, _shiqiao] = compare_units(then, now, ())
    assert (jinzhu.unit, jinzhu.vacated) == ("金竹村", ())


def test_what_somebody_holds_is_called_as_then(town: Town) -> None:
    held = held_by([(town.diao.id, town.shiqiao.id)], on=BEFORE)
    assert held[town.diao.id].titles == ("竹园村村委会主任(代理)",)
    assert held_by([(town.diao.id, town.jinzhu.id)], on=NOW)[town.diao.id].titles == ("村委会主任",)


def test_a_career_tells_each_post_by_the_title_under_which_it_was_left(town: Town) -> None:
    former = add_person(db.session, "吴老三", unit=town.jinzhu, born="1960-03")
    seat(db.session, former, town.director, since="2018-01", until="2021-01")
    until_renamed = add_person(db.session, "程立", unit=town.jinzhu, born="1970-03")
    seat(db.session, until_renamed, town.director, since="2021-02", until="2022-01")

    def career(person: object) -> list[tuple[str, str]]:
        rows = list_career(person, scope=ANYWHERE, on=NOW)  # type: ignore[arg-type]
        return [(unit, title) for _appointment, _unit_id, unit, title in rows]

    assert career(former) == [("竹园村", "村委会主任(代理)")]
    assert career(until_renamed) == [("老竹村", "村委会主任(代理)")]
    assert career(town.diao) == [("金竹村", "村委会主任")]
