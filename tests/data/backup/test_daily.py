"""The backup of each day: made by the consumer, once, again after a failure, old ones let go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from talentpool.backup import services
from talentpool.backup.queries import backup_state, list_backups
from talentpool.backup.rules import Policy
from talentpool.backup.work import due, let_go, start_now
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.jobs.services import enqueue_periodic
from talentpool.jobs.worker import run_pending
from talentpool.models import Job, JournalEntry
from talentpool.security.actor import act_as, console_operator
from tests.data.offices import NOON, Office

AFTER_TWO = datetime(2023, 6, 29, 18, 30, tzinfo=UTC)
"""Half past two on the 30th at the office."""


def backups_made(at: datetime) -> list[tuple[str, str]]:
    """Look at the clock, work; the jobs of backups: state and what is told."""
    enqueue_periodic(at=at)
    run_pending()
    rows = db.session.scalars(select(Job).where(Job.kind == "backup").order_by(Job.id))
    return [(job.state, job.failure or str(job.result.get("message"))) for job in rows]


def test_the_backup_of_a_day_is_made_once_from_its_hour_on(office: Office) -> None:
    with office.app.app_context():
        assert backups_made(AFTER_TWO - timedelta(hours=1)) == []
        [made] = backups_made(AFTER_TWO)
        assert made[0] == "done"
        assert made[1].endswith("条数据,写入后已核对文件完整")
        assert len(backups_made(AFTER_TWO + timedelta(hours=20))) == 1
        [line] = list_backups()
        assert line.header is not None
        assert line.header.installation
        job = db.session.scalars(select(Job).where(Job.kind == "backup")).one()
        assert (job.result["file"], job.result["size"]) == (line.path.name, line.size)
        [entry] = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "制作备份")).all()
        assert (entry.subject, entry.details["sha256"]) == (line.path.name, job.result["sha256"])
        db.session.remove()


def test_a_failed_backup_is_told_and_tried_again_an_hour_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    with office.app.app_context():
        with monkeypatch.context() as full:
            full.setattr(services.shutil, "disk_usage", lambda _folder: Full)
            [(state, reason)] = backups_made(AFTER_TWO)
        assert state == "failed"
        assert "磁盘空间不足" in reason
        assert "TALENTPOOL_BACKUPS" in reason
        failed_at = db.session.scalars(select(Job.finished_at).where(Job.kind == "backup")).one()
        assert failed_at is not None
        told = backup_state(at=failed_at)
        assert told.failure is not None
        assert told.failure.reason == reason
        job = db.session.scalars(select(Job).where(Job.kind == "backup")).one()
        job.finished_at = AFTER_TWO + timedelta(minutes=1)
        db.session.commit()
        assert len(backups_made(AFTER_TWO + timedelta(minutes=30))) == 1
        assert [made[0] for made in backups_made(AFTER_TWO + timedelta(minutes=70))] == ["failed", "done"]
        assert backup_state(at=datetime.now(UTC)).failure is None
        db.session.remove()


def test_without_a_key_nothing_is_tried_and_the_administrator_is_told(office: Office) -> None:
    (office.folder / "backup-key.json").unlink()
    with office.app.app_context():
        assert due(AFTER_TWO) is None
        assert backups_made(AFTER_TWO) == []
        state = backup_state(at=NOON)
        assert (state.key, state.last, state.wants_attention) == (None, None, True)
        with pytest.raises(RuleBroken, match="还没有备份密钥"):
            start_now(by=console_operator())
        db.session.remove()


def test_a_clock_set_back_makes_no_second_backup_of_a_day_and_is_told(office: Office) -> None:
    with office.app.app_context():
        backups_made(AFTER_TWO)
        assert due(AFTER_TWO - timedelta(minutes=20)) is None
        [line] = list_backups()
        assert backup_state(at=line.made_at - timedelta(days=30)).overdue
        assert not backup_state(at=line.made_at + timedelta(days=1)).overdue
        db.session.remove()


def test_old_backups_are_let_go_but_strange_and_broken_files_stay(office: Office) -> None:
    for days in range(4):
        office.backup(NOON - timedelta(days=days))
    folder = office.folder / "backups"
    broken = folder / "talentpool-20200101T000000Z.tpbackup"
    broken.write_bytes(b"cut")
    (folder / "note.txt").write_text("mine")
    with office.app.app_context():
        gone = let_go(Policy(daily=2, weekly=0, monthly=0))
        assert [line.fault for line in list_backups()] == ["", "", "这不是本系统的备份文件"]
        db.session.remove()
    assert gone == ["talentpool-20230628T040000Z.tpbackup", "talentpool-20230627T040000Z.tpbackup"]
    assert (folder / "note.txt").exists()
    assert broken.exists()


def test_one_more_may_be_asked_for_but_not_two_at_once(office: Office) -> None:
    with office.app.app_context():
        act_as(console_operator())
        start_now(by=console_operator())
        db.session.commit()
        with pytest.raises(RuleBroken, match="另一次备份正在进行"):
            start_now(by=console_operator())
        assert run_pending() == 1
        assert len(list_backups()) == 1
        db.session.remove()


def test_a_folder_that_cannot_be_used_is_told_and_is_no_error(office: Office) -> None:
    (office.folder / "backups").write_text("a file in the way")
    with office.app.app_context():
        state = backup_state(at=NOON)
        assert "不能使用" in state.fault
        assert state.wants_attention
        db.session.remove()
    with pytest.raises(RuleBroken, match="备份目录 .* 不能使用"):
        office.backup()
