"""The system administrator's page of backups, and what his first page tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from talentpool.backup.pairs import SealingKey, keep_sealing_key, make_pair
from talentpool.backup.services import create_backup
from talentpool.extensions import db
from talentpool.jobs.worker import run_pending
from talentpool.models import AuditEntry, Job
from talentpool.web import journal
from tests.web.conftest import Filling, SignIn

ADMINISTRATOR = "system_administrator"


@pytest.fixture
def folder(blank_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder and a folder of backups of this test's own."""
    monkeypatch.setitem(blank_app.config, "INSTANCE", str(tmp_path))
    monkeypatch.setitem(blank_app.config, "BACKUPS", str(tmp_path / "backups"))
    return tmp_path


@pytest.fixture
def key(folder: Path) -> SealingKey:
    """A backup key is set."""
    sealing, _opening = make_pair(made_at="2023-06-30T04:00:00+00:00")
    keep_sealing_key(folder, sealing)
    return sealing


def test_without_a_key_both_pages_say_how_to_make_one(sign_in: SignIn, folder: Path) -> None:
    client = sign_in(ADMINISTRATOR)
    for url in ("/", "/backups"):
        assert (
            "还没有备份密钥,系统不会自动备份。请在本机命令行执行 flask --app wsgi backup keygen"
            in client.get(url).said
        )
    page = client.get("/backups")
    assert page.all(".//main//form") == []
    assert page.words(".//h1") == ["备份"]


def test_without_a_backup_for_two_days_the_first_page_warns(sign_in: SignIn, key: SealingKey) -> None:
    assert "已有两天以上没有成功的备份" in sign_in(ADMINISTRATOR).get("/").said


def test_a_backup_started_on_the_page_is_followed_and_listed(
    sign_in: SignIn, key: SealingKey, blank_app: Flask
) -> None:
    client = sign_in(ADMINISTRATOR)
    client.get("/backups")
    started = client.post("/backups")
    assert started.location.startswith("/jobs/")
    client.get("/backups")
    assert client.post("/backups").location == "/backups"
    assert "另一次备份正在进行,请稍后再试" in client.get("/backups").text
    with blank_app.app_context():
        assert run_pending() == 1
        db.session.remove()
    page = client.get("/backups")
    [row] = page.rows
    assert row[2:4] == ["写入时核对过", "0.1.0"]
    assert f"指纹 {key.fingerprint}" in page.said
    assert "7天、4周、12个月各一份" in page.said
    assert "已有两天以上" not in client.get("/").said
    assert client.get(started.location).link("查看结果") == "/backups"


def test_a_proved_a_broken_and_a_failed_backup_are_told_apart(
    sign_in: SignIn, key: SealingKey, folder: Path, blank_app: Flask, filling: Filling
) -> None:
    now = datetime.now(UTC)
    with filling():
        proved = create_backup(at=now - timedelta(hours=2)).path.name
        journal.note("核验备份", proved, complete=True)
        db.session.add(
            Job(
                kind="backup",
                state="failed",
                arguments={},
                result={},
                created_at=now,
                finished_at=now,
                failure="备份目录的磁盘空间不足",
            )
        )
    (folder / "backups" / "talentpool-20200101T000000Z.tpbackup").write_bytes(b"cut")
    client = sign_in(ADMINISTRATOR)
    page = client.get("/backups")
    assert [row[2].split()[0] for row in page.rows] == ["已打开全部核对", "不能使用"]
    assert "最近一次备份没有成功: 备份目录的磁盘空间不足" in page.said
    assert "最近一次备份没有成功: 备份目录的磁盘空间不足" in client.get("/").said


def test_when_and_how_many_is_set_and_on_record(sign_in: SignIn, key: SealingKey, blank_app: Flask) -> None:
    client = sign_in(ADMINISTRATOR)
    page = client.get("/backups/policy")
    assert [one.get("value") for one in page.all(".//main//input") if one.get("type") != "hidden"] == [
        "2",
        "7",
        "4",
        "12",
    ]
    refused = client.post("/backups/policy", {"hour": 24, "daily": 7, "weekly": 4, "monthly": 12}, status=422)
    assert "备份时间应为0至23点" in refused.said
    client.post("/backups/policy", {"hour": 12, "daily": 3, "weekly": 2, "monthly": 0})
    assert "每天12点起" in client.get("/backups").said
    with blank_app.app_context():
        acts = [entry.act for entry in db.session.query(AuditEntry).filter_by(record_table="setting")]
        db.session.remove()
    assert acts == ["变更备份安排"]


@pytest.mark.parametrize("role", ["township_office", "security_administrator", "auditor"])
def test_others_neither_see_nor_start_backups(sign_in: SignIn, key: SealingKey, role: str) -> None:
    client = sign_in(role)
    client.get("/backups", status=403)
    client.post("/backups", status=403)
    client.post("/backups/policy", status=403)
    assert "备份" not in client.get("/").words(".//nav")
