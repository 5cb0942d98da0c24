"""Runs one job: claims it, acts with the rights of who asked, and marks what became of it.

The effect and the mark “done” are one transaction. After kill -9 neither is there, and the next
consumer begins again.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from talentpool.errors import NotAllowed, TalentpoolError
from talentpool.extensions import db
from talentpool.jobs import services
from talentpool.jobs.registry import RunningJob, get_kind
from talentpool.jobs.signals import Pulse, Signals, now, signals
from talentpool.models import Job
from talentpool.security.actor import Actor, act_as, console_operator, current_actor
from talentpool.web.transaction import unit_of_work

BEAT = 1.0
"""Seconds between two signs of life of a job that says nothing itself."""
TOLD_EVERY = 0.3
"""Seconds between two kept notes of progress."""
ACTORS = "talentpool_job_actors"
log = logging.getLogger("talentpool.jobs")


def set_actor_loader(app: object, loader: Callable[[int], Actor | None]) -> None:
    """How the account that asked becomes one who acts (None: it may act no more)."""
    app.extensions[ACTORS] = loader  # type: ignore[attr-defined]


def run_job(job_id: int) -> bool:
    """Run a job in the current application context; False when it was not queued.

    A refusal (TalentpoolError) is kept as the reason. A busy or absent database gives the job
    back. Any other fault is logged under a number, kept as failed, and goes on up.
    """
    queue = signals()
    job = services.claim(job_id, tell=_Teller(queue))
    if job is None:
        return False
    with _beating(job, queue):
        _run(job)
    queue.drop_pulse(job_id)
    return True


def run_pending() -> int:
    """Run what is queued, here and now, the oldest first; how many. For tests and the console."""
    count = 0
    while (job_id := _oldest_queued()) is not None:
        count += run_job(job_id)
    return count


def _oldest_queued() -> int | None:
    return db.session.scalar(select(Job.id).where(Job.state == "queued").order_by(Job.id).limit(1))


def _run(job: RunningJob) -> None:
    settled = False
    try:
        with unit_of_work(), _acting_for(job):
            services.finish(job, get_kind(job.kind).run(job, **job.arguments))
        settled = True
    except TalentpoolError as refusal:
        services.fail(job, str(refusal))
        settled = True
    except services.ClaimLost:
        log.warning("job %s was given to another worker; nothing of this attempt is kept", job.id)
        settled = True
    finally:
        if not settled:
            _settle_fault(job, sys.exception())


def _settle_fault(job: RunningJob, fault: BaseException | None) -> None:
    with suppress(services.ClaimLost):
        if isinstance(fault, OperationalError) or not isinstance(fault, Exception):
            services.give_back(job)
        else:
            number = services.fault_number(job, fault)
            services.fail(job, f"系统处理出错,没有保存任何内容。请重试;仍不成功时请告知错误编号 {number}")


@contextmanager
def _acting_for(job: RunningJob) -> Iterator[None]:
    before = current_actor()
    act_as(_actor_of(job.account_id))
    try:
        yield
    finally:
        act_as(before)


def _actor_of(account_id: int | None) -> Actor:
    if account_id is None:
        return console_operator()
    actor: Actor | None = current_app.extensions[ACTORS](account_id)
    if actor is None:
        raise NotAllowed("提交这项任务的账号已停用,任务没有执行")
    return actor


class _Teller:
    """Keeps what a job says of itself, the first and last word always, others now and then."""

    def __init__(self, queue: Signals) -> None:
        self.queue = queue
        self.told = 0.0

    def __call__(self, job: RunningJob) -> None:
        moment = time.monotonic()
        if job.done < job.total and moment - self.told < TOLD_EVERY:
            return
        self.told = moment
        self.queue.keep_pulse(job.id, _pulse_of(job))


def _pulse_of(job: RunningJob) -> Pulse:
    return Pulse(now(), job.owner, job.attempt, job.done, job.total, job.doing)


@contextmanager
def _beating(job: RunningJob, queue: Signals) -> Iterator[None]:
    """Signs of life from a thread of its own while the job runs."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            queue.keep_pulse(job.id, _pulse_of(job))

    queue.keep_pulse(job.id, _pulse_of(job))
    heart = threading.Thread(target=beat, name=f"job-{job.id}-heart", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
