"""What the page of a job shows: the row, and the pulse while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.jobs.registry import find_label
from talentpool.jobs.signals import signals
from talentpool.models import Job
from talentpool.vocabulary import JobState
from talentpool.web.links import safe_target
from talentpool.wording import say

_STATES = {state.value: state for state in JobState}


@dataclass(frozen=True)
class JobView:
    """A job as it is read; `url` leads on when it is done, moments are in UTC."""

    id: int
    label: str
    state: JobState
    done: int
    total: int
    doing: str
    failure: str
    message: str
    url: str | None
    created_at: datetime
    finished_at: datetime | None
    tries: int

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more."""
        return self.state in (JobState.DONE, JobState.FAILED)


def get_own_job(job_id: int, *, account_id: int) -> JobView:
    """A job that this account asked for, or Missing."""
    job = db.session.scalar(select(Job).where(Job.id == job_id, Job.account_id == account_id))
    if job is None:
        raise Missing(say("没有这项任务,或不是您提交的"))
    return _view_of(job)


def list_own_jobs(*, account_id: int, limit: int = 30) -> Sequence[JobView]:
    """The newest jobs of an account."""
    statement = select(Job).where(Job.account_id == account_id).order_by(Job.id.desc()).limit(limit)
    return [_view_of(job) for job in db.session.scalars(statement)]


def _view_of(job: Job) -> JobView:
    done, total, doing = job.done, job.total, job.doing
    if job.state == "running":
        pulse = signals().find_pulse(job.id)
        if pulse is not None and pulse.attempt == job.tries:
            done, total, doing = pulse.done, pulse.total, pulse.doing
    return JobView(
        id=job.id,
        label=find_label(job.kind),
        state=_STATES[job.state],
        done=done,
        total=total,
        doing=doing,
        failure=job.failure,
        message=str(job.result.get("message") or ""),
        url=safe_target(job.result.get("url")),
        created_at=job.created_at,
        finished_at=job.finished_at,
        tries=job.tries,
    )
