"""The office hands files in: preview, and taking in. Both are the same work, rolled back or kept.

Sheets of one handing-in depend on each other (units, then rosters, then posts), so each is planned
against a register that already holds the ones before it. Nothing here commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from talentpool.audit.recorder import action
from talentpool.errors import Conflict
from talentpool.extensions import db
from talentpool.intake import register
from talentpool.intake.apply import apply_changes
from talentpool.intake.changes import ChangeSet
from talentpool.intake.endings import end_appointments
from talentpool.intake.kept import keep_sheets, without_rows
from talentpool.intake.options import Options
from talentpool.intake.plan import SheetPlan
from talentpool.intake.plan_posts import PostsPlanner
from talentpool.intake.plan_roster import RosterPlanner
from talentpool.intake.plan_units import UnitsPlanner
from talentpool.intake.sources import Source, Upload, in_order, open_files
from talentpool.intake.unit_index import UnitIndex
from talentpool.intake.unit_names import township_in
from talentpool.models import IntakeBatch, IntakeFile
from talentpool.security.actor import Actor
from talentpool.security.keys import fingerprint
from talentpool.vocabulary import RowOutcome, SheetKind

ACT = "导入"
UNALLOCATED = "本文件有{count}个身份证号的前六位不在现行行政区划代码之内(样例数据常见),请留意是否填写有误"


@dataclass(frozen=True, slots=True)
class Preview:
    """What handing the files in would do, or did; `batch_id` is the batch under which it was written."""

    sheets: list[SheetPlan]
    batch_id: int | None = None

    @property
    def recognised(self) -> bool:
        """Whether every file could be read and has a sheet that was recognised."""
        return all(sheet.kind is not None or sheet.sheet is not None for sheet in self.sheets)

    @property
    def refused(self) -> bool:
        """Whether any row was refused."""
        return any(sheet.refused for sheet in self.sheets)

    @property
    def digest(self) -> str:
        """Keyed digest of all that would change: the same while that would be the same."""
        return fingerprint("preview", _told(self.sheets))

    def counts(self) -> dict[str, int]:
        """Rows by outcome over all sheets, and how many sheets there are."""
        counts = {outcome.value: sum(sheet.count(outcome) for sheet in self.sheets) for outcome in RowOutcome}
        recognised = sum(sheet.kind is not None for sheet in self.sheets)
        return counts | {"sheets": len(self.sheets), "recognised": recognised}


def preview(files: Sequence[Upload], *, by: Actor, options: Options) -> Preview:
    """What taking the files in would do. The register is as before when it returns."""
    savepoint = db.session.begin_nested()
    try:
        sheets = _work(files, by, options, _Batch(files, by, None))
    finally:
        savepoint.rollback()
    return Preview(sheets)


def take_in(
    files: Sequence[Upload],
    *,
    by: Actor,
    options: Options,
    batch: IntakeBatch | None = None,
    expected_digest: str = "",
) -> Preview:
    """Take the files in, within the caller's transaction.

    Nothing is kept when a file could not be read or a row was refused, unless `valid_rows_only`.
    `batch` is the previewed one, which then is taken; without it one is recorded as soon as
    anything changes. Raises Conflict when the register would no longer change as in the preview
    of `expected_digest`.
    """
    savepoint = db.session.begin_nested()
    record = _Batch(files, by, batch)
    try:
        sheets = _work(files, by, options, record)
        outcome = Preview(sheets)
        if expected_digest and outcome.digest != expected_digest:
            raise Conflict("预览之后登记册有了变化,请重新预览后再确认导入")
    except BaseException:
        savepoint.rollback()
        raise
    if not options.valid_rows_only and (outcome.refused or not all(sheet.readable for sheet in sheets)):
        savepoint.rollback()
        return outcome
    for sheet in sheets:
        sheet.written = sheet.kind is not None
    record.close(outcome)
    savepoint.commit()
    return Preview(sheets, record.id)


class _Batch:
    """The batch that the audit entries name: the given one, or one made at the first change."""

    def __init__(self, files: Sequence[Upload], by: Actor, batch: IntakeBatch | None) -> None:
        self._files, self._by, self._batch = files, by, batch
        self._was_shown = batch is not None

    @property
    def id(self) -> int | None:
        """Its id, None while there is none."""
        return self._batch.id if self._batch is not None else None

    def write(self, changes: ChangeSet) -> None:
        """Write what one sheet changes, if anything."""
        if not changes:
            return
        if self._batch is None:
            self._batch = self._made()
        with action(ACT, batch_id=self._batch.id):
            apply_changes(changes)

    def _made(self) -> IntakeBatch:
        """The bytes of files that were not previewed on screen are not kept."""
        batch = IntakeBatch(
            created_at=datetime.now(UTC),
            created_by=self._by.name,
            account_id=self._by.account_id,
            preview={},
            choices={},
            counts={},
            files=[
                IntakeFile(name=file.name[:200], size=len(file.content or b""), sha256=file.digest)
                for file in self._files
            ],
        )
        db.session.add(batch)
        db.session.flush()
        return batch

    def close(self, outcome: Preview) -> None:
        """Mark it as taken; the files' bytes go."""
        batch = self._batch
        if batch is None:
            return
        batch.state, batch.taken_at, batch.counts = "taken", datetime.now(UTC), outcome.counts()
        batch.digest = outcome.digest
        kept = keep_sheets(outcome.sheets)
        batch.preview = kept if self._was_shown else without_rows(kept)
        for file in batch.files:
            file.content = None
        db.session.flush()


def _work(files: Sequence[Upload], by: Actor, options: Options, batch: _Batch) -> list[SheetPlan]:
    """Plan and write sheet by sheet."""
    names = [str(unit.values["name"]) for unit in register.load_units(by.scope).known]
    sources = open_files(files, known_units=names, on=options.on)
    for source in in_order(sources):
        changes = ChangeSet()
        _plan(source, changes, by, options)
        batch.write(changes)
    changes = ChangeSet()
    end_appointments(changes, options.endings, scope=by.scope)
    batch.write(changes)
    _note_unallocated(sources)
    return [source.plan for source in sources]


def _plan(source: Source, changes: ChangeSet, by: Actor, options: Options) -> None:
    layout = source.layout
    assert layout is not None
    units = register.load_units(by.scope)
    told = layout.township_name or township_in(layout.reporting_unit or "") or township_in(layout.title)
    index = UnitIndex(units, changes, township_name=told, may_create_townships=by.scope.paths is None)
    if source.plan.kind is SheetKind.UNITS:
        UnitsPlanner(source.plan, layout, index, changes, units, options, source.on).run()
    elif source.plan.kind is SheetKind.ROSTER:
        RosterPlanner(source.plan, layout, index, changes, units.party_forms, options, source.on).run()
    else:
        PostsPlanner(source.plan, layout, index, changes, units.party_forms, options, source.on).run()


def _note_unallocated(sources: Sequence[Source]) -> None:
    """One note a file, on the first of its sheets that has such numbers."""
    counts: dict[str, int] = {}
    first: dict[str, SheetPlan] = {}
    for source in sources:
        if source.plan.unallocated:
            counts[source.plan.file] = counts.get(source.plan.file, 0) + source.plan.unallocated
            first.setdefault(source.plan.file, source.plan)
    for file, sheet in first.items():
        sheet.notes.append(UNALLOCATED.format(count=counts[file]))


def _told(sheets: Sequence[SheetPlan]) -> str:
    """All that the sheets would change, unmasked, as one text: the ground of the digest, never kept."""
    return json.dumps(
        [
            [sheet.file, sheet.sheet, sheet.kind, sheet.notes]
            + [[person.person_id, person.unit, person.posts] for person in sheet.missing]
            + [
                [row.row_number, row.subject, row.outcome]
                + [[change.label, change.old, change.new] for change in row.changes]
                for row in sheet.rows
            ]
            for sheet in sheets
        ],
        ensure_ascii=False,
    )
