"""One fault in a child process: where it strikes, and with what.

Points are calls that change files (before and after each) and statements to the database. In C
nothing can be counted: there the fault is a kill after a time, a limit of file size (a write fails
in the midst of SQLite or of Python's files) or of database pages (“disk full”).
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import random
import resource
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, event

WRAPPED = ("fsync", "replace", "rename", "link", "unlink", "remove", "open", "mkdir", "rmdir")


class Kind(StrEnum):
    """What strikes."""

    KILL_AT_POINT = "kill -9 at a point"
    KILL_AFTER_TIME = "kill -9 after a time"
    NO_SPACE = "ENOSPC from a call"
    IO_ERROR = "EIO from a call"
    FILE_SIZE = "a write cut by a limit"
    DATABASE_FULL = "database full"


ERRORS = {Kind.NO_SPACE: errno.ENOSPC, Kind.IO_ERROR: errno.EIO}


@dataclass(frozen=True)
class Fault:
    """`at` counts points, calls, seconds, bytes or pages, by the kind."""

    kind: Kind
    at: float

    def __str__(self) -> str:
        return f"{self.kind} ({self.at:.4g})"


@dataclass
class Measure:
    """How much there is to strike at, from a run without a fault."""

    points: int = 0
    calls: int = 0
    seconds: float = 0.0
    bytes: int = 0


def choose_kill(measure: Measure, *, luck: random.Random) -> Fault:
    """A kill at any point: enough to break what is naive."""
    return Fault(Kind.KILL_AT_POINT, luck.randint(1, max(measure.points, 1)))


def choose(measure: Measure, *, luck: random.Random, database: bool) -> Fault:
    """Any fault, anywhere in the work; kills more often than the others."""
    kinds = (
        [Kind.KILL_AT_POINT] * 4 + [Kind.KILL_AFTER_TIME] * 3 + [Kind.NO_SPACE, Kind.IO_ERROR, Kind.FILE_SIZE]
    )
    kind = luck.choice([*kinds, Kind.DATABASE_FULL] if database else kinds)
    if kind in ERRORS and not measure.calls:
        kind = Kind.KILL_AT_POINT
    if kind is Kind.KILL_AFTER_TIME:
        return Fault(kind, luck.uniform(0, measure.seconds))
    if kind is Kind.FILE_SIZE:
        return Fault(kind, luck.randrange(1, max(measure.bytes, 2)))
    if kind is Kind.DATABASE_FULL:
        return Fault(kind, luck.randrange(0, 60))
    return Fault(kind, luck.randint(1, max(measure.calls if kind in ERRORS else measure.points, 1)))


@dataclass
class Points:
    """Counts, and strikes when it is time."""

    fault: Fault | None = None
    measure: Measure = field(default_factory=Measure)

    def hit(self) -> None:
        """A point was reached."""
        self.measure.points += 1
        if self.fault and self.fault.kind is Kind.KILL_AT_POINT and self.measure.points == self.fault.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def call(self) -> None:
        """A call is about to be made."""
        self.measure.calls += 1
        if self.fault and self.fault.kind in ERRORS and self.measure.calls == self.fault.at:
            number = ERRORS[self.fault.kind]
            raise OSError(number, os.strerror(number))


def install(fault: Fault | None) -> Points:
    """Make the fault strike in this process, from now on."""
    points = Points(fault)
    for name in WRAPPED:
        setattr(os, name, _wrapped(getattr(os, name), points))
    for module in (builtins, io):
        module.open = _wrapped_open(io.open if module is io else builtins.open, points)  # type: ignore[attr-defined]
    event.listen(Engine, "before_cursor_execute", lambda *_arguments: points.hit())
    event.listen(Engine, "commit", lambda _connection: points.hit())
    if fault and fault.kind is Kind.FILE_SIZE:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(fault.at), resource.RLIM_INFINITY))
    if fault and fault.kind is Kind.DATABASE_FULL:
        event.listen(Engine, "connect", lambda connection, _record: _fill(connection, int(fault.at)))
    return points


def _fill(connection: Any, room: int) -> None:
    if isinstance(connection, sqlite3.Connection):
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {max(pages + room, 1)}")


def _wrapped(original: Callable[..., Any], points: Points) -> Callable[..., Any]:
    def struck(*arguments: Any, **options: Any) -> Any:
        points.hit()
        points.call()
        result = original(*arguments, **options)
        points.hit()
        return result

    return struck


def _wrapped_open(original: Callable[..., Any], points: Points) -> Callable[..., Any]:
    def struck(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not isinstance(file, int) and set(mode) & set("wax+"):
            points.hit()
            points.call()
        return original(file, mode, *arguments, **options)

    return struck
