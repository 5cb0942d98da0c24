"""The step that lets a person have one open nomination: of doubles the furthest goes on, nothing told is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from talentpool.app import create_app
from talentpool.extensions import db
from tests.conftest import config_for
from tests.postgres import PostgresServer

BEFORE, AFTER = "0019", "0020"
NOMINATIONS = (
    (1, 1, "unit_review", None, None),
    (2, 1, "county_review", None, None),
    (3, 1, "unit_review", None, None),
    (4, 2, "unit_review", None, None),
    (5, 2, "unit_review", "2023-03-01", "rejected"),
)
VOICES = ((1, "self", ""), (1, "masses", "村民小组"), (2, "self", ""), (3, "organization", "村党支部"))
STEPS = ((1, "nominated", "2023-05-03"), (3, "nominated", "2023-04-28"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of the days before, with somebody nominated three times."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create("talentpool_nominated")
    app = create_app(config_for(tmp_path, url))
    with app.app_context():
        upgrade(revision=BEFORE)
        _fill()
        yield app
        db.session.remove()
        db.engine.dispose()


def _fill() -> None:
    unit = "INSERT INTO unit (id, unit_type, name, path, version) VALUES (1, 'township', '青禾镇', '/1/', 1)"
    db.session.execute(text(unit))
    for person_id, name in ((1, "邓素华"), (2, "晏秋")):
        row = {"id": person_id, "name": name}
        db.session.execute(
            text("INSERT INTO person (id, unit_id, name, version) VALUES (:id, 1, :name, 1)"), row
        )
    for nomination_id, person_id, stage, closed_on, outcome in NOMINATIONS:
        db.session.execute(
            text(
                "INSERT INTO nomination (id, person_id, unit_id, stage, nominated_on, closed_on, outcome)"
                " VALUES (:id, :person, 1, :stage, '2023-05-01', :closed, :outcome)"
            ),
            {
                "id": nomination_id,
                "person": person_id,
                "stage": stage,
                "closed": closed_on,
                "outcome": outcome,
            },
        )
    for nomination_id, way, who in VOICES:
        db.session.execute(
            text(
                'INSERT INTO nomination_voice (nomination_id, way, "by", "on") VALUES (:id, :way, :by, \'2023-05-01\')'
            ),
            {"id": nomination_id, "way": way, "by": who},
        )
    for nomination_id, stage, day in STEPS:
        db.session.execute(
            text(
                "INSERT INTO nomination_step (nomination_id, stage, decided_on, decider, outcome)"
                " VALUES (:id, :stage, :day, '村党支部', 'passed')"
            ),
            {"id": nomination_id, "stage": stage, "day": day},
        )
    db.session.commit()


def test_the_furthest_nomination_goes_on_with_the_voices_of_all(old: Flask) -> None:
    upgrade(revision=AFTER)
    rows = db.session.execute(text("SELECT id, closed_on, outcome FROM nomination ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [
        (1, "2023-05-03", "returned"),
        (2, None, None),
        (3, "2023-05-01", "returned"),
        (4, None, None),
        (5, "2023-03-01", "rejected"),
    ]
    told = db.session.execute(
        text('SELECT way, "by" FROM nomination_voice WHERE nomination_id = 2 ORDER BY id')
    )
    assert [tuple(row) for row in told] == [
        ("self", ""),
        ("masses", "村民小组"),
        ("organization", "村党支部"),
    ]
    why = text(
        "SELECT nomination_id, decider, outcome FROM nomination_step WHERE reason <> '' ORDER BY nomination_id"
    )
    assert [tuple(row) for row in db.session.execute(why)] == [
        (1, "数据升级", "returned"),
        (3, "数据升级", "returned"),
    ]


def test_afterwards_the_database_refuses_a_second_one(old: Flask) -> None:
    upgrade(revision=AFTER)
    with pytest.raises(IntegrityError):
        db.session.execute(
            text(
                "INSERT INTO nomination (person_id, unit_id, stage, nominated_on)"
                " VALUES (2, 1, 'unit_review', '2023-06-01')"
            )
        )
    db.session.rollback()
    downgrade(revision=BEFORE)
