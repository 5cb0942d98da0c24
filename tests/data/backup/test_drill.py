"""The drill: a backup is made at work, everything is changed, and comes back as it was."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from talentpool.accounts.services import open_account
from talentpool.accounts.sessions import open_session
from talentpool.audit.anchor import Anchor, current_anchor
from talentpool.audit.verification import verify_here
from talentpool.backup import steps
from talentpool.backup.services import verify_backup
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.extensions import db
from talentpool.models import Job, JournalEntry, LoginSession
from talentpool.web import journal
from tests.data.offices import NOON, TOWNS, NewOffice, Office


def test_what_was_changed_after_a_backup_comes_back_as_it_was(office: Office) -> None:
    before = office.digests()
    made = office.backup()
    assert made.manifest.tables["person"].rows == before["person"][0] > 0
    assert {name: table.rows for name, table in made.manifest.tables.items() if name in before} == {
        name: rows for name, (rows, _digest) in before.items()
    }
    office.run("UPDATE person SET name = '某人'")
    office.run("DELETE FROM vacancy")
    office.run("UPDATE unit SET name = '改名镇' WHERE unit_type = 'township'")
    assert office.digests() != before
    office.restore(made.path)
    assert office.digests() == before


def test_the_data_of_before_are_set_aside_and_never_overwritten(office: Office) -> None:
    made = office.backup()
    for name in ("第一镇", "第二镇"):
        office.run(f"UPDATE unit SET name = '{name}' WHERE unit_type = 'township'")
        office.restore(made.path)
    assert office.ask(TOWNS) == ["青禾镇"]
    assert office.names_set_aside() == ["第一镇", "第二镇"]


def test_a_restore_signs_everybody_out_and_gives_up_what_was_under_way(office: Office) -> None:
    with office.app.app_context():
        account = open_account(
            username="dangqun", display_name="党群办", password="Only-for-tests-1", role="auditor", unit=None
        )
        open_session(account, at=NOON, address="", agent="")
        db.session.add(Job(kind="import", arguments={}, result={}, created_at=NOON))
        db.session.commit()
        db.session.remove()
    made = office.backup()
    restored = office.restore(made.path)
    assert (restored.settled.sessions, restored.settled.jobs) == (1, 1)
    with office.app.app_context():
        assert db.session.scalars(select(LoginSession.end_reason)).all() == ["恢复备份"]
        assert db.session.scalars(select(Job.state)).all() == ["failed"]
        [entry] = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "恢复备份")).all()
        assert entry.subject == made.path.name
        assert (entry.details["sha256"], entry.details["sessions"]) == (made.sha256, 1)
        assert entry.actor.startswith("本机操作员")
        db.session.remove()


def test_the_log_goes_on_from_the_backup_and_says_what_was_lost_of_it(office: Office) -> None:
    with office.app.app_context():
        journal.note("登录", "甲")
        at_backup = current_anchor().read()
    made = office.backup()
    with office.app.app_context():
        journal.note("登录", "乙")
        before = current_anchor().read()
    restored = office.restore(made.path)
    assert at_backup is not None
    assert before is not None
    assert (restored.log.head, restored.log.before, restored.log.faults) == (at_backup.code, before.code, 0)
    with office.app.app_context():
        verdict = verify_here()
        assert verdict.findings == ()
        subjects = db.session.scalars(select(JournalEntry.subject).order_by(JournalEntry.id)).all()
        [entry] = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "恢复备份")).all()
        assert (entry.details["log_head"], entry.details["log_before"]) == (at_backup.code, before.code)
        db.session.remove()
    assert subjects == ["甲", made.path.name]


def test_a_log_that_was_forged_before_the_backup_is_told_but_bars_nothing(office: Office) -> None:
    office.run(
        "INSERT INTO journal_entry (at, actor, event, subject, details) "
        "VALUES ('2023-07-01 00:00:00', '甲', '登录', '', '{}')"
    )
    assert office.restore(office.backup().path).log.faults == 1


def test_what_was_deleted_since_is_deleted_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_CARRIED", {})
    seen: list[object] = []

    def gather() -> list[str]:
        return list(db.session.scalars(select(JournalEntry.subject).where(JournalEntry.event == "删除")))

    def apply(gathered: list[str]) -> int:
        seen.extend(gathered)
        return len(gathered)

    steps.carry_over("删除台账", gather=gather, apply=apply)
    made = office.backup()
    office.run(
        "INSERT INTO journal_entry (at, actor, event, subject, details) "
        "VALUES ('2023-07-01 00:00:00', '甲', '删除', '郝天成', '{}')"
    )
    assert office.restore(made.path).settled.applied == {"删除台账": 1}
    assert seen == ["郝天成"]


def test_an_older_backup_is_brought_to_the_schema_of_today(new_office: NewOffice) -> None:
    office = new_office(revision="0003")
    office.run("INSERT INTO unit (unit_type, name, path) VALUES ('township', '青禾镇', '/1/')")
    made = office.backup()
    assert made.manifest.revision == "0003"
    head = new_office("today").ask("SELECT version_num FROM alembic_version")
    office.run("UPDATE unit SET name = '改名镇'")
    office.restore(made.path)
    assert office.ask(TOWNS) == ["青禾镇"]
    assert office.ask("SELECT version_num FROM alembic_version") == head != ["0003"]


def test_the_keys_come_back_with_the_data(office: Office) -> None:
    keys = (office.folder / "keys.json").read_bytes()
    made = office.backup()
    (office.folder / "keys.json").write_text('{"secret_key": "00", "fingerprint_key": "00"}')
    office.restore(made.path)
    assert (office.folder / "keys.json").read_bytes() == keys
    assert stat.S_IMODE((office.folder / "keys.json").stat().st_mode) == 0o600


def test_a_new_machine_takes_a_backup_and_goes_on_making_them(office: Office, new_office: NewOffice) -> None:
    made, before = office.backup(), office.digests()
    fresh = new_office("fresh")
    (fresh.folder / "backup-key.json").unlink()
    fresh.key = office.key
    fresh.restore(made.path)
    assert fresh.digests() == before
    again = fresh.backup(NOON + timedelta(days=1))
    assert again.manifest.installation == made.manifest.installation


def test_a_damaged_backup_is_refused_and_nothing_is_touched(office: Office) -> None:
    made = office.backup()
    raw = bytearray(made.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    made.path.write_bytes(raw)
    before, files = office.digests(), names(office.folder) | {".in-use"}
    with pytest.raises(UnreadableFile, match="备份文件已损坏或被改动,不能使用。请换另一份备份"):
        office.restore(made.path)
    assert (office.digests(), names(office.folder)) == (before, files)


def test_a_backup_of_another_office_is_refused_unless_it_is_meant(
    office: Office, new_office: NewOffice
) -> None:
    other = new_office("other")
    made = other.backup()
    with pytest.raises(UnreadableFile, match="来自另一套系统"):
        office.restore(made.path)
    with pytest.raises(UnreadableFile, match="这把密钥打不开此备份"):
        office.restore(made.path, foreign_too=True)
    assert office.ask(TOWNS) == ["青禾镇"]
    office.key = other.key
    office.restore(made.path, foreign_too=True)
    assert office.ask(TOWNS) == []


def test_a_newer_backup_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run("UPDATE alembic_version SET version_num = '9999'")
    made = office.backup()
    with pytest.raises(UnreadableFile, match="由更新版本的系统制作.*请先升级本系统"):
        office.restore(made.path)


def test_without_the_opening_key_only_the_outside_is_proved(office: Office) -> None:
    made = office.backup()
    with office.app.app_context():
        outside = verify_backup(made.path, key=None)
        inside = verify_backup(made.path, key=office.key)
    assert (outside.sha256, outside.manifest) == (made.sha256, None)
    assert inside.manifest == made.manifest
    assert names(made.path.parent) == {made.path.name, ".lock", ".verify.lock"}


def test_without_a_key_no_backup_is_made_and_the_way_out_is_told(office: Office) -> None:
    (office.folder / "backup-key.json").unlink()
    with pytest.raises(RuleBroken, match="还没有备份密钥.*backup keygen --out"):
        office.backup()
    assert list(office.folder.glob("backups/*.tpbackup")) == []


def test_nothing_readable_lies_in_a_backup_or_beside_it(office: Office) -> None:
    made = office.backup()
    for word in ("青禾镇", "郝天成", "secret_key"):
        assert word.encode() not in made.path.read_bytes()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert names(made.path.parent) == {made.path.name, ".lock"}


def test_two_backups_of_one_second_stand_side_by_side(office: Office) -> None:
    first, second = office.backup(), office.backup()
    assert [first.path.name, second.path.name] == [
        "talentpool-20230630T040000Z.tpbackup",
        "talentpool-20230630T040000Z-2.tpbackup",
    ]


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_restore_whose_log_cannot_be_anchored_touches_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.backup()
    office.run("UPDATE unit SET name = '改名镇' WHERE unit_type = 'township'")

    def fail(_anchor: Anchor, _head: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Anchor, "reset", fail)
    with pytest.raises(RuleBroken, match="没有恢复,现在的数据没有改动:.*Input/output error"):
        office.restore(made.path)
    assert office.ask(TOWNS) == ["改名镇"]
