"""Handing files in on screen: kept as a batch, previewed, asked about, then taken or thrown away.

Nothing of a file enters the register before `take_in`; until then a batch holds the files'
bytes and what the preview told, sensitive values masked. A batch without a digest was not
previewed yet: a job will. Functions flush, never commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from talentpool.audit.undo import undo as undo_act
from talentpool.errors import Conflict, RuleBroken, UnreadableFile
from talentpool.extensions import db, only_reads
from talentpool.files import guard
from talentpool.intake import services
from talentpool.intake.choices import keep_options, read_options
from talentpool.intake.kept import keep_sheets, without_rows
from talentpool.intake.layout import SheetReading
from talentpool.intake.memory import remember
from talentpool.intake.options import Ending, Options, UnitChoice, sheet_key
from talentpool.intake.plan import Level, SheetPlan
from talentpool.intake.queries import find_act, get_batch
from talentpool.intake.returned import refused_rows
from talentpool.intake.services import Tell, tell_nobody
from talentpool.intake.sources import Upload
from talentpool.models import IntakeBatch, IntakeFile, IntakeReturn, Unit
from talentpool.security.actor import Actor
from talentpool.wording import marked, say

PREVIEWED, TAKEN, DISCARDED = "previewed", "taken", "discarded"

CHANGED_MEANWHILE = marked("预览后登记内容已有变化,请核对新的预览后再确认")


class PreviewChanged(Conflict):
    """What was confirmed is no longer what would happen; the batch already holds the new preview."""


def keep_files(files: Sequence[Upload], *, by: Actor, on: date, at: datetime) -> IntakeBatch:
    """Keep files that are to be previewed. `on` is the day of sheets that state none.

    Raises UnreadableFile, naming each file that is no table at all with the way out.
    """
    refused = []
    for file in files:
        try:
            guard.check(file.content or b"")
        except UnreadableFile as refusal:
            refused.append(f"{file.name}:{refusal}")
    if refused:
        raise UnreadableFile("\n".join(refused))
    batch = IntakeBatch(
        created_at=at,
        created_by=by.name,
        account_id=by.account_id,
        unit_id=_home_of(by),
        state=PREVIEWED,
        preview={},
        counts={},
        choices=keep_options(Options(on=on)),
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
    db.session.add(batch)
    db.session.flush()
    return batch


def preview(batch: IntakeBatch, *, by: Actor, tell: Tell = tell_nobody) -> None:
    """Read the files and keep what they would change.

    Raises UnreadableFile, naming each file that could not be read.
    """
    _must_be_open(batch)
    show(batch, services.preview(files_of(batch), by=by, options=options_of(batch), tell=tell))


def preview_at_leisure(batch_id: int, *, by: Actor, tell: Tell) -> services.Preview:
    """The preview of a batch, found while others write; ends the transaction. `show` keeps it.

    SQLite has one write lock, and comparing thousands of rows takes minutes: only sheets that are
    planned one upon the other are compared under it, none is read under it.
    """
    with _reading():
        batch = get_batch(batch_id, by=by)
        _must_be_open(batch)
        files, options = files_of(batch), options_of(batch)
        sources = services.open_sheets(files, by=by, options=options, tell=tell)
    held = nullcontext() if services.preview_writes(sources) else _reading()
    with held:
        return services.preview(files, by=by, options=options, tell=tell, sources=sources)


@contextmanager
def _reading() -> Iterator[None]:
    db.session.rollback()
    with only_reads():
        try:
            yield
        finally:
            db.session.rollback()


def show(batch: IntakeBatch, found: services.Preview) -> None:
    """Keep a preview. Raises UnreadableFile, naming each file that could not be read."""
    unreadable = [issue for plan in found.sheets if not plan.readable for issue in _told(plan)]
    if unreadable:
        raise UnreadableFile("\n".join(unreadable))
    _show(batch, found)
    db.session.flush()


def choose(
    batch: IntakeBatch,
    *,
    answers: Mapping[str, str],
    create_units: bool,
    on: date,
    units: Mapping[str, UnitChoice],
) -> None:
    """Keep what the clerk answered in place of earlier answers; a new preview is to follow."""
    _must_be_open(batch)
    options = replace(options_of(batch), answers=answers, create_units=create_units, on=on, units=units)
    batch.choices = keep_options(options)
    db.session.flush()


def correct(batch: IntakeBatch, *, file: str, sheet: str, reading: SheetReading | None) -> None:
    """Keep how a sheet is to be read; None leaves it to be found again. A new preview is to follow."""
    _must_be_open(batch)
    options = options_of(batch)
    readings = {key: told for key, told in options.readings.items() if key != sheet_key(file, sheet)}
    if reading is not None:
        readings[sheet_key(file, sheet)] = reading
    batch.choices = keep_options(replace(options, readings=readings))
    db.session.flush()


def take_in(
    batch: IntakeBatch,
    *,
    digest: str,
    valid_rows_only: bool,
    endings: Sequence[Ending],
    by: Actor,
    at: datetime,
    tell: Tell = tell_nobody,
) -> None:
    """Write what the preview told. `digest` is that of the page on which it was confirmed.

    Refused rows are kept as a workbook, layouts that somebody had to explain are remembered.
    Raises RuleBroken when rows are refused and not left out on purpose, or nothing would be written;
    PreviewChanged when the register or the answers have changed since, with the new preview kept.
    """
    _must_be_open(batch)
    files = files_of(batch)
    options = options_of(batch)
    confirmed = replace(options, valid_rows_only=valid_rows_only, endings=tuple(endings))
    try:
        if digest != batch.digest:
            raise Conflict(say(CHANGED_MEANWHILE))
        outcome = services.take_in(
            files, by=by, options=confirmed, batch=batch, expected_digest=digest, tell=tell
        )
    except Conflict as conflict:
        _show(batch, services.preview(files, by=by, options=options))
        db.session.flush()
        raise PreviewChanged(say(CHANGED_MEANWHILE)) from conflict
    if outcome.refused and not valid_rows_only:
        refused = outcome.counts()["refused"] + outcome.counts()["question"]
        raise RuleBroken(say("有%(refused)s行不能导入,请更正后重新上传,或只导入有效的行", refused=refused))
    batch.choices = keep_options(confirmed)
    batch.counts = {**batch.counts, "ended": len(endings)}
    batch.state, batch.taken_at = TAKEN, at
    _keep_refused(batch, outcome, at=at)
    for source in outcome.sources:
        if source.layout is not None:
            told = sheet_key(source.plan.file, source.plan.sheet) in options.readings
            remember(source.layout, told=told, by=by, at=at)
    db.session.flush()


def discard(batch: IntakeBatch, *, at: datetime) -> None:
    """Throw a batch away: bytes and rows go, files and counts stay in the history."""
    _must_be_open(batch)
    batch.state, batch.taken_at = DISCARDED, at
    batch.preview = without_rows(batch.preview or {})
    for file in batch.files:
        file.content = None
    db.session.flush()


def undo(batch: IntakeBatch, *, by: Actor) -> None:
    """Take back everything that a batch wrote.

    RuleBroken with a sentence for each thing that stands in the way; nothing is changed then.
    """
    act = find_act(batch)
    if batch.state == TAKEN and act is None and any(batch.counts.get(each) for each in ("new", "changed")):
        raise RuleBroken(say("这次导入已超过可撤销的期限,或其中有人的资料已清除,不能再撤销"))
    if batch.state != TAKEN or act is None:
        raise RuleBroken(say("这次导入没有写入任何内容,不需要撤销"))
    undo_act(act.id, by=by)


def options_of(batch: IntakeBatch) -> Options:
    """What the clerk has chosen so far."""
    return read_options(batch.choices)


def files_of(batch: IntakeBatch) -> list[Upload]:
    """The files whose bytes are still kept."""
    return [Upload(file.name, file.content) for file in batch.files if file.content is not None]


def names_of(batch: IntakeBatch) -> str:
    """The files' names in one text."""
    return "、".join(file.name for file in batch.files)


def _must_be_open(batch: IntakeBatch) -> None:
    if batch.state == TAKEN:
        raise RuleBroken(say("这次导入已经完成,不能再改;需要补充时请重新上传文件"))
    if batch.state == DISCARDED:
        raise RuleBroken(say("这次导入已经放弃,请重新上传文件"))


def _home_of(by: Actor) -> int | None:
    """The unit of an account that has just one; batches of wider accounts get theirs when they are taken."""
    if by.scope.paths is None or len(by.scope.paths) != 1:
        return None
    return db.session.scalar(select(Unit.id).where(Unit.path == by.scope.paths[0]))


def _told(plan: SheetPlan) -> list[str]:
    messages = [issue.message for issue in plan.all_issues(Level.ERROR)] or plan.notes
    return [f"{plan.file}:{message}" for message in messages]


def _show(batch: IntakeBatch, found: services.Preview) -> None:
    batch.preview = keep_sheets(found.sheets)
    batch.digest = found.digest
    batch.counts = found.counts() | {"missing": sum(len(sheet.missing) for sheet in found.sheets)}


def _keep_refused(batch: IntakeBatch, outcome: services.Preview, *, at: datetime) -> None:
    returned = refused_rows(outcome.sources)
    if returned is not None:
        db.session.add(
            IntakeReturn(batch_id=batch.id, made_at=at, rows=returned.rows, content=returned.content)
        )
