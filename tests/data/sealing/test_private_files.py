"""On the disk the data are their owner's alone, made anew or found open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talentpool.security.private_files import tighten

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the modes of files are those of POSIX")


def modes(folder: Path) -> dict[str, int]:
    """What lies in a folder, and the folder itself (“”), with its mode."""
    found = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    return found | {"": folder.stat().st_mode & 0o777}


def flask(instance: Path, script: str) -> None:
    """Run a process that starts as the server and the commands do, with a usual umask."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.umask(0o022); from wsgi import app\n{script}"],
        cwd=ROOT,
        env=environment | {"TALENTPOOL_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


WRITE = """
from sqlalchemy import text
from talentpool.extensions import db
from talentpool.jobs.signals import _huey
with app.app_context():
    db.session.execute(text("CREATE TABLE IF NOT EXISTS told (word TEXT)"))
    db.session.execute(text("INSERT INTO told VALUES ('x')"))
    db.session.commit()
    _huey(app)
    os._exit(0)  # the log and its index are still there
"""


def test_folder_and_databases_are_made_for_their_owner_only(tmp_path: Path) -> None:
    instance = tmp_path / "new"
    flask(instance, WRITE)
    found = modes(instance)
    assert {"talentpool.sqlite3", "talentpool.sqlite3-wal", "talentpool.sqlite3-shm"} <= set(found)
    assert {"jobs.sqlite3", "keys.json"} <= set(found)
    assert found.pop("") == 0o700
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def test_a_start_tightens_what_an_earlier_version_left_open(tmp_path: Path) -> None:
    instance = tmp_path / "earlier"
    instance.mkdir()
    (instance / "talentpool.sqlite3").touch()
    instance.chmod(0o755)
    (instance / "talentpool.sqlite3").chmod(0o644)
    flask(instance, "")
    found = modes(instance)
    assert (found[""], found["talentpool.sqlite3"]) == (0o700, 0o600)


def test_whatever_stands_open_is_tightened(tmp_path: Path) -> None:
    names = ("talentpool.sqlite3", "talentpool.sqlite3-wal", "talentpool.sqlite3-shm", "jobs.sqlite3")
    elsewhere = tmp_path / "elsewhere.db"
    instance = tmp_path / "old"
    instance.mkdir(mode=0o755)
    for path in (*(instance / name for name in names), elsewhere):
        path.write_bytes(b"")
        path.chmod(0o644)
    tighten(instance, f"sqlite:///{elsewhere}")
    assert modes(instance) == {"": 0o700} | dict.fromkeys(names, 0o600)
    assert elsewhere.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_everybody_shares_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    tighten(shared, "sqlite://")
    assert shared.stat().st_mode & 0o7777 == 0o1777
