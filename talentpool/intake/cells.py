"""Reads the cells of one row by their fields, noting what cannot be read under the header as written. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from talentpool.dates import PartialDate, UnreadableDate, parse_partial_date
from talentpool.files.reader import Cell
from talentpool.intake.doubts import WORDS, YES_NO
from talentpool.intake.layout.model import DataRow, Layout
from talentpool.intake.plan import Doubt, RowPlan
from talentpool.intake.readings import Reading, clean_text
from talentpool.intake.values import UnreadableCount, read_count, read_yes_no
from talentpool.wording import phrase
from talentpool.writing import compact, folded, is_empty_mark

T = TypeVar("T")

_NEGATED = re.compile(r"未|否|不|没")


class RowReader:
    """One row: what was read goes out, what could not be goes to `plan`."""

    def __init__(self, row: DataRow, headers: Mapping[str, str]) -> None:
        self._cells = row.cells
        self._headers = headers
        self.plan = RowPlan(row.row_number)

    def header(self, key: str) -> str:
        """The header of a field as written; "" where the sheet has none."""
        return self._headers.get(key, "")

    def has(self, key: str) -> bool:
        """Whether the sheet has a column of this field."""
        return key in self._headers or self._cells.get(key) is not None

    def cell(self, key: str) -> Cell:
        """The cell as it is."""
        return self._cells.get(key)

    def text(self, key: str) -> str:
        """The text of a cell in one line; "" for an empty one or a mark for nothing."""
        value = self._cells.get(key)
        if value is None:
            return ""
        text = clean_text(value)
        return "" if is_empty_mark(folded(text)) else text

    def date(self, key: str) -> PartialDate | None:
        """A date; an unreadable one refuses the row."""
        value = self._cells.get(key)
        if value is None:
            return None
        if isinstance(value, float) and round(value * 10) % 10 == 1:
            year = int(value)
            self.plan.warn(
                self.header(key), f"数字“{value:g}”按{year}.10读取;如为1月,请写成{year}.01后重新导入"
            )
        try:
            return parse_partial_date(value)
        except UnreadableDate as error:
            self.plan.refuse(self.header(key), error.phrase)
            return None

    def count(self, key: str) -> int | None:
        """A whole number; an unreadable one is left out with a warning."""
        value = self._cells.get(key)
        if value is None:
            return None
        try:
            return read_count(value)
        except UnreadableCount as error:
            self.plan.warn(self.header(key), phrase("%(error)s。该项未导入", error=error.phrase))
            return None

    def choice(self, key: str, read: Callable[[object], Reading[T]]) -> T | None:
        """A member of a code table; an unknown word is left out with a warning, and asked about."""
        value = self._cells.get(key)
        if value is None:
            return None
        reading = read(value)
        if reading.known:
            return reading.value
        guess = getattr(reading.value, "label", "")
        hint = phrase("是否为“%(guess)s”?", guess=phrase(guess)) if guess else ""
        self.plan.doubt(
            self.header(key),
            phrase(
                "“%(reading)s”不在代码表中,%(hint)s该项未导入,请在预览页选定是哪一项",
                reading=reading.written,
                hint=hint,
            ),
            Doubt(key, reading.written, guess, WORDS.get(key, ())),
        )
        return None

    def yes_no(self, key: str) -> bool | None:
        """是/否 and their like; “未退休”, “已辞职” by their first words."""
        value = self._cells.get(key)
        if value is None:
            return None
        reading = read_yes_no(value)
        if reading.known:
            return reading.value
        text = compact(reading.written)
        if _NEGATED.match(text):
            return False
        if text.startswith(("已", "退休", "辞职")):
            return True
        self.plan.doubt(
            self.header(key),
            phrase("“%(written)s”看不出是“是”还是“否”,该项未导入,请在预览页选定", written=reading.written),
            Doubt(key, reading.written, "", YES_NO),
        )
        return None


def headers_of(layout: Layout) -> dict[str, str]:
    """Field key → header as written, for all columns that hold a field."""
    return {
        column.field_key: column.header_text
        for column in reversed(layout.columns)
        if column.field_key is not None
    }


def months_between(start: PartialDate, end: PartialDate) -> int:
    """Whole months by the calendar, whatever the days."""
    return (end.year - start.year) * 12 + end.month - start.month


def is_after(moment: PartialDate, day: date) -> bool:
    """Whether a date lies wholly behind a day."""
    return moment.first_day() > day
