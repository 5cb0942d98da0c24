"""Taking large files out as the office does: memory that does not grow with their rows.

Each file is taken by a process of its own: `python -m benchmarks.downloads FOLDER roster` prints its
size and the peak of the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Bar, peak_kb, processor_seconds
from benchmarks.world import REFERENCE, empty_app, fill
from talentpool.exports.lists import build_list, get_ledger
from talentpool.exports.registry import get_export
from talentpool.exports.request import ExportRequest
from talentpool.exports.services import TakenFile, take_list, take_out
from talentpool.extensions import db
from talentpool.people.columns import PEOPLE_COLUMNS
from talentpool.security.actor import console_operator
from talentpool.sheets import Row

SIZES = ((1_000, 30), (10_000, 300), (100_000, 3_000))
MEMORY_LIMIT_MB = 30.0
_PIECE = 64 * 1024


ASKED = {"col": [one.key for one in PEOPLE_COLUMNS]}


def take(kind: str) -> TakenFile:
    """The roster, or the list of people with all its columns."""
    operator = console_operator()
    if kind == "roster":
        return take_out(get_export("roster"), by=operator, on=REFERENCE)
    return take_list(get_ledger("people"), ASKED, by=operator, on=REFERENCE)


def _rows(kind: str) -> Sequence[Row]:
    """The same rows before they are written."""
    operator = console_operator()
    request = ExportRequest(scope=operator.scope, on=REFERENCE, made_at=datetime.now(UTC), who=operator.name)
    if kind == "roster":
        return get_export("roster").build(request).sheets[0].rows
    return build_list(get_ledger("people"), ASKED, request).workbook.sheets[0].rows


def run() -> Iterator[Bar]:
    """A bar a file and size: what all rows take beyond what the first one takes."""
    for people, units in SIZES:
        with TemporaryDirectory() as name:
            with empty_app(Path(name)):
                fill(people=people, units=units)
            for kind in ("roster", "people"):
                told = _in_a_process(Path(name), kind)
                detail = (
                    f"{told['bytes'] / 2**20:.1f} MB in {told['seconds']:.1f} s; "
                    f"peak {told['peak_kb'] / 1024:.0f} MB, of the first row {told['first_kb'] / 1024:.0f} MB"
                )
                grown = (told["peak_kb"] - told["first_kb"]) / 1024
                yield Bar(
                    f"memory of taking out {kind}, {people} people", grown, MEMORY_LIMIT_MB, "MB", detail
                )


def _in_a_process(folder: Path, kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.downloads", str(folder), kind]
    found: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    )
    return found


def _measure(folder: Path, kind: str) -> None:
    """The first row comes once everything is counted and the database has put all rows in order."""
    with empty_app(folder):
        next(iter(_rows(kind)))
        db.session.rollback()
        first = peak_kb()
        sizes: list[int] = []

        def send() -> None:
            taken = take(kind)
            with taken.file as file:
                while file.read(_PIECE):
                    pass
            sizes.append(taken.size)

        seconds = processor_seconds(send)
    told = {"seconds": seconds, "peak_kb": peak_kb(), "first_kb": first, "bytes": sizes[0]}
    print(json.dumps(told))


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), sys.argv[2])
