"""What the database itself refuses, by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from talentpool.audit.sealing import append
from talentpool.extensions import db
from talentpool.models import Appointment, JournalEntry, LoginAttempt, Person, Post, SeatStatement, Unit
from talentpool.vocabulary import Body, PostClass, UnitType
from tests.factories import add_person, add_post, add_unit, month, seat


def refused(name: str, row: object) -> None:
    """The database refuses the row, and names the constraint."""
    db.session.add(row)
    with pytest.raises(IntegrityError, match=name):
        db.session.flush()
    db.session.rollback()


def test_a_village_needs_a_parent(app: Flask) -> None:
    refused("only_top_units_lack_a_parent", Unit(name="无主村", unit_type=UnitType.VILLAGE))


def test_an_appointment_cannot_end_before_it_starts(app: Flask) -> None:
    town = add_unit(db.session, "青禾镇")
    village = add_unit(db.session, "金竹村", parent=town)
    person = add_person(db.session, "郝天成", unit=village)
    post = add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village)
    with pytest.raises(IntegrityError, match="ends_after_it_starts"):
        seat(db.session, person, post, since="2021-02", until="2021-01")


def test_an_end_needs_its_cause(app: Flask) -> None:
    town = add_unit(db.session, "青禾镇")
    village = add_unit(db.session, "金竹村", parent=town)
    person = add_person(db.session, "郝天成", unit=village)
    post = add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=village)
    ended = Appointment(
        person_id=person.id, post_id=post.id, known_from=month("2021-01"), ended_on=month("2022-01")
    )
    refused("end_has_its_cause", ended)


def test_seats_cannot_be_negative_nor_hold_from_after_they_were_stated(app: Flask) -> None:
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    db.session.commit()
    day = date(2023, 6, 30)
    refused(
        "seats_not_negative", SeatStatement(unit_id=village.id, stated_on=day, holds_from=day, authorised=-1)
    )
    late = SeatStatement(unit_id=village.id, stated_on=day, holds_from=date(2024, 1, 1), authorised=5)
    refused("holds_from_the_statement_at_latest", late)


def test_a_post_needs_its_unit(app: Flask) -> None:
    homeless = Post(
        unit_id=999, title="党支部书记", body=Body.PARTY, post_class=PostClass.PARTY_SECRETARY, team_order=0
    )
    db.session.add(homeless)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_second_editor_of_a_row_is_told(app: Flask) -> None:
    town = add_unit(db.session, "青禾镇")
    person = add_person(db.session, "郝天成", unit=town)
    db.session.commit()
    loaded = db.session.get(Person, person.id)
    assert loaded is not None
    assert loaded.version == 1
    db.session.execute(text("UPDATE person SET version = 2 WHERE id = :id"), {"id": person.id})
    loaded.note = "第二人"
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()


def test_moments_come_back_in_utc(app: Flask) -> None:
    at = datetime(2023, 6, 30, 16, 0, tzinfo=timezone(timedelta(hours=8)))
    append(db.session.connection(), "journal_entry", [(at, "x", "登录", "", "", {})])
    db.session.commit()
    kept = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert kept is not None
    assert kept.at == datetime(2023, 6, 30, 8, 0, tzinfo=UTC)
    assert kept.at.utcoffset() == timedelta(0)


def test_a_moment_of_another_zone_is_kept_in_utc(app: Flask) -> None:
    at = datetime(2023, 6, 30, 16, 0, tzinfo=timezone(timedelta(hours=8)))
    db.session.add(LoginAttempt(at=at, username="x", address="x"))
    db.session.commit()
    db.session.expire_all()
    [kept] = db.session.scalars(select(LoginAttempt.at)).all()
    assert (kept, kept.utcoffset()) == (datetime(2023, 6, 30, 8, 0, tzinfo=UTC), timedelta(0))
