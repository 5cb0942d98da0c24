"""A new key: everything opens under it, is found under it, and nothing opens under the old one any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from talentpool.accounts.services import open_account
from talentpool.audit.undo import undo, undoable, what_stands_in_the_way
from talentpool.extensions import db
from talentpool.models import Account, ActChange, FieldKey, IntakeBatch, IntakeFile, Person
from talentpool.sealing.columns import SealedType
from talentpool.sealing.keyfile import KEY_FILE, KeysUnusable
from talentpool.sealing.keyring import current_keyring
from talentpool.sealing.seals import BrokenSeal
from talentpool.security import rotation
from talentpool.security.actor import console_operator
from talentpool.security.keys import blind_index
from tests.data.sealing.tampering import PEOPLE, write_to
from tests.factories import add_person, add_unit

OFFICER = "519901197205068435"
NUMBERS = [f"5199011978060{n:05d}" for n in range(40)]


@pytest.fixture
def town(office: Flask) -> int:
    """Forty people, a file that waits, and an act that changed a phone; the id of the act."""
    village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    for n, number in enumerate(NUMBERS):
        person = add_person(db.session, f"甲{n}", unit=village)
        person.id_number, person.phone = number, f"1390000{n:04d}"
    batch = IntakeBatch(
        created_at=datetime.now(UTC),
        created_by="甲",
        preview={"sheets": ["一"]},
        choices={},
        counts={},
        files=[IntakeFile(name="名册.xlsx", size=3, sha256="0" * 64, content=b"abc")],
    )
    db.session.add(batch)
    officer = open_account(
        username="shenji", display_name="审计员", password="Only-for-tests-1", role="auditor", unit=None
    )
    officer.id_number = OFFICER
    with undoable(kind="bulk_edit", label="更正电话", by=console_operator()) as act:
        person_of(3).phone = "13911112222"
    act_id = act.id
    db.session.commit()
    return act_id


def person_of(n: int) -> Person:
    """甲n."""
    return db.session.scalars(select(Person).where(Person.name == f"甲{n}")).one()


def versions() -> set[int]:
    """Under which versions anything is sealed, in whatever table."""
    found = set()
    for table in db.metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, SealedType):
                values = db.session.scalars(select(column).where(column.is_not(None)))
                found |= {value[0] for value in values if value is not None}
    for old, new in db.session.execute(select(ActChange.old, ActChange.new)):
        found |= {_first_byte(value) for kept in (old, new) for value in _sealed(kept)}
    db.session.rollback()
    return found


def _sealed(kept: dict[str, str | None]) -> Iterator[str]:
    yield from (kept[name] for name in ("id_number", "phone") if kept.get(name))  # type: ignore[misc]


def _first_byte(text: str) -> int:
    from base64 import b64decode

    return b64decode(text)[0]


def everything_opens() -> None:
    """Each value is what it was, and is found."""
    for n, number in enumerate(NUMBERS):
        person = person_of(n)
        assert person.id_number == number
        assert person.phone == (f"1390000{n:04d}" if n != 3 else "13911112222")
        found = select(Person.name).where(Person.id_number_fingerprint == blind_index("id_number", number))
        assert db.session.scalars(found).all() == [f"甲{n}"]
    officer = db.session.scalars(select(Account)).one()
    assert officer.id_number == OFFICER
    assert officer.identity_fingerprint == blind_index("id_number", OFFICER)
    batch = db.session.scalars(select(IntakeBatch)).one()
    assert (batch.preview, batch.files[0].content) == ({"sheets": ["一"]}, b"abc")
    db.session.rollback()


def states() -> list[tuple[int, str]]:
    """(version, state) on record."""
    found = [
        tuple(row)
        for row in db.session.execute(select(FieldKey.version, FieldKey.state).order_by(FieldKey.version))
    ]
    db.session.rollback()
    return found


def test_everything_is_sealed_anew_and_opens(town: int, folder: Path) -> None:
    before = blind_index("id_number", NUMBERS[0])
    db.session.rollback()
    done = rotation.rotate()
    assert (done.version, done.retired, done.resumed) == (2, (1,), False)
    assert (
        done.resealed == 40 + 1 + 40 + 3 - 1 + 2
    )  # numbers, the officer's, phones; preview and file; old and new phone of the act
    assert versions() == {2}
    assert states() == [(1, "retired"), (2, "active")]
    everything_opens()
    assert blind_index("id_number", NUMBERS[0]) != before
    kept = json.loads((folder / KEY_FILE).read_text())
    assert (set(kept["field_keys"]), set(kept["retired_field_keys"])) == ({"2"}, {"1"})
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_an_act_of_before_is_taken_back_after(town: int) -> None:
    rotation.rotate()
    assert what_stands_in_the_way(town) == []
    undo(town, by=console_operator())
    assert person_of(3).phone == "13900000003"
    assert person_of(3).phone_fingerprint == blind_index("phone", "13900000003")


def test_what_was_sealed_before_opens_nothing_afterwards(town: int) -> None:
    old = db.session.scalar(select(Person.phone_sealed).where(Person.name == "甲0"))
    db.session.rollback()
    rotation.rotate()
    write_to("甲0", phone=old)
    with pytest.raises(BrokenSeal, match="no key"):
        _ = person_of(0).phone


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


@pytest.mark.parametrize("at", ["begin", "first_batch", "a_later_batch", "acts", "before_retiring", "file"])
def test_killed_at_any_point_it_goes_on_where_it_stopped(
    town: int, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 7)
    with monkeypatch.context() as patch:
        if at == "begin":
            patch.setattr(rotation, "_index_anew", _killer())
        elif at == "acts":
            patch.setattr(rotation, "_reseal_acts", _killer())
        elif at == "before_retiring":
            patch.setattr(rotation, "finish", _killer())
        elif at == "file":
            patch.setattr(type(current_keyring()), "retire", _killer())
        with pytest.raises(Killed):
            rotation.rotate(
                _killer(after=7 if at == "first_batch" else 30 if at == "a_later_batch" else 10**6)
            )
    db.session.remove()
    everything_opens()
    monkeypatch.setattr(rotation, "BATCH", 500)
    done = rotation.rotate()
    assert done.resumed is (at != "begin")
    assert versions() == {2}
    assert states() == [(1, "retired"), (2, "active")]
    everything_opens()


def _killer(after: int = 0):  # noqa: ANN202
    def kill(*told: object) -> None:
        if not told or not isinstance(told[-1], int) or told[-1] >= after:
            raise Killed

    return kill


def test_two_changes_follow_each_other(town: int) -> None:
    rotation.rotate()
    assert rotation.rotate().version == 3
    assert versions() == {3}
    everything_opens()


def test_what_is_entered_while_rows_are_sealed_anew_is_under_the_new_key(
    town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 7)
    told: list[int] = []

    def enter(count: int) -> None:
        if not told:
            add_person(db.session, "后来", unit=person_of(0).unit).phone = "13700000000"
            person_of(39).phone = "13700000039"
            db.session.commit()
        told.append(count)

    rotation.rotate(enter)
    assert versions() == {2}
    assert db.session.scalars(select(Person).where(Person.name == "后来")).one().phone == "13700000000"
    assert person_of(39).phone == "13700000039"


def test_the_keys_of_another_installation_are_refused(town: int, folder: Path) -> None:
    kept = json.loads((folder / KEY_FILE).read_text())
    (folder / KEY_FILE).write_text(json.dumps(kept | {"field_keys": {"1": "ab" * 32}}))
    current_keyring().reload()
    db.session.expire_all()
    with pytest.raises(KeysUnusable, match="不是这个数据库的密钥"):
        rotation.check_keys()
    person_of(0).phone = "13700000000"
    with pytest.raises(KeysUnusable, match="不是这个数据库的密钥"):
        db.session.flush()
    db.session.rollback()


def test_a_retired_key_comes_back_with_the_data_of_an_older_backup(town: int) -> None:
    columns = PEOPLE.c["name", "id_number", "phone"]
    rows = db.session.execute(select(*columns)).mappings().all()
    db.session.rollback()
    rotation.rotate()
    for row in rows:
        write_to(**row)
    db.session.execute(update(FieldKey).where(FieldKey.version == 2).values(state="retired"))
    db.session.execute(update(FieldKey).where(FieldKey.version == 1).values(state="active"))
    db.session.commit()
    rotation.check_keys()
    assert person_of(5).id_number == NUMBERS[5]
