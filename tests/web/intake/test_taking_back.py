"""Refused rows, undoing, long work in the background, and what is wiped after a while."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, update

from talentpool.extensions import db
from talentpool.intake import keeping, work
from talentpool.jobs.worker import run_pending
from talentpool.models import IntakeBatch, IntakeFile, IntakeReturn, Job, JournalEntry, Person
from tests.factories import add_unit
from tests.web.conftest import Filling, SignIn
from tests.web.intake.files import MOST, confirm, hand_in, preview, roster
from tests.web.pages import PageClient

LI = "李明,男,1980-01,中共党员,村委会主任,2021-01"
BAD = "王芳,女,一九八五年,群众,村委会委员,2021-01"


@pytest.fixture
def clerk(sign_in: SignIn, working_day: None) -> PageClient:
    return sign_in("township_office")


@pytest.fixture(autouse=True)
def village(filling: Filling) -> None:
    with filling():
        add_unit(db.session, "云山村", parent=add_unit(db.session, "青禾镇"))


def people(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Person.name).order_by(Person.id)))


def events(app: Flask) -> list[str]:
    with app.app_context():
        found = db.session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)).all()
    return [event for event in found if "导入" in event or "退回" in event]


def sheet_of(response: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(response)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestRefusedRows:
    def test_they_can_be_fetched_before_and_after_taking_in_and_are_noted(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        page = preview(clerk, [roster(LI, BAD)])
        before = clerk.post("/intake/1/refused", status=200, most=MOST).response
        assert "attachment" in before.headers["Content-Disposition"]
        rows = sheet_of(before.data)
        assert [row[1] for row in rows[1:]] == ["姓名", "王芳"]
        assert "无法识别日期“一九八五年”" in str(rows[-1][-1])
        confirm(clerk, page, rows="valid")
        done = clerk.get("/intake/1")
        assert "没有导入的1行已按原表存好,保留30天" in done.said
        assert sheet_of(clerk.post("/intake/1/refused", status=200).response.data) == rows
        assert events(blank_app) == ["上传导入文件", "下载退回的行", "导入", "下载退回的行"]

    def test_they_are_wiped_at_the_clerks_word(self, clerk: PageClient, blank_app: Flask) -> None:
        confirm(clerk, preview(clerk, [roster(LI, BAD)]), rows="valid")
        clerk.get("/intake/1")
        clerk.post("/intake/1/refused/wipe")
        assert "没有导入的1行已删除" in clerk.get("/intake/1").said
        clerk.post("/intake/1/refused", status=404)
        with blank_app.app_context():
            assert db.session.scalars(select(IntakeReturn.content_sealed)).all() == [None]

    def test_nothing_refused_leaves_nothing(self, clerk: PageClient) -> None:
        confirm(clerk, preview(clerk, [roster(LI)]))
        assert "退回的行" not in clerk.get("/intake/1").said
        clerk.post("/intake/1/refused", status=404)


class TestUndo:
    def test_a_batch_is_taken_back_after_a_question_and_the_history_says_by_whom(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        confirm(clerk, preview(clerk, [roster(LI)]))
        page = clerk.get(clerk.get("/intake/1").link("撤销导入"), most=MOST)
        assert "新增的1行删除,变更的0行改回原内容" in page.said
        done = clerk.get(clerk.post("/intake/1/undo", most=MOST).location)
        assert "已撤销这次导入,登记册恢复到导入以前" in done.said
        assert "撤销导入" not in [link.text for link in done.all(".//a")]
        assert people(blank_app) == []
        assert events(blank_app) == ["上传导入文件", "导入", "撤销导入"]
        assert clerk.get("/intake").rows[0][-1] == "已撤销 测试township-office(township-office)"
        again = clerk.post("/intake/1/undo", status=422, most=MOST)
        assert "撤销这次导入" in again.said
        assert people(blank_app) == []

    def test_what_stands_in_the_way_is_told_and_nothing_changes(
        self, clerk: PageClient, blank_app: Flask, filling: Filling
    ) -> None:
        confirm(clerk, preview(clerk, [roster(LI)]))
        with filling():
            db.session.scalars(select(Person)).one().note = "改过"
        assert "李明:之后备注又有改动" in clerk.get("/intake/1/undo", most=MOST).said
        refused = clerk.post("/intake/1/undo", status=422, most=MOST)
        assert "不能撤销:导入之后又有改动,登记册没有变化" in refused.said
        assert people(blank_app) == ["李明"]

    def test_a_preview_or_a_batch_that_changed_nothing_has_nothing_to_undo(self, clerk: PageClient) -> None:
        hand_in(clerk, [roster(LI)])
        clerk.get("/intake/1/undo", status=404)
        clerk.get("/intake/1")
        assert "没有写入任何内容" in clerk.post("/intake/1/undo", status=422).said


@pytest.fixture
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_BYTES", 0)
    monkeypatch.setattr(work, "MOST_ROWS", 0)


@pytest.mark.usefixtures("everything_is_long")
class TestInTheBackground:
    def run_jobs(self, app: Flask) -> int:
        with app.app_context():
            return run_pending()

    def test_reading_writing_and_undoing_are_jobs_that_may_be_left(
        self, clerk: PageClient, blank_app: Flask
    ) -> None:
        address = hand_in(clerk, [roster(LI, BAD)]).location
        assert address == "/jobs/1"
        assert "可以离开本页" in clerk.get(address).said
        waiting = clerk.get("/intake/1")
        assert waiting.link("查看进度") == "/jobs/1"
        assert clerk.get("/intake").rows[0][-1] == "正在核对"
        assert "正在后台处理" in clerk.post("/intake/1/discard", status=422).said
        assert self.run_jobs(blank_app) == 1
        page = clerk.get("/jobs/1")
        assert "已核对名册.csv,请查看预览" in page.said
        preview_page = clerk.get(page.link("查看结果"))
        assert "新增1、变更0、未变0、不能导入1" in preview_page.said

        assert confirm(clerk, preview_page, rows="valid").location == "/jobs/2"
        assert people(blank_app) == []
        self.run_jobs(blank_app)
        assert "导入完成:新增1行,变更0行,未变0行,未导入1行" in clerk.get("/jobs/2").said
        assert people(blank_app) == ["李明"]
        assert sheet_of(clerk.post("/intake/1/refused", status=200).response.data)[-1][1] == "王芳"

        clerk.get("/intake/1/undo")
        assert clerk.post("/intake/1/undo").location == "/jobs/3"
        self.run_jobs(blank_app)
        assert "登记册恢复到导入以前" in clerk.get("/jobs/3").said
        assert people(blank_app) == []
        assert events(blank_app) == ["上传导入文件", "导入", "下载退回的行", "撤销导入"]

    def test_a_register_that_changed_meanwhile_gives_a_new_preview_only(
        self, clerk: PageClient, blank_app: Flask, filling: Filling
    ) -> None:
        hand_in(clerk, [roster(LI)])
        self.run_jobs(blank_app)
        confirm(clerk, clerk.get("/intake/1"))
        with filling():
            db.session.execute(update(IntakeBatch).values(digest="x" * 64))
            db.session.execute(update(Job).where(Job.id == 2).values(state="queued"))
        self.run_jobs(blank_app)
        assert "没有写入:预览后登记内容已有变化" in clerk.get("/jobs/2").said
        assert people(blank_app) == []
        assert "新增1" in clerk.get("/intake/1").said

    def test_a_file_that_cannot_be_read_says_so_and_can_be_thrown_away(
        self, clerk: PageClient, blank_app: Flask, filling: Filling
    ) -> None:
        hand_in(clerk, [roster(LI)])
        with filling():
            db.session.scalars(select(IntakeFile)).one().content = b"PK\x03\x04 cut"
        self.run_jobs(blank_app)
        page = clerk.get("/intake/1")
        assert "名册.csv:" in page.said
        assert clerk.post("/intake/1/discard").location == "/intake"


def test_previews_nobody_confirmed_and_old_refused_rows_are_wiped(
    clerk: PageClient, blank_app: Flask, filling: Filling
) -> None:
    confirm(clerk, preview(clerk, [roster(LI, BAD)]), rows="valid")
    hand_in(clerk, [roster(BAD, name="忘了.csv")])
    now = datetime.now(UTC)
    with filling():
        assert keeping.wipe_forgotten(at=now + timedelta(days=29)) == (0, 0)
        assert keeping.wipe_forgotten(at=now + timedelta(days=31)) == (1, 1)
    with blank_app.app_context():
        assert db.session.scalars(select(IntakeFile.content_sealed)).all() == [None, None]
        assert db.session.scalars(select(IntakeReturn.content_sealed)).all() == [None]
        states = db.session.execute(select(IntakeBatch.id, IntakeBatch.state)).all()
        assert sorted(map(tuple, states)) == [(1, "taken"), (2, "discarded")]
        assert "王芳" not in str(db.session.get_one(IntakeBatch, 2).preview)


def test_the_wiping_comes_round_every_day() -> None:
    from talentpool.jobs.registry import periodic_kinds

    assert {kind.name: kind.every for kind in periodic_kinds()}["intake_clean"] == timedelta(days=1)
