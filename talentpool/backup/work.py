"""The backup of each day, as a job: made by itself from a set hour on, tried again when it failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from talentpool.backup import places
from talentpool.backup.pairs import find_sealing_key
from talentpool.backup.queries import find_policy, list_backups
from talentpool.backup.rules import Attempt, Policy, due_attempt, kept_moments
from talentpool.backup.services import create_backup
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.jobs.services import enqueue
from talentpool.jobs.signals import now
from talentpool.models import Job
from talentpool.security.actor import Actor
from talentpool.web import journal
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say

KIND = "backup"


def due(at: datetime) -> str | None:
    """The tick of the attempt that is due, None when nothing is: no key, too early, done."""
    local = at.astimezone(HOME_ZONE)
    policy = find_policy()
    if local.hour < policy.hour or not _has_key():
        return None
    day = f"{KIND}:{local.date().isoformat()}"
    number = due_attempt(_attempts(day), now=local, policy=policy)
    return f"{day}#{number}" if number else None


def _has_key() -> bool:
    try:
        return find_sealing_key(places.instance()) is not None
    except RuleBroken:
        return True  # the attempt fails, and says why


def _attempts(day: str) -> list[Attempt]:
    rows = db.session.execute(
        select(Job.state, Job.finished_at)
        .where(Job.kind == KIND, Job.tick.startswith(f"{day}#", autoescape=True))
        .order_by(Job.id)
    )
    return [
        Attempt(row.finished_at.astimezone(HOME_ZONE) if row.state == "failed" and row.finished_at else None)
        for row in rows
    ]


@job_kind(KIND, label=_l("备份"), due=due)
def make(job: RunningJob) -> dict[str, Any]:
    """Make a backup and let go of those that need not be kept any more."""
    with job.reading():
        policy = find_policy()
        job.progress(0, 0, "读取数据、压缩、加密")
        made = create_backup(at=now())
    gone = let_go(policy)
    journal.note("制作备份", made.path.name, sha256=made.sha256, rows=made.manifest.rows, removed=gone)
    return {
        "url": "/backups",
        "message": f"已备份{made.manifest.rows}条数据,写入后已核对文件完整",
        "file": made.path.name,
        "size": made.size,
        "rows": made.manifest.rows,
        "sha256": made.sha256,
    }


def let_go(policy: Policy) -> list[str]:
    """Remove what the policy does not keep; the names. Files that are no whole backup of ours stay."""
    own = find_sealing_key(places.instance())
    lines = [
        line
        for line in list_backups()
        if line.header is not None and own is not None and line.header.installation == own.installation
    ]
    kept = kept_moments((line.made_at.astimezone(HOME_ZONE) for line in lines), policy)
    gone = [line for line in lines if line.made_at.astimezone(HOME_ZONE) not in kept]
    for line in gone:
        line.path.unlink(missing_ok=True)
    return [line.path.name for line in gone]


def start_now(*, by: Actor) -> Job:
    """Queue a backup at once; RuleBroken while one waits or works, and without a key."""
    if find_sealing_key(places.instance()) is None:
        raise RuleBroken(say("还没有备份密钥,不能制作备份"))
    busy = db.session.scalar(
        select(Job.id).where(Job.kind == KIND, Job.state.in_(("queued", "running"))).limit(1)
    )
    if busy is not None:
        raise RuleBroken(say("另一次备份正在进行,请稍后再试"))
    return enqueue(KIND, {}, account_id=by.account_id)
