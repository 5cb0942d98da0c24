"""Handing files in on screen: kept as a batch, previewed, asked about, then taken or thrown away.

Nothing of a file enters the register before `take_in`; until then a batch holds the files'
bytes and what the preview told, sensitive values masked. Functions flush, never commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from talentpool.errors import Conflict, RuleBroken, UnreadableFile
from talentpool.extensions import db
from talentpool.intake import services
from talentpool.intake.kept import keep_sheets, without_rows
from talentpool.intake.options import Ending, Options
from talentpool.intake.plan import Level, SheetPlan
from talentpool.intake.sources import Upload
from talentpool.models import IntakeBatch, IntakeFile, Unit
from talentpool.security.actor import Actor
from talentpool.web import journal

PREVIEWED, TAKEN, DISCARDED = "previewed", "taken", "discarded"

CHANGED_MEANWHILE = "预览后登记内容已有变化,请核对新的预览后再确认"


class PreviewChanged(Conflict):
    """What was confirmed is no longer what would happen; the batch already holds the new preview."""


def hand_in(files: Sequence[Upload], *, by: Actor, on: date, at: datetime) -> IntakeBatch:
    """Read the files, keep them and what they would change. `on` is the day of sheets that state none.

    Raises UnreadableFile, naming each file that could not be read with the way out; nothing is kept then.
    """
    options = Options(on=on)
    preview = services.preview(files, by=by, options=options)
    unreadable = [issue for plan in preview.sheets if not plan.readable for issue in _told(plan)]
    if unreadable:
        raise UnreadableFile("\n".join(unreadable))
    batch = IntakeBatch(
        created_at=at,
        created_by=by.name,
        account_id=by.account_id,
        unit_id=_home_of(by),
        state=PREVIEWED,
        choices=_choices(options),
        files=[
            IntakeFile(
                name=file.name[:200],
                size=len(file.content or b""),
                sha256=file.digest,
                content=file.content,
            )
            for file in files
        ],
    )
    _show(batch, preview)
    db.session.add(batch)
    db.session.flush()
    return batch


def answer(
    batch: IntakeBatch, *, answers: Mapping[str, str], create_units: bool, on: date, by: Actor
) -> None:
    """Keep what the clerk answered in place of earlier answers, and preview anew."""
    _must_be_open(batch)
    options = replace(options_of(batch), answers=answers, create_units=create_units, on=on)
    batch.choices = _choices(options)
    _show(batch, services.preview(_files_of(batch), by=by, options=options))
    db.session.flush()


def take_in(
    batch: IntakeBatch,
    *,
    digest: str,
    valid_rows_only: bool,
    endings: Sequence[Ending],
    by: Actor,
    at: datetime,
) -> None:
    """Write what the preview told. `digest` is that of the page on which it was confirmed.

    Raises RuleBroken when rows are refused and not left out on purpose, or nothing would be written;
    PreviewChanged when the register or the answers have changed since, with the new preview kept.
    """
    _must_be_open(batch)
    files = _files_of(batch)
    options = options_of(batch)
    confirmed = replace(options, valid_rows_only=valid_rows_only, endings=tuple(endings))
    try:
        if digest != batch.digest:
            raise Conflict(CHANGED_MEANWHILE)
        outcome = services.take_in(files, by=by, options=confirmed, batch=batch, expected_digest=digest)
    except Conflict as conflict:
        _show(batch, services.preview(files, by=by, options=options))
        db.session.flush()
        raise PreviewChanged(CHANGED_MEANWHILE) from conflict
    if outcome.refused and not valid_rows_only:
        refused = outcome.counts()["refused"] + outcome.counts()["question"]
        raise RuleBroken(f"有{refused}行不能导入,请更正后重新上传,或只导入有效的行")
    batch.choices = _choices(confirmed)
    batch.counts = {**batch.counts, "ended": len(endings)}
    batch.state, batch.taken_at = TAKEN, at
    db.session.flush()
    journal.note("导入", _names(batch), batch=batch.id, **batch.counts)


def discard(batch: IntakeBatch, *, at: datetime) -> None:
    """Throw a batch away: bytes and rows go, files and counts stay in the history."""
    _must_be_open(batch)
    batch.state, batch.taken_at = DISCARDED, at
    batch.preview = without_rows(batch.preview)
    _wipe(batch)
    db.session.flush()
    journal.note("放弃导入", _names(batch), batch=batch.id)


def options_of(batch: IntakeBatch) -> Options:
    """What the clerk has chosen so far."""
    kept = batch.choices
    return Options(
        on=date.fromisoformat(kept["on"]),
        create_units=kept["create_units"],
        valid_rows_only=kept["valid_rows_only"],
        answers=dict(kept["answers"]),
    )


def _choices(options: Options) -> dict[str, Any]:
    return {
        "on": options.on.isoformat(),
        "create_units": options.create_units,
        "valid_rows_only": options.valid_rows_only,
        "answers": dict(options.answers),
        "endings": [[e.person_id, e.on.isoformat(), e.cause.value] for e in options.endings],
    }


def _must_be_open(batch: IntakeBatch) -> None:
    if batch.state == TAKEN:
        raise RuleBroken("这次导入已经完成,不能再改;需要补充时请重新上传文件")
    if batch.state == DISCARDED:
        raise RuleBroken("这次导入已经放弃,请重新上传文件")


def _home_of(by: Actor) -> int | None:
    """The unit of an account that has just one; batches of wider accounts are their own."""
    if by.scope.paths is None or len(by.scope.paths) != 1:
        return None
    return db.session.scalar(select(Unit.id).where(Unit.path == by.scope.paths[0]))


def _told(plan: SheetPlan) -> list[str]:
    messages = [issue.message for issue in plan.all_issues(Level.ERROR)] or plan.notes
    return [f"{plan.file}:{message}" for message in messages]


def _show(batch: IntakeBatch, preview: services.Preview) -> None:
    batch.preview = keep_sheets(preview.sheets)
    batch.digest = preview.digest
    batch.counts = preview.counts() | {"missing": sum(len(sheet.missing) for sheet in preview.sheets)}


def _files_of(batch: IntakeBatch) -> list[Upload]:
    return [Upload(file.name, file.content) for file in batch.files if file.content is not None]


def _wipe(batch: IntakeBatch) -> None:
    for file in batch.files:
        file.content = None


def _names(batch: IntakeBatch) -> str:
    return "、".join(file.name for file in batch.files)
