"""What happens to restored data before anybody works with it, and what of today survives a restore.

    carry_over("deletions", gather=…, apply=…)   what was deleted since stays deleted
    after_restore(start_chain_anew)              whatever else a feature has to settle

`gather` runs in the data of today and returns JSON; `apply` runs in the restored data, already
brought to the schema of today, and says how many it changed. Registered once, at import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from talentpool.extensions import db, only_reads
from talentpool.models import Job, LoginSession
from talentpool.web.transaction import unit_of_work

Gather = Callable[[], Any]
Apply = Callable[[Any], int]


@dataclass(frozen=True)
class CarryOver:
    """Something of today's data that a restore must not undo."""

    name: str
    gather: Gather
    apply: Apply


_CARRIED: dict[str, CarryOver] = {}
_STEPS: list[Callable[[], None]] = []


def carry_over(name: str, *, gather: Gather, apply: Apply) -> None:
    """Register what must survive a restore."""
    _CARRIED[name] = CarryOver(name, gather, apply)


def after_restore(step: Callable[[], None]) -> Callable[[], None]:
    """Register what is done to restored data, in one transaction, after the deletions."""
    if step not in _STEPS:
        _STEPS.append(step)
    return step


@dataclass(frozen=True)
class Carried:
    """What was gathered by name; `lost` are the names that today's data could not tell any more."""

    gathered: dict[str, Any]
    lost: tuple[str, ...]


def gather_all() -> Carried:
    """Ask today's data, as far as they can be read at all."""
    gathered, lost = {}, []
    for one in _CARRIED.values():
        try:
            with only_reads():
                gathered[one.name] = one.gather()
        except SQLAlchemyError:
            lost.append(one.name)
        finally:
            db.session.rollback()
    return Carried(gathered, tuple(lost))


@dataclass(frozen=True)
class Settled:
    """How many sessions were ended, jobs given up, and rows changed by what was carried over."""

    sessions: int
    jobs: int
    applied: dict[str, int]


def settle_restored(carried: Carried, *, at: datetime) -> Settled:
    """Within the restored data: all signed out, nothing half-done goes on, deletions done again."""
    with unit_of_work():
        sessions = _count(
            update(LoginSession)
            .where(LoginSession.ended_at.is_(None))
            .values(ended_at=at, end_reason="恢复备份")
        )
        failure = "系统已从备份恢复,这项任务没有执行。请重新提交"
        jobs = _count(
            update(Job)
            .where(Job.state.in_(("queued", "running")))
            .values(state="failed", failure=failure, finished_at=at, owner="", heartbeat_at=None)
        )
        applied = {
            one.name: one.apply(carried.gathered[one.name])
            for one in _CARRIED.values()
            if one.name in carried.gathered
        }
        for step in _STEPS:
            step()
    return Settled(sessions, jobs, applied)


def _count(statement: Any) -> int:
    return len(db.session.execute(statement.returning(statement.table.c.id)).all())
