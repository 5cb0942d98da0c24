"""The history of changes, in the clerk's words."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.queries import ChangeLine, list_changes
from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import EndCause, PostClass
from tests.factories import add_person, add_post, add_unit, add_vacancy, month, seat, state_seats


@pytest.fixture
def village(app: Flask) -> Unit:
    """金竹村 with a vice-director."""
    session = db.session
    with action("导入"):
        town = add_unit(session, "青禾镇")
        unit = add_unit(session, "金竹村", parent=town)
        state_seats(session, unit, 5)
        seat(session, add_person(session, "曾波", unit=unit), _vice(unit))
    return unit


def _vice(unit: Unit):  # type: ignore[no-untyped-def]
    return add_post(db.session, "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=unit)


def _person() -> Person:
    return db.session.scalars(select(Person)).one()


def _newest(**wanted: int) -> ChangeLine:
    return list_changes(scope=Scope.everything(), **wanted)[0]  # type: ignore[arg-type]


def test_a_change_tells_field_old_and_new_in_words(village: Unit) -> None:
    person = _person()
    with action("更正信息"):
        person.born_on = month("1980-02")
        person.nationality = "02"
        db.session.flush()
    line = _newest(person_id=person.id)
    assert (line.act, line.record_label, line.actor[:5]) == ("更正信息", "人员", "本机操作员")
    assert set(line.fields) == {("出生年月", "1980.01", "1980.02"), ("民族", "", "蒙古族")}


def test_an_id_number_stays_masked_and_shows_no_fingerprint(village: Unit) -> None:
    person = _person()
    person.id_number = "519901198801010019"
    db.session.flush()
    assert _newest(person_id=person.id).fields == (("身份证号", "", "519***********0019"),)


def test_the_end_of_an_appointment_stands_in_the_history_of_person_and_unit(village: Unit) -> None:
    held = db.session.scalars(select(Appointment)).one()
    with action("免职"):
        held.ended_on, held.end_cause = month("2021-11"), EndCause.RESIGNED
        db.session.flush()
    expected = (("离任时间", "", "2021.11"), ("离任原因", "", "辞职"))
    of_person, of_unit = _newest(person_id=held.person_id), _newest(unit_id=village.id)
    assert of_person.record_label == "任职 金竹村 村委会副主任"
    assert of_unit.record_label == "任职 村委会副主任 曾波"
    assert of_person.fields == of_unit.fields == expected


def test_the_history_of_a_unit_holds_seats_posts_and_vacancies_but_not_its_peoples_facts(
    village: Unit,
) -> None:
    add_vacancy(db.session, _other_post(village), since="2021-11")
    labels = {line.record_label for line in list_changes(unit_id=village.id, scope=Scope.everything())}
    assert labels == {
        "单位",
        "核定职数",
        "职务 村委会副主任",
        "职务 村委会委员",
        "任职 村委会副主任 曾波",
        "空缺 村委会委员",
    }


def _other_post(unit: Unit):  # type: ignore[no-untyped-def]
    return add_post(db.session, "村委会委员", PostClass.COMMITTEE_MEMBER, unit=unit)


def test_a_move_names_both_units(village: Unit) -> None:
    other = add_unit(db.session, "银杏村", parent=village.parent)
    person = _person()
    person.unit_id = other.id
    db.session.flush()
    assert _newest(person_id=person.id).fields == (("所在单位", "金竹村", "银杏村"),)


def test_posts_in_units_beyond_reach_stay_out_of_a_persons_history(village: Unit) -> None:
    other = add_unit(db.session, "银杏村", parent=village.parent)
    seat(db.session, _person(), add_post(db.session, "文书", PostClass.ACCOUNTANT, unit=other))
    within = list_changes(person_id=_person().id, scope=Scope(paths=(village.path,)))
    assert "任职 金竹村 村委会副主任" in [line.record_label for line in within]
    assert not [line for line in within if "银杏村" in line.record_label]
    assert [
        line
        for line in list_changes(person_id=_person().id, scope=Scope.everything())
        if "银杏村" in line.record_label
    ]


def test_a_change_without_a_named_act_says_what_was_done(village: Unit) -> None:
    village.code = "519901101209"
    db.session.flush()
    line = _newest(unit_id=village.id)
    assert (line.act, line.fields) == ("修改", (("区划代码", "", "519901101209"),))


def test_nobody_reaches_anything(village: Unit) -> None:
    assert list_changes(unit_id=village.id, scope=Scope(paths=())) == []
