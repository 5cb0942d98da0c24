"""Records as the XML of a worksheet, a batch of rows at a time, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from tempfile import SpooledTemporaryFile

from talentpool.errors import TalentpoolError
from talentpool.files.xlsx import columns as sizes
from talentpool.files.xlsx.breaks import Pages, data_blocks, foot_of
from talentpool.files.xlsx.cellxml import ColumnWriter
from talentpool.files.xlsx.columns import Run
from talentpool.files.xlsx.layout import Layout, shown_text
from talentpool.files.xlsx.styles import Style
from talentpool.files.xlsx.table import body_styles, summand
from talentpool.sheets import Column, Kind, Row, Sheet, row_values

_BATCH = 500
_LONGEST_BLOCK = 10_000
"""Rows that are held at most to keep a merged cell whole; a longer one is parted."""
_KEPT_IN_MEMORY = 1 << 20


class RowsChanged(TalentpoolError):
    """The source gave another number of rows than it had announced; the file would be wrong."""


class RowWriter:
    """Writes the records of one sheet; afterwards knows merges, page breaks and totals."""

    def __init__(self, sheet: Sheet, layout: Layout, numbers: Mapping[Style, str]) -> None:
        self._sheet, self._layout = sheet, layout
        self._writers = [
            ColumnWriter(index, column, body, numbers)
            for index, (column, body) in enumerate(
                zip(sheet.columns, body_styles(sheet, layout), strict=True)
            )
        ]
        self._pages = Pages(layout)
        self._pending: tuple[int, float] | None = None
        self.totals: dict[int, float] = {
            index: 0
            for index, column in enumerate(sheet.columns)
            if column.total and column.key not in sheet.totals
        }
        self.merges = 0
        self._merged = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115

    def rows(self, rows: Iterable[Row]) -> Iterator[bytes]:
        """The `row` elements. Raises DoesNotFit for too long a text, RowsChanged for too few or many rows."""
        written = 0
        for batch in batches(self._sheet.columns, rows):
            yield self._batch(batch, self._layout.first_data + written)
            written += len(batch)
            if written > self._layout.row_count:
                break
        if written != self._layout.row_count:
            raise RowsChanged("导出过程中数据有了变化,请重新导出")

    def merged(self) -> Iterator[bytes]:
        """The `mergeCell` elements of the records."""
        self._merged.seek(0)
        return iter(lambda: self._merged.read(_KEPT_IN_MEMORY), b"")

    def breaks(self) -> list[int]:
        """Rows that begin a new page, foot included."""
        layout = self._layout
        if self._pending is not None:
            total = 0.0 if layout.total_row is None else layout.height_of(layout.total_row, layout.total_row)
            self._pages.add(self._pending[0], self._pending[1] + total)
            self._pending = None
        foot = foot_of(layout)
        if foot is not None:
            self._pages.add_foot(foot[0], layout.height_of(*foot))
        return self._pages.breaks

    def close(self) -> None:
        """Let go of what was noted aside."""
        self._merged.close()

    def _batch(self, batch: Sequence[tuple[object, ...]], first: int) -> bytes:
        numbers = [str(first + offset + 1) for offset in range(len(batch))]
        values = list(zip(*batch, strict=True))
        pairs = [writer.cells(column, numbers) for writer, column in zip(self._writers, values, strict=True)]
        texts, cells = [text for text, _ in pairs], [cell for _, cell in pairs]
        runs = sizes.merged_runs(self._sheet.columns, texts)
        heights = sizes.row_heights(texts, self._layout.widths, runs)
        covered = self._merge(runs, cells, numbers)
        self._add_up(values, covered)
        self._fill_pages(runs, heights, first)
        heads = [_head(number, height) for number, height in zip(numbers, heights, strict=True)]
        return "".join(chain.from_iterable(zip(heads, *cells, repeat("</row>")))).encode()

    def _merge(
        self, runs: Sequence[Run], cells: list[list[str]], numbers: Sequence[str]
    ) -> set[tuple[int, int]]:
        """Note the merges; numbers stay in the first cell only, so that no sum counts them twice."""
        covered: set[tuple[int, int]] = set()
        for run in runs:
            rows, writer = range(run.first + 1, run.last + 1), self._writers[run.column]
            covered.update((row, run.column) for row in rows)
            area = f"{writer.letters}{numbers[run.first]}:{writer.letters}{numbers[run.last]}"
            self._merged.write(f'<mergeCell ref="{area}"/>'.encode())
            self.merges += 1
            if writer.spec.kind in (Kind.NUMBER, Kind.PERCENT):
                for row in rows:
                    cells[run.column][row] = writer.blank(numbers[row])
        return covered

    def _add_up(self, values: Sequence[Sequence[object]], covered: set[tuple[int, int]]) -> None:
        for index in self.totals:
            for offset, value in enumerate(values[index]):
                number = summand(value)
                if number is not None and (offset, index) not in covered:
                    self.totals[index] += number

    def _fill_pages(self, runs: Sequence[Run], heights: Sequence[float], first: int) -> None:
        """The last block waits, since the total stays with it."""
        for top, bottom in data_blocks(runs, len(heights)):
            if self._pending is not None:
                self._pages.add(*self._pending)
            self._pending = (first + top, sum(heights[top : bottom + 1]))


def batches(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[tuple[object, ...]]]:
    """Rows a few hundred at a time, never parting what is merged in the outermost merging column."""
    outer = _parting(columns)
    batch: list[tuple[object, ...]] = []
    for row in rows:
        values = row_values(columns, row)
        full = len(batch) >= _BATCH
        if full and (len(batch) >= _LONGEST_BLOCK or not _joined(columns, outer, batch[-1], values)):
            yield batch
            batch = []
        batch.append(values)
    if batch:
        yield batch


def _parting(columns: Sequence[Column]) -> list[int]:
    """The columns in which a run of the outermost merging column may end; none where nothing merges."""
    outermost = next((index for index, column in enumerate(columns) if column.merge), -1)
    return [index for index in range(outermost + 1) if columns[index].merge or columns[index].parts]


def _joined(
    columns: Sequence[Column], parting: Sequence[int], above: Sequence[object], row: Sequence[object]
) -> bool:
    return bool(parting) and all(
        shown_text(columns[index], above[index]) == shown_text(columns[index], row[index])
        for index in parting
    )


def _head(number: str, points: float) -> str:
    """The opening of a row; heights are kept in whole pixels, as programs do."""
    return f'<row r="{number}" ht="{int(points * 4 / 3 + 0.5) * 0.75:g}" customHeight="1">'
