"""Sorts the rows below the header into data and the rest, and fills merged and left-out cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from talentpool.files.reader import Cell
from talentpool.intake.fields import POST_MARK
from talentpool.intake.layout.grid import Grid
from talentpool.intake.layout.headers import normal
from talentpool.intake.layout.heading import is_unit_name, unit_in_title
from talentpool.intake.layout.model import ColumnMatch, DataRow, SkippedRow, SkipReason
from talentpool.intake.layout.recognise import is_ticked
from talentpool.writing import compact

_FOOTNOTE = re.compile(
    r"(?:说明|注|备注|附注|注意事项|填表说明|填写说明)\d*[::.、]|(?:填表|填报|制表|审核|审批|报送|经办|联系)人|"
    r"(?:单位|主要|分管)?(?:负责人|领导)(?:签字|签名)?[::(]|(?:填表|填报|制表)(?:时间|日期|单位)|联系电话[::]|[*※★].{4,}|\d[.、].{12,}"
)
_TOTAL = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计)[::]?.{0,6}|总数|计")
_COUNT = re.compile(r"[共计]?\d+[人名个]?")
"""What stands in the column of names beside 小计."""
_SECTION = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）.、](.+)$")
_LOOKED_AT = 4
"""So many filled cells from the left are looked at for 合计."""

_CARRIED = ("township", "unit")


class Body:
    """Reads the rows from `start` on with the columns given; see `read`."""

    def __init__(self, grid: Grid, start: int, columns: Sequence[ColumnMatch], unit_name: str | None) -> None:
        self._grid = grid
        self._start = start
        self._columns = [column for column in columns if column.field_key]
        self._extra_headers = extra_headers(columns)
        self._index = {column.field_key: column.column_index for column in self._columns}
        self._headers = {column.column_index: normal(column.header_text.split("/")[-1]) for column in columns}
        self._unit_name = unit_name
        self._merged_units = self._has_merged_units()
        self._above: dict[str, Cell] = {}
        self._section: str | None = None

    def read(self) -> tuple[list[DataRow], list[SkippedRow]]:
        """Data rows and skipped rows, each under its number in the sheet."""
        rows: list[DataRow] = []
        skipped: list[SkippedRow] = []
        for row in range(self._start, self._grid.height):
            reason = self._reason_to_skip(row)
            if reason is None:
                rows.append(self._data_row(row))
                continue
            text = next(iter(self._grid.own_texts(row)), "")
            skipped.append(SkippedRow(self._grid.number(row), reason, text))
            if reason is SkipReason.SECTION:
                self._section = _section_name(text)
                self._above.clear()
        return rows, skipped

    def _has_merged_units(self) -> bool:
        column = self._index.get("unit")
        if column is None:
            return False
        return any(self._grid.merged_down(row, column) for row in range(self._start, self._grid.height))

    def _reason_to_skip(self, row: int) -> SkipReason | None:
        texts = self._grid.own_texts(row)
        if not texts:
            return SkipReason.BLANK
        if len(texts) > _LOOKED_AT and self._has_person(row):
            return SkipReason.REPEATED_HEADER if self._repeats_header(row) else None
        if self._is_total(row, texts):
            return SkipReason.TOTAL
        if self._repeats_header(row):
            return SkipReason.REPEATED_HEADER
        if self._is_section(texts):
            return SkipReason.SECTION
        return SkipReason.FOOTNOTE if self._is_footnote(row, texts) else None

    def _is_total(self, row: int, texts: Sequence[str]) -> bool:
        if self._has_person(row):
            return False
        return any(len(text) <= 20 and _TOTAL.fullmatch(compact(text)) for text in texts[:_LOOKED_AT])

    def _has_person(self, row: int) -> bool:
        name = self._index.get("name")
        value = None if name is None else self._grid.own(row, name)
        text = "" if value is None else compact(str(value))
        return bool(text) and not (
            _COUNT.fullmatch(text) or _TOTAL.fullmatch(text) or _FOOTNOTE.match(text) or text.endswith(":")
        )

    def _repeats_header(self, row: int) -> bool:
        """The header printed again, or a row that numbers the columns; nearly every row tells by its first cells."""
        first = list(islice(self._filled(row), _LOOKED_AT))
        if any(isinstance(cell, str) and normal(cell) == header for header, cell in first[1:]):
            filled = list(self._filled(row))
            same = sum(normal(str(cell)) == header != "" for header, cell in filled)
            return same >= 3 and same >= 0.6 * len(filled)
        if not first or str(first[0][1]) != "1":
            return False
        numbers = [str(cell) for _, cell in self._filled(row)]
        return len(numbers) >= 4 and numbers == [str(number) for number in range(1, len(numbers) + 1)]

    def _filled(self, row: int) -> Iterator[tuple[str, Cell]]:
        """(header, cell) of the cells that hold something."""
        for column, header in self._headers.items():
            if (cell := self._grid.own(row, column)) is not None:
                yield header, cell

    def _is_section(self, texts: Sequence[str]) -> bool:
        """One unit name alone in its row, as a heading over its people."""
        if len(set(texts)) != 1 or "name" not in self._index:
            return False
        return is_unit_name(_section_name(texts[0])) or bool(unit_in_title(texts[0]))

    def _is_footnote(self, row: int, texts: Sequence[str]) -> bool:
        first = compact(texts[0])
        if len(set(texts)) <= 4 and _FOOTNOTE.match(first) and not self._has_person(row):
            return True
        alone = len(set(texts)) == 1
        serial = self._index.get("serial")
        is_serial = serial is not None and self._grid.own(row, serial) is not None and first.isdigit()
        return alone and not is_serial and not self._has_person(row) and not is_unit_name(first)

    def _data_row(self, row: int) -> DataRow:
        cells: dict[str, Cell] = {}
        for column in self._columns:
            if column.field_key != POST_MARK and column.field_key is not None:
                cells[column.field_key] = self._cell(row, column.column_index, column.field_key)
        self._add_ticked_posts(row, cells)
        inherited = self._fill_left_out(row, cells)
        extra = {header: self._grid.filled(row, column) for column, header in self._extra_headers.items()}
        return DataRow(self._grid.number(row), cells, extra, frozenset(inherited))

    def _cell(self, row: int, column: int, key: str) -> Cell:
        """The cell, filled down from a merged range; a merged serial number belongs to its first row."""
        return self._grid.own(row, column) if key == "serial" else self._grid.filled(row, column)

    def _add_ticked_posts(self, row: int, cells: dict[str, Cell]) -> None:
        ticked = [
            column.header_text.split("/")[-1]
            for column in self._columns
            if column.field_key == POST_MARK and is_ticked(self._grid.filled(row, column.column_index))
        ]
        if ticked:
            written = cells.get("posts")
            cells["posts"] = "、".join([str(written), *ticked] if written is not None else ticked)
        elif POST_MARK in self._index:
            cells.setdefault("posts", None)

    def _fill_left_out(self, row: int, cells: dict[str, Cell]) -> set[str]:
        """Unit and township from the row above, the section or the sheet where the row leaves them out."""
        inherited: set[str] = set()
        for key in _CARRIED:
            if cells.get(key) is not None:
                self._above[key] = cells[key]
                continue
            value = self._left_out(key)
            if value is not None:
                cells[key] = value
                inherited.add(key)
        return inherited

    def _left_out(self, key: str) -> Cell:
        if key == "unit":
            if self._section is not None and "unit" not in self._above:
                return self._section
            if "unit" not in self._index:
                return self._unit_name
            if self._merged_units:
                return None
        return self._above.get(key)


def extra_headers(columns: Sequence[ColumnMatch]) -> dict[int, str]:
    """Column → a header of its own for each unknown column; the column's letter parts equal ones."""
    headers: dict[int, str] = {}
    for column in columns:
        if column.field_key is None:
            text = column.header_text or f"{column.letter}列"
            taken = text in headers.values()
            headers[column.column_index] = f"{text}({column.letter}列)" if taken else text
    return headers


def _section_name(text: str) -> str:
    """“一、云山村” → 云山村; what follows in brackets or after a colon is dropped."""
    if titled := unit_in_title(text):
        return titled
    plain = compact(text)
    numbered = _SECTION.match(plain)
    return re.split(r"[(::]", numbered.group(1) if numbered else plain, maxsplit=1)[0]
