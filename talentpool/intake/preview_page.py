"""What the page of a batch shows of its kept preview: the chosen sheet, a page of rows, what must be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talentpool.intake.kept import TAKEN, KeptSheet, Shown, read_row, read_sheets
from talentpool.intake.options import unit_choice_key
from talentpool.intake.plan import Doubt, Level, MissingPerson, Question, UnknownUnit
from talentpool.models import IntakeBatch
from talentpool.vocabulary import RowOutcome
from talentpool.web.links import asked_id
from talentpool.web.paging import Page, slice_page
from talentpool.wording import read_kept

ROWS = 100
FIRST_REFUSED = 20
MOST_NUMBERS = 8
MOST_QUESTIONS = 100
MOST_MISSING = 300

TAB_LABELS = {
    Shown.ATTENTION: _l("变更和有问题"),
    Shown.ALL: _l("全部"),
    Shown.NEW: _l("新增"),
    Shown.CHANGED: _l("变更"),
    Shown.PROBLEM: _l("有问题"),
    Shown.UNCHANGED: _l("未变"),
}


@dataclass(frozen=True)
class Tab:
    """One filter of the rows, with how many it holds."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class RefusedLine:
    """One reason, and the rows of a sheet that are refused for it; `subject` where it is one row."""

    sheet: KeptSheet
    rows: list[int]
    subject: str
    column: str
    message: str

    @property
    def where(self) -> str:
        """“第2、3、4行”."""
        numbers = "、".join(map(str, self.rows[:MOST_NUMBERS]))
        if len(self.rows) > MOST_NUMBERS:
            return str(_("第%(numbers)s等%(count)s行", numbers=numbers, count=len(self.rows)))
        return str(_("第%(numbers)s行", numbers=numbers))


@dataclass(frozen=True)
class AskedUnit:
    """A name that no unit has, and how many rows write it."""

    unit: UnknownUnit
    rows: int

    @property
    def key(self) -> str:
        """Under what the clerk's choice is kept."""
        return unit_choice_key(self.unit.name, self.unit.township)


class PreviewPage:
    """A batch's preview as its page reads it; the address chooses sheet, filter and page."""

    def __init__(self, batch: IntakeBatch) -> None:
        self.batch = batch
        self.sheets = read_sheets(batch.preview or {})
        first = self._first_to_look_at()
        self.number = min(max(asked_id("sheet") or first, 1), max(len(self.sheets), 1))
        asked = request.args.get("show", "")
        self.shown = Shown(asked) if asked in set(Shown) else self._first_shown()

    def _first_to_look_at(self) -> int:
        """The first sheet with rows that the clerk should look at, else the first."""
        numbered = enumerate(self.sheets, start=1)
        return next((number for number, sheet in numbered if sheet.count(Shown.ATTENTION)), 1)

    def _first_shown(self) -> Shown:
        """Changed rows and problems where there are any, else everything."""
        return Shown.ATTENTION if self.sheet and self.sheet.count(Shown.ATTENTION) else Shown.ALL

    @property
    def sheet(self) -> KeptSheet | None:
        """The sheet whose rows are shown."""
        return self.sheets[self.number - 1] if self.sheets else None

    @cached_property
    def rows(self) -> Page:
        """A page of its rows."""
        kept = self.sheet.select(self.shown) if self.sheet else []
        page = slice_page(kept, size=ROWS, endpoint="intake.show_batch")
        return replace(page, items=[read_row(row) for row in page.items])

    @cached_property
    def tabs(self) -> list[Tab]:
        """The filters that hold rows, “all” first."""
        if self.sheet is None:
            return []
        tabs = []
        for shown, label in TAB_LABELS.items():
            count = self.sheet.count(shown)
            if count or shown is Shown.ALL:
                url = self.url_of(self.number, shown)
                tabs.append(Tab(str(label), count, url, shown is self.shown))
        return tabs

    def url_of(self, number: int, shown: Shown | None = None) -> str:
        """The address of a sheet's rows; as the page opens without a choice of them."""
        choice = shown.value if shown else None
        return url_for("intake.show_batch", batch_id=self.batch.id, sheet=number, show=choice, _anchor="rows")

    @cached_property
    def counts(self) -> dict[RowOutcome, int]:
        """Rows of all sheets by outcome."""
        return {outcome: sum(sheet.counts[outcome] for sheet in self.sheets) for outcome in RowOutcome}

    @property
    def total(self) -> int:
        """Rows of all sheets."""
        return sum(self.counts.values())

    @property
    def valid(self) -> int:
        """Rows that can be taken in."""
        return sum(self.counts[outcome] for outcome in TAKEN)

    @property
    def written(self) -> int:
        """Rows that would change something."""
        return self.counts[RowOutcome.NEW] + self.counts[RowOutcome.CHANGED]

    @property
    def refused(self) -> int:
        """Rows that cannot be taken in as things stand."""
        return self.counts[RowOutcome.REFUSED] + self.counts[RowOutcome.QUESTION]

    @property
    def may_take(self) -> bool:
        """Whether confirming would write anything."""
        return bool(self.written or self.missing)

    @property
    def is_settled(self) -> bool:
        """Whether the file says what the register says already, so that there is nothing to decide."""
        recognised = any(sheet.kind is not None for sheet in self.sheets)
        return recognised and not (self.written or self.refused or self.missing)

    @property
    def confirmation(self) -> str:
        """What confirming will do, to how many, and how to undo it."""
        told = []
        if self.refused:
            told.append(_("%(count)s行不能导入,将留下不写。", count=self.refused))
        labels = (RowOutcome.NEW, RowOutcome.CHANGED)
        rows = [
            _("%(what)s%(count)s行", what=_(outcome.label), count=self.counts[outcome])
            for outcome in labels
            if self.counts[outcome]
        ]
        if rows:
            told.append(_("将写入登记册:%(rows)s。", rows="、".join(rows)))
        if self.missing:
            told.append(_("勾选了结束任职的人员,其职务同时结束。"))
        told.append(_("每一处变化都留有记录;写错的,可在导入结果页撤销,或改好表格再导入一次。"))
        return "".join(told)

    @property
    def unrecognised(self) -> list[KeptSheet]:
        """Sheets that are no known kind of table."""
        return [sheet for sheet in self.sheets if sheet.kind is None]

    @property
    def undated(self) -> list[KeptSheet]:
        """Sheets that do not say which day they refer to."""
        return [sheet for sheet in self.sheets if sheet.kind is not None and not sheet.dated]

    @cached_property
    def refused_lines(self) -> list[RefusedLine]:
        """Why rows are refused, one line a reason; questions are asked elsewhere."""
        lines: dict[tuple[int, str, str], RefusedLine] = {}
        for number, sheet in enumerate(self.sheets):
            if not sheet.counts[RowOutcome.REFUSED]:
                continue
            for row_number, subject, outcome, issues, *_rest in sheet.select(Shown.PROBLEM):
                if outcome != RowOutcome.REFUSED:
                    continue
                for level, _row, column, message in issues:
                    if level == Level.ERROR:
                        told = read_kept(message)
                        line = RefusedLine(sheet, [], subject, column, told)
                        lines.setdefault((number, column, told), line).rows.append(row_number)
        return list(lines.values())

    @cached_property
    def questions(self) -> list[tuple[str, Question]]:
        """(which row, question), as many as one page can ask."""
        found = []
        for sheet in self.sheets:
            if not sheet.counts[RowOutcome.QUESTION]:
                continue
            for row in sheet.rows(Shown.PROBLEM):
                if row.question is not None:
                    where = _("第%(row)s行 %(subject)s", row=row.row_number, subject=row.subject)
                    found.append((where, row.question))
        return found[:MOST_QUESTIONS]

    @cached_property
    def unknown_units(self) -> list[AskedUnit]:
        """Units that rows name and the register does not have."""
        rows: dict[UnknownUnit, int] = {}
        for sheet in self.sheets:
            for unit, count in sheet.unknown_units:
                rows[unit] = rows.get(unit, 0) + count
        return [AskedUnit(unit, count) for unit, count in rows.items()]

    @cached_property
    def doubts(self) -> list[tuple[Doubt, int]]:
        """Words that stand in no table, each with how many rows write it."""
        rows: dict[Doubt, int] = {}
        for sheet in self.sheets:
            for doubt, count in sheet.doubts:
                rows[doubt] = rows.get(doubt, 0) + count
        return list(rows.items())[:MOST_QUESTIONS]

    @property
    def registrable(self) -> int:
        """How many of them may be registered."""
        return sum(asked.unit.may_register for asked in self.unknown_units)

    @cached_property
    def missing(self) -> list[MissingPerson]:
        """Holders of posts who stand in no row, each once."""
        found: dict[int, MissingPerson] = {}
        for person in (person for sheet in self.sheets for person in sheet.missing):
            known = found.get(person.person_id)
            if known is None:
                found[person.person_id] = person
            elif person.unit != known.unit:
                found[person.person_id] = _joined(known, person)
        return list(found.values())[:MOST_MISSING]

    @property
    def file_names(self) -> list[str]:
        """The files, as handed in."""
        return [file.name for file in self.batch.files]


def _joined(first: MissingPerson, second: MissingPerson) -> MissingPerson:
    units = f"{first.unit}、{second.unit}"
    return MissingPerson(first.person_id, first.name, units, (*first.posts, *second.posts))
