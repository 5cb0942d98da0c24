"""An import that is killed in the middle leaves nothing, and the next worker brings it to its end, once."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from talentpool.accounts.actors import find_actor
from talentpool.accounts.services import open_account
from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.intake import batches, work
from talentpool.intake.sources import Upload
from talentpool.models import AuditEntry, IntakeBatch, IntakeFile, Job, JournalEntry, Person, UndoableAct
from talentpool.security.actor import act_as
from tests.data.intake import slow_import
from tests.data.intake.town import JUNE, TOWN
from tests.data.jobs.test_killed import served, wait_for

__all__ = ["served"]
NAMES = ("units.xlsx", "roster.xlsx")
Served = tuple[Flask, dict[str, str]]


def start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A worker process that stands still in the middle of an import."""
    return subprocess.Popen([sys.executable, "-m", slow_import.__name__], env=environment, cwd=ROOT)


def count(model: type) -> int:
    """Committed rows."""
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def queue_import() -> int:
    """A previewed batch of the sample town, taken in by a job of its account; the job's id."""
    account = open_account(
        username="clerk",
        display_name="党群办",
        password="Only-for-tests-1",
        role="township_office",
        unit=None,
    )
    db.session.commit()
    actor = find_actor(account.id)
    assert actor is not None
    act_as(actor)
    files = [Upload(name, (TOWN / name).read_bytes()) for name in NAMES]
    batch = batches.keep_files(files, by=actor, on=JUNE, at=datetime.now(UTC))
    batches.preview(batch, by=actor)
    job = work.queue_taking_in(batch, digest=batch.digest, valid_rows_only=False, endings=[])
    db.session.commit()
    job_id: int = job.id
    return job_id


def test_kill_9_in_the_middle_of_an_import_and_a_restart_end_in_one_import(
    served: Served, tmp_path: Path
) -> None:
    app, environment = served
    with app.app_context():
        job_id = queue_import()

        def kept() -> Job:
            db.session.expire_all()
            job = db.session.get_one(Job, job_id)
            db.session.expunge(job)
            db.session.rollback()
            return job

        before = count(AuditEntry)
        first = start(environment)
        try:
            wait_for((tmp_path / f"written-{first.pid}").exists, "the first worker wrote")
        finally:
            first.kill()
            first.wait()
        assert (kept().state, kept().tries) == ("running", 1)
        assert (count(Person), count(AuditEntry), count(UndoableAct)) == (0, before, 0)

        (tmp_path / "go").touch()
        second = start(environment)
        try:
            wait_for(lambda: kept().state == "done", "the second worker took it in")
            second.send_signal(signal.SIGTERM)
            assert second.wait(60) == 0
        finally:
            second.kill()
            second.wait()
        assert kept().tries == 2
        assert kept().result["message"] == "导入完成:新增68行,变更0行,未变0行"
        assert count(Person) == 86
        assert count(UndoableAct) == 1
        events = [row.event for row in db.session.scalars(select(JournalEntry))]
        assert [event for event in events if event not in ("核对日志", "每日提醒")] == ["导入"]
        assert db.session.scalars(select(IntakeBatch.state)).all() == ["taken"]
        assert db.session.scalars(select(IntakeFile.content_sealed)).all() == [None, None]
        db.session.rollback()
