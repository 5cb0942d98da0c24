"""The database goes away, is busy or full, for real: a page that says so, nothing half-saved, and back by itself."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from talentpool.accounts.services import open_account
from talentpool.app import create_app
from talentpool.backup.queries import POLICY
from talentpool.extensions import db
from talentpool.models import SecondFactor, Setting
from tests.conftest import config_for, migrate_to_head
from tests.postgres import PostgresServer, start_postgres
from tests.web.conftest import PASSWORD, SECRET, pass_sign_in
from tests.web.pages import PageClient

POLICY_FORM = {"hour": 3, "daily": 7, "weekly": 4, "monthly": 12}


def application(folder: Path, url: str) -> Flask:
    """A fresh installation with a system administrator, as it is served."""
    app = create_app(config_for(folder, url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    migrate_to_head(app)
    with app.app_context():
        account = open_account(
            username="guanli",
            display_name="管理员",
            password=PASSWORD,
            role="system_administrator",
            unit=None,
        )
        db.session.add(SecondFactor(account=account, secret=SECRET, confirmed_at=datetime.now(UTC)))
        db.session.commit()
        db.session.remove()
    return app


def signed_in(app: Flask) -> PageClient:
    """A browser of the system administrator."""
    client = PageClient(app)
    pass_sign_in(client, "guanli", PASSWORD)
    return client


def kept_hour(app: Flask) -> object:
    """The hour that was set, None before."""
    with app.app_context():
        value = db.session.scalar(select(Setting.value).where(Setting.key == POLICY))
        db.session.remove()
    return value["hour"] if isinstance(value, dict) else None


def close(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that only this test uses, so that it may crash."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("the server is not ours to crash")
    server = start_postgres()
    if server is None:
        pytest.skip("no PostgreSQL server: install postgresql or the development requirements")
    yield server
    server.stop()


@pytest.mark.postgres
def test_a_crash_of_postgresql_is_told_and_over_by_itself(own_server: PostgresServer, tmp_path: Path) -> None:
    app = application(tmp_path, own_server.create("talentpool_crash"))
    client = signed_in(app)
    client.get("/backups/policy")
    with app.app_context():  # the test server writes its log lazily: the signing in is to outlive the crash
        db.session.execute(text("CHECKPOINT"))
        db.session.remove()
    own_server.crash()
    for url in ("/", "/backups"):
        page = client.get(url, status=503)
        assert "暂时连不上数据库,内容没有保存" in page.said
        assert page.response.headers["Retry-After"] == "30"
    assert "暂时连不上数据库" in client.post("/backups/policy", POLICY_FORM, status=503).said
    own_server.start()
    client.get("/backups")
    client.get("/backups/policy")
    client.post("/backups/policy", POLICY_FORM)
    assert kept_hour(app) == 3
    close(app)


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    """An installation on a SQLite file."""
    path = tmp_path / "talentpool.sqlite3"
    app = application(tmp_path, f"sqlite:///{path}")
    yield app, path
    close(app)


def limit(app: Flask, pragma: str) -> None:
    """A PRAGMA on every connection from now on."""
    close(app)
    with app.app_context():
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute(pragma))


def test_a_full_disk_is_told_and_nothing_is_saved(lite: tuple[Flask, Path]) -> None:
    app, path = lite
    client = signed_in(app)
    with closing(sqlite3.connect(path)) as connection:
        [pages] = connection.execute("PRAGMA page_count").fetchone()
    limit(app, f"PRAGMA max_page_count = {pages}")
    kept: object = None
    for hour in range(500):  # what is left of the last pages takes some more
        client.get("/backups/policy")
        sent = {**POLICY_FORM, "hour": hour % 24, "csrf_token": client.token}
        answer = client.browser.post("/backups/policy", data=sent)
        if answer.status_code == 503:
            break
        kept = hour % 24
    assert "数据所在磁盘已满,内容没有保存" in answer.get_data(as_text=True)
    assert kept_hour(app) == kept
    limit(app, f"PRAGMA max_page_count = {pages * 10}")
    client.get("/backups/policy")
    client.post("/backups/policy", POLICY_FORM)
    assert kept_hour(app) == 3


def test_a_busy_database_is_told_and_nothing_is_saved(lite: tuple[Flask, Path]) -> None:
    app, path = lite
    client = signed_in(app)
    client.get("/backups/policy")
    limit(app, "PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        client.get("/backups")  # reading goes on
        assert "数据库正忙,内容没有保存" in client.post("/backups/policy", POLICY_FORM, status=503).said
        other.execute("ROLLBACK")
    assert kept_hour(app) is None
    client.get("/backups/policy")
    client.post("/backups/policy", POLICY_FORM)
    assert kept_hour(app) == 3
