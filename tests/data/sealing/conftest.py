"""An installation of one's own: its key file may be changed, its database file read byte by byte."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from talentpool.app import create_app
from talentpool.extensions import db
from talentpool.sealing.keyfile import KEY_FILE
from talentpool.security.actor import act_as, console_operator
from tests.conftest import config_for
from tests.postgres import PostgresServer

Commit = Callable[[], None]


@pytest.fixture
def folder(tmp_path: Path, instance: Path, request: pytest.FixtureRequest) -> Path:
    """The instance folder, with the keys with which the log of the template was begun."""
    request.getfixturevalue("sqlite_app")
    place = tmp_path / "office"
    place.mkdir()
    shutil.copy(instance / KEY_FILE, place)
    return place


@pytest.fixture
def office(folder: Path, engine: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a database of its own, inside a context in which the console's operator acts."""
    app = create_app(config_for(folder, database_url(folder, engine, request)))
    with app.app_context():
        act_as(console_operator())
        yield app
        db.session.remove()
        db.engine.dispose()


def database_url(folder: Path, engine: str, request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database."""
    if engine == "postgres":
        request.getfixturevalue("postgres_app")
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return server.create("talentpool_sealed", template="talentpool_template")
    path = folder / "talentpool.sqlite3"
    template: sqlite3.Connection = request.getfixturevalue("sqlite_template")
    with sqlite3.connect(path) as copy:
        template.backup(copy)
    copy.close()
    return f"sqlite:///{path}"
