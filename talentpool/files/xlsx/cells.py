"""Typed writes: text stays text, and a cell that does not fit is an error, never a loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING

from talentpool.errors import TalentpoolError
from talentpool.files.xlsx import measure
from talentpool.files.xlsx.styles import FILLS, Formats, Style
from talentpool.sheets import Column, Kind, Marked
from talentpool.vocabulary import TargetState

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TEXT_FORMAT, _LONG_TEXT_FORMAT = "@", "General"
DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
LONGEST_TEXT = 32_767
LONGEST_AS_TEXT = 255
"""Longer texts in the text format show as #### in older programs."""
_EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number; more of them are an identifier."""
_FIRST_YEAR = 1900
"""Spreadsheets know no earlier dates."""


class DoesNotFit(TalentpoolError):
    """A table or a text that is larger than a worksheet can hold; nothing is written."""


class Pen:
    """Writes cells of one worksheet; every method raises `DoesNotFit` rather than lose a cell."""

    def __init__(self, worksheet: Worksheet, formats: Formats) -> None:
        self.worksheet = worksheet
        self.formats = formats

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write `text` as text, whatever it looks like; an empty one leaves a blank cell."""
        shown = measure.clean(text)
        cell_format = self.formats[_as_text(shown, style)]
        if shown:
            self._check(self.worksheet.write_string(row, column, shown, cell_format), row, column)
        else:
            self._check(self.worksheet.write_blank(row, column, None, cell_format), row, column)

    def number(self, row: int, column: int, number: float, style: Style) -> None:
        """Write a finite number."""
        self._check(self.worksheet.write_number(row, column, number, self.formats[style]), row, column)

    def moment(self, row: int, column: int, moment: date, style: Style) -> None:
        """Write a date or a date with time."""
        self._check(self.worksheet.write_datetime(row, column, moment, self.formats[style]), row, column)

    def across(self, row: int, first: int, last: int, text: str, style: Style) -> None:
        """Write `text` into one cell that spans the columns `first` … `last`."""
        self.block(row, first, row, last, style)
        self.text(row, first, text, style)

    def block(self, top: int, left: int, bottom: int, right: int, style: Style) -> None:
        """Join cells; the caller writes the content."""
        if (top, left) != (bottom, right):
            done = self.worksheet.merge_range(top, left, bottom, right, "", self.formats[style])
            self._check(done, bottom, right)

    def value(self, row: int, column: int, spec: Column, value: object, style: Style) -> None:
        """Write the value of a record by its column's kind."""
        content, style = content_of(spec, value, style)
        if isinstance(content, str):
            self.text(row, column, content, style)
        elif isinstance(content, date):
            self.moment(row, column, content, style)
        else:
            self.number(row, column, content, style)

    def _check(self, code: int, row: int, column: int) -> None:
        if code == -2:
            raise too_long(row, column)
        if code != 0:
            raise DoesNotFit(f"第{row + 1}行第{column + 1}列超出工作表的行列限度,请缩小筛选范围后再导出")


def too_long(row: int, column: int) -> DoesNotFit:
    """The refusal of a text longer than `LONGEST_TEXT`; row and column count from 0."""
    return DoesNotFit(f"第{row + 1}行第{column + 1}列的文字超过{LONGEST_TEXT}个字符,请缩短后再导出")


def content_of(spec: Column, value: object, style: Style) -> tuple[str | float | date, Style]:
    """What the cell of a record's value holds by its column's kind, and the format it takes."""
    state, bare = (value.state, value.value) if isinstance(value, Marked) else (None, value)
    number = _number(spec, bare)
    if number is not None:
        return number, _styled(style, state, number_format(spec, state))
    moment = _moment(spec, bare)
    if moment is not None:
        return moment, _styled(style, state, MOMENT_FORMAT if isinstance(moment, datetime) else DATE_FORMAT)
    text = spec.text(bare)
    return text, _as_text(text, _styled(style, state, _text_format(text, state)))


_FORMULA_LIKE = ("=", "+", "-", "@")


def _as_text(text: str, style: Style) -> Style:
    """The style of a text, quoted where it begins like a formula."""
    return _quoted(style) if text.startswith(_FORMULA_LIKE) else style


@cache
def _quoted(style: Style) -> Style:
    return replace(style, quoted=True)


def possible_styles(spec: Column, style: Style) -> Iterator[Style]:
    """Every format that `content_of` may give to a value of the column."""
    for state in (None, *TargetState):
        yield _styled(style, state, _text_format("", state))
        yield _quoted(_styled(style, state, _text_format("", state)))
        if spec.kind in (Kind.NUMBER, Kind.PERCENT):
            yield _styled(style, state, number_format(spec, state))
        if spec.kind is Kind.DATE:
            yield _styled(style, state, DATE_FORMAT)
            yield _styled(style, state, MOMENT_FORMAT)
    yield _styled(style, None, _LONG_TEXT_FORMAT)
    yield _quoted(_styled(style, None, _LONG_TEXT_FORMAT))


@cache
def _styled(style: Style, state: TargetState | None, pattern: str) -> Style:
    return replace(style, fill=(FILLS[state] if state else "") or style.fill, number_format=pattern)


def number_format(spec: Column, state: TargetState | None = None) -> str:
    """Excel's pattern for a figure of the column, the mark of its state behind it."""
    places = f".{'0' * spec.places}" if spec.places else ""
    pattern = f"0{places}%" if spec.kind is Kind.PERCENT else f"0{places}"
    return pattern if state is None else f'{pattern}" {state.mark}"'


def _text_format(text: str, state: TargetState | None) -> str:
    if state is not None:
        return f'@" {state.mark}"'
    return TEXT_FORMAT if len(text) <= LONGEST_AS_TEXT else _LONG_TEXT_FORMAT


def _number(spec: Column, value: object) -> float | None:
    """The number to write, or None when the value is to be written as text."""
    if spec.show is not None or isinstance(value, bool) or spec.kind not in (Kind.NUMBER, Kind.PERCENT):
        return None
    if not isinstance(value, int | float | Decimal) or not isfinite(value):
        return None
    number = float(value) if isinstance(value, Decimal) else value
    return number if abs(number) <= _EXACT else None


def _moment(spec: Column, value: object) -> date | None:
    if spec.show is not None or spec.kind is not Kind.DATE or not isinstance(value, date):
        return None
    if value.year < _FIRST_YEAR:
        return None
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
