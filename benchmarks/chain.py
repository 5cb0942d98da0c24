"""The chain over the logs: what sealing adds to writing entries, what verifying a hundred thousand takes.

A tenth of the entries come singly, as from the screen, each a seal of its own; the others as an import's.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from benchmarks.report import Bar, processor_seconds, seconds
from benchmarks.world import empty_app
from talentpool.audit import log, sealing
from talentpool.audit.anchor import anchor_sealed
from talentpool.audit.queries import lines_of
from talentpool.audit.verification import verify_here
from talentpool.extensions import db
from talentpool.models import AuditEntry

ENTRIES, SINGLY = 100_000, 10_000
IMPORTED = 20_000
"""Entries of one import."""
AT = datetime(2023, 7, 1, 8, 30, tzinfo=UTC)
CHANGES = {
    "name": [None, "郝天成"],
    "sex": [None, "male"],
    "nationality": [None, "01"],
    "born_on": [None, "1972-05"],
    "political_status": [None, "party_member"],
    "id_number": [None, "519***********1118 #0123456789ab"],
    "phone": [None, "199****0001 #0123456789ab"],
}
VERIFIED_WITHIN = 12.0
"""Seconds of the processor for all ENTRIES."""
HELD_AT_MOST = 40.0
"""MB held meanwhile."""


def entries(first: int, last: int, *, act: str = "导入") -> list[tuple[Any, ...]]:
    """Entries as an import writes them; every thousandth is of a rare act."""
    return [
        (AT, "赵敏(zhaomin)", act, "insert", "person", number, number, number % 300 + 1, 5, CHANGES)
        for number in range(first, last + 1)
    ]


def write(connection: Connection) -> None:
    """One import's entries."""
    sealing.append(connection, "audit_entry", entries(1, IMPORTED))


class _Unsealing(sealing.Unsealed):
    """Keeps no account of what was written: the control."""

    def take(self, name: str, rows: Any) -> None:
        """Nothing is summed."""


def written(*, sealed: bool) -> float:
    """Microseconds of the processor an entry, digests and seals included or not."""
    kept = sealing.Unsealed
    sealing.Unsealed = kept if sealed else _Unsealing  # type: ignore[misc]
    try:
        with TemporaryDirectory() as name, empty_app(Path(name)), db.engine.connect() as connection:

            def run() -> None:
                with connection.begin():
                    write(connection)

            run()
            return min(processor_seconds(run) for _ in range(5)) / IMPORTED * 1_000_000
    finally:
        sealing.Unsealed = kept  # type: ignore[misc]


def fill() -> None:
    """The entries of some years."""
    with db.engine.connect() as connection:
        for first in range(1, ENTRIES - SINGLY, IMPORTED):
            with connection.begin():
                sealing.append(connection, "audit_entry", entries(first, first + IMPORTED - 1))
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA synchronous=OFF")  # it is the processor that is measured
        for number in range(ENTRIES - SINGLY + 1, ENTRIES + 1):
            with connection.begin():
                sealing.append(connection, "audit_entry", entries(number, number, act="更正信息"))
    anchor_sealed()


def memory_of(work: Callable[[], object]) -> float:
    """The most memory, in MB, that a piece of work holds at a time, as Python counts it."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1024 / 1024
    finally:
        tracemalloc.stop()


def pages() -> Iterator[tuple[str, log.LogFilter]]:
    """Filters as the auditor sets them."""
    yield "newest", log.LogFilter()
    yield "by act", log.LogFilter(act="更正信息")
    yield "by person whom nobody has", log.LogFilter(person="无此人")
    yield "by text that stands nowhere", log.LogFilter(text="无此内容")


def run() -> list[Bar]:
    """What sealing costs, verification, and pages of the log at that size."""
    plain, sealed = written(sealed=False), written(sealed=True)
    bars = [Bar("sealing an entry of an import", sealed - plain, 5.0, "µs", f"{plain:.1f} µs without")]
    with TemporaryDirectory() as name, empty_app(Path(name)):
        fill()
        db.session.rollback()
        verdicts = []
        taken = processor_seconds(lambda: verdicts.append(verify_here()))
        held = memory_of(verify_here)
        assert verdicts[0].is_whole, verdicts[0].findings
        detail = f"{sum(verdicts[0].entries.values())} entries"
        bars.append(Bar("verifying the chain", taken, VERIFIED_WITHIN, "s", detail))
        bars.append(Bar("memory that verifying holds", held, HELD_AT_MOST, "MB", detail))
        for words, wanted in pages():
            statement = (
                log.select_log(wanted, scope=None).order_by(None).order_by(AuditEntry.id.desc()).limit(51)
            )
            took = seconds(
                lambda statement=statement: lines_of(db.session.execute(statement).all()), repeats=3
            )
            limit = 3_000.0 if "nobody" in words or "nowhere" in words else 100.0
            bars.append(Bar(f"page of a log of {ENTRIES}, {words}", took * 1000, limit, "ms"))
        db.session.rollback()
    return bars
