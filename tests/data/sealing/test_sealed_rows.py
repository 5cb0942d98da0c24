"""A sealed value opens in its own row and column only, is found by its blind index, and stands nowhere plain."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from talentpool.audit.undo import undo, undoable
from talentpool.extensions import db
from talentpool.models import ActChange, FieldKey, Person, Unit
from talentpool.sealing.columns import SealedValue, sealed_of
from talentpool.sealing.seals import BrokenSeal
from talentpool.security.actor import console_operator
from talentpool.security.keys import blind_index
from tests.data.sealing.tampering import write_to
from tests.factories import add_person, add_unit

NUMBER, OTHER = "51990119780609003X", "519901198801010019"
PHONE = "13812345678"


@pytest.fixture
def village(app: Flask) -> Unit:
    """金竹村 with 曾波, whose numbers are known, and 钟文, whose are not."""
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    person = add_person(db.session, "曾波", unit=village)
    person.id_number, person.phone = NUMBER, PHONE
    add_person(db.session, "钟文", unit=village)
    db.session.commit()
    return village


def person_of(name: str = "曾波") -> Person:
    """A person, read afresh."""
    db.session.expire_all()
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def stored(column: str, name: str = "曾波") -> bytes:
    """What stands in the database."""
    found = db.session.scalar(select(Person.__table__.c[column]).where(Person.name == name))
    assert isinstance(found, bytes)
    return found


def test_the_database_holds_bytes_and_the_row_gives_the_number(village: Unit) -> None:
    assert NUMBER.encode() not in stored("id_number")
    assert PHONE.encode() not in stored("phone")
    assert (person_of().id_number, person_of().phone) == (NUMBER, PHONE)
    assert (person_of("钟文").id_number, person_of("钟文").phone) == (None, None)


def test_the_same_number_is_sealed_differently_each_time(village: Unit) -> None:
    before = stored("phone")
    person_of().phone = OTHER
    db.session.flush()
    person_of().phone = PHONE
    db.session.flush()
    assert stored("phone") != before


def test_assigning_what_stands_there_changes_nothing(village: Unit) -> None:
    before = stored("phone")
    person = person_of()
    person.phone = PHONE
    assert person not in db.session.dirty
    db.session.flush()
    assert stored("phone") == before


@pytest.mark.parametrize(
    ("column", "kind", "part"),
    [
        (Person.id_number_fingerprint, "id_number", NUMBER),
        (Person.id_number_ends_fingerprint, "id_number_ends", "519003X"),
        (Person.phone_fingerprint, "phone", PHONE),
        (Person.phone_tail_fingerprint, "phone_tail", "5678"),
    ],
)
def test_a_number_is_found_by_its_blind_index(village: Unit, column: object, kind: str, part: str) -> None:
    names = select(Person.name).where(column == blind_index(kind, part))  # type: ignore[arg-type]
    assert db.session.scalars(names).all() == ["曾波"]
    other = select(Person.name).where(column == blind_index(kind, part[::-1]))  # type: ignore[arg-type]
    assert db.session.scalars(other).all() == []


def test_a_cleared_number_leaves_no_index(village: Unit) -> None:
    person = person_of()
    person.id_number = person.phone = None
    db.session.flush()
    person = person_of()
    assert (person.id_number, person.id_number_fingerprint, person.id_number_ends_fingerprint) == (None,) * 3
    assert (person.phone, person.phone_fingerprint, person.phone_tail_fingerprint) == (None,) * 3


def test_a_value_moved_to_another_row_does_not_open(village: Unit) -> None:
    write_to("钟文", id_number=stored("id_number"))
    assert person_of().id_number == NUMBER
    with pytest.raises(BrokenSeal):
        _ = person_of("钟文").id_number


def test_a_value_moved_to_another_column_does_not_open(village: Unit) -> None:
    write_to("曾波", phone=stored("id_number"))
    with pytest.raises(BrokenSeal):
        _ = person_of().phone


@pytest.mark.parametrize("place", [0, 1, 12, 13, 20, -1])
def test_no_bit_can_be_changed(village: Unit, place: int) -> None:
    data = bytearray(stored("phone"))
    data[place] ^= 1
    write_to("曾波", phone=bytes(data))
    with pytest.raises(BrokenSeal) as broken:
        _ = person_of().phone
    assert PHONE not in str(broken.value)


def test_a_damaged_number_can_be_written_over(village: Unit) -> None:
    write_to("曾波", phone=stored("id_number"))
    person_of().phone = PHONE
    db.session.flush()
    assert person_of().phone == PHONE


def test_a_plain_number_never_reaches_a_sealed_column(village: Unit) -> None:
    for value in (NUMBER, NUMBER.encode()):
        with pytest.raises((StatementError, TypeError)), db.session.begin_nested():
            write_to("曾波", id_number=value)
    assert person_of().id_number == NUMBER


def test_a_value_on_its_way_tells_nothing_of_itself() -> None:
    value = SealedValue(sealed_of("person")["phone"], 1, b"\x01" * 40, PHONE)
    assert PHONE not in f"{value} {value!r} {[value]}"


def test_an_act_keeps_numbers_sealed_and_gives_them_back(village: Unit) -> None:
    by = console_operator()
    with undoable(kind="bulk_edit", label="更正", by=by) as act:
        person = person_of()
        person.id_number, person.phone = OTHER, "13900001111"
    kept = db.session.execute(select(ActChange.old, ActChange.new)).one()
    assert not {"id_number_fingerprint", "phone_tail_fingerprint"} & set(kept.new)
    for number in (NUMBER, OTHER, PHONE, "13900001111"):
        assert number not in str(kept)
    undo(act.id, by=by)
    assert (person_of().id_number, person_of().phone) == (NUMBER, PHONE)
    assert person_of().phone_tail_fingerprint == blind_index("phone_tail", "5678")


def test_a_deleted_person_returns_with_the_numbers(village: Unit) -> None:
    by = console_operator()
    with undoable(kind="bulk_edit", label="删除", by=by) as act:
        db.session.delete(person_of())
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
    undo(act.id, by=by)
    assert (person_of().id_number, person_of().phone) == (NUMBER, PHONE)
    assert person_of().id_number_fingerprint == blind_index("id_number", NUMBER)


def test_one_version_of_the_key_is_on_record_once_something_is_sealed(app: Flask) -> None:
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    add_person(db.session, "钟文", unit=village)
    db.session.commit()
    assert db.session.scalars(select(FieldKey.version)).all() == []
    add_person(db.session, "曾波", unit=village).phone = PHONE
    db.session.commit()
    assert db.session.scalars(select(FieldKey.state)).all() == ["active"]


def test_people_entered_together_get_ids_of_their_own(app: Flask) -> None:
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    people = [
        Person(name=f"甲{n}", unit=village, phone=f"1390000{n:04d}" if n % 3 else None) for n in range(12)
    ]
    db.session.add_all(people)
    db.session.commit()
    assert len({one.id for one in people}) == 12
    assert [one.phone for one in people if one.phone] == [f"1390000{n:04d}" for n in range(12) if n % 3]
