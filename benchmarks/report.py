"""A measured bar and how it is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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


def seconds(work: Callable[[], object], *, repeats: int = 5) -> float:
    """Median seconds of `repeats` runs, after one to warm up."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def once(work: Callable[[], object]) -> float:
    """Seconds of a single run, for work that cannot be repeated."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time of a single run: what else the machine does is not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start
