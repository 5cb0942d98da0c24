"""The moment in which restored files take their places, all of them or none, whatever kills it.

A plan is written first. From then on the restore is decided: whoever finds the plan carries it out,
if need be at the next start. Each move is harmless to repeat. What stood there is set aside under
another name, never overwritten.

On PostgreSQL the database itself decides: the plan counts once the schema that holds the old
tables exists, which appears in the same transaction as the restored ones.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from talentpool.backup.files import sync_folder, write_whole

PLAN = "restore-plan.json"


@dataclass(frozen=True)
class Move:
    """`staged` takes the place of `target`, whose old content goes to `aside`; None leaves the place empty."""

    staged: str | None
    target: str
    aside: str


@dataclass(frozen=True)
class Plan:
    """What is to be moved; `stage` is removed at the end; `schema`: decided only if it exists (PostgreSQL)."""

    stage: str
    moves: tuple[Move, ...]
    schema: str | None = None


def keep_plan(instance: Path, plan: Plan) -> None:
    """Decide: written whole and forced to disk."""
    write_whole(instance / PLAN, json.dumps(asdict(plan), ensure_ascii=False).encode())


def find_plan(instance: Path) -> Plan | None:
    """The plan of a restore that has not ended, None almost always."""
    try:
        values = json.loads((instance / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Plan(**{**values, "moves": tuple(Move(**move) for move in values["moves"])})


def give_up(instance: Path) -> None:
    """Forget a plan that was not decided."""
    (instance / PLAN).unlink(missing_ok=True)


def finish(instance: Path, *, is_decided: Callable[[str], bool]) -> bool:
    """Carry out or give up a plan that stands; whether one was carried out.

    `is_decided` is asked about the schema of a plan on PostgreSQL.
    """
    plan = find_plan(instance)
    if plan is None:
        return False
    decided = plan.schema is None or is_decided(plan.schema)
    if decided:
        for move in plan.moves:
            _carry_out(move)
    (instance / PLAN).unlink()
    sync_folder(instance)
    shutil.rmtree(plan.stage, ignore_errors=True)
    return decided


def _carry_out(move: Move) -> None:
    target, aside = Path(move.target), Path(move.aside)
    if move.staged is not None and not Path(move.staged).exists():
        return  # done before
    if target.exists() and not aside.exists():
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if move.staged is None or target.is_dir():
            os.rename(target, aside)
        else:
            os.link(target, aside)  # so that the place is never empty
        sync_folder(aside.parent)
    if move.staged is not None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(move.staged, target)
    sync_folder(target.parent)
