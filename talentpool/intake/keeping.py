"""How long files and refused rows are kept: previews nobody confirmed and rows nobody fetched are wiped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.intake import batches, services
from talentpool.intake.kept import without_rows
from talentpool.intake.returned import refused_rows
from talentpool.models import IntakeBatch, IntakeReturn
from talentpool.security.actor import Actor
from talentpool.settings.queries import uploads_kept
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say


def kept_for(at: datetime) -> timedelta:
    """How long, by the setting of the day. PIPL 19: no longer than the purpose needs."""
    return uploads_kept(at.astimezone(HOME_ZONE).date())


def wipe_forgotten(*, at: datetime) -> tuple[int, int]:
    """Discard previews and wipe refused rows that are too old; (previews, workbooks) that went.

    The rows of what was taken in go too; counts and files' names stay.
    """
    since = at - kept_for(at)
    old = select(IntakeBatch).where(IntakeBatch.state == batches.PREVIEWED, IntakeBatch.created_at < since)
    forgotten = db.session.scalars(old.order_by(IntakeBatch.id)).all()
    for batch in forgotten:
        batches.discard(batch, at=at)
    stale = update(IntakeReturn).where(IntakeReturn.made_at < since, IntakeReturn.content_sealed.is_not(None))
    wiped = db.session.execute(stale.values(content_sealed=None).returning(IntakeReturn.id)).all()
    _wipe_rows_taken(since)
    return len(forgotten), len(wiped)


def _wipe_rows_taken(since: datetime) -> None:
    told = IntakeBatch.counts["rows_wiped"].as_integer()
    taken = select(IntakeBatch).where(
        IntakeBatch.state == batches.TAKEN, IntakeBatch.taken_at < since, told.is_(None)
    )
    for batch in db.session.scalars(taken.order_by(IntakeBatch.id)).all():
        batch.preview = without_rows(batch.preview or {})
        batch.counts = {**batch.counts, "rows_wiped": 1}
    db.session.flush()


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
        raise Missing(
            say(
                "没有退回的行,或已超过%(days)s天而删除;请用原文件重新导入",
                days=kept_for(datetime.now(UTC)).days,
            )
        )
    return content


def wipe_refused(batch: IntakeBatch) -> None:
    """Wipe a batch's refused rows at the clerk's word."""
    db.session.execute(
        update(IntakeReturn).where(IntakeReturn.batch_id == batch.id).values(content_sealed=None)
    )
