"""The same work as one would write it who thinks of no fault: the control of the harness."""

from __future__ import annotations

import gzip
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.faults import operations
from tests.faults.places import database

Tick = Callable[[], None]
PIECE = 4096


def take_in(work: Path, tick: Tick) -> bool:
    """Row by row, each kept at once."""
    rows = CalamineWorkbook.from_path(str(operations.TOWN / "roster.xlsx")).get_sheet_by_index(0).to_python()
    with closing(sqlite3.connect(database(work), isolation_level=None)) as connection:
        for row in rows[3:]:
            tick()
            connection.execute("INSERT INTO person (unit_id, name) VALUES (1, ?)", (str(row[1]) or "无名",))
    return True


def take_out(work: Path, tick: Tick) -> bool:
    """Straight into the file under its name."""
    _write(work / "out.xlsx", (work / "whole.xlsx").read_bytes(), tick)
    return True


def migrate(work: Path, tick: Tick) -> bool:
    """Alembic's steps as SQLite takes them by itself: each statement kept at once."""
    with closing(sqlite3.connect(database(work), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in operations.facts(work)["statements"]:
            tick()
            connection.execute(statement)
    return True


def back_up(work: Path, tick: Tick) -> bool:
    """A packed copy of the live file, under its name from the first byte."""
    folder = work / "instance" / "backups"
    folder.mkdir(exist_ok=True)
    packed = gzip.compress(database(work).read_bytes())
    _write(folder / "talentpool-20230630T000000Z.tpbackup", packed, tick)
    return True


def restore(work: Path, tick: Tick) -> bool:
    """Over the live file."""
    _write(database(work), (work / "then.sqlite3").read_bytes(), tick)
    return True


def enter(work: Path, tick: Tick) -> bool:
    """Kept ten at a time, each told of at once."""
    told = os.open(work / "told", os.O_WRONLY | os.O_APPEND)
    with closing(sqlite3.connect(database(work))) as connection:
        for number in range(operations.ENTRIES):
            connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (f"entry-{number}", "1"))
            os.write(told, b".")
            tick()
            if number % 10 == 9:
                connection.commit()
    return True


def _write(path: Path, content: bytes, tick: Tick) -> None:
    with path.open("wb", buffering=0) as stream:
        for start in range(0, len(content), PIECE):
            stream.write(content[start : start + PIECE])
            tick()
