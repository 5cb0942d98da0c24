"""How long files and refused rows are kept: previews nobody confirmed and rows nobody fetched are wiped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.intake import batches, services
from talentpool.intake.returned import refused_rows
from talentpool.models import IntakeBatch, IntakeReturn
from talentpool.security.actor import Actor
from talentpool.wording import say

KEPT = timedelta(days=30)
"""PIPL 19: no longer than the purpose needs."""


def wipe_forgotten(*, at: datetime) -> tuple[int, int]:
    """Discard previews and wipe refused rows older than `KEPT`; (previews, workbooks) that went."""
    since = at - KEPT
    old = select(IntakeBatch).where(IntakeBatch.state == batches.PREVIEWED, IntakeBatch.created_at < since)
    forgotten = db.session.scalars(old.order_by(IntakeBatch.id)).all()
    for batch in forgotten:
        batches.discard(batch, at=at)
    stale = update(IntakeReturn).where(IntakeReturn.made_at < since, IntakeReturn.content_sealed.is_not(None))
    wiped = db.session.execute(stale.values(content_sealed=None).returning(IntakeReturn.id)).all()
    return len(forgotten), len(wiped)


@dataclass(frozen=True)
class KeptRows:
    """What is known of a batch's refused rows: how many, and whether they can still be fetched."""

    rows: int
    content_kept: bool


def find_return(batch: IntakeBatch) -> KeptRows | None:
    """What came back of a batch; its bytes stay in the database."""
    columns = (IntakeReturn.rows, IntakeReturn.content_sealed.is_not(None).label("content_kept"))
    row = db.session.execute(select(*columns).where(IntakeReturn.batch_id == batch.id)).one_or_none()
    return KeptRows(row.rows, bool(row.content_kept)) if row is not None else None


def read_refused(batch: IntakeBatch, *, by: Actor) -> bytes:
    """The workbook of a batch's refused rows: made from the files before it is taken, kept after.

    Raises Missing where there is none (any more).
    """
    if batch.state == batches.PREVIEWED:
        found = services.preview(batches.files_of(batch), by=by, options=batches.options_of(batch))
        returned = refused_rows(found.sources)
        content = returned.content if returned is not None else None
    else:
        statement = select(IntakeReturn).where(IntakeReturn.batch_id == batch.id)
        kept = db.session.scalar(statement.options(undefer(IntakeReturn.content_sealed)))
        content = kept.content if kept is not None else None
    if content is None:
        raise Missing(say("没有退回的行,或已超过%(days)s天而删除;请用原文件重新导入", days=KEPT.days))
    return content


def wipe_refused(batch: IntakeBatch) -> None:
    """Wipe a batch's refused rows at the clerk's word."""
    db.session.execute(
        update(IntakeReturn).where(IntakeReturn.batch_id == batch.id).values(content_sealed=None)
    )
