"""Large uploads wait on disk unreadable, and come back as they were."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from waitress.buffers import OverflowableBuffer
from werkzeug.test import EnvironBuilder

import talentpool.web.server  # noqa: F401 - has waitress use scratch files
from talentpool.web.scratch import KEPT_IN_MEMORY, DiscreetRequest, scratch_file

CANARY = b"519901197806090031"
LARGE = CANARY * (KEPT_IN_MEMORY // len(CANARY) + 4000)

Made = list[Any]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Every temporary file that is made."""
    files: Made = []
    make: Callable[..., Any] = tempfile.TemporaryFile

    def note(*arguments: Any, **options: Any) -> Any:
        files.append(make(*arguments, **options))
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", note)
    return files


def request_with(content: bytes) -> DiscreetRequest:
    """A request that hands in one file."""
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = head + content + b"\r\n--cut--\r\n"
    built = EnvironBuilder(
        method="POST", input_stream=io.BytesIO(body), content_type="multipart/form-data; boundary=cut"
    )
    return DiscreetRequest(built.get_environ() | {"CONTENT_LENGTH": str(len(body))})


def on_disk(file: Any) -> bytes:
    """What lies in a file."""
    return os.pread(file.fileno(), 1 << 26, 0)


def test_a_large_upload_waits_on_disk_and_is_not_to_be_read_there(made: Made) -> None:
    request = request_with(LARGE)
    upload = request.files["file"]
    assert upload.read() == LARGE
    assert len(made) == 1
    assert len(on_disk(made[0])) == len(LARGE)
    assert CANARY not in on_disk(made[0])
    request.close()
    assert made[0].closed


def test_a_small_upload_makes_no_file(made: Made) -> None:
    assert request_with(CANARY).files["file"].read() == CANARY
    assert made == []


def test_the_server_hides_what_it_puts_aside(made: Made) -> None:
    buffer = OverflowableBuffer(1000)
    for start in range(0, len(LARGE), 18_000):
        buffer.append(LARGE[start : start + 18_000])
    assert len(made) == 1
    assert len(on_disk(made[0])) > len(LARGE) // 2
    assert CANARY not in on_disk(made[0])
    assert buffer.getfile().read() == LARGE
    buffer.close()
    assert made[0].closed


def test_a_naive_file_shows_the_canary(made: Made) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(LARGE)
        file.flush()
        assert CANARY in on_disk(made[0])


def test_the_application_uses_it(blank_app: Flask) -> None:
    assert blank_app.request_class is DiscreetRequest


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["write", "seek", "read", "end"]), st.integers(0, 300), st.binary(max_size=90)
        ),
        max_size=25,
    )
)
def test_it_is_a_file_like_any_other(steps: list[tuple[str, int, bytes]]) -> None:
    with scratch_file() as scratch:
        plain = io.BytesIO()
        for what, number, data in steps:
            for file in (scratch, plain):
                if what == "write":
                    file.write(data)
                elif what == "seek":
                    file.seek(min(number, len(plain.getvalue())))
                elif what == "end":
                    file.seek(0, io.SEEK_END)
            if what == "read":
                assert scratch.read(number) == plain.read(number)
        scratch.seek(0)
        assert scratch.read() == plain.getvalue()
