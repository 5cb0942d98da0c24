"""The office hands files in: preview, and taking in. Both are the same work, rolled back or kept.

Sheets of one handing-in depend on each other (units, then rosters, then posts), so each is planned
against a register that already holds the ones before it. Nothing here commits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from talentpool.errors import Conflict
from talentpool.extensions import db
from talentpool.intake import register
from talentpool.intake.changes import ChangeSet
from talentpool.intake.doubts import with_answers
from talentpool.intake.endings import end_appointments
from talentpool.intake.ledgers import plan_ledger
from talentpool.intake.ledgers.desk import Desk
from talentpool.intake.memory import load_memories
from talentpool.intake.midterm import PLANNERS, plan_midterm
from talentpool.intake.midterm.desk import RoundDesk
from talentpool.intake.options import Options
from talentpool.intake.own_words import OwnWords, with_own_columns
from talentpool.intake.pace import few_collections
from talentpool.intake.plan import SheetPlan
from talentpool.intake.plan_posts import PostsPlanner
from talentpool.intake.plan_roster import RosterPlanner
from talentpool.intake.plan_units import UnitsPlanner
from talentpool.intake.record import Record
from talentpool.intake.sources import Known, Source, Upload, in_order, open_files
from talentpool.intake.unit_index import BASE_TYPES, UnitIndex
from talentpool.intake.unit_names import township_in
from talentpool.models import IntakeBatch
from talentpool.posts.titles import OwnTitles
from talentpool.security.actor import Actor
from talentpool.security.keys import fingerprint
from talentpool.settings.queries import own_tags, own_titles
from talentpool.vocabulary import RowOutcome, SheetKind, UnitType
from talentpool.web.working_date import working_date
from talentpool.wording import marked, phrase

UNALLOCATED = marked(
    "本文件有%(count)s个身份证号的前六位不在现行行政区划代码之内(样例数据常见),请留意是否填写有误"
)

Tell = Callable[[int, int, str], None]
"""Hears how far the work is: done, total, what is being done."""


def tell_nobody(_done: int, _total: int, _doing: str) -> None:
    """For work that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What handing the files in would do, or did; `batch_id` is the batch under which it was written.

    `sources` are the sheets with their cells and layouts, in the order of `sheets`.
    """

    sheets: list[SheetPlan]
    batch_id: int | None = None
    sources: list[Source] = field(default_factory=list)

    @property
    def recognised(self) -> bool:
        """Whether every file could be read and has a sheet that was recognised."""
        files = {sheet.file for sheet in self.sheets}
        return files == {sheet.file for sheet in self.sheets if sheet.kind is not None}

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


def open_sheets(
    files: Sequence[Upload], *, by: Actor, options: Options, tell: Tell = tell_nobody
) -> list[Source]:
    """Every sheet of the files, found and understood; nothing is compared with the register yet."""
    tell(0, 0, "读取文件")
    units = register.load_units(by.scope).of_type(*BASE_TYPES)
    names = [str(unit.values["name"]) for unit in units]
    known = Known(names, options.readings, load_memories(), working=working_date())
    return open_files(files, known=known, on=options.on)


def preview_writes(sources: Sequence[Source]) -> bool:
    """Whether a preview of the sheets writes meanwhile, so that one can be planned upon the other."""
    return len(in_order(sources)) > 1


def preview(
    files: Sequence[Upload],
    *,
    by: Actor,
    options: Options,
    tell: Tell = tell_nobody,
    sources: list[Source] | None = None,
) -> Preview:
    """What taking the files in would do. The register is as before when it returns.

    `sources` are their sheets where they were opened before.
    """
    savepoint = db.session.begin_nested()
    try:
        with few_collections(), Record(files, by, None, may_undo=False) as record:
            opened = sources or open_sheets(files, by=by, options=options, tell=tell)
            sources = _work(opened, by, options, record, tell, is_preview=True)
    finally:
        savepoint.rollback()
    return Preview([source.plan for source in sources], None, sources)


def take_in(
    files: Sequence[Upload],
    *,
    by: Actor,
    options: Options,
    batch: IntakeBatch | None = None,
    expected_digest: str = "",
    tell: Tell = tell_nobody,
) -> Preview:
    """Take the files in, within the caller's transaction, as an act that can be undone.

    Nothing is kept when a file could not be read or a row was refused, unless `valid_rows_only`.
    `batch` is the previewed one, which then is taken; without it one is recorded as soon as
    anything changes. Raises Conflict when the register would no longer change as in the preview
    of `expected_digest`.
    """
    savepoint = db.session.begin_nested()
    try:
        with few_collections(), Record(files, by, batch) as record:
            opened = open_sheets(files, by=by, options=options, tell=tell)
            sources = _work(opened, by, options, record, tell)
            outcome = Preview([source.plan for source in sources], None, sources)
            digest = outcome.digest if batch is not None or expected_digest else ""
            if expected_digest and digest != expected_digest:
                raise Conflict("预览之后登记册有了变化,请重新预览后再确认导入")
            kept = options.valid_rows_only or not (
                outcome.refused or any(not sheet.readable for sheet in outcome.sheets)
            )
            if kept:
                _mark_written(outcome)
                record.close(outcome.sheets, outcome.counts(), digest)
    except BaseException:
        savepoint.rollback()
        raise
    if not kept:
        savepoint.rollback()
        return outcome
    savepoint.commit()
    return Preview(outcome.sheets, record.id, sources)


def _mark_written(outcome: Preview) -> None:
    for sheet in outcome.sheets:
        sheet.written = sheet.kind is not None


def _work(
    sources: list[Source],
    by: Actor,
    options: Options,
    record: Record,
    tell: Tell,
    *,
    is_preview: bool = False,
) -> list[Source]:
    """Plan and write sheet by sheet; the last sheet of a preview is followed by nothing and not written."""
    ordered = in_order(sources)
    steps = _Steps(tell, ordered)
    for source in ordered:
        changes = ChangeSet()
        _plan(source, changes, by, options, steps)
        if not (is_preview and source is ordered[-1]):
            steps.writing(source)
            record.write(changes)
        steps.finished(source)
    changes = ChangeSet()
    end_appointments(changes, options.endings, scope=by.scope)
    record.write(changes)
    _note_unallocated(sources)
    return sources


class _Steps:
    """How far the sheets are: a row counts once when it is planned and once when it is written."""

    def __init__(self, tell: Tell, sources: Sequence[Source]) -> None:
        self._tell = tell
        self._total = 2 * sum(_rows(source) for source in sources)
        self._before = 0

    def planning(self, source: Source) -> Callable[[int], None]:
        """Hears how many rows of a sheet are read."""
        doing = f"核对“{source.plan.sheet}”"
        return lambda rows: self._tell(self._before + rows, self._total, doing)

    def writing(self, source: Source) -> None:
        """The rows of a sheet are planned."""
        self._tell(self._before + _rows(source), self._total, f"写入“{source.plan.sheet}”")

    def finished(self, source: Source) -> None:
        """A sheet is done."""
        self._before += 2 * _rows(source)
        self._tell(self._before, self._total, f"整理“{source.plan.sheet}”的结果")


def _rows(source: Source) -> int:
    return len(source.layout.rows) if source.layout is not None else 0


def _plan(source: Source, changes: ChangeSet, by: Actor, options: Options, steps: _Steps) -> None:
    assert source.layout is not None
    layout = with_answers(source.layout, options.answers)
    units = register.load_units(by.scope)
    told = layout.township_name or township_in(layout.reporting_unit or "") or township_in(layout.title)
    index = UnitIndex(
        units,
        changes,
        township_name=told,
        may_create_townships=by.scope.paths is None or bool(units.of_type(UnitType.COUNTY)),
        choices=options.units,
    )
    if source.plan.kind is SheetKind.UNITS:
        UnitsPlanner(source.plan, layout, index, changes, units, options, source.on).run()
        return
    on, forms = source.on, units.party_forms
    own = OwnWords(OwnTitles(own_titles(on)), own_tags(on))
    if source.plan.kind is SheetKind.ROSTER:
        layout = with_own_columns(layout, own)
        source.plan.columns = layout.columns
        planner = RosterPlanner(source.plan, layout, index, changes, forms, options, on, own)
        planner.run(steps.planning(source))
    elif source.plan.kind is SheetKind.POSTS:
        PostsPlanner(source.plan, layout, index, changes, forms, options, on, own).run()
    elif source.plan.kind in PLANNERS:
        plan_midterm(RoundDesk(source.plan, layout, index, changes, options, on, steps.planning(source)))
    else:
        desk = Desk(source.plan, layout, index, changes, options, on, steps.planning(source))
        plan_ledger(desk, changes, forms, on, own)


def _note_unallocated(sources: Sequence[Source]) -> None:
    """One note a file, on the first of its sheets that has such numbers."""
    counts: dict[str, int] = {}
    first: dict[str, SheetPlan] = {}
    for source in sources:
        if source.plan.unallocated:
            counts[source.plan.file] = counts.get(source.plan.file, 0) + source.plan.unallocated
            first.setdefault(source.plan.file, source.plan)
    for file, sheet in first.items():
        sheet.notes.append(phrase(UNALLOCATED, count=counts[file]))


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
