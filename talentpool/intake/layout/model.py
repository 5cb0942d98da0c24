"""What was found in a sheet, as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from talentpool.dates import PartialDate
from talentpool.files.reader import Cell
from talentpool.vocabulary import SheetKind


class MatchedBy(StrEnum):
    """How a column got its field."""

    ALIAS = "alias"
    VALUES = "values"
    CHOSEN = "chosen"
    REMEMBERED = "remembered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The user's word on how a sheet is to be read; what it leaves open is found.

    `header_row` is Excel's number of the first header row, `columns` maps column indices (from 0)
    to field keys, or to None for “not used”. `ignored` keeps the sheet out.
    """

    kind: SheetKind | None = None
    header_row: int | None = None
    header_depth: int = 1
    columns: Mapping[int, str | None] = field(default_factory=dict)
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """How a layout was understood before: `columns` by their place from the first headed column."""

    kind: SheetKind
    columns: Mapping[int, str | None]


class SkipReason(StrEnum):
    """Why a row below the header is no data; the value is what the preview prints."""

    BLANK = "blank"
    TOTAL = "total"
    FOOTNOTE = "footnote"
    REPEATED_HEADER = "repeated header"
    SECTION = "section"


@dataclass(frozen=True)
class ColumnMatch:
    """One column of the table.

    `column_index` counts from 0 at Excel's column A; `header_text` is the header as written
    without line breaks, levels joined by “/”; `field_key` is None where the column is unknown.
    `examples` are raw cells: whoever shows those of ID numbers and phones masks them.
    """

    field_key: str | None
    column_index: int
    header_text: str
    confidence: float
    by: MatchedBy
    examples: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The column's letters in Excel: 0 is A, 26 is AA."""
        return column_letter(self.column_index)


@dataclass(frozen=True)
class DataRow:
    """One row of data under its number in the sheet.

    `cells`: field key → cell, merged and inherited cells filled in. `extra`: header → cell of
    unknown columns. `inherited`: keys whose cell came from the row above, a section row, the
    title or the sheet's name instead of from the row itself or a merged range.
    """

    row_number: int
    cells: Mapping[str, Cell]
    extra: Mapping[str, Cell] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SkippedRow:
    """A row below the header that holds no data; `text` is its first words."""

    row_number: int
    reason: SkipReason
    text: str = ""


@dataclass(frozen=True)
class Layout:
    """The table of one sheet.

    `first_headed` is the first column that has a header. A form is a sheet of labels with their
    values beside them, read as if each person stood in a row.
    """

    kind: SheetKind
    sheet_name: str
    title: str
    reporting_unit: str | None
    township_name: str | None
    unit_name: str | None
    stated_on: PartialDate | None
    header_rows: tuple[int, ...]
    columns: tuple[ColumnMatch, ...]
    rows: tuple[DataRow, ...]
    skipped: tuple[SkippedRow, ...]
    fingerprint: str
    first_headed: int = 0
    is_form: bool = False

    def column(self, field_key: str) -> ColumnMatch | None:
        """The first column of a field, or None."""
        return next((column for column in self.columns if column.field_key == field_key), None)

    def header_of(self, field_key: str) -> str:
        """The header of a field as the sheet writes it; empty when the sheet has no such column."""
        column = self.column(field_key)
        return column.header_text if column else ""

    @property
    def unmapped(self) -> tuple[ColumnMatch, ...]:
        """Columns without a field."""
        return tuple(column for column in self.columns if column.field_key is None)


def column_letter(index: int) -> str:
    """Excel's letters of a column counted from 0."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
