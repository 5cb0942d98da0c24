"""Twenty at once, twenty-five times each: none of five hundred changes is lost, on either engine.

The naive way loses most of them without any error; that shows that the test can fail.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from talentpool.audit.recorder import action
from talentpool.audit.verification import verify_here
from talentpool.extensions import db
from talentpool.models import AuditEntry, Setting
from talentpool.security.actor import act_as, console_operator
from talentpool.web.transaction import unit_of_work
from tests.data.offices import Office

THREADS, TIMES = 20, 25
ALL = THREADS * TIMES
KEY = "counter"


def at_once(work: Callable[[], None]) -> None:
    """Twenty threads do it; the first exception of any is raised."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


_pause = threading.Event()


def count_one(told: list[int]) -> None:
    """Read, add one, keep; a clerk who is told that somebody else was first does it again."""
    while True:
        try:
            with action("计数"), unit_of_work():
                row = db.session.scalars(select(Setting).where(Setting.key == KEY)).one()
                row.value = int(row.value) + 1
            return
        except StaleDataError:
            told.append(1)
            _pause.wait(random.random() / 5)


def test_five_hundred_changes_of_one_record_are_all_kept_and_on_record(office: Office) -> None:
    told: list[int] = []
    with office.app.app_context():
        db.session.add(Setting(key=KEY, value=0))
        db.session.commit()
        db.session.remove()

    def work() -> None:
        with office.app.app_context():
            act_as(console_operator())
            for _ in range(TIMES):
                count_one(told)
            db.session.remove()

    at_once(work)
    with office.app.app_context():
        row = db.session.scalars(select(Setting).where(Setting.key == KEY)).one()
        assert (row.value, row.version) == (ALL, ALL + 1)
        changes = db.session.scalars(select(AuditEntry.changes).where(AuditEntry.act == "计数")).all()
        assert sorted(change["value"][1] for change in changes) == list(range(1, ALL + 1))
        db.session.remove()
        assert verify_here().findings == ()


def test_the_naive_way_loses_most_of_them(office: Office, engine: str, tmp_path: Path) -> None:
    kept = _naively_on_postgres(office) if engine == "postgres" else _naively_on_sqlite(tmp_path / "naive")
    assert 0 < kept < ALL / 2


def _naively_on_sqlite(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE counter (value INTEGER)")
        connection.execute("INSERT INTO counter VALUES (0)")
        connection.commit()
    ready = threading.Barrier(THREADS)

    def work() -> None:
        with closing(sqlite3.connect(path, timeout=60)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            for _ in range(TIMES):
                ready.wait()
                [value] = connection.execute("SELECT value FROM counter").fetchone()
                ready.wait()
                connection.execute("UPDATE counter SET value = ?", (value + 1,))
                connection.commit()

    at_once(work)
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT value FROM counter").fetchone()[0])


def _naively_on_postgres(office: Office) -> int:
    with office.app.app_context():
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE counter (value INTEGER)")
        connection.execute("INSERT INTO counter VALUES (0)")
    ready = threading.Barrier(THREADS)

    def work() -> None:
        with psycopg.connect(address) as connection:
            for _ in range(TIMES):
                ready.wait()
                row = connection.execute("SELECT value FROM counter").fetchone()
                ready.wait()
                connection.execute("UPDATE counter SET value = %s", (row[0] + 1 if row else 0,))
                connection.commit()

    at_once(work)
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT value FROM counter").fetchone()
        return int(row[0]) if row else 0
