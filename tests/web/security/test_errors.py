"""Errors: a page in the office's words, a number that stands in the log, no trace, no value."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from flask import Flask, abort, request
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from talentpool.app import create_app
from talentpool.errors import Conflict
from talentpool.extensions import db
from talentpool.web.outages import Outage, outage_of
from tests.conftest import config_for
from tests.web.conftest import SignIn
from tests.web.pages import Page, PageClient

SECRET = "519901198706150018"
ASKED = "a-value-in-the-address"
NUMBER = re.compile(r"错误编号 ([0-9A-F]{8})\b")


@pytest.fixture
def answering(
    blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], object]], PageClient]:
    """`answering(view)`: a browser that is signed in, for which /audit answers what `view` does."""
    client = sign_in("auditor")
    monkeypatch.setitem(blank_app.config, "PROPAGATE_EXCEPTIONS", False)

    def prepare(view: Callable[[], object]) -> PageClient:
        monkeypatch.setattr("talentpool.audit.log.list_acts", lambda *_arguments: view())
        return client

    return prepare


def _number_in_log(page: Page, log: pytest.LogCaptureFixture) -> str:
    """The number that the page shows; it must stand in the log, the secret must not."""
    found = NUMBER.search(page.said)
    assert found, page.said
    [entry] = [record for record in log.records if found.group(1) in record.getMessage()]
    assert SECRET not in log.text
    assert ASKED not in log.text
    assert SECRET not in page.text
    assert "Traceback" not in page.text
    return entry.getMessage()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "地址或提交的内容不完整"),
        (403, "您的岗位没有这项权限"),
        (404, "这条记录不存在"),
        (405, "不能直接打开"),
        (409, "刚被他人修改"),
        (413, "超过上限"),
        (418, "地址或提交的内容不完整"),
        (429, "尝试次数过多"),
        (502, "这次操作没有完成"),
        (503, "暂时无法办理"),
    ],
)
def test_a_refusal_is_a_page_with_a_number_from_the_log(
    answering: Callable[..., PageClient], caplog: pytest.LogCaptureFixture, code: int, words: str
) -> None:
    caplog.set_level(logging.INFO)
    page = answering(lambda: abort(code)).get(f"/audit?person={ASKED}", status=code)
    assert words in page.said
    assert _number_in_log(page, caplog).endswith(f": {code} at audit.list_entries")


def test_a_fault_leaves_its_kind_and_place_in_the_log_and_no_value(
    answering: Callable[..., PageClient], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        try:
            int(SECRET + "x")
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    page = answering(fail).get(f"/audit?person={ASKED}", status=500)
    entry = _number_in_log(page, caplog)
    assert "RuntimeError" in entry
    assert "caused by builtins.ValueError" in entry
    assert "in fail" in entry


def test_a_refused_statement_leaves_no_value_in_the_log(
    answering: Callable[..., PageClient], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": SECRET})

    page = answering(fail).get("/audit", status=500)
    assert "OperationalError" in _number_in_log(page, caplog)


def test_somebody_elses_change_is_told_as_a_conflict(answering: Callable[..., PageClient]) -> None:
    def fail() -> None:
        raise Conflict("他人已修改")

    assert "他人已修改" in answering(fail).get("/audit", status=409).said


LARGE = 600_000


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a&" * (LARGE // 2), "application/x-www-form-urlencoded"),
        (b"username=" + b"x" * LARGE, "application/x-www-form-urlencoded"),
        (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
            + b"x" * LARGE
            + b"\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_a_form_that_is_too_large_is_refused_before_it_is_read(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], body: bytes, kind: str
) -> None:
    new_account()
    answer = browser_of().browser.post("/accounts/login", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "超过上限" in answer.get_data(as_text=True)


def test_only_pages_that_take_files_take_more_than_a_form(blank_app: Flask) -> None:
    taking = [
        name for name, view in blank_app.view_functions.items() if hasattr(view, "__talentpool_takes_files__")
    ]
    assert sorted(taking) == ["guidance.record_own", "intake.upload", "mentorship.record_meeting"]
    assert blank_app.config["MAX_CONTENT_LENGTH"] < 21 * 1024 * 1024


def test_a_wrong_method_is_told_with_the_ones_that_work(browser_of: Callable[[], PageClient]) -> None:
    page = browser_of().get("/language", status=405)
    assert page.response.headers["Allow"] == "OPTIONS, POST"
    assert "只接受从页面上的按钮提交" in page.said


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("database is locked", "数据库正忙"),
        ("unable to open database file", "暂时连不上数据库"),
        ("disk full", "磁盘已满"),
    ],
)
def test_a_database_that_does_not_answer_is_told_as_a_pause(
    answering: Callable[..., PageClient], caplog: pytest.LogCaptureFixture, message: str, words: str
) -> None:
    codes = {"database is locked": "SQLITE_BUSY", "disk full": "SQLITE_FULL"}

    def fail() -> None:
        error = sqlite3.OperationalError(message)
        error.sqlite_errorname = codes.get(message, "SQLITE_CANTOPEN")
        raise OperationalError("UPDATE person", {"x": SECRET}, error)

    page = answering(fail).get("/audit", status=503)
    assert words in page.said
    assert page.response.headers["Retry-After"] == "30"
    _number_in_log(page, caplog)


def test_without_a_database_every_page_is_the_same_pause(
    instance: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(config_for(instance, f"sqlite:///{tmp_path}/nowhere/lost.sqlite3"))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client = PageClient(app)
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"] = "a token"
    for url in ("/", "/people", "/accounts/login"):
        page = client.get(url, status=503)
        assert "暂时连不上数据库" in page.said
        _number_in_log(page, caplog)
    assert PageClient(app).get("/health").text == "ok"


def test_a_commit_that_fails_saves_nothing_and_says_so(
    blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor")
    client.get("/audit")

    def busy() -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorname = "SQLITE_BUSY"
        raise OperationalError("COMMIT", {}, error)

    monkeypatch.setitem(blank_app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(db.session, "commit", busy)
    assert "数据库正忙" in client.post("/language", {"language": "en"}, status=503).said


@pytest.mark.parametrize(
    ("state", "outage"),
    [
        ("53100", Outage.FULL),
        ("53300", Outage.BUSY),
        ("55P03", Outage.BUSY),
        ("57P01", Outage.ABSENT),
        (None, Outage.ABSENT),
    ],
)
def test_states_of_postgresql_are_told_apart(state: str | None, outage: Outage) -> None:
    original = psycopg.OperationalError("x")
    original.sqlstate = state
    assert outage_of(OperationalError("SELECT", {}, original)) is outage


def test_a_fault_of_the_program_is_no_outage() -> None:
    error = sqlite3.OperationalError("no such column: x")
    error.sqlite_errorname = "SQLITE_ERROR"
    assert outage_of(OperationalError("SELECT x", {}, error)) is None
    assert outage_of(RuntimeError()) is None
    assert outage_of(PoolTimeout()) is Outage.BUSY
    assert not request
