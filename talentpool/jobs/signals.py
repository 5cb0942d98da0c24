"""The queue: it wakes a worker for a job id and carries the pulse of running jobs. Nothing else relies on it.

huey keeps it: a file beside the data on SQLite, tables of its own on PostgreSQL, memory in tests.
A lost signal is sent again by the next tick, a double one finds the job claimed. Pulses stand
here and not in the job's row because a job that writes holds SQLite's only write lock.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey
from huey.constants import EmptyData
from huey.serializer import SignedSerializer
from sqlalchemy.engine import make_url

NAME = "talentpool"
TASK = "run_job"
EXTENSION = "talentpool_jobs"
QUEUE_FAULTS = (sqlite3.Error, psycopg.Error, OSError)
_making = threading.Lock()
log = logging.getLogger("talentpool.jobs")


@dataclass(frozen=True)
class Pulse:
    """The last sign of life of a running job and how far it was."""

    at: datetime
    owner: str
    attempt: int
    done: int = 0
    total: int = 0
    doing: str = ""

    def as_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps({**self.__dict__, "at": self.at.isoformat()}).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Pulse:
        """The same back."""
        values = json.loads(bytes(kept))
        return cls(**{**values, "at": datetime.fromisoformat(values["at"])})


@dataclass
class Signals:
    """The queue of one application."""

    huey: Any
    task: Any = field(repr=False)

    def send(self, job_id: int) -> None:
        """Wake a worker; a queue that fails is logged, the next tick signals again."""
        try:
            self.task(job_id)
        except QUEUE_FAULTS as fault:
            log.warning("job %s could not be signalled: %s", job_id, fault)

    def are_waiting(self) -> bool:
        """Whether any signal waits for a worker."""
        return bool(self.huey.storage.queue_size())

    def keep_pulse(self, job_id: int, pulse: Pulse) -> None:
        """Keep a sign of life; a missed one is made up by the next."""
        try:
            self.huey.storage.put_data(_key(job_id), pulse.as_bytes())
        except QUEUE_FAULTS as fault:
            log.warning("the pulse of job %s was not kept: %s", job_id, fault)

    def find_pulse(self, job_id: int) -> Pulse | None:
        """The last sign of life, None without one."""
        try:
            kept = self.huey.storage.peek_data(_key(job_id))
        except QUEUE_FAULTS as fault:
            log.warning("the pulse of job %s was not read: %s", job_id, fault)
            return None
        return None if kept is EmptyData else Pulse.from_bytes(kept)

    def drop_pulse(self, job_id: int) -> None:
        """Forget the signs of life of a job that is over."""
        try:
            self.huey.storage.pop_data(_key(job_id))
        except QUEUE_FAULTS as fault:
            log.warning("the pulse of job %s was not dropped: %s", job_id, fault)


def signals() -> Signals:
    """The queue of the current application, opened at its first use."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with _making:
        if EXTENSION not in app.extensions:
            app.extensions[EXTENSION] = _open(app)
    opened: Signals = app.extensions[EXTENSION]
    return opened


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def _open(app: Flask) -> Signals:
    huey = _huey(app)

    def run(job_id: int) -> None:
        from talentpool.jobs.worker import run_job

        with app.app_context():
            run_job(job_id)

    return Signals(huey, huey.task(name=TASK)(run))


def _huey(app: Flask) -> Huey:
    if app.config["TESTING"]:
        return MemoryHuey(NAME, results=False)
    serializer = SignedSerializer(secret=app.config["SECRET_KEY"], salt="talentpool.jobs")
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=dsn, results=False, serializer=serializer)
    path = Path(app.config["INSTANCE"]) / "jobs.sqlite3"
    return SqliteHuey(NAME, filename=str(path), timeout=10, results=False, serializer=serializer)


def _key(job_id: int) -> str:
    return f"pulse:{job_id}"
