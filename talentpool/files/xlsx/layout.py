"""Where everything of a sheet stands, worked out before anything is drawn.

Rows and columns count from 0, as XlsxWriter does; heights are points, widths pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talentpool.files.xlsx import columns as sizes
from talentpool.files.xlsx import measure
from talentpool.files.xlsx.columns import Run
from talentpool.files.xlsx.page import Page, choose_page
from talentpool.files.xlsx.styles import NOTE_SIZE, REPORTING_SIZE, TITLE_SIZE
from talentpool.sheets import Chart, Column, Marked, Row, Sheet, row_values

TITLE_PT, REPORTING_PT, SIGNATURE_PT, SPACE_PT = 42.0, 24.0, 32.0, 9.0
CHART_ROW_PT = 18.0
_CHART_ROWS = 11
"""Rows of `CHART_ROW_PT` under a chart: two pairs of charts go on a page of A4 across."""
_LONE_CHART_ROWS = 14
_PX_PER_BAR, _PX_AROUND_BARS = 22, 70
_MOST_BARS_ABREAST = 14
CHART_GAP_PX = 16


@dataclass(frozen=True, slots=True)
class ChartBand:
    """Charts that stand side by side: their first row, pixels from the left, size; the note row under them."""

    charts: tuple[Chart, ...]
    row: int
    lefts: tuple[int, ...]
    widths: tuple[int, ...]
    height: int
    note_row: int
    note: str


@dataclass(slots=True)
class Layout:
    """The geometry of one sheet. `last_data` < `first_data` when there are no rows.

    `values` are rows, `texts` the texts of each column. Both are empty, and no run is known, where
    the `row_count` rows are written as they come.
    """

    page: Page
    row_count: int
    values: Sequence[tuple[object, ...]]
    texts: Sequence[Sequence[str]]
    widths: tuple[int, ...]
    left_aligned: tuple[bool, ...]
    runs: tuple[Run, ...]
    title_row: int = 0
    reporting_row: int | None = None
    header_top: int = 1
    header_bottom: int = 1
    empty_row: int | None = None
    total_row: int | None = None
    chart_bands: tuple[ChartBand, ...] = ()
    note_rows: tuple[int, ...] = ()
    signature_row: int | None = None
    heights: dict[int, float] = field(default_factory=dict)

    @property
    def first_data(self) -> int:
        """The first row of records."""
        return self.header_bottom + 1

    @property
    def last_data(self) -> int:
        """The last row of records."""
        return self.header_bottom + self.row_count

    @property
    def last_column(self) -> int:
        """The rightmost column."""
        return len(self.widths) - 1

    @property
    def total_px(self) -> int:
        """Width of the whole table."""
        return sum(self.widths)

    def height_of(self, first: int, last: int) -> float:
        """Height of the rows `first` … `last` together."""
        return sum(self.heights.get(row, sizes.ROW_PT) for row in range(first, last + 1))


def lay_out(
    sheet: Sheet, notes: Sequence[str], row_counts: Mapping[str, int], *, sample: Sequence[Row] | None = None
) -> Layout:
    """The geometry of `sheet` with `notes` at its foot; `row_counts` tells the rows of every sheet.

    With a `sample` of its rows these decide the widths, and the rows themselves are not looked at.
    """
    values = [row_values(sheet.columns, row) for row in (sheet.rows if sample is None else sample)]
    texts = column_texts(sheet.columns, values)
    natural = [sizes.natural_px(c, column) for c, column in zip(sheet.columns, texts, strict=True)]
    page = choose_page(sheet, sum(natural))
    widths = sizes.stretched(natural, page, least=page.width_px if sheet.charts else _head_px(sheet))
    whole = sample is None
    layout = Layout(
        page=page,
        row_count=len(sheet.rows),
        values=values if whole else (),
        texts=texts if whole else [()] * len(texts),
        widths=widths,
        left_aligned=sizes.left_aligned(texts, widths),
        runs=sizes.merged_runs(sheet.columns, texts) if whole else (),
    )
    _place_head(layout, sheet)
    row = _place_records(layout, sheet)
    row = _place_charts(layout, sheet, row, row_counts)
    _place_foot(layout, sheet, notes, row)
    return layout


def column_texts(columns: Sequence[Column], values: Sequence[Sequence[object]]) -> list[list[str]]:
    """The texts of each column, marks behind judged values."""
    return [_texts_of(column, [row[index] for row in values]) for index, column in enumerate(columns)]


def _texts_of(column: Column, values: Sequence[object]) -> list[str]:
    """The text of one object is made once: months and words return on thousands of rows."""
    made = {id(value): value for value in values}
    texts = {key: shown_text(column, value) for key, value in made.items()}
    return [texts[id(value)] for value in values]


def shown_text(column: Column, value: object) -> str:
    """What the cell of `value` shows."""
    text = value if type(value) is str and column.show is None else column.text(value)
    shown = text if text.isalnum() else measure.clean(text)
    return f"{shown} {value.state.mark}" if isinstance(value, Marked) else shown


def _head_px(sheet: Sheet) -> float:
    """Width under which title or reporting line would be cut."""
    title = measure.text_px(sheet.title, TITLE_SIZE) * measure.WRAP_SLACK + measure.PADDING_PX
    if sheet.reporting is None:
        return title
    left, right = (
        measure.text_px(text, REPORTING_SIZE) for text in (sheet.reporting.left, sheet.reporting.right)
    )
    return max(title, (left + right) * 1.3)


def _place_head(layout: Layout, sheet: Sheet) -> None:
    lines = measure.line_count(sheet.title, layout.total_px, TITLE_SIZE)
    layout.heights[0] = max(TITLE_PT, measure.lines_pt(lines, TITLE_SIZE) + sizes.CELL_AIR_PT)
    if sheet.reporting is not None:
        layout.reporting_row = 1
        layout.heights[1] = REPORTING_PT
    layout.header_top = 1 if sheet.reporting is None else 2
    heights = sizes.header_heights(sheet.columns, layout.widths)
    layout.header_bottom = layout.header_top + len(heights) - 1
    layout.heights |= dict(enumerate(heights, start=layout.header_top))


def _place_records(layout: Layout, sheet: Sheet) -> int:
    """Place rows and total (or the line that says there is no record); answers the next free row."""
    heights = sizes.row_heights(layout.texts, layout.widths, layout.runs)
    layout.heights |= dict(enumerate(heights, start=layout.first_data))
    row = layout.last_data + 1
    if not layout.row_count:
        layout.empty_row = row
    elif sheet.totals or any(column.total for column in sheet.columns):
        layout.total_row = row
    else:
        return row
    layout.heights[row] = sizes.ROW_PT
    return row + 1


def _place_charts(layout: Layout, sheet: Sheet, row: int, row_counts: Mapping[str, int]) -> int:
    """Charts stand below the table, two abreast while their categories leave room."""
    if not sheet.charts:
        return row
    layout.heights[row] = SPACE_PT
    row += 1
    counts = [_bars(chart, row_counts[chart.sheet or sheet.name]) for chart in sheet.charts]
    abreast = 2 if len(sheet.charts) > 1 and max(counts) <= _MOST_BARS_ABREAST else 1
    bands: list[ChartBand] = []
    for start in range(0, len(sheet.charts), abreast):
        charts = sheet.charts[start : start + abreast]
        bands.append(_band(layout, charts, row, abreast, max(counts[start : start + abreast])))
        row = bands[-1].note_row + 1
    layout.chart_bands = tuple(bands)
    return row


def _bars(chart: Chart, rows: int) -> int:
    """How many categories a chart over a part of a table of `rows` shows."""
    return (rows if chart.last is None else min(chart.last, rows)) - chart.first


def _band(layout: Layout, charts: tuple[Chart, ...], row: int, abreast: int, bars: int) -> ChartBand:
    part = (layout.total_px - CHART_GAP_PX * (abreast - 1)) // abreast
    lefts = tuple(index * (part + CHART_GAP_PX) for index in range(len(charts)))
    # The last one ends exactly with the table, so that it is tied to the edge of a column.
    widths = tuple(
        layout.total_px - left if index == abreast - 1 else part for index, left in enumerate(lefts)
    )
    rows = _CHART_ROWS if abreast > 1 else _LONE_CHART_ROWS
    if any("bar" in chart.kind for chart in charts):
        needed_px = bars * _PX_PER_BAR + _PX_AROUND_BARS
        rows = max(rows, math.ceil(needed_px / (CHART_ROW_PT * measure.PX_PER_PT)))
    layout.heights |= dict.fromkeys(range(row, row + rows), CHART_ROW_PT)
    note = "  ".join(dict.fromkeys(chart.note for chart in charts if chart.note))
    layout.heights[row + rows] = sizes.cell_pt(note, layout.total_px, NOTE_SIZE) if note else SPACE_PT
    return ChartBand(
        charts=charts,
        row=row,
        lefts=lefts,
        widths=widths,
        height=int(rows * CHART_ROW_PT * measure.PX_PER_PT) - CHART_GAP_PX // 2,
        note_row=row + rows,
        note=note,
    )


def _place_foot(layout: Layout, sheet: Sheet, notes: Sequence[str], row: int) -> None:
    layout.note_rows = tuple(range(row, row + len(notes)))
    for place, note in zip(layout.note_rows, notes, strict=True):
        layout.heights[place] = sizes.cell_pt(note, layout.total_px, NOTE_SIZE)
    if sheet.signature:
        layout.signature_row = row + len(notes)
        layout.heights[layout.signature_row] = SIGNATURE_PT
