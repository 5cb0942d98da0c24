"""A consumer that is killed in the middle of a job costs time only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.app import create_app
from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.jobs.services import enqueue
from talentpool.jobs.signals import signals
from talentpool.models import Job, Setting
from tests.conftest import config_for, migrate_to_head
from tests.data.jobs import slow_worker
from tests.postgres import PostgresServer

PATIENCE = 60.0


@pytest.fixture
def served(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An application on a database of its own, and the environment of processes beside it."""
    url = f"sqlite:///{tmp_path / 'talentpool.sqlite3'}"
    if engine == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create("talentpool_killed")
    app = create_app(replace(config_for(tmp_path, url), testing=False))
    migrate_to_head(app)
    yield app, {**os.environ, "TALENTPOOL_INSTANCE": str(tmp_path), "DATABASE_URL": url}
    with app.app_context():
        signals().huey.storage.close()
        db.session.remove()
        db.engine.dispose()


def work(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A consumer process."""
    return subprocess.Popen([sys.executable, "-m", slow_worker.__name__], env=environment, cwd=ROOT)


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Until it is so."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def test_kill_9_in_the_middle_and_a_restart_end_in_one_effect(
    served: tuple[Flask, dict[str, str]], tmp_path: Path
) -> None:
    app, environment = served
    with app.app_context():
        job_id = enqueue("count_up", {}, account_id=None).id
        db.session.commit()

        def kept() -> Job:
            db.session.rollback()
            db.session.expire_all()
            return db.session.get_one(Job, job_id)

        def told() -> tuple[int, int, str] | None:
            pulse = signals().find_pulse(job_id)
            return (pulse.done, pulse.total, pulse.doing) if pulse else None

        first = work(environment)
        try:
            wait_for((tmp_path / "reached-1").exists, "the first worker began")
            wait_for(lambda: told() == (2, 3, "写"), "the first worker told how far it was")
        finally:
            first.kill()
            first.wait()
        assert (kept().state, kept().tries) == ("running", 1)
        assert db.session.scalar(select(Setting.value).where(Setting.key == "counted")) is None
        db.session.rollback()

        second = work(environment)
        try:
            wait_for((tmp_path / "reached-2").exists, "the second worker began again")
            (tmp_path / "go").touch()
            wait_for(lambda: kept().state == "done", "the job was done")
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
        finally:
            second.kill()
            second.wait()
        assert (kept().state, kept().tries, kept().result) == ("done", 2, {"message": "好"})
        assert db.session.scalar(select(Setting.value).where(Setting.key == "counted")) == 1
