"""Probable duplicates on both engines: found, joined with what they have gathered, kept apart for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.audit.undo import undo
from talentpool.errors import Conflict, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import Appointment, PeopleApart, Person, PersonTag, Post, Schooling, Unit
from talentpool.people.duplicates import queries
from talentpool.people.duplicates.comparison import compare, gathered, propose
from talentpool.people.duplicates.queries import find_pair, get_two, list_pairs
from talentpool.people.duplicates.services import join_people, keep_apart
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import Likeness, PoliticalStatus, SchoolingLevel
from tests.factories import add_person, add_unit, month, seat
from tests.web.pages import counted_statements
from tests.web.people.conftest import build_town, findable

JUNE = date(2023, 6, 30)
EVERYTHING = Scope.everything()
CLERK = replace(console_operator(), name="王建华")
OTHER_ID = "519901198001013138"


@pytest.fixture
def town(app: Flask) -> dict[str, int]:
    return build_town()


def twin_of(town: dict[str, int], name: str = "郝天成", *, unit: str = "银杏村", **told: object) -> Person:
    """A second record in another village."""
    twin = add_person(db.session, name, unit=db.session.get_one(Unit, town[unit]), born="1972-05")
    for key, value in told.items():
        setattr(twin, key, value)
    return findable(twin)


def likenesses(scope: Scope = EVERYTHING) -> list[tuple[int, int, tuple[Likeness, ...]]]:
    return [(one.first_id, one.second_id, one.likenesses) for one in list_pairs(scope=scope).listed]


def joined(first: Person, second: Person, choices: dict[str, str] | None = None) -> int:
    act = join_people(
        first, second, choices=choices or {}, versions=(first.version, second.version), by=CLERK, on=JUNE
    )
    db.session.expire_all()
    return act.id


def test_a_town_of_different_people_has_no_pair(town: dict[str, int]) -> None:
    assert likenesses() == []


def test_the_same_name_and_birth_month_make_a_pair_wherever_they_are_kept(town: dict[str, int]) -> None:
    twin = twin_of(town)
    assert likenesses() == [(town["郝天成"], twin.id, (Likeness.NAME_AND_BIRTH,))]


def test_two_different_id_numbers_part_two_people(town: dict[str, int]) -> None:
    findable(twin_of(town), id_number="519901197205193113", phone="19900000055")
    assert likenesses() == []


def test_the_same_telephone_makes_a_pair(town: dict[str, int]) -> None:
    wife = findable(twin_of(town, "何立新二", unit="金竹村"), phone="19900000055")
    assert likenesses() == [(town["郝天成"], wife.id, (Likeness.PHONE,))]


def test_the_ends_of_the_id_number_make_a_pair_of_one_name(town: dict[str, int]) -> None:
    twin = findable(twin_of(town, born_on=month("1975-05")), id_number="519902197505191118")
    assert likenesses() == [(town["郝天成"], twin.id, (Likeness.ID_NUMBER,))]


def test_names_that_sound_alike_make_a_pair_within_a_unit_only(town: dict[str, int]) -> None:
    same = twin_of(town, "郝天诚", unit="金竹村")
    twin_of(town, "郝添成", unit="银杏村")
    assert likenesses() == [(town["郝天成"], same.id, (Likeness.PINYIN,))]


def test_pairs_stay_within_reach(town: dict[str, int]) -> None:
    twin_of(town)
    bamboo = db.session.get_one(Unit, town["金竹村"])
    assert likenesses(Scope((bamboo.path,))) == []
    with pytest.raises(Missing):
        get_two(town["郝天成"], max(town.values()), scope=Scope((bamboo.path,)))


def test_pairs_are_found_in_one_statement(town: dict[str, int], app: Flask) -> None:
    for number in range(30):
        twin_of(town, f"村民{number}")
        twin_of(town, f"村民{number}")
    with counted_statements(app) as seen:
        assert len(list_pairs(scope=EVERYTHING).listed) == 30
    assert len([one for one in seen if one.lstrip().upper().startswith("SELECT")]) == 1


@pytest.mark.parametrize(
    ("first", "second", "side"),
    [
        ("农学", "", "first"),
        ("", "农学", "second"),
        (None, "02", "second"),
        (month("1972-05"), month("1972-05-19"), "second"),
        (month("1972-05-19"), month("1972-05"), "first"),
        (month("1972-05"), month("1973-05"), "first"),
    ],
)
def test_the_fuller_fact_is_proposed(first: object, second: object, side: str) -> None:
    assert propose(first, second) == side


def test_both_are_compared_field_by_field_with_masked_numbers(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["郝天成"]), twin_of(town, nationality="02")
    lines = {one.key: one for one in compare(first, second)}
    assert (lines["id_number"].first, lines["id_number"].second) == ("519***********1118", "")
    assert (lines["nationality"].second, lines["nationality"].proposed) == ("蒙古族", "second")
    assert (lines["unit_id"].first, lines["unit_id"].second) == ("金竹村", "银杏村")
    assert lines["name"].differs is False
    assert gathered([first, second])[first.id].posts == (
        "2021.01– 金竹村党支部书记",
        "2021.01– 金竹村村委会主任",
    )


def test_joined_people_keep_everything_of_both(town: dict[str, int]) -> None:
    first = db.session.get_one(Person, town["郝天成"])
    second = twin_of(town, nationality="02", political_status=PoliticalStatus.MASSES)
    watch = db.session.scalars(select(Post).where(Post.title == "村务监督委员会主任")).one()
    seat(db.session, second, watch, since="2018-01", until="2020-12")
    db.session.add_all(PersonTag(person_id=one.id, tag="骨干") for one in (first, second))
    db.session.add(PersonTag(person_id=second.id, tag="退役军人"))
    db.session.flush()
    second_id = second.id
    joined(first, second, {"political_status": "first", "nationality": "second"})
    assert db.session.get(Person, second_id) is None
    assert (first.nationality, first.political_status) == ("02", PoliticalStatus.PARTY_MEMBER)
    assert first.id_number == "519901197205191118"
    titles = db.session.scalars(select(Post.title).join(Appointment).where(Appointment.person_id == first.id))
    assert sorted(titles) == ["党支部书记", "村务监督委员会主任", "村委会主任"]
    tags = db.session.scalars(select(PersonTag.tag).where(PersonTag.person_id == first.id)).all()
    assert sorted(tags) == ["退役军人", "骨干"]
    levels = db.session.scalars(select(Schooling.level).where(Schooling.person_id == first.id)).all()
    assert levels == [SchoolingLevel.SENIOR_HIGH]


def test_the_same_post_held_at_the_same_time_stands_once(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["欧阳成杰"]), twin_of(town, "欧阳成杰")
    post = db.session.scalars(select(Post).where(Post.title == "党支部副书记")).one()
    seat(db.session, second, post, since="2020-12")
    joined(first, second)
    [held] = db.session.scalars(select(Appointment).where(Appointment.person_id == first.id)).all()
    assert held.started_on == month("2020-12")


def test_the_number_of_the_one_that_goes_can_be_taken_over(town: dict[str, int]) -> None:
    second = db.session.get_one(Person, town["郝天成"])
    first_unit = db.session.get_one(Unit, town["银杏村"])
    third = findable(add_person(db.session, "郝天成", unit=first_unit, born="1972-05"))
    number = second.id_number
    joined(second, third)
    assert second.id_number == number
    fourth = findable(add_person(db.session, "丁晓红", unit=first_unit, born=None), id_number=OTHER_ID)
    earlier = db.session.get_one(Person, town["丁晓红"])
    joined(earlier, fourth)
    assert earlier.id_number == OTHER_ID
    assert earlier.id_number_fingerprint is not None


def test_a_joining_is_taken_back_whole(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["郝天成"]), twin_of(town, nationality="02")
    watch = db.session.scalars(select(Post).where(Post.title == "村务监督委员会主任")).one()
    seat(db.session, second, watch, since="2018-01", until="2020-12")
    second_id = second.id
    act_id = joined(first, second)
    undo(act_id, by=CLERK)
    again = db.session.scalars(select(Person).where(Person.name == "郝天成", Person.id != first.id)).one()
    assert (again.nationality, first.nationality) == ("02", None)
    held = select(func.count()).select_from(Appointment)
    assert db.session.scalar(held.where(Appointment.person_id == again.id)) == 1
    assert db.session.scalar(held.where(Appointment.person_id == first.id)) == 2
    assert second_id


def test_facts_that_contradict_each_other_are_refused(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["郝天成"]), twin_of(town, born_on=month("1980-01"))
    with pytest.raises(RuleBroken, match="出生年月与身份证号不符"):
        joined(first, second, {"born_on": "second"})


def test_who_was_changed_meanwhile_is_not_joined(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["郝天成"]), twin_of(town)
    with pytest.raises(Conflict):
        join_people(first, second, choices={}, versions=(0, 0), by=CLERK, on=JUNE)


def test_two_people_are_kept_apart_for_good(town: dict[str, int]) -> None:
    first, second = db.session.get_one(Person, town["郝天成"]), twin_of(town)
    keep_apart(second, first, by=CLERK)
    keep_apart(first, second, by=CLERK)
    assert likenesses() == []
    assert find_pair(first.id, second.id, scope=EVERYTHING) is None
    [apart] = db.session.scalars(select(PeopleApart)).all()
    assert (apart.first_id, apart.second_id, apart.decided_by) == (first.id, second.id, "王建华")
    with pytest.raises(RuleBroken, match="已确认不是同一人"):
        joined(first, second)


def test_who_is_not_the_one_is_not_the_joined_one_either(town: dict[str, int]) -> None:
    first, second, third = (db.session.get_one(Person, town["郝天成"]), twin_of(town), twin_of(town))
    keep_apart(second, third, by=CLERK)
    assert len(likenesses()) == 2
    joined(first, second)
    assert likenesses() == []


def test_a_village_elsewhere_has_its_own_people(town: dict[str, int]) -> None:
    other = add_unit(db.session, "外镇")
    add_person(db.session, "郝天成", unit=other, born="1972-06")
    assert likenesses() == []


@pytest.mark.parametrize(("most", "listed", "cut"), [(3, 3, False), (2, 2, True)])
def test_more_pairs_than_are_listed_are_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, most: int, listed: int, cut: bool
) -> None:
    unit = add_unit(db.session, "金竹村")
    for _number in range(3):
        add_person(db.session, "田雨", unit=unit, born="1990-01")
    monkeypatch.setattr(queries, "MOST_PAIRS", most)
    found = list_pairs(scope=EVERYTHING)
    assert (len(found.listed), found.cut) == (listed, cut)
