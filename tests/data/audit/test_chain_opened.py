"""A database from before the chain: what it holds is sealed when it is brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from talentpool.app import create_app
from talentpool.audit.anchor import current_anchor
from talentpool.audit.verification import verify_here
from talentpool.extensions import db
from talentpool.models import AuditSeal
from tests.conftest import config_for
from tests.data.audit.chains import found, tamper, write
from tests.postgres import PostgresServer

ENTRY = (
    "INSERT INTO audit_entry (id, at, actor, act, operation, record_table, record_id, person_id, changes) VALUES "
    "(:id, :at, '赵敏', '更正信息', 'update', 'person', :id, :id, :changes)"
)
EVENT = "INSERT INTO journal_entry (id, at, actor, event, details) VALUES (:id, :at, '赵敏', '登录', '{}')"


@pytest.fixture
def old_app(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on the schema before the chain, with 2,500 entries, one id left out, and 3 events."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if engine == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create("talentpool_old")
    app = create_app(config_for(tmp_path, url))
    with app.app_context():
        upgrade(revision="0008")
        at = "2023-06-30 08:00:00.000000" + ("+00" if engine == "postgres" else "")
        rows = [
            {"id": number, "at": at, "changes": '{"note": [null, "备注"]}'}
            for number in range(1, 2_502)
            if number != 1_200
        ]
        with db.engine.begin() as connection:
            connection.execute(text(ENTRY), rows)
            connection.execute(text(EVENT), [{"id": number, "at": at} for number in (1, 2, 3)])
            if engine == "postgres":
                connection.execute(
                    text("SELECT setval('audit_entry_id_seq', 2501), setval('journal_entry_id_seq', 3)")
                )
        yield app
        db.session.remove()
        db.engine.dispose()


def test_what_was_there_is_sealed_from_then_on(old_app: Flask) -> None:
    upgrade()
    verdict = verify_here()
    assert verdict.findings == ()
    assert verdict.entries == {"audit_entry": 2_500, "journal_entry": 3}
    assert datetime.fromisoformat(verdict.opened_at)
    with db.engine.connect() as connection:
        seals = connection.execute(select(AuditSeal.log, AuditSeal.first_id, AuditSeal.last_id))
        assert [tuple(seal) for seal in seals] == [
            ("opening", 0, 0),
            ("audit_entry", 1, 1_000),
            ("audit_entry", 1_001, 1_199),
            ("audit_entry", 1_201, 2_200),
            ("audit_entry", 2_201, 2_501),
            ("journal_entry", 1, 3),
        ]
    write("audit_entry", [2_502])
    assert found() == []
    assert current_anchor().read() == verify_here().head
    tamper("UPDATE audit_entry SET actor = 'x' WHERE id = 7", "DELETE FROM audit_entry WHERE id = 2400")
    assert found() == [("edited", "audit_entry", 1, 1_000), ("deleted", "audit_entry", 2_400, 2_400)]


def test_the_chain_can_be_taken_down_and_begun_anew(old_app: Flask) -> None:
    upgrade()
    downgrade(revision="0008")
    upgrade()
    assert found() == []
