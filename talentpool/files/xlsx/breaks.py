"""Page breaks that keep together what is read together: a unit's merged rows, charts, the foot."""

from __future__ import annotations

from collections.abc import Sequence

from talentpool.files.xlsx.columns import Run
from talentpool.files.xlsx.layout import Layout

_SPARE = 0.95
"""Part of a page that may be filled: a page that overflows by one row is worse than a white edge."""


_MOST_WHITE = 0.4
"""Part of a page that may stay empty so that a block is not parted; rather than more, it is."""

MOST_BREAKS = 1023
"""A sheet can have no more."""


class Pages:
    """Fills pages with blocks that should not be parted, from the header down.

    `breaks` are the rows that begin a new page. Blocks taller than a page, and those that would leave
    much of one empty, are left to the program's own breaks.
    """

    def __init__(self, layout: Layout) -> None:
        self.breaks: list[int] = []
        self._last: tuple[int, float] | None = None
        scale = min(1.0, layout.page.width_px / layout.total_px)
        self._room = layout.page.height_pt / scale * _SPARE
        top, bottom = layout.header_top, layout.header_bottom
        self._head = layout.height_of(top, bottom) if repeats_header(layout) else 0.0
        self._used = layout.height_of(0, bottom)

    def add(self, first: int, height: float) -> None:
        """The next block, from its first row."""
        fits_on_a_page = self._head + height <= self._room
        is_full_enough = self._room - self._used <= _MOST_WHITE * self._room
        if self._used + height > self._room and self._used > self._head and fits_on_a_page and is_full_enough:
            if len(self.breaks) < MOST_BREAKS:
                self.breaks.append(first)
            self._used = self._head
        self._last = (first, height)
        used = self._used + height
        self._used = used if used <= self._room else self._head + used % self._room

    def add_foot(self, first: int, height: float) -> None:
        """Notes and signature: never alone on a page, the last block goes over with them."""
        if self._used + height <= self._room or self._last is None:
            return
        row, before = self._last
        together = before + height
        if self.breaks[-1:] != [row] and together <= min(self._room - self._head, _MOST_WHITE * self._room):
            self.breaks.append(row)
            self._used = self._head + together
        else:
            self.add(first, height)


def page_breaks(layout: Layout) -> list[int]:
    """Rows that begin a new page."""
    pages = Pages(layout)
    for first, last in _blocks(layout):
        pages.add(first, layout.height_of(first, last))
    foot = foot_of(layout)
    if foot:
        pages.add_foot(foot[0], layout.height_of(*foot))
    return pages.breaks


def repeats_header(layout: Layout) -> bool:
    """Whether the header is printed on every page: not where only charts would stand under it."""
    if not layout.chart_bands:
        return True
    scale = min(1.0, layout.page.width_px / layout.total_px)
    end = layout.chart_bands[0].row - 1
    return layout.height_of(0, end) > layout.page.height_pt / scale * _SPARE


def foot_of(layout: Layout) -> tuple[int, int] | None:
    """First and last row of notes and signature together."""
    rows = [*layout.note_rows, *([] if layout.signature_row is None else [layout.signature_row])]
    return (rows[0], rows[-1]) if rows else None


def data_blocks(runs: Sequence[Run], count: int) -> list[tuple[int, int]]:
    """First and last of the rows that should not be parted, of `count` rows with these runs."""
    outermost = min((run.column for run in runs), default=0)
    starts = {run.first: run.last for run in runs if run.column == outermost}
    blocks: list[tuple[int, int]] = []
    offset = 0
    while offset < count:
        last = starts.get(offset, offset)
        blocks.append((offset, last))
        offset = last + 1
    return blocks


def _blocks(layout: Layout) -> list[tuple[int, int]]:
    """First and last row of what should not be parted, between the header and the foot."""
    top = layout.first_data
    blocks = [(top + first, top + last) for first, last in data_blocks(layout.runs, len(layout.values))]
    if layout.total_row is not None and blocks:
        blocks[-1] = (blocks[-1][0], layout.total_row)
    blocks += [(band.row, band.note_row) for band in layout.chart_bands]
    return blocks
