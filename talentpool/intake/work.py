"""Intake that takes longer than somebody waits for: the same acts as jobs.

Whether it will is judged by the size of the files, later by their rows. What a job did is noted in
the journal within its own transaction: it is on record if, and only if, it took effect.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.intake import batches, keeping
from talentpool.intake.options import Ending
from talentpool.intake.queries import get_batch
from talentpool.intake.report import taken_message
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.jobs.services import enqueue
from talentpool.models import IntakeBatch, Job
from talentpool.security.actor import current_actor
from talentpool.vocabulary import EndCause
from talentpool.web.journal import note_within
from talentpool.wording import say

PREVIEW, TAKE_IN, UNDO, CLEAN = "intake_preview", "intake_take_in", "intake_undo", "intake_clean"
KINDS = (PREVIEW, TAKE_IN, UNDO)

MOST_BYTES = 250_000
MOST_ROWS = 1_500
"""What is read, checked and written within two seconds on a small machine."""

_CAUSES = {cause.value: cause for cause in EndCause}


def is_long(batch: IntakeBatch) -> bool:
    """Whether reading or writing a batch takes longer than two seconds."""
    rows = sum(
        batch.counts.get(outcome, 0) for outcome in ("new", "changed", "unchanged", "question", "refused")
    )
    return rows > MOST_ROWS if batch.digest else sum(file.size for file in batch.files) > MOST_BYTES


def find_job(batch: IntakeBatch) -> Job | None:
    """The newest job of a batch, over or not."""
    of_batch = Job.arguments["batch_id"].as_integer() == batch.id
    statement = select(Job).where(Job.kind.in_(KINDS), of_batch).order_by(Job.id.desc()).limit(1)
    return db.session.scalar(statement)


def is_busy(job: Job | None) -> bool:
    """Whether a job still waits or works."""
    return job is not None and job.state in ("queued", "running")


def must_be_idle(batch: IntakeBatch) -> None:
    """RuleBroken while a job works on the batch."""
    if is_busy(find_job(batch)):
        raise RuleBroken(say("这次导入正在后台处理,请等处理完成后再操作"))


def queue_preview(batch: IntakeBatch) -> Job:
    """Preview in the background."""
    return _queue(PREVIEW, batch, {})


def queue_taking_in(batch: IntakeBatch, *, digest: str, valid_rows_only: bool, endings: list[Ending]) -> Job:
    """Take in in the background."""
    told = [[ending.person_id, ending.on.isoformat(), ending.cause.value] for ending in endings]
    return _queue(TAKE_IN, batch, {"digest": digest, "valid_rows_only": valid_rows_only, "endings": told})


def queue_undoing(batch: IntakeBatch) -> Job:
    """Take back in the background."""
    return _queue(UNDO, batch, {})


def _queue(kind: str, batch: IntakeBatch, arguments: dict[str, Any]) -> Job:
    must_be_idle(batch)
    return enqueue(kind, {"batch_id": batch.id, **arguments}, account_id=current_actor().account_id)


@job_kind(PREVIEW, label=_l("核对导入的文件"))
def preview(job: RunningJob, *, batch_id: int) -> dict[str, Any]:
    """Preview a batch."""
    actor = current_actor()
    found = batches.preview_at_leisure(batch_id, by=actor, tell=job.progress)
    batch = get_batch(batch_id, by=actor)
    batches.show(batch, found)
    return _result(batch, f"已核对{batches.names_of(batch)},请查看预览,确认后才写入登记册")


@job_kind(TAKE_IN, label=_l("导入"))
def take_in(
    job: RunningJob, *, batch_id: int, digest: str, valid_rows_only: bool, endings: list[list[Any]]
) -> dict[str, Any]:
    """Take a batch in as it was confirmed; if the register changed meanwhile, only preview it anew."""
    actor = current_actor()
    batch = get_batch(batch_id, by=actor)
    told = [
        Ending(person_id, datetime.fromisoformat(on).date(), _CAUSES[cause])
        for person_id, on, cause in endings
    ]
    try:
        batches.take_in(
            batch,
            digest=digest,
            valid_rows_only=valid_rows_only,
            endings=told,
            by=actor,
            at=datetime.now(UTC),
            tell=job.progress,
        )
    except batches.PreviewChanged as changed:
        return _result(batch, f"没有写入:{changed}")
    note_within("导入", batches.names_of(batch), batch=batch.id, **batch.counts)
    return _result(batch, taken_message(batch.counts))


@job_kind(UNDO, label=_l("撤销导入"))
def undo(job: RunningJob, *, batch_id: int) -> dict[str, Any]:
    """Take a batch back."""
    actor = current_actor()
    batch = get_batch(batch_id, by=actor)
    job.progress(0, 0, "核对能否撤销")
    batches.undo(batch, by=actor)
    note_within("撤销导入", batches.names_of(batch), batch=batch.id, **batch.counts)
    return _result(batch, "已撤销这次导入,登记册恢复到导入以前")


@job_kind(CLEAN, label=_l("清理过期的导入文件"), every=timedelta(days=1))
def clean(job: RunningJob) -> dict[str, Any]:
    """Wipe what nobody confirmed or fetched."""
    previews, workbooks = keeping.wipe_forgotten(at=datetime.now(UTC))
    return {"message": f"清理预览{previews}项、退回的行{workbooks}项"}


def _result(batch: IntakeBatch, message: str) -> dict[str, Any]:
    address = current_app.url_map.bind("").build("intake.show_batch", {"batch_id": batch.id})
    return {"url": address, "message": message}
