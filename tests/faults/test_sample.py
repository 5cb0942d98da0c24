"""A sample of `make faults`: nothing breaks, while the naive counterpart does; and the harness itself."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from talentpool.config import ROOT
from tests.faults.children import in_child
from tests.faults.injection import Fault, Kind, Measure, choose, install

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")


def test_an_import_and_a_restore_survive_what_breaks_their_naive_counterparts() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--trials", "4", "--controls", "3"]
        + ["--only", "import,restore", "--seed", "20230630"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 trials, 0 broken" in done.stdout


def test_a_fault_strikes_where_it_is_told_to(tmp_path: Path) -> None:
    def write() -> str:
        install(Fault(Kind.NO_SPACE, 2))
        (tmp_path / "first").mkdir()
        try:
            (tmp_path / "second").mkdir()
        except OSError as error:
            return str(error.strerror)
        return "nothing"

    assert in_child(write, log=tmp_path / "log").told == "No space left on device"


def test_a_kill_leaves_what_was_done_before_it(tmp_path: Path) -> None:
    def write() -> None:
        install(Fault(Kind.KILL_AT_POINT, 3))
        for name in ("first", "second"):
            (tmp_path / name).mkdir()

    ended = in_child(write, log=tmp_path / "log")
    assert (ended.told, ended.killed) == (None, True)
    assert (tmp_path / "first").exists()
    assert not (tmp_path / "second").exists()


def test_a_write_beyond_the_limit_fails_in_its_midst(tmp_path: Path) -> None:
    def write() -> str:
        install(Fault(Kind.FILE_SIZE, 1000))
        try:
            (tmp_path / "file").write_bytes(bytes(5000))
        except OSError as error:
            return str(error.strerror)
        return "nothing"

    assert in_child(write, log=tmp_path / "log").told == "File too large"
    assert (tmp_path / "file").stat().st_size == 1000


def test_every_kind_of_fault_is_chosen() -> None:
    measure = Measure(points=50, calls=20, seconds=1.0, bytes=100_000)
    chosen = [choose(measure, luck=random.Random(number), database=True) for number in range(300)]
    assert {fault.kind for fault in chosen} == set(Kind)
    assert all(fault.at <= 50 for fault in chosen if fault.kind is Kind.KILL_AT_POINT)
