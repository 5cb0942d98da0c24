"""How wide each column is, how tall each row, and which columns are read from the left."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talentpool.files.xlsx import measure
from talentpool.files.xlsx.page import Page
from talentpool.files.xlsx.styles import BODY_SIZE, HEADER_SIZE
from talentpool.sheets import Column, Kind

ROW_PT, HEADER_PT = 22.5, 28.0
CELL_AIR_PT = 6.0
TALLEST_PT = 409.0
"""A row cannot be taller than 409.5 pt."""
WIDEST_EM = 120.0
MOST_STRETCH = 1.3

_EM_PX = BODY_SIZE * measure.PX_PER_PT
_DEFAULT_LIMIT_EM = {Kind.TEXT: 14.0, Kind.LONG_TEXT: 22.0, Kind.CHOICE: 10.0}
_SHORT_EM = 10.0
_ONE_LINE_HEADER_EM = 5.5
_USUAL = 0.85
"""This part of the rows should stay on one line where the longest one has to fold."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring rows of one column that show one value; `first` and `last` index the data."""

    column: int
    first: int
    last: int


def merged_runs(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> tuple[Run, ...]:
    """Runs of two rows and more in merging columns, broken where one further left breaks or parts.

    `texts` are the texts of each column.
    """
    runs: list[Run] = []
    breaks = {0, row_count(texts)}
    for index, column in enumerate(columns):
        if not column.merge and not column.parts:
            continue
        breaks |= {row for row, (above, text) in enumerate(pairwise(texts[index]), start=1) if above != text}
        if column.merge:
            runs += [Run(index, first, end - 1) for first, end in pairwise(sorted(breaks)) if end - first > 1]
    return tuple(runs)


def row_count(texts: Sequence[Sequence[str]]) -> int:
    """Number of rows of `texts`, which are the texts of each column."""
    return len(texts[0]) if texts else 0


def natural_px(column: Column, texts: Sequence[str]) -> int:
    """Width of a column from its content, its header and the hints."""
    needed = {text: measure.text_px(text, BODY_SIZE) * measure.WRAP_SLACK for text in dict.fromkeys(texts)}
    content = max(needed.values(), default=0.0)
    limit = (column.max_width or _DEFAULT_LIMIT_EM.get(column.kind, WIDEST_EM)) * _EM_PX
    if content > limit:
        usual = sorted(needed[text] for text in texts)[int(len(texts) * _USUAL)]
        folded = content / math.ceil(content / limit) * 1.1
        content = min(limit, max(folded, usual))
    least = (column.min_width or 0) * _EM_PX
    width = max(content, _header_px(column.label), least) + measure.PADDING_PX
    return math.ceil(_tall_enough(width, needed))


def stretched(natural: Sequence[int], page: Page, *, least: float) -> tuple[int, ...]:
    """Narrow tables are spread towards the page's width, and to `least` pixels in any case."""
    total = sum(natural)
    factor = max(min(page.width_px / total, MOST_STRETCH), least / total, 1.0)
    return tuple(int(width * factor) for width in natural)


def cell_pt(text: str, width: float, size: float = BODY_SIZE) -> float:
    """Height that `text` needs in a cell of `width` pixels, in points."""
    return measure.lines_pt(measure.line_count(text, width, size), size) + CELL_AIR_PT


def header_heights(columns: Sequence[Column], widths: Sequence[int]) -> tuple[float, ...]:
    """Heights of the one or two header rows."""
    needed = [cell_pt(column.label, px, HEADER_SIZE) for column, px in zip(columns, widths, strict=True)]
    lower = [pt for column, pt in zip(columns, needed, strict=True) if column.group]
    if not lower:
        return (max(HEADER_PT, *needed),)
    bottom = max(ROW_PT, *lower)
    return (max(ROW_PT, max(needed) - bottom), bottom)


def row_heights(texts: Sequence[Sequence[str]], widths: Sequence[int], runs: Sequence[Run]) -> list[float]:
    """Height of each data row from the texts of each column.

    A merged cell is served by the rows it covers together.
    """
    covered = {(row, run.column) for run in runs for row in range(run.first, run.last + 1)}
    heights = [ROW_PT] * row_count(texts)
    for index, (column, width) in enumerate(zip(texts, widths, strict=True)):
        for row, pt in _needed_heights(column, width):
            if pt > heights[row] and (row, index) not in covered:
                heights[row] = pt
    for run in runs:
        rows = range(run.first, run.last + 1)
        needed = cell_pt(texts[run.column][run.first], widths[run.column])
        lacking = needed - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(lacking, 0.0) / len(rows)
    return [min(height, TALLEST_PT) for height in heights]


def _needed_heights(column: Sequence[str], width: float) -> list[tuple[int, float]]:
    """(row, height) of the texts of a column that could need more than one line."""
    room = measure.room_em(width, BODY_SIZE) / measure.WRAP_SLACK
    sure, sure_western = int(room), int(room / measure.WESTERN_EM)
    return [
        (row, cell_pt(text, width))
        for row, text in enumerate(column)
        if "\n" in text or (len(text) > sure and (len(text) > sure_western or not text.isascii()))
    ]


def left_aligned(texts: Sequence[Sequence[str]], widths: Sequence[int]) -> tuple[bool, ...]:
    """Columns with a long text are read from the left; short fields stand in the middle."""
    return tuple(
        any(
            measure.em_width(text) > _SHORT_EM or measure.line_count(text, px, BODY_SIZE) > 1
            for text in set(column)
        )
        for column, px in zip(texts, widths, strict=True)
    )


def _header_px(label: str) -> float:
    """A header of up to five characters stays on one line, a longer one folds evenly in two."""
    em = max(measure.em_width(line) for line in label.split("\n"))
    folded = em if em <= _ONE_LINE_HEADER_EM else max(math.ceil(em / 2 + 0.5), 4)
    return folded * HEADER_SIZE * measure.PX_PER_PT * measure.WRAP_SLACK


def _tall_enough(width: float, texts: Collection[str]) -> float:
    """Widen until no cell needs a taller row than a sheet can have."""
    longest = max(texts, key=measure.em_width, default="")
    while width < WIDEST_EM * _EM_PX and cell_pt(longest, width) > TALLEST_PT:
        width *= 1.25
    return width
