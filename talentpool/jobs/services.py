"""What happens to a job: queued, claimed, finished, failed, given back.

`enqueue` and `finish` belong to the caller's transaction; the others are short ones of their own.
Every step names the state, the owner and the attempt that it expects: a worker that lost its job
to another (it stood still too long) changes nothing any more.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talentpool.extensions import db, only_reads
from talentpool.jobs.owners import is_dead, own_name
from talentpool.jobs.registry import RunningJob, get_kind, periodic_kinds
from talentpool.jobs.signals import now, signals
from talentpool.models import Job
from talentpool.web.transaction import unit_of_work

MOST_TRIES = 3
STALE_AFTER = timedelta(seconds=60)
"""Without a sign of life for so long, a job is given to another worker."""
SIGNAL_LOST_AFTER = timedelta(seconds=15)

_TO_SIGNAL = "talentpool_jobs_to_signal"
log = logging.getLogger("talentpool.jobs")


class ClaimLost(Exception):
    """The job was given to another worker meanwhile; what this one did is rolled back."""


def enqueue(kind: str, arguments: dict[str, Any], *, account_id: int | None, tick: str | None = None) -> Job:
    """Queue work in the caller's transaction; a worker is woken once that is committed.

    `account_id` is who asked and whose rights the work has (None: the console's operator);
    `arguments` are JSON. LookupError for an unknown kind.
    """
    get_kind(kind)
    job = Job(kind=kind, arguments=arguments, result={}, account_id=account_id, created_at=now(), tick=tick)
    db.session.add(job)
    db.session.flush()
    db.session().info.setdefault(_TO_SIGNAL, []).append(job.id)
    return job


@event.listens_for(Session, "after_commit")
def _signal_queued(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop(_TO_SIGNAL, ()):
        signals().send(job_id)


@event.listens_for(Session, "after_rollback")
def _forget_queued(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(_TO_SIGNAL, None)


def claim(job_id: int, *, tell: Callable[[RunningJob], None]) -> RunningJob | None:
    """Take a queued job; None when it is not queued (any more)."""
    owner, at = own_name(), now()
    with unit_of_work():
        row = db.session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == "queued")
            .values(
                state="running",
                owner=owner,
                tries=Job.tries + 1,
                started_at=at,
                heartbeat_at=at,
                done=0,
                total=0,
                doing="",
                failure="",
            )
            .returning(Job.kind, Job.arguments, Job.account_id, Job.tries)
        ).one_or_none()
    if row is None:
        return None
    return RunningJob(
        id=job_id,
        kind=row.kind,
        arguments=row.arguments,
        account_id=row.account_id,
        owner=owner,
        attempt=row.tries,
        tell=tell,
    )


def finish(job: RunningJob, result: dict[str, Any]) -> None:
    """Mark it done in the transaction of its effect; ClaimLost when it is another's by now."""
    total = max(job.total, job.done)
    _settle(job, state="done", result=result, done=total, total=total, doing="", finished_at=now())


def fail(job: RunningJob, reason: str) -> None:
    """Mark it failed for good, with the reason for the reader."""
    with unit_of_work():
        _settle(
            job,
            state="failed",
            failure=reason[:400],
            done=job.done,
            total=job.total,
            doing=job.doing,
            finished_at=now(),
        )


def give_back(job: RunningJob) -> None:
    """Back to the queue after a fault that may pass; failed once it was tried too often."""
    _requeue(job.id, owner=job.owner, attempt=job.attempt)


def fault_number(job: RunningJob, fault: BaseException | None) -> str:
    """Log a fault of the program under a number to quote."""
    number = secrets.token_hex(4).upper()
    log.error("fault %s in job %s (%s)", number, job.id, job.kind, exc_info=fault)
    return number


def _settle(job: RunningJob, **values: Any) -> None:
    changed = db.session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state == "running", Job.owner == job.owner, Job.tries == job.attempt)
        .values(values)
        .returning(Job.id)
    ).one_or_none()
    if changed is None:
        raise ClaimLost(f"job {job.id}")


def give_back_stale(*, at: datetime, stale_after: timedelta = STALE_AFTER) -> list[int]:
    """Running jobs whose worker is dead or silent go back to the queue; the ids of those."""
    with only_reads():
        columns = (Job.id, Job.owner, Job.tries, Job.heartbeat_at)
        running = db.session.execute(select(*columns).where(Job.state == "running").order_by(Job.id)).all()
        db.session.rollback()
    stale = [row for row in running if _is_stale(row, at=at, stale_after=stale_after)]
    return [row.id for row in stale if _requeue(row.id, owner=row.owner, attempt=row.tries)]


def _is_stale(row: Any, *, at: datetime, stale_after: timedelta) -> bool:
    if is_dead(row.owner):
        return True
    pulse = signals().find_pulse(row.id)
    signs = [row.heartbeat_at] if row.heartbeat_at else []
    if pulse is not None and (pulse.owner, pulse.attempt) == (row.owner, row.tries):
        signs.append(pulse.at)
    return not signs or at - max(signs) > stale_after


def _requeue(job_id: int, *, owner: str, attempt: int) -> bool:
    spent = attempt >= MOST_TRIES
    values: dict[str, Any] = {"state": "queued", "owner": "", "heartbeat_at": None, "doing": ""}
    if spent:
        reason = f"已中断{attempt}次,不再自动重试,没有保存任何内容。请检查后重新提交"
        values = {"state": "failed", "finished_at": now(), "failure": reason}
    with unit_of_work():
        changed = db.session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == "running", Job.owner == owner, Job.tries == attempt)
            .values(values)
            .returning(Job.id)
        ).one_or_none()
    if changed is not None:
        signals().drop_pulse(job_id)
        if not spent:
            signals().send(job_id)
    return changed is not None


def signal_forgotten(*, at: datetime) -> None:
    """Signal again for jobs that wait although no signal does: it was lost between commit and queue."""
    if signals().are_waiting():
        return
    with only_reads():
        waiting = or_(Job.started_at.is_not(None), Job.created_at < at - SIGNAL_LOST_AFTER)
        statement = select(Job.id).where(Job.state == "queued", waiting).order_by(Job.id)
        ids = db.session.scalars(statement).all()
        db.session.rollback()
    for job_id in ids:
        signals().send(job_id)


def enqueue_periodic(*, at: datetime) -> None:
    """Queue each periodic kind once a period; the row's unique tick settles a race of two consumers."""
    for kind in periodic_kinds():
        with only_reads():
            tick = kind.tick(at)
            known = db.session.scalar(select(Job.id).where(Job.tick == tick)) if tick else None
            db.session.rollback()
        if tick is None or known is not None:
            continue
        try:
            with unit_of_work():
                enqueue(kind.name, {}, account_id=None, tick=tick)
        except IntegrityError:
            log.info("another consumer queued %s", tick)


def tick(*, at: datetime) -> None:
    """What a consumer does every few seconds besides waiting for signals."""
    give_back_stale(at=at)
    signal_forgotten(at=at)
    enqueue_periodic(at=at)
