"""Backups that are made while others write are whole, all of them; a copied file is not."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text

from talentpool.backup.sealing import read_header
from talentpool.backup.services import unpack
from talentpool.extensions import db
from tests.data.offices import Office

TIMES = 15
FIRST = 100
PAIR = ("setting", "setting_version")
FILLER = '"' + "x" * 1000 + '"'
SETTING = "INSERT INTO setting (id, key, value) VALUES (:id, :key, :filler)"
VERSION = "INSERT INTO setting_version (id, key, value) VALUES (:id, :key, :filler)"


class Writers:
    """Two threads that write the same number into two tables, over and over, each pair in one transaction."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.acknowledged = 0
        self._over = threading.Event()
        self._counting = threading.Lock()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._write) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _write(self) -> None:
        with self.office.app.app_context():
            while not self._over.is_set():
                with self._counting:
                    values = {
                        "id": FIRST + self.acknowledged + 1,
                        "key": f"k{self.acknowledged}",
                        "filler": FILLER,
                    }
                    with db.engine.begin() as connection:
                        connection.execute(text(SETTING), values)
                        connection.execute(text(VERSION), values)
                    self.acknowledged += 1
                self._over.wait(0.003)

    def wait_for_more(self) -> int:
        """Until some more is acknowledged; how many are."""
        before = self.acknowledged
        while self.acknowledged < before + 3:
            threading.Event().wait(0.001)
        return self.acknowledged


def is_usable(path: Path, acknowledged: int) -> bool:
    """Whether a database is sound, holds both halves of each pair, and all that was acknowledged."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            [verdict] = connection.execute("PRAGMA integrity_check").fetchone()
            counts = [
                connection.execute(f"SELECT count(*), max(id) FROM {table} WHERE key LIKE 'k%'").fetchone()
                for table in PAIR
            ]
    except sqlite3.DatabaseError:
        return False
    return verdict == "ok" and counts[0] == counts[1] and (counts[0][1] or 0) - FIRST >= acknowledged


def test_fifteen_backups_under_load_are_usable_and_copies_of_the_file_are_not(
    office: Office, engine: str, tmp_path: Path
) -> None:
    writers = Writers(office)
    good = naive = 0
    with writers.at_work():
        for number in range(TIMES):
            acknowledged = writers.wait_for_more()
            made = office.backup()
            good += _is_usable(office, made.path, acknowledged, engine, tmp_path / f"unpacked-{number}")
            if engine == "sqlite":
                acknowledged = writers.wait_for_more()
                copy = tmp_path / f"copy-{number}"
                shutil.copyfile(office.folder / "talentpool.sqlite3", copy)
                naive += is_usable(copy, acknowledged)
    assert good == TIMES
    assert naive <= 3, "a copy is whole only if it hits the moment after a checkpoint"
    assert writers.acknowledged > 4 * TIMES


def _is_usable(office: Office, path: Path, acknowledged: int, engine: str, place: Path) -> bool:
    place.mkdir()
    with office.app.app_context():

        def receive(name: str) -> tuple[object, object]:
            stream = (place / name.replace("/", "-")).open("wb")
            return stream.write, stream.close

        manifest = unpack(path, read_header(path), office.key, receive)  # type: ignore[arg-type]
    if engine == "sqlite":
        return is_usable(place / "database", acknowledged)
    rows = [(place / f"table-{table}").read_bytes().splitlines() for table in PAIR]
    numbers = [[int(row.split(b"\t")[0]) for row in table if b"\tk" in row] for table in rows]
    assert manifest.tables[PAIR[0]].rows == len(rows[0])
    return numbers[0] == numbers[1] and max(numbers[0]) - FIRST >= acknowledged
