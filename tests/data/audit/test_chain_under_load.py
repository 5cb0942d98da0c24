"""The chain stays whole whoever writes at the same time, and whenever a process dies."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from talentpool.app import create_app
from talentpool.audit.anchor import ANCHOR_FILE, Anchor, anchor_sealed, current_anchor
from talentpool.audit.chain import Head
from talentpool.audit.recorder import action
from talentpool.audit.sealing import append
from talentpool.audit.verification import verify_here
from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.models import AuditEntry, AuditSeal, JournalEntry, Person, Unit
from talentpool.web import journal
from tests.conftest import config_for
from tests.data.audit.chains import change, found, tamper
from tests.factories import add_unit
from tests.postgres import PostgresServer

THREADS, ROUNDS = 20, 6


@pytest.fixture
def own_app(request: pytest.FixtureRequest, engine: str, instance: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own that threads and processes share."""
    (instance / ANCHOR_FILE).unlink(missing_ok=True)
    if engine == "postgres":
        request.getfixturevalue("postgres_app")  # migrates the template
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create("talentpool_chain", template="talentpool_template")
    else:
        path = tmp_path / "talentpool.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            request.getfixturevalue("sqlite_template").backup(copy)
        url = f"sqlite:///{path}"
    app = create_app(config_for(instance, url))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def work(app: Flask, number: int, faults: list[BaseException]) -> None:
    """Changes, a rolled-back change, a savepoint taken back, and an event, again and again."""
    try:
        with app.app_context():
            for turn in range(ROUNDS):
                with action("登记"):
                    unit = db.session.get_one(Unit, 1)
                    db.session.add(Person(name=f"人{number}-{turn}", unit_id=unit.id))
                    db.session.flush()
                    with db.session.begin_nested() as savepoint:
                        db.session.add(Person(name="不留", unit_id=unit.id))
                        db.session.flush()
                        savepoint.rollback()
                    db.session.commit()
                    db.session.add(Person(name="不留", unit_id=1))
                    db.session.flush()
                    db.session.rollback()
                journal.note("登录", f"{number}-{turn}")
            db.session.remove()
    except BaseException as fault:  # noqa: BLE001 - told by the test
        faults.append(fault)


def test_twenty_threads_writing_at_once_leave_one_straight_whole_chain(own_app: Flask) -> None:
    with own_app.app_context():
        add_unit(db.session, "青禾镇")
        db.session.commit()
    faults: list[BaseException] = []
    threads = [threading.Thread(target=work, args=(own_app, n, faults)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with own_app.app_context():
        verdict = verify_here()
        assert verdict.findings == ()
        assert verdict.entries["journal_entry"] == THREADS * ROUNDS
        kept = db.session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.record_table == "person")
        )
        assert kept == THREADS * ROUNDS
        assert db.session.scalar(select(func.max(AuditSeal.id))) == db.session.scalar(
            select(func.count()).select_from(AuditSeal)
        )
        assert current_anchor().read() == verdict.head
        db.session.rollback()


def test_a_writer_that_commits_does_not_wait_for_one_that_is_amid_its_changes(own_app: Flask) -> None:
    """Only PostgreSQL has two writers at a time: ids interleave, the seals do not mind."""
    with own_app.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has one writer at a time")
        with db.engine.connect() as slow, db.engine.connect() as quick:
            first = slow.begin()
            append(slow, "audit_entry", [change(1), change(2)])
            with quick.begin():
                quick.execute(text("SET LOCAL lock_timeout = '2s'"))
                append(quick, "audit_entry", [change(3)])
            append(slow, "audit_entry", [change(4)])
            first.commit()
        anchor_sealed()
        assert found() == []
        with db.engine.connect() as connection:
            runs = connection.execute(
                select(AuditSeal.first_id, AuditSeal.last_id).where(AuditSeal.id > 1).order_by(AuditSeal.id)
            )
            assert [tuple(run) for run in runs] == [(3, 3), (1, 2), (4, 4)]


def test_a_lost_connection_loses_its_entries_and_nothing_else(own_app: Flask) -> None:
    with own_app.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has no connection to lose")
        append(db.session.connection(), "audit_entry", [change(1)])
        savepoint = db.session.begin_nested()
        victim = db.session.scalar(text("SELECT pg_backend_pid()"))
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})
        with pytest.raises(DBAPIError):
            append(db.session.connection(), "audit_entry", [change(2)])
        assert savepoint
        db.session.rollback()
        append(db.session.connection(), "audit_entry", [change(3)])
        db.session.commit()
        assert found() == []
        assert db.session.scalars(select(AuditEntry.record_id)).all() == [3]
        db.session.rollback()


DYING = """
import os, signal
from talentpool.app import create_app
from talentpool.audit import sealing
from talentpool.extensions import db
from talentpool.models import Setting

with create_app().app_context():
    db.session.add(Setting(key="one", value=1))
    db.session.commit()
    sealing.anchor_sealed = lambda: os.kill(os.getpid(), signal.SIGKILL)
    db.session.add(Setting(key="two", value=2))
    db.session.commit()
"""


def test_a_process_killed_between_commit_and_anchor_is_no_false_alarm(own_app: Flask, instance: Path) -> None:
    url = str(own_app.config["SQLALCHEMY_DATABASE_URI"])
    environment = {**os.environ, "TALENTPOOL_INSTANCE": str(instance), "DATABASE_URL": url}
    died = subprocess.run([sys.executable, "-c", DYING], env=environment, cwd=ROOT, check=False)
    assert died.returncode == -9
    with own_app.app_context():
        verdict = verify_here()
        assert verdict.findings == ()
        assert verdict.entries["audit_entry"] == 2
        assert verdict.head is not None
        anchored = current_anchor().read()
        assert anchored is not None
        assert (anchored.seal, verdict.head.seal) == (2, 3)
        journal.note("登录")
        assert current_anchor().read() == verify_here().head
        tamper("DELETE FROM journal_entry", "DELETE FROM audit_seal WHERE id = 4")
        assert found() == [("cut", "audit_seal", 4, 4)]


def test_a_head_torn_while_it_was_written_leaves_the_one_before(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "audit-head")
    heads = [Head(number, f"{number:064x}") for number in (7, 8, 9)]
    for head in heads:
        anchor.advance(head)
    assert anchor.read() == heads[2]
    assert anchor.path.stat().st_mode & 0o777 == 0o600
    whole = anchor.path.read_bytes()
    place = whole.index(b"000000000009")
    for cut in range(1, 80, 13):
        anchor.path.write_bytes(whole[:place] + b"\0" * cut + whole[place + cut :])
        assert anchor.read() == heads[1]
    anchor.path.write_bytes(whole)
    anchor.advance(heads[0])
    assert anchor.read() == heads[2]


def test_a_head_that_cannot_be_written_hinders_no_work(
    own_app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_anchor: Anchor, _head: Head) -> None:
        raise OSError(28, "No space left on device")

    with own_app.app_context():
        journal.note("登录", "一")
        with monkeypatch.context() as broken:
            broken.setattr(Anchor, "advance", full)
            journal.note("登录", "二")
        assert "could not be anchored" in caplog.text
        assert found() == []
        with db.engine.connect() as connection:
            assert connection.scalars(select(JournalEntry.subject)).all() == ["一", "二"]
