"""What taking a sheet in would do, told row by row. Pure.

A `SheetPlan` is what the preview shows and the command prints; the rows of tables that would be
written stand beside it in a `ChangeSet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from talentpool.intake.layout.model import ColumnMatch
from talentpool.vocabulary import RowOutcome, SheetKind


class Level(StrEnum):
    """An error refuses its row; a warning asks the clerk to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about one row. `row` is numbered as in the sheet, `column` is its header as written.

    `message` says what is the matter and the way out; it never holds an ID or telephone number.
    """

    level: Level
    row: int
    column: str
    message: str


class FieldChange(NamedTuple):
    """One field of a row: `old` is empty for something new. Sensitive texts are masked when told.

    There are some ten of them a row: tuples are made faster than anything else.
    """

    label: str
    old: str
    new: str
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the clerk knows; `choices` are (value, label). Unanswered, the row is refused."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A name that no unit within reach has, as written, with the township that the row tells.

    `near` are (id, name) of registered units that may be meant. `may_register` is false where the
    township lies beyond the reach of the account: then it may be one of `near`, but no new unit.
    """

    name: str
    township: str = ""
    near: tuple[tuple[int, str], ...] = ()
    may_register: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that stands in no table: `guess` is what it may mean, "" for nothing, `choices` what it can mean.

    Not taken in until the clerk says; the row goes in without it.
    """

    field_key: str
    written: str
    guess: str
    choices: tuple[str, ...]


@dataclass(slots=True)
class RowPlan:
    """One row of the sheet; `subject` names what it is about (“云山村 郭国文”).

    `unknown_unit` is a unit that the register does not have: the user says which one is meant, or
    has it registered. `doubts` are words of its cells that only the clerk can place.
    """

    row_number: int
    subject: str = ""
    outcome: RowOutcome = RowOutcome.UNCHANGED
    issues: list[Issue] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    question: Question | None = None
    unknown_unit: UnknownUnit | None = None
    doubts: list[Doubt] = field(default_factory=list)

    def warn(self, column: str, message: str) -> None:
        """Add a warning."""
        self.issues.append(Issue(Level.WARNING, self.row_number, column, message))

    def doubt(self, column: str, message: str, doubt: Doubt) -> None:
        """Warn of a word that can be answered on the preview."""
        self.warn(column, message)
        self.doubts.append(doubt)

    def refuse(self, column: str, message: str) -> None:
        """Add an error: the row is not taken in."""
        self.issues.append(Issue(Level.ERROR, self.row_number, column, message))
        self.outcome = RowOutcome.REFUSED

    def ask(self, column: str, question: Question) -> None:
        """Refuse the row until the question is answered."""
        self.refuse(column, question.text)
        self.question = question
        self.outcome = RowOutcome.QUESTION

    def change(self, label: str, old: str, new: str, *, sensitive: str = "") -> None:
        """Note a changed field."""
        self.changes.append(FieldChange(label, old, new, sensitive))

    def settle(self, *, is_new: bool) -> None:
        """Decide the outcome of a row that was not refused."""
        if not self.refused:
            self.outcome = (
                RowOutcome.NEW if is_new else RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED
            )

    @property
    def refused(self) -> bool:
        """Whether the row is not taken in."""
        return self.outcome in (RowOutcome.REFUSED, RowOutcome.QUESTION)


@dataclass(frozen=True, slots=True)
class MissingPerson:
    """Somebody who holds a post in a unit of the file by the register, but does not stand in the file."""

    person_id: int
    name: str
    unit: str
    posts: tuple[str, ...]


@dataclass(slots=True)
class SheetPlan:
    """One sheet; `kind` None was not recognised. `readable` is false for a file that could not be read.

    `stated_on` is the day that its rows refer to; `dated` is false where the sheet does not state it.
    `columns` are how its columns were understood, under the headers of `header_rows`; `is_form` tells
    a sheet of labels instead. `unallocated` counts ID numbers whose prefix no place has. `ignored` was
    left out at the clerk's word.
    """

    file: str
    sheet: str | None
    kind: SheetKind | None = None
    rows: list[RowPlan] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[MissingPerson] = field(default_factory=list)
    columns: tuple[ColumnMatch, ...] = ()
    header_rows: tuple[int, ...] = ()
    is_form: bool = False
    ignored: bool = False
    stated_on: date | None = None
    dated: bool = False
    unallocated: int = 0
    readable: bool = True
    written: bool = False

    def count(self, outcome: RowOutcome) -> int:
        """Rows of an outcome."""
        return sum(row.outcome is outcome for row in self.rows)

    def all_issues(self, level: Level) -> Iterator[Issue]:
        """The issues of a level: of the sheet, then of its rows."""
        yield from (issue for issue in self.issues if issue.level is level)
        for row in self.rows:
            yield from (issue for issue in row.issues if issue.level is level)

    @property
    def refused(self) -> bool:
        """Whether any of its rows is refused."""
        return any(row.refused for row in self.rows)
