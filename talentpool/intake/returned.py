"""Refused rows as the office wrote them, with the reason in a last column, ready to be mended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talentpool.files.copies import Merge, SheetCopy, write_copies
from talentpool.files.reader import Cell, RawSheet
from talentpool.intake.layout import Layout, SkipReason
from talentpool.intake.layout.grid import Grid
from talentpool.intake.layout.headers import REASON, is_reason
from talentpool.intake.layout.heading import is_dated_label
from talentpool.intake.plan import Level, RowPlan
from talentpool.intake.sources import Source


@dataclass(frozen=True, slots=True)
class Returned:
    """The workbook and how many refused rows it holds."""

    content: bytes
    rows: int


def refused_rows(sources: Iterable[Source]) -> Returned | None:
    """The workbook of all refused rows, a sheet for each sheet that has some; None when there are none."""
    copies = []
    count = 0
    for source in sources:
        refused = [row for row in source.plan.rows if row.refused]
        if refused and source.layout is not None and source.raw is not None:
            copies.append(_Copier(source.raw, source.layout, refused).copy())
            count += len(refused)
    return Returned(write_copies(copies), count) if copies else None


class _Copier:
    """Copies title and header rows whole, and of the rows below only what was refused."""

    def __init__(self, raw: RawSheet, layout: Layout, refused: Sequence[RowPlan]) -> None:
        self._raw, self._layout = raw, layout
        self._grid = Grid(raw)
        self._refused: dict[int, list[RowPlan]] = {}
        for row in refused:
            self._refused.setdefault(row.row_number, []).append(row)
        self._data = {row.row_number: row for row in layout.rows}
        self._skipped = {row.row_number: row for row in layout.skipped}
        self._columns = {column.header_text: column.column_index for column in reversed(layout.columns)}
        self._reason = next((c.column_index for c in layout.columns if is_reason(c.header_text)), raw.width)
        self._last_header = max(layout.header_rows, default=raw.first_row - 1)

    def copy(self) -> SheetCopy:
        """The sheet to be written."""
        numbers = self._numbers()
        rows = [self._row(number) for number in numbers]
        places = {number: place for place, number in enumerate(numbers)}
        marked = frozenset(
            (places[number], column)
            for number, plans in self._refused.items()
            for column in self._named_columns(plans)
        )
        headers = range(0)
        merged: list[Merge] = []
        if self._layout.header_rows:
            first, last = (places[number] for number in (self._layout.header_rows[0], self._last_header))
            headers = range(first, last + 1)
            rows[first][self._reason] = REASON
            merged = self._merged(places, first, last)
        return SheetCopy(self._raw.name, rows, self._reason, headers, merged, marked)

    def _numbers(self) -> list[int]:
        """The rows that are copied, by their numbers in the sheet."""
        every = range(self._raw.first_row, self._raw.first_row + len(self._raw.rows))
        if self._layout.is_form:
            return list(every)
        kept = []
        section: int | None = None
        for number in every:
            skipped = self._skipped.get(number)
            if number <= self._last_header:
                kept.append(number)
            elif skipped is not None and skipped.reason is SkipReason.SECTION:
                section = number
            elif number in self._refused:
                kept += [number] if section is None else [section, number]
                section = None
            elif (
                skipped is not None and skipped.reason is SkipReason.FOOTNOTE and is_dated_label(skipped.text)
            ):
                kept.append(number)
        return kept

    def _row(self, number: int) -> list[Cell]:
        index = number - self._raw.first_row
        cells: list[Cell] = [self._grid.own(index, column) for column in range(self._raw.width)]
        cells += [None] * (self._reason + 1 - len(cells))
        if number not in self._refused:
            return cells
        if not self._layout.is_form:
            self._fill(number, index, cells)
        cells[self._reason] = "\n".join(dict.fromkeys(_reasons(self._refused[number])))
        return cells

    def _fill(self, number: int, index: int, cells: list[Cell]) -> None:
        """What a merged cell or a row above said of this row is written into it: that row may be gone."""
        told = self._data[number].cells
        for column in self._layout.columns:
            place = column.column_index
            if cells[place] is None and column.field_key != "serial":
                inherited = told.get(column.field_key) if column.field_key in ("unit", "township") else None
                cells[place] = inherited if inherited is not None else self._grid.filled(index, place)

    def _named_columns(self, plans: Sequence[RowPlan]) -> set[int]:
        names = {issue.column for plan in plans for issue in plan.issues if issue.level is Level.ERROR}
        return {self._columns[name] for name in names if name in self._columns}

    def _merged(self, places: dict[int, int], first: int, last: int) -> list[Merge]:
        """The merged ranges of title and header, and that of the reason's header."""
        kept: list[Merge] = [
            (places[top], left, places[bottom], right)
            for top, left, bottom, right in self._raw.merged
            if bottom <= self._last_header
            and right < self._reason
            and top in places
            and (top, left) != (bottom, right)
        ]
        return [*kept, (first, self._reason, last, self._reason)] if last > first else kept


def _reasons(plans: Sequence[RowPlan]) -> Iterable[str]:
    for plan in plans:
        for issue in plan.issues:
            if issue.level is Level.ERROR:
                yield f"{issue.column}:{issue.message}" if issue.column else issue.message
