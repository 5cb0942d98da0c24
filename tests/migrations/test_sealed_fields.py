"""The step that seals what stood plain: every value opens afterwards, and stands nowhere plain any more."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from talentpool.app import create_app
from talentpool.audit.undo import undo
from talentpool.extensions import db
from talentpool.models import AgencyConclusion, FieldKey, IntakeBatch, Person
from talentpool.sealing.keyfile import KEY_FILE
from talentpool.security.actor import act_as, console_operator
from talentpool.security.keys import blind_index
from talentpool.vocabulary import Conclusion
from tests.conftest import config_for
from tests.data.sealing.disk import stored_bytes
from tests.postgres import PostgresServer

BEFORE, AFTER = "0009", "0012"
NUMBERS = [f"5199011978060{n:05d}" for n in range(1, 8)]
PHONES = [f"1390000{n:04d}" for n in range(1, 8)]
FORMER_PHONE = "13755556666"
CANARIES = [*NUMBERS, *PHONES, FORMER_PHONE, "PLAINFILECONTENT", "PLAINPREVIEW"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path, instance: Path) -> Iterator[Flask]:
    """An application on a database of the days before, with plain values in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create("talentpool_old")
    request.getfixturevalue("sqlite_app")
    shutil.copy(instance / KEY_FILE, tmp_path)
    _forget_field_keys(tmp_path / KEY_FILE)
    app = create_app(config_for(tmp_path, url))
    with app.app_context():
        act_as(console_operator())
        upgrade(revision=BEFORE)
        _fill()
        yield app
        db.session.remove()
        db.engine.dispose()


def _forget_field_keys(path: Path) -> None:
    """The file as installations have it that began before there were field keys."""
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({name: kept[name] for name in ("secret_key", "fingerprint_key", "audit_key")}))


def _fill() -> None:
    run = db.session.execute
    run(text("INSERT INTO unit (id, unit_type, name, path) VALUES (1, 'township', '青禾镇', '/1/')"))
    for n, (number, phone) in enumerate(zip(NUMBERS, PHONES, strict=True), start=1):
        values = {
            "id": n,
            "name": f"甲{n}",
            "number": number if n != 2 else None,
            "phone": phone if n != 3 else None,
        }
        run(
            text(
                "INSERT INTO person (id, unit_id, name, id_number, id_number_fingerprint, phone, phone_fingerprint)"
                " VALUES (:id, 1, :name, :number, :number, :phone, :phone)"
            ),
            values,
        )
    run(
        text(
            "INSERT INTO undoable_act (id, at, kind, label, actor)"
            " VALUES (1, '2023-06-30 00:00:00', 'bulk_edit', '更正电话', '甲')"
        )
    )
    old, new = (json.dumps({"phone": phone, "phone_fingerprint": "f"}) for phone in (FORMER_PHONE, PHONES[0]))
    run(
        text(
            "INSERT INTO act_change (act_id, record_table, record_id, operation, old, new)"
            " VALUES (1, 'person', 1, 'update', :old, :new)"
        ),
        {"old": old, "new": new},
    )
    run(
        text(
            "INSERT INTO intake_batch (id, created_at, created_by, preview, choices, counts)"
            " VALUES (1, '2023-06-30 00:00:00', '甲', :preview, '{}', '{}')"
        ),
        {"preview": json.dumps({"sheets": ["PLAINPREVIEW"]})},
    )
    run(
        text(
            "INSERT INTO intake_file (id, batch_id, name, size, sha256, content)"
            " VALUES (1, 1, '名册.xlsx', 16, 'x', :content)"
        ),
        {"content": b"PLAINFILECONTENT"},
    )
    _ask_an_agency()
    db.session.commit()


def _ask_an_agency() -> None:
    run = db.session.execute
    run(text("INSERT INTO review_rule_set (id, name, valid_from) VALUES (1, '办法', '2023-01-01')"))
    run(text("INSERT INTO review_agency (id, rule_set_id, name, level) VALUES (1, 1, '派出所', 'township')"))
    run(
        text(
            "INSERT INTO nomination (id, person_id, unit_id, stage, nominated_on)"
            " VALUES (1, 1, 1, 'nominated', '2023-01')"
        )
    )
    run(
        text(
            "INSERT INTO agency_conclusion"
            " (id, nomination_id, agency_id, asked_on, answered_on, conclusion, rule_code, disposition)"
            " VALUES (1, 1, 1, '2023-01-01', '2023-01-05', 'caution', 'N3', '提醒谈话')"
        )
    )


def test_before_the_step_the_values_lie_there_in_plain(old: Flask) -> None:
    stored = stored_bytes(old)
    assert [canary for canary in CANARIES if canary.encode() not in stored] == [NUMBERS[1], PHONES[2]]


def test_afterwards_they_open_are_found_and_lie_nowhere_in_plain(old: Flask) -> None:
    upgrade()
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert [one.id_number for one in people] == [
        number if n != 1 else None for n, number in enumerate(NUMBERS)
    ]
    assert [one.phone for one in people] == [phone if n != 2 else None for n, phone in enumerate(PHONES)]
    for column, kind, part, name in (
        (Person.id_number_fingerprint, "id_number", NUMBERS[4], "甲5"),
        (Person.id_number_ends_fingerprint, "id_number_ends", NUMBERS[4][:3] + NUMBERS[4][-4:], "甲5"),
        (Person.phone_fingerprint, "phone", PHONES[4], "甲5"),
        (Person.phone_tail_fingerprint, "phone_tail", PHONES[4][-4:], "甲5"),
    ):
        assert db.session.scalars(select(Person.name).where(column == blind_index(kind, part))).all() == [
            name
        ]
    batch = db.session.get_one(IntakeBatch, 1)
    assert (batch.preview, batch.files[0].content) == ({"sheets": ["PLAINPREVIEW"]}, b"PLAINFILECONTENT")
    answer = db.session.get_one(AgencyConclusion, 1)
    assert (answer.conclusion, answer.rule_code, answer.disposition) == (Conclusion.CAUTION, "N3", "提醒谈话")
    assert db.session.scalars(select(FieldKey.state)).all() == ["active"]
    undo(1, by=console_operator())
    assert db.session.get_one(Person, 1).phone == FORMER_PHONE
    db.session.rollback()
    stored = stored_bytes(old)
    assert [canary for canary in CANARIES if canary.encode() in stored] == []


def test_the_step_can_be_taken_back_whole(old: Flask) -> None:
    upgrade()
    downgrade(revision=BEFORE)
    rows = db.session.execute(
        text("SELECT id_number, phone, phone_fingerprint FROM person ORDER BY id")
    ).all()
    assert [row.id_number for row in rows] == [number if n != 1 else None for n, number in enumerate(NUMBERS)]
    assert [row.phone for row in rows] == [phone if n != 2 else None for n, phone in enumerate(PHONES)]
    kept = db.session.execute(text("SELECT old, new FROM act_change")).one()
    old_values, new_values = (json.loads(one) if isinstance(one, str) else one for one in kept)
    assert (old_values["phone"], new_values["phone"]) == (FORMER_PHONE, PHONES[0])
    assert bytes(db.session.scalar(text("SELECT content FROM intake_file")) or b"") == b"PLAINFILECONTENT"
    assert "PLAINPREVIEW" in str(db.session.scalar(text("SELECT preview FROM intake_batch")))
    assert db.session.scalar(text("SELECT conclusion FROM agency_conclusion")) == "caution"
    db.session.rollback()
    upgrade()
    assert db.session.get_one(Person, 1).id_number == NUMBERS[0]
