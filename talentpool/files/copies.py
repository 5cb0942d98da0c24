"""Writes sheets back as they were handed in: the same cells at the same columns, text as text.

For rows that go back to the office to be mended: their reasons stand in a last column, the cells that
the reasons name are filled.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from talentpool.files.reader import Cell

Merge = tuple[int, int, int, int]
_MOST_DIGITS = 11
"""Whole numbers of more digits are no figures (ID and telephone numbers) and go back as text."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_FIRST_DAY = datetime.date(1900, 3, 1)
_REASON_WIDTH, _WIDEST, _NARROWEST = 48.0, 30.0, 6.0
_LONGEST_TEXT = 32_767
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetCopy:
    """A sheet to be written: `rows` of cells, `merged` as (top, left, bottom, right), all counted from 0.

    `headers` are the places of its header rows, `reason` is the column that tells why; `marked` are
    (row, column) of the cells that a reason names. Widths come from the rows under the headers.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    reason: int
    headers: range = range(0)
    merged: Sequence[Merge] = ()
    marked: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def write_copies(copies: Sequence[SheetCopy]) -> bytes:
    """One workbook with a sheet for each copy, in their order; equal names are numbered."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False})
    names: list[str] = []
    for copy in copies:
        names.append(_free_name(copy.name, names))
        _write(book, book.add_worksheet(names[-1]), copy)
    book.close()
    return target.getvalue()


def _free_name(wanted: str, taken: Sequence[str]) -> str:
    base = (_FORBIDDEN.sub(" ", wanted).strip(" '") or "表")[:31]
    known = {name.casefold() for name in taken}
    name, number = base, 2
    while name.casefold() in known:
        tail = f"({number})"
        name, number = base[: 31 - len(tail)] + tail, number + 1
    return name


class _Formats:
    """The few looks of such a sheet."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        cell = {
            "border": 1,
            "border_color": "#b8c2cc",
            "valign": "vcenter",
            "font_name": "宋体",
            "font_size": 11,
        }
        self.text = book.add_format({**cell, "num_format": "@", "text_wrap": True})
        self.figure = book.add_format(cell)
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd"})
        mark = {"bg_color": "#fdf0cf"}
        self.marked_text = book.add_format({**cell, **mark, "num_format": "@", "text_wrap": True})
        self.marked_figure = book.add_format({**cell, **mark})
        self.marked_day = book.add_format({**cell, **mark, "num_format": "yyyy-mm-dd"})
        head = {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#eef2f6"}
        self.header = book.add_format(head)
        self.above = book.add_format({"font_name": "宋体", "font_size": 12, "valign": "vcenter"})
        self.title = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True, "align": "center"})
        self.reason = book.add_format({**cell, "num_format": "@", "text_wrap": True, "font_color": "#b42318"})


def _write(book: xlsxwriter.Workbook, sheet: Worksheet, copy: SheetCopy) -> None:
    formats = _Formats(book)
    merged = {(top, left): (bottom, right) for top, left, bottom, right in copy.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in copy.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for place, cells in enumerate(copy.rows):
        for column, value in enumerate(cells):
            look = _look(copy, formats, place, column, value)
            if (place, column) in merged:
                bottom, right = merged[place, column]
                sheet.merge_range(place, column, bottom, right, _text(value), look)
            elif (place, column) not in covered:
                _put(sheet, place, column, value, look)
    for column, width in enumerate(_widths(copy)):
        sheet.set_column(column, column, width)
    if copy.headers:
        sheet.freeze_panes(copy.headers.stop, 0)
        sheet.repeat_rows(copy.headers.start, copy.headers.stop - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _look(copy: SheetCopy, formats: _Formats, row: int, column: int, value: Cell) -> Format:
    if row < copy.headers.start:
        return formats.title if row == 0 else formats.above
    if row in copy.headers:
        return formats.header
    if column == copy.reason:
        return formats.reason
    marked = (row, column) in copy.marked
    if isinstance(value, datetime.date):
        return formats.marked_day if marked else formats.day
    if isinstance(value, int | float) and not _is_long(value):
        return formats.marked_figure if marked else formats.figure
    return formats.marked_text if marked else formats.text


def _put(sheet: Worksheet, row: int, column: int, value: Cell, look: Format) -> None:
    """Typed writes only: no text becomes a formula, a number or a link."""
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, int | float) and not _is_long(value):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime.date) and _as_date(value) >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_string(row, column, _text(value), look)


def _as_date(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _is_long(value: float) -> bool:
    return isinstance(value, int) and len(str(abs(value))) > _MOST_DIGITS


def _text(value: Cell) -> str:
    return "" if value is None else _INVALID.sub("", str(value))[:_LONGEST_TEXT]


def _widths(copy: SheetCopy) -> list[float]:
    count = max((len(row) for row in copy.rows), default=0)
    widths = [_NARROWEST] * count
    for row in copy.rows[copy.headers.start :]:
        for column, value in enumerate(row):
            widths[column] = max(widths[column], min(_WIDEST, _breadth(_text(value)) + 2))
    if copy.reason < count:
        widths[copy.reason] = _REASON_WIDTH
    return widths


def _breadth(text: str) -> float:
    lines = text.split("\n")
    return max(sum(2.0 if ord(mark) > 0x2E7F else 1.1 for mark in line) for line in lines)
