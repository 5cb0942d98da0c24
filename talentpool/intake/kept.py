"""A preview as it is kept: plain JSON with sensitive values masked, read back a page at a time. Pure.

Shape: {"sheets": [{"file", "sheet", "kind", "readable", "stated_on", "dated", "columns", "notes", "issues",
"missing", "unknown_units", "doubts", "counts", "warnings", "rows", "ignored", "header_rows", "is_form"}]}. A row is a list in the order of `RowPlan`'s fields, so
that a sheet of ten thousand rows stays a few megabytes and only the rows shown become objects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from talentpool.id_numbers import mask_id_number, mask_numbers, mask_phone
from talentpool.intake.fields import FIELD_BY_KEY
from talentpool.intake.plan import (
    Doubt,
    FieldChange,
    Issue,
    Level,
    MissingPerson,
    Question,
    RowPlan,
    SheetPlan,
    UnknownUnit,
)
from talentpool.vocabulary import RowOutcome, SheetKind
from talentpool.wording import kept, read_kept

_MASKS = {"id_number": mask_id_number, "phone": mask_phone}
_OUTCOMES = {outcome.value: outcome for outcome in RowOutcome}
_KINDS = {kind.value: kind for kind in SheetKind}
_LONG_NUMBER = re.compile(r"\d{17}[\dXx]|\d{11,}")

WRITTEN = (RowOutcome.NEW, RowOutcome.CHANGED)
TAKEN = (*WRITTEN, RowOutcome.UNCHANGED)
REFUSED = (RowOutcome.QUESTION, RowOutcome.REFUSED)


class Shown(StrEnum):
    """Which rows of a sheet are shown."""

    ALL = "all"
    ATTENTION = "attention"
    NEW = "new"
    CHANGED = "changed"
    PROBLEM = "problem"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class KeptColumn:
    """How a column was understood: `field` is empty where it was not, `confidence` in per cent."""

    letter: str
    header: str
    field: str
    confidence: int
    by: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class KeptSheet:
    """One sheet of a kept preview; `raw_rows` are read by `rows`."""

    file: str
    sheet: str
    kind: SheetKind | None
    readable: bool
    stated_on: str
    dated: bool
    columns: tuple[KeptColumn, ...]
    notes: tuple[str, ...]
    issues: tuple[Issue, ...]
    missing: tuple[MissingPerson, ...]
    unknown_units: tuple[tuple[UnknownUnit, int], ...]
    counts: dict[RowOutcome, int]
    warnings: int
    raw_rows: Sequence[list[Any]]
    ignored: bool = False
    header_rows: tuple[int, ...] = ()
    is_form: bool = False
    doubts: tuple[tuple[Doubt, int], ...] = ()

    @property
    def total(self) -> int:
        """Rows of the sheet, told or only counted."""
        return sum(self.counts.values())

    @property
    def valid(self) -> int:
        """Rows that can be taken in."""
        return sum(self.counts[outcome] for outcome in TAKEN)

    @property
    def written(self) -> int:
        """Rows that would change something."""
        return sum(self.counts[outcome] for outcome in WRITTEN)

    @property
    def refused(self) -> int:
        """Rows that cannot be taken in, those that wait for an answer included."""
        return sum(self.counts[outcome] for outcome in REFUSED)

    @property
    def unmapped(self) -> tuple[KeptColumn, ...]:
        """Columns without a field."""
        return tuple(column for column in self.columns if not column.field)

    def select(self, shown: Shown) -> list[list[Any]]:
        """The kept rows of a filter, in the order of the sheet."""
        return [row for row in self.raw_rows if _is_shown(row, shown)]

    def rows(self, shown: Shown = Shown.ALL) -> list[RowPlan]:
        """The rows of a filter."""
        return [read_row(row) for row in self.select(shown)]

    def count(self, shown: Shown) -> int:
        """Rows of a filter."""
        match shown:
            case Shown.ALL:
                return self.total
            case Shown.PROBLEM:
                return sum(_is_shown(row, shown) for row in self.raw_rows) or self.refused
            case Shown.ATTENTION:
                return sum(_is_shown(row, shown) for row in self.raw_rows)
            case _:
                return self.counts[_OUTCOMES[shown.value]]


def _is_shown(row: list[Any], shown: Shown) -> bool:
    outcome, issues = row[2], row[3]
    if shown is Shown.ALL:
        return True
    if shown is Shown.PROBLEM:
        return bool(issues) or outcome in REFUSED
    if shown is Shown.ATTENTION:
        return bool(issues) or outcome in (*REFUSED, RowOutcome.CHANGED)
    return bool(outcome == shown.value)


def keep_sheets(plans: Iterable[SheetPlan], *, whole: bool = True) -> dict[str, Any]:
    """The plans as they go into the database; not `whole` as `without_rows` leaves them."""
    if not whole:
        return without_rows({"sheets": [_keep_sheet(plan, ()) for plan in plans]})
    return {"sheets": [_keep_sheet(plan, plan.rows) for plan in plans]}


def read_sheets(kept: dict[str, Any]) -> list[KeptSheet]:
    """The sheets of a kept preview."""
    return [_read_sheet(sheet) for sheet in kept.get("sheets", [])]


def without_rows(kept: dict[str, Any]) -> dict[str, Any]:
    """What stays of a preview that was thrown away: files, sheets and counts, nobody's data."""
    emptied: dict[str, Any] = dict.fromkeys(
        ("rows", "missing", "issues", "columns", "unknown_units", "doubts"), []
    )
    return {"sheets": [sheet | emptied for sheet in kept.get("sheets", [])]}


def _keep_sheet(plan: SheetPlan, rows: Sequence[RowPlan]) -> dict[str, Any]:
    return {
        "file": plan.file,
        "sheet": plan.sheet or "",
        "kind": plan.kind.value if plan.kind else None,
        "readable": plan.readable,
        "stated_on": plan.stated_on.isoformat() if plan.stated_on else "",
        "dated": plan.dated,
        "columns": _keep_columns(plan),
        "notes": [_discreet(kept(note)) for note in plan.notes],
        "issues": [_keep_issue(issue) for issue in plan.issues],
        "missing": [[p.person_id, p.name, p.unit, list(p.posts)] for p in plan.missing],
        "unknown_units": _keep_unknown_units(plan),
        "doubts": _keep_doubts(plan),
        "ignored": plan.ignored,
        "header_rows": list(plan.header_rows),
        "is_form": plan.is_form,
        "counts": {outcome.value: plan.count(outcome) for outcome in RowOutcome},
        "warnings": sum(1 for _issue in plan.all_issues(Level.WARNING)),
        "rows": [_keep_row(row) for row in rows],
    }


def _keep_unknown_units(plan: SheetPlan) -> list[list[Any]]:
    rows = Counter(row.unknown_unit for row in plan.rows if row.unknown_unit is not None)
    return [
        [unit.name, unit.township, [list(near) for near in unit.near], count, unit.may_register]
        for unit, count in rows.items()
    ]


def _keep_doubts(plan: SheetPlan) -> list[list[Any]]:
    rows = Counter(doubt for row in plan.rows for doubt in row.doubts)
    return [
        [doubt.field_key, mask_numbers(doubt.written), doubt.guess, list(doubt.choices), count]
        for doubt, count in rows.items()
    ]


def _read_doubt(kept: list[Any]) -> tuple[Doubt, int]:
    field_key, written, guess, choices, rows = kept
    return Doubt(field_key, written, guess, tuple(choices)), rows


def _read_unknown_unit(kept: list[Any]) -> tuple[UnknownUnit, int]:
    name, township, near, rows, *more = kept
    return UnknownUnit(name, township, tuple((unit_id, label) for unit_id, label in near), *more), rows


def _keep_columns(plan: SheetPlan) -> list[list[Any]]:
    kept = []
    for column in plan.columns:
        field = FIELD_BY_KEY.get(column.field_key or "")
        label = field.label if field else ("任职标记" if column.field_key else "")
        examples = [mask_example(column.field_key, text) for text in column.examples]
        kept.append(
            [
                column.letter,
                mask_example(None, column.header_text),
                label,
                round(column.confidence * 100),
                column.by.value,
                examples,
            ]
        )
    return kept


def mask_example(field_key: str | None, text: str) -> str:
    """A cell as it may be shown: long numbers are hidden in every column, known or not."""
    if field_key in _MASKS:
        return _MASKS[field_key](text)
    return _LONG_NUMBER.sub(lambda found: _masked_number(found[0]), text)


def _masked_number(number: str) -> str:
    return mask_id_number(number) if len(number) == 18 else mask_phone(number)


def _discreet(told: Any) -> Any:
    """A kept text, numbers of people in it masked."""
    if isinstance(told, str):
        return mask_numbers(told)
    if isinstance(told, list):
        return [_discreet(one) for one in told]
    return {name: _discreet(one) for name, one in told.items()} if isinstance(told, dict) else told


def _keep_issue(issue: Issue) -> list[Any]:
    return [issue.level.value, issue.row, issue.column, _discreet(kept(issue.message))]


def _keep_row(row: RowPlan) -> list[Any]:
    question = row.question
    return [
        row.row_number,
        mask_numbers(row.subject),
        row.outcome.value,
        [_keep_issue(issue) for issue in row.issues],
        [_keep_change(change) for change in row.changes],
        [question.key, kept(question.text), [[key, kept(label)] for key, label in question.choices]]
        if question
        else None,
    ]


def _keep_change(change: FieldChange) -> list[Any]:
    mask = _MASKS.get(change.sensitive)
    if mask is None:
        return [kept(change.label), kept(change.old), kept(change.new)]
    return [kept(change.label), mask(change.old), mask(change.new)]


def _read_sheet(told: dict[str, Any]) -> KeptSheet:
    return KeptSheet(
        file=told["file"],
        sheet=told["sheet"],
        kind=_KINDS.get(told["kind"]),
        readable=told["readable"],
        stated_on=told["stated_on"],
        dated=told["dated"],
        columns=tuple(_read_column(column) for column in told["columns"]),
        notes=tuple(read_kept(note) for note in told["notes"]),
        issues=tuple(_read_issue(issue) for issue in told["issues"]),
        missing=tuple(_read_missing(person) for person in told["missing"]),
        unknown_units=tuple(_read_unknown_unit(unit) for unit in told["unknown_units"]),
        doubts=tuple(_read_doubt(doubt) for doubt in told.get("doubts", ())),
        ignored=told.get("ignored", False),
        header_rows=tuple(told.get("header_rows", ())),
        is_form=told.get("is_form", False),
        counts={outcome: told["counts"].get(outcome.value, 0) for outcome in RowOutcome},
        warnings=told["warnings"],
        raw_rows=told["rows"],
    )


def _read_column(kept: list[Any]) -> KeptColumn:
    letter, header, field, confidence, by, examples = kept
    return KeptColumn(letter, header, field, confidence, by, tuple(examples))


def _read_missing(kept: list[Any]) -> MissingPerson:
    person_id, name, unit, posts = kept
    return MissingPerson(person_id, name, unit, tuple(posts))


def _read_issue(told: list[Any]) -> Issue:
    level, row, column, message = told
    return Issue(Level(level), row, column, read_kept(message))


def read_row(kept: list[Any]) -> RowPlan:
    """A kept row as a plan."""
    number, subject, outcome, issues, changes, question = kept
    return RowPlan(
        row_number=number,
        subject=subject,
        outcome=_OUTCOMES[outcome],
        issues=[_read_issue(issue) for issue in issues],
        changes=[FieldChange(*map(read_kept, change)) for change in changes],
        question=Question(
            question[0], read_kept(question[1]), tuple((v, read_kept(label)) for v, label in question[2])
        )
        if question
        else None,
    )
