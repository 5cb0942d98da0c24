"""Fixtures of every test: an application on a fresh, migrated database.

Migrations run once a session into a template. On SQLite each test restores it into an
in-memory database; on PostgreSQL each test gets a database copied from the template. The
tests marked `data` (those in tests/data) run on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.ctx import AppContext
from flask_migrate import upgrade
from sqlalchemy import StaticPool

from talentpool.app import create_app
from talentpool.audit.anchor import ANCHOR_FILE
from talentpool.config import Config
from talentpool.extensions import db
from talentpool.security.actor import act_as, console_operator
from tests.postgres import PostgresServer, start_postgres

WORKING_DAY = date(2023, 6, 30)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of the session (keys only; databases live elsewhere)."""
    return tmp_path_factory.mktemp("instance")


def config_for(instance: Path, url: str) -> Config:
    """A configuration for tests."""
    return Config(
        instance=instance,
        database_url=url,
        trusted_hosts=("127.0.0.1", "localhost"),
        proxies=0,
        testing=True,
    )


def migrate_to_head(app: Flask, revision: str = "head") -> None:
    """Run all migrations in the application's database, or those up to a revision."""
    with app.app_context():
        upgrade(revision=revision)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(instance: Path, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A migrated SQLite database, kept in memory to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate_to_head(create_app(config_for(instance, f"sqlite:///{path}")))
    template = sqlite3.connect(":memory:", check_same_thread=False)
    with sqlite3.connect(path) as source:
        source.backup(template)
    source.close()
    return template


@pytest.fixture(scope="session")
def sqlite_app(instance: Path) -> Flask:
    """One application on an in-memory database, shared by the tests of the session."""
    return create_app(config_for(instance, "sqlite://"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this session; without one the tests are skipped, visibly."""
    server = start_postgres()
    if server is None:
        pytest.skip("no PostgreSQL server: install postgresql or the development requirements")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_app(instance: Path, postgres_server: PostgresServer) -> Flask:
    """One application on PostgreSQL; its database is made anew for each test."""
    template = postgres_server.create("talentpool_template")
    migrate_to_head(create_app(config_for(instance, template)))
    return create_app(config_for(instance, postgres_server.url("talentpool_test")))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the data tests on both engines."""
    if "engine" in metafunc.fixturenames:
        both = "tests/data/" in metafunc.definition.nodeid
        engines = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)] if both else ["sqlite"]
        metafunc.parametrize("engine", engines)


@pytest.fixture
def blank_app(request: pytest.FixtureRequest, engine: str) -> Iterator[Flask]:
    """The application on a fresh database, outside any context."""
    (request.getfixturevalue("instance") / ANCHOR_FILE).unlink(missing_ok=True)
    if engine == "sqlite":
        yield _with_sqlite(request)
    else:
        app: Flask = request.getfixturevalue("postgres_app")
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.recreate("talentpool_test", template="talentpool_template")
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _with_sqlite(request: pytest.FixtureRequest) -> Flask:
    app: Flask = request.getfixturevalue("sqlite_app")
    template: sqlite3.Connection = request.getfixturevalue("sqlite_template")
    with app.app_context():
        db.session.remove()
        assert isinstance(db.engine.pool, StaticPool)
        raw = db.engine.raw_connection()
        template.backup(raw.driver_connection)  # type: ignore[arg-type]
        raw.close()
    return app


@pytest.fixture
def app(blank_app: Flask) -> Iterator[Flask]:
    """The application inside a context in which the console's operator acts."""
    context: AppContext
    with blank_app.app_context() as context:
        assert context is not None
        act_as(console_operator())
        yield blank_app
        db.session.rollback()


@pytest.fixture
def run(blank_app: Flask) -> Callable[..., tuple[int, str, str]]:
    """Run a console command: (exit code, standard output, standard error)."""

    def invoke(*arguments: str) -> tuple[int, str, str]:
        result = blank_app.test_cli_runner().invoke(args=list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return invoke
