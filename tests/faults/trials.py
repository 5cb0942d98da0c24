"""One trial: a fresh folder, the work under a fault, then the judge in another process."""

from __future__ import annotations

import gzip
import random
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from tests.faults.children import Ended, in_child
from tests.faults.injection import Fault, Kind, Measure, choose, choose_kill, install
from tests.faults.operations import AFTER, BEFORE, NAMES, Operation, facts
from tests.faults.places import Broken, column, counts, database, log_must_be_whole, must_be_sound

LOCKS = frozenset({".lock", ".verify.lock", ".in-use"})
MOST_LEFT = 6
"""Parts of one killed restore: its folder with what is in it, its database with companions."""


@dataclass(frozen=True)
class Result:
    """What became of a trial: BEFORE, AFTER, or what was broken; whether the work told of success."""

    operation: str
    naive: bool
    fault: Fault
    struck: bool
    state: str
    broken: str = ""


@dataclass
class Bench:
    """Folders that trials start from, made once, and how much each work gives to strike at."""

    root: Path
    measures: dict[tuple[str, bool], Measure] = field(default_factory=dict)

    def base(self, operation: Operation) -> Path:
        """The folder that the work starts from, outside of the trials."""
        return self.root / f"base-{operation.name}"

    def prepare(self, operation: Operation, *, naive: bool) -> Measure:
        """Make the base, and measure a run without a fault."""
        if not self.base(operation).exists():
            made = in_child(lambda: operation.prepare(self.base(operation)), log=self.root / "log")
            if made.complaint and "Traceback" in made.complaint:
                raise RuntimeError(f"{operation.name} could not be prepared:\n{made.complaint}")
        if (operation.name, naive) not in self.measures:
            self.measures[operation.name, naive] = self._measure(operation, naive=naive)
        return self.measures[operation.name, naive]

    def _measure(self, operation: Operation, *, naive: bool) -> Measure:
        work, start = self._fresh(operation), monotonic()
        ended = self._run(operation, work, None, naive=naive)
        if not ended.told or not ended.told["acknowledged"]:
            raise RuntimeError(f"{operation.name} fails without any fault:\n{ended.complaint}")
        seconds = monotonic() - start
        largest = max(path.stat().st_size for path in work.rglob("*") if path.is_file())
        return Measure(ended.told["points"], ended.told["calls"], seconds, largest)

    def _fresh(self, operation: Operation) -> Path:
        work = self.root / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.base(operation), work)
        return work

    def _run(self, operation: Operation, work: Path, fault: Fault | None, *, naive: bool) -> Ended:
        def act() -> dict[str, Any]:
            points = install(fault)
            done = operation.naive(work, points.hit) if naive else operation.act(work)
            return {"acknowledged": done, "points": points.measure.points, "calls": points.measure.calls}

        timed = fault is not None and fault.kind is Kind.KILL_AFTER_TIME
        return in_child(act, log=self.root / "log", kill_after=fault.at if fault and timed else None)

    def trial(self, operation: Operation, *, naive: bool, luck: random.Random) -> Result:
        """Do the work under some fault and judge."""
        measure = self.prepare(operation, naive=naive)
        fault = (
            choose_kill(measure, luck=luck)
            if naive
            else choose(measure, luck=luck, database=operation.database)
        )
        work = self._fresh(operation)
        ended = self._run(operation, work, fault, naive=naive)
        acknowledged = bool(ended.told and ended.told["acknowledged"])
        judged = self._judged(operation, work, acknowledged, naive=naive)
        return Result(operation.name, naive, fault, not acknowledged, *judged)

    def _judged(
        self, operation: Operation, work: Path, acknowledged: bool, *, naive: bool
    ) -> tuple[str, str]:
        """State and what is broken. Each look is a process of its own, as after a crash."""
        if naive:
            return self._told(lambda: _judge_naive(operation, work, acknowledged))
        state, broken = self._told(lambda: _judge(operation, work))
        if not broken and acknowledged and state != AFTER:
            broken = "what was acknowledged is lost"
        if broken or state == AFTER or not operation.again:
            return state, broken
        ended = in_child(lambda: operation.act(work), log=self.root / "log")
        if not ended.told:
            return state, f"it does not work again by itself:\n{ended.complaint}"
        again, broken = self._told(lambda: _judge(operation, work))
        return state, broken or ("done again, it was not done" if again != AFTER else "")

    def _told(self, judge: Callable[[], list[str]]) -> tuple[str, str]:
        judged = in_child(judge, log=self.root / "judge-log")
        state, broken = judged.told or ["", f"the judge failed:\n{judged.complaint}"]
        return state, broken


def _judge(operation: Operation, work: Path) -> list[str]:
    """[state, what is broken]: all or nothing, and the log as whole as the database."""
    try:
        return [_must_be_well(operation, work), _left_behind(work)]
    except Broken as broken:
        return ["", str(broken)]


def _must_be_well(operation: Operation, work: Path) -> str:
    state = operation.state(work)
    must_be_sound(database(work))
    if "audit_seal" in counts(database(work), every=True):
        log_must_be_whole(work)
    return state


def _left_behind(work: Path) -> str:
    """Half-written files pile up: more than one kill can leave, since each run sweeps away what it finds."""
    found = [path.name for path in work.rglob(".*") if path.name not in LOCKS]
    return f"left behind: {found}" if len(found) > MOST_LEFT else ""


def _judge_naive(operation: Operation, work: Path, acknowledged: bool) -> list[str]:
    try:
        must_be_sound(database(work))
        if operation.name == "backup":
            return _judge_copies(work, acknowledged)
        if operation.name == "restore":
            return _judge_overwritten(work, acknowledged)
        state = operation.state(work)
        return [state, "what was acknowledged is lost" if acknowledged and state != AFTER else ""]
    except Broken as broken:
        return ["", str(broken)]


def _judge_copies(work: Path, acknowledged: bool) -> list[str]:
    for path in (work / "instance" / "backups").glob("*.tpbackup"):
        try:
            gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            return ["", f"half of a copy under its name: {error!r}"]
        return [AFTER, ""]
    return [BEFORE, "what was acknowledged is lost" if acknowledged else ""]


def _judge_overwritten(work: Path, acknowledged: bool) -> list[str]:
    names, known = column(database(work), NAMES), facts(work)
    if names not in (known[BEFORE][0], known[AFTER][0]):
        return ["", "neither the old data nor those of the backup"]
    return [AFTER if names == known[AFTER][0] else BEFORE, ""]
