"""Hostile files through the real page: refused at once, with the reason, in little memory, without a trace."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from talentpool.extensions import db
from talentpool.files import guard
from talentpool.models import AuditEntry, IntakeBatch, IntakeFile, Person
from tests.factories import add_unit
from tests.unit.files.hostile import zipped
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient
from tests.web.security.hostile_uploads import MEBIBYTE, NAMES, UPLOADS, Hostile

SECONDS = 1.0
MEMORY = 200 * MEBIBYTE
STATUS = Path("/proc/self/status")


@pytest.fixture
def clerk(
    sign_in: SignIn, filling: Filling, working_day: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> PageClient:
    """A clerk at the page of uploads; temporary files go to a folder of the test's own."""
    with filling():
        add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = sign_in(unit="青禾镇")
    client.get("/intake")
    return client


@contextmanager
def added_memory() -> Iterator[Callable[[], int]]:
    """Bytes by which the process grew at its highest inside (Linux; elsewhere 0)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the high-water mark starts anew
    except OSError:
        yield lambda: 0
        return
    before = _kilobytes("VmRSS")
    yield lambda: (_kilobytes("VmHWM") - before) * 1024


def _kilobytes(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _left(app: Flask) -> list[int]:
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count(model.id))) or 0
            for model in (IntakeBatch, IntakeFile, Person)
        ]
        counts.append(
            db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.record_table == "person"))
            or 0
        )
        db.session.remove()
    return counts


def _hand_in(client: PageClient, name: str, content: bytes) -> tuple[int, str, float, int]:
    """(status, page, seconds of the processor, added bytes) of an upload; the form is made beforehand."""
    stream, _length, boundary = stream_encode_multipart(
        {"files": FileStorage(io.BytesIO(content), filename=name), "csrf_token": client.token}
    )
    with stream:
        body = stream.read()
    with added_memory() as added:
        started = time.thread_time()
        answer = client.browser.post(
            "/intake/upload", data=body, content_type=f"multipart/form-data; boundary={boundary}"
        )
        page = answer.get_data(as_text=True)
        seconds = time.thread_time() - started
        return answer.status_code, page, seconds, added()


@pytest.mark.skipif(not STATUS.exists(), reason="the memory of the process is read from /proc")
def test_the_measure_of_memory_can_fail() -> None:
    with added_memory() as added:
        len(b"x" * (MEMORY + 20 * MEBIBYTE))
        assert added() > MEMORY


def test_there_are_more_than_forty_of_them() -> None:
    assert len({one.content for one in UPLOADS}) >= 40
    assert len({one.case for one in UPLOADS}) == len(UPLOADS)


@pytest.mark.parametrize("hostile", UPLOADS, ids=[one.case for one in UPLOADS])
def test_a_hostile_upload_is_refused_with_the_reason_and_leaves_nothing(
    blank_app: Flask, clerk: PageClient, tmp_path: Path, hostile: Hostile
) -> None:
    status, page, seconds, added = _hand_in(clerk, hostile.name, hostile.content)
    assert status == 422
    assert hostile.words in page
    assert "请" in page
    assert seconds < SECONDS
    assert added < MEMORY
    assert _left(blank_app) == [0, 0, 0, 0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_shown_as_text_and_names_no_place(
    blank_app: Flask, clerk: PageClient, tmp_path: Path, name: str
) -> None:
    status, page, _seconds, _added = _hand_in(clerk, name, zipped({"a.txt": b"a"}))
    assert status == 422
    assert "压缩包" in page
    assert "<img src=x" not in page
    assert _left(blank_app) == [0, 0, 0, 0]
    assert list(tmp_path.iterdir()) == []


LARGER = 22 * MEBIBYTE


def test_more_than_the_bound_is_refused_before_it_is_read(blank_app: Flask, clerk: PageClient) -> None:
    status, page, seconds, added = _hand_in(clerk, "名册.xlsx", b"a" * LARGER)
    assert status == 413
    assert "超过上限" in page
    assert seconds < SECONDS
    assert added < LARGER
    assert _left(blank_app) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "case",
    [
        "a document type",
        "zeros",
        "a picture bomb",
        "one cell at the end of the sheet",
        "three million shared texts",
    ],
)
def test_without_the_guard_the_same_file_is_not_refused(
    blank_app: Flask, clerk: PageClient, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    [hostile] = [one for one in UPLOADS if one.case == case]
    monkeypatch.setattr(guard, "check", lambda _data: guard.FileFormat.CSV)
    monkeypatch.setattr("talentpool.intake.work.MOST_BYTES", 0)  # it waits for a job, unread
    status, page, _seconds, _added = _hand_in(clerk, hostile.name, hostile.content)
    assert (status, hostile.words in page) == (302, False)
    assert _left(blank_app)[0] == 1


def test_whoever_is_not_signed_in_hands_nothing_in(
    blank_app: Flask, new_account: Callable[..., str], browser_of: Callable[[], PageClient]
) -> None:
    new_account()
    client = browser_of()
    client.get("/accounts/login")
    status, _page, _seconds, _added = _hand_in(client, "名册.xlsx", b"PK\x03\x04")
    assert status == 302
    assert _left(blank_app) == [0, 0, 0, 0]
