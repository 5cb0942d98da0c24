"""An installation of its own: folder, database, backup key, a small town."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from talentpool.app import create_app
from talentpool.backup.pairs import OpeningKey, keep_sealing_key, make_pair
from talentpool.backup.restore import Restored, restore_backup
from talentpool.backup.services import Made, create_backup
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.sealing.keyfile import KEY_FILE
from talentpool.security.actor import act_as, console_operator
from tests.conftest import config_for, migrate_to_head
from tests.factories.small_town import add_small_town
from tests.postgres import PostgresServer

NOON = datetime(2023, 6, 30, 4, tzinfo=UTC)
TOWNS = "SELECT name FROM unit WHERE unit_type = 'township'"
NOT_COMPARED = ("login_session", "job", "journal_entry", "audit_seal")
"""Tables that a restore itself writes to."""


@dataclass
class Office:
    """An installation at work; its acts run in a context of the console's operator."""

    app: Flask
    folder: Path
    key: OpeningKey

    def backup(self, at: datetime = NOON) -> Made:
        with self.app.app_context():
            act_as(console_operator())
            return create_backup(at=at)

    def restore(self, path: Path, *, at: datetime = NOON, foreign_too: bool = False) -> Restored:
        with self.app.app_context():
            act_as(console_operator())
            return restore_backup(path, self.key, at=at, foreign_too=foreign_too)

    def run(self, statement: str) -> None:
        """Change something."""
        with self.app.app_context():
            db.session.execute(text(statement))
            db.session.commit()
            db.session.remove()

    def ask(self, statement: str) -> list[object]:
        """The first column of an answer."""
        with self.app.app_context():
            found = list(db.session.execute(text(statement)).scalars())
            db.session.remove()
        return found

    def digests(self) -> dict[str, tuple[int, str]]:
        """table → rows and the digest of all their values, in the order of their ids."""
        with self.app.app_context():
            names = set(inspect(db.engine).get_table_names()) - set(NOT_COMPARED)
            found = {}
            for table in db.metadata.sorted_tables:
                if table.name in names:
                    rows = db.session.execute(select(table).order_by(*table.primary_key.columns)).all()
                    told = repr([tuple(row) for row in rows]).encode()
                    found[table.name] = (len(rows), hashlib.sha256(told).hexdigest())
            db.session.remove()
        return found

    def names_set_aside(self) -> list[object]:
        """The township's name in each database that was set aside, the oldest first."""
        schemas = (
            self.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%' ORDER BY nspname")
            if self.on_postgres
            else []
        )
        found = [
            name for schema in schemas for name in self.ask(TOWNS.replace("unit", f'"{schema}".unit', 1))
        ]
        for place in sorted(self.folder.glob("before-restore-*/talentpool.sqlite3")):
            with closing(sqlite3.connect(place)) as connection:
                found += [row[0] for row in connection.execute(TOWNS)]
        return found

    @property
    def on_postgres(self) -> bool:
        """Which engine it is on."""
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"]).startswith("postgresql")

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


NewOffice = Callable[..., Office]


@pytest.fixture
def new_office(
    request: pytest.FixtureRequest, engine: str, instance: Path, tmp_path: Path
) -> Iterator[NewOffice]:
    """`new_office("a")`: another installation on a fresh database."""
    made: list[Office] = []

    def make(name: str = "office", *, revision: str = "head") -> Office:
        folder = tmp_path / name
        folder.mkdir()
        request.getfixturevalue("sqlite_app")
        shutil.copy(instance / KEY_FILE, folder)  # with which the log of the template was begun
        app = create_app(config_for(folder, _database(request, engine, folder, whole=revision == "head")))
        if revision != "head":
            migrate_to_head(app, revision)
        sealing, opening = make_pair(made_at=NOON.isoformat())
        keep_sealing_key(folder, sealing)
        made.append(Office(app, folder, opening))
        return made[-1]

    yield make
    for office in made:
        office.close()


def _database(request: pytest.FixtureRequest, engine: str, folder: Path, *, whole: bool) -> str:
    """The address of a fresh database, migrated if `whole`."""
    if engine == "postgres":
        request.getfixturevalue("postgres_app")
        server: PostgresServer = request.getfixturevalue("postgres_server")
        template = "talentpool_template" if whole else "template0"
        return server.create(f"talentpool_{folder.name}", template=template)
    path = folder / "talentpool.sqlite3"
    if whole:
        with closing(sqlite3.connect(path)) as fresh:
            request.getfixturevalue("sqlite_template").backup(fresh)
    return f"sqlite:///{path}"


@pytest.fixture
def office(new_office: NewOffice) -> Office:
    """One with a small town."""
    made = new_office()
    with made.app.app_context():
        act_as(console_operator())
        add_small_town(db.session)
        db.session.commit()
        assert db.session.scalar(select(Unit.name)) is not None
        db.session.remove()
    return made
