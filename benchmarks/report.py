"""A measured bar and how it is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bar:
    """`measured` against `limit`, in the same unit; `detail` tells what was compared."""

    name: str
    measured: float
    limit: float
    unit: str
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.measured <= self.limit

    def line(self) -> str:
        """One printed line."""
        mark = "ok  " if self.holds else "OVER"
        return (
            f"{mark} {self.name:<58} {self.measured:>9.2f} ≤ {self.limit:>7.2f} {self.unit:<5} {self.detail}"
        )


@dataclass(frozen=True)
class Time:
    """Milliseconds of one piece of work: of the clock, and of the processor in the thread that did it."""

    clock: float
    processor: float


def served(work: Callable[[], object], *, repeats: int = 9) -> Time:
    """Medians of `repeats` runs in this thread, after one to warm up.

    The work is done wholly in this thread and waits for nobody (SQLite reads from its memory), so
    the clock shows more than the processor only where other programs had the processor meanwhile:
    on an idle machine the two agree.
    """
    work()
    clocks, processors = [], []
    for _ in range(repeats):
        clock, processor = time.perf_counter(), time.thread_time()
        work()
        processors.append(time.thread_time() - processor)
        clocks.append(time.perf_counter() - clock)
    return Time(statistics.median(clocks) * 1000, statistics.median(processors) * 1000)


def processor_seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time of a single run: what else the machine does is not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_kb() -> int:
    """Peak memory of this program: getrusage would tell the peak of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
