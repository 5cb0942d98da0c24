"""The auditor has the logs verified, sees how far it is and what was found, and takes the log out."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.jobs.services import enqueue
from talentpool.jobs.worker import run_pending
from talentpool.models import JournalEntry
from tests.data.audit.chains import tamper
from tests.web.audit.conftest import World
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


def checked(auditor: PageClient, app: Flask) -> str:
    """Ask for a check, let it run, and read its page."""
    answer = auditor.post("/audit/checks", {})
    auditor.get(answer.location)
    with app.app_context():
        assert run_pending() == 1
        db.session.remove()
    done = auditor.get(answer.location)
    return auditor.get(done.link("查看结果")).said


def test_a_whole_log_is_said_to_be_whole(world: World, sign_in: SignIn, blank_app: Flask) -> None:
    auditor = sign_in("auditor")
    page = auditor.get("/audit/checks")
    assert "还没有核对过" in page.said
    said = checked(auditor, blank_app)
    assert "日志完好" in said
    assert "测试auditor(auditor)" in said


def test_a_damaged_log_is_told_with_what_and_where(world: World, sign_in: SignIn, blank_app: Flask) -> None:
    auditor = sign_in("auditor")
    with blank_app.app_context():
        tamper("UPDATE audit_entry SET actor = '别人' WHERE id = 3")
        db.session.remove()
    said = checked(auditor, blank_app)
    assert "日志不完好" in said
    assert "号记录被改动过" in said


def test_the_code_of_the_end_is_shown_to_be_written_down(
    world: World, sign_in: SignIn, blank_app: Flask
) -> None:
    auditor = sign_in("auditor")
    page = auditor.get("/audit/checks")
    with blank_app.app_context():
        from talentpool.audit.checks import read_state

        state = read_state()
        db.session.remove()
    assert state.code in page.said
    assert f"至第{state.anchored}号封条" in page.said


def test_logs_are_checked_every_night_by_themselves(world: World, filling: Filling, blank_app: Flask) -> None:
    with blank_app.app_context():
        enqueue("audit_check_nightly", {}, account_id=None)
        db.session.commit()
        assert run_pending() == 1
        found = db.session.scalars(select(JournalEntry).where(JournalEntry.event == "核对日志")).all()
        assert [entry.subject for entry in found] == ["完好"]
        assert found[0].actor.startswith("本机操作员")
        db.session.remove()


@pytest.mark.parametrize("role", ["township_office", "system_administrator", "security_administrator"])
def test_only_the_auditor_checks_and_takes_the_logs(world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(role, unit="青禾镇" if role == "township_office" else None)
    client.get("/audit/checks", status=403)
    client.post("/audit/checks", {}, status=403)
    client.post("/audit/files/audit", {}, status=403)
    client.get("/audit/records/unit/1", status=403)


def cells(content: bytes) -> list[list[object]]:
    """The rows of the last sheet."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return workbook.get_sheet_by_name(workbook.sheet_names[-1]).to_python()


@pytest.mark.parametrize(("slug", "page"), [("audit", "/audit"), ("journal", "/audit/events")])
def test_a_log_is_taken_out_as_it_is_shown_and_that_is_put_on_record(
    world: World, sign_in: SignIn, blank_app: Flask, slug: str, page: str
) -> None:
    auditor = sign_in("auditor")
    shown = auditor.get(f"{page}?since=2000-01-01")
    answer = auditor.post(f"/audit/files/{slug}?since=2000-01-01", {}, status=200)
    assert answer.response.mimetype.endswith("spreadsheetml.sheet")
    text = "\n".join("|".join(map(str, row)) for row in cells(answer.response.get_data()))
    for row in shown.rows:
        assert row[1] in text
        assert row[0] in text
    if slug == "audit":
        assert "备注 未登记 → 郝天成的备注" in text
    assert "日期自:2000-01-01" in text
    with blank_app.app_context():
        last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert last is not None
        assert (last.event, last.subject) == ("导出", f"list:{slug}")
        assert last.details["filters"] == "日期自:2000-01-01"
        assert last.details["rows"] >= len(shown.rows)
        assert len(last.details["sha256"]) == 64
        db.session.remove()


def test_more_than_a_file_holds_is_refused_with_the_way_out(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talentpool.audit.ledger.MOST_ROWS", 3)
    page = sign_in("auditor").post("/audit/files/audit", {}, status=422)
    assert "请缩小日期范围后分次导出" in page.text
