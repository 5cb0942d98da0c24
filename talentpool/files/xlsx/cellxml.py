"""Cells as the XML of a worksheet, a whole column at a time.

Texts stand in their cells (`inlineStr`) instead of in a table of shared strings, which would grow
with the rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from talentpool.dates import PartialDate
from talentpool.files.xlsx import measure
from talentpool.files.xlsx.cells import LONGEST_AS_TEXT, LONGEST_TEXT, content_of, too_long
from talentpool.files.xlsx.layout import shown_text
from talentpool.files.xlsx.styles import Style
from talentpool.sheets import Column, Kind

_EPOCH = datetime.fromisoformat("1899-12-31")
_PHANTOM_LEAP_DAY = 60
"""Spreadsheets count 29 February 1900, which never was."""
_SECONDS_A_DAY = 24 * 60 * 60
_ESCAPE_LIKE = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_MOST_KNOWN = 4_096
_CODES = (date, Enum, PartialDate)
"""Values that repeat and never change: their cells are worked out once."""


class ColumnWriter:
    """Writes the cells of one column; `numbers` tells the number of each style in the file."""

    def __init__(self, index: int, spec: Column, body: Style, numbers: Mapping[Style, str]) -> None:
        self.index, self.spec = index, spec
        self.letters, self._body, self._numbers = str(xl_col_to_name(index)), body, numbers
        self._text = numbers[content_of(spec, "", body)[1]]
        self._blank = f' s="{self._text}"/>'
        self._known: dict[object, tuple[str, str]] = {}
        self._known_texts: dict[object, tuple[str, str]] = {}
        self._takes_text = spec.show is None
        self._takes_int = spec.show is None and spec.kind is Kind.NUMBER
        self._int = numbers[content_of(spec, 0, body)[1]]

    def cells(self, values: Sequence[object], rows: Sequence[str]) -> tuple[list[str], list[str]]:
        """(texts as shown, cells) of `values`, which stand in the `rows` of these numbers, from 1.

        Raises DoesNotFit for a text that is too long for a cell.
        """
        kinds = set(map(type, values))
        if self._takes_text and kinds <= {str, type(None)}:
            return self._texts([value or "" for value in values], rows)  # type: ignore[misc]
        if self._takes_int and kinds == {int} and self._fits_a_number(values):
            return self._whole_numbers(values, rows)
        return self._mixed(values, rows)

    def blank(self, row: str) -> str:
        """The cell without content in the row of this number."""
        return f'<c r="{self.letters}{row}" s="{self._numbers[self._body]}"/>'

    def _texts(self, raw: Sequence[str], rows: Sequence[str]) -> tuple[list[str], list[str]]:
        letters, number, blank, known = self.letters, self._text, self._blank, self._known_texts
        texts = [text if text.isalnum() else measure.clean(text) for text in raw]
        return texts, [
            f'<c r="{letters}{row}" s="{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            if text.isalnum() and len(text) <= LONGEST_AS_TEXT
            else f'<c r="{letters}{row}"{(known.get(text) or self._learn(text, row, known))[1] if text else blank}'
            for text, row in zip(texts, rows, strict=True)
        ]

    def _whole_numbers(self, values: Sequence[object], rows: Sequence[str]) -> tuple[list[str], list[str]]:
        texts = list(map(str, values))
        letters, number = self.letters, self._int
        return texts, [
            f'<c r="{letters}{row}" s="{number}"><v>{text}</v></c>'
            for text, row in zip(texts, rows, strict=True)
        ]

    def _fits_a_number(self, values: Sequence[object]) -> bool:
        extremes = (min(values), max(values))  # type: ignore[type-var]
        return all(content_of(self.spec, value, self._body)[0] == value for value in extremes)

    def _mixed(self, values: Sequence[object], rows: Sequence[str]) -> tuple[list[str], list[str]]:
        pairs = [
            (self._known.get(value) or self._learn(value, row, self._known))
            if isinstance(value, _CODES)
            else self._work_out(value, row)
            for value, row in zip(values, rows, strict=True)
        ]
        letters = self.letters
        cells = [f'<c r="{letters}{row}"{end}' for (_, end), row in zip(pairs, rows, strict=True)]
        return [text for text, _ in pairs], cells

    def _learn(self, value: object, row: str, known: dict[object, tuple[str, str]]) -> tuple[str, str]:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[value] = self._work_out(value, row)
        return known[value]

    def _work_out(self, value: object, row: str) -> tuple[str, str]:
        """(text as shown, the cell's XML behind its place) of any value."""
        content, style = content_of(self.spec, value, self._body)
        opened = f' s="{self._numbers[style]}"'
        if isinstance(content, str):
            return shown_text(self.spec, value), self._string(opened, measure.clean(content), row)
        figure = serial(content) if isinstance(content, date) else content
        return shown_text(self.spec, value), f"{opened}><v>{figure:.16G}</v></c>"

    def _string(self, opened: str, text: str, row: str) -> str:
        if not text:
            return f"{opened}/>"
        if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            raise too_long(int(row) - 1, self.index)
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        return f'{opened} t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


def escaped(text: str) -> str:
    """`text` for XML, with “_x0041_” told from the spreadsheets' own way of writing a character."""
    return escape(_ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text)


def serial(moment: date) -> float:
    """The day number of `moment`, its time as a fraction."""
    start = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    since = start - _EPOCH
    days = since.days + (since.days >= _PHANTOM_LEAP_DAY)
    return days + (since.seconds + since.microseconds / 1e6) / _SECONDS_A_DAY
