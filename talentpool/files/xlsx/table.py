"""Draws one sheet: title, reporting line, header, rows, total, charts, notes, signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from math import isfinite
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from talentpool.files.xlsx import measure, styles
from talentpool.files.xlsx.breaks import page_breaks, repeats_header
from talentpool.files.xlsx.cells import Pen, number_format
from talentpool.files.xlsx.layout import Layout
from talentpool.files.xlsx.page import (
    BOTTOM_MARGIN,
    FOOTER_MARGIN,
    SIDE_MARGIN,
    TOP_MARGIN,
    Page,
    footer,
)
from talentpool.files.xlsx.styles import Style
from talentpool.sheets import Column, Kind, Marked, Provenance, ReportingLine, Row, Sheet, row_values
from talentpool.vocabulary import TargetState

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BODY = Style()
EMPTY_TEXT = "(无记录)"
TOTAL_LABEL = "合计"
SIGNATURE_GAP = " " * 36
LEGEND = "图例:" + "  ".join(f"{state.mark} {state.label}" for state in TargetState)


def notes_of(sheet: Sheet, rows: Iterable[Row]) -> tuple[str, ...]:
    """The notes of `sheet`, with the legend of the marks when a cell of `rows` carries one."""
    judged = any(Marked in map(type, row_values(sheet.columns, row)) for row in rows)
    return (*sheet.notes, LEGEND) if judged else sheet.notes


def draw(
    pen: Pen,
    sheet: Sheet,
    layout: Layout,
    notes: Sequence[str],
    provenance: Provenance,
    *,
    swatches: Sequence[Style] = (),
) -> None:
    """Draw everything of `sheet` but its charts, which refer to other sheets.

    `swatches` are laid out as blank cells where the records will stand that are not drawn here.
    """
    _sizes(pen.worksheet, layout)
    _head(pen, sheet, layout)
    _header(pen, sheet, layout)
    _rows(pen, sheet, layout)
    for index, style in enumerate(swatches):
        pen.text(layout.first_data, index, "", style)
    _merge(pen, sheet, layout)
    _total(pen, sheet, layout)
    _foot(pen, sheet, layout, notes)
    _conditions(pen, sheet, layout)
    _behave(pen.worksheet, sheet, layout)
    set_page(pen.worksheet, layout.page, provenance)
    if repeats_header(layout):
        pen.worksheet.repeat_rows(layout.header_top, layout.header_bottom)
    pen.worksheet.set_h_pagebreaks(page_breaks(layout))


def set_page(worksheet: Worksheet, page: Page, provenance: Provenance) -> None:
    """Paper, margins, one page wide, page number and origin in the footer."""
    if page.landscape:
        worksheet.set_landscape()
    else:
        worksheet.set_portrait()
    worksheet.set_paper(page.code)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=SIDE_MARGIN, right=SIDE_MARGIN, top=TOP_MARGIN, bottom=BOTTOM_MARGIN)
    worksheet.center_horizontally()
    worksheet.set_footer(footer(provenance, page), {"margin": FOOTER_MARGIN})


def _sizes(worksheet: Worksheet, layout: Layout) -> None:
    for column, px in enumerate(layout.widths):
        worksheet.set_column_pixels(column, column, px)
    for row, points in layout.heights.items():
        worksheet.set_row(row, points)


def _head(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    last = layout.last_column
    pen.across(layout.title_row, 0, last, sheet.title, styles.TITLE)
    if sheet.reporting is None or layout.reporting_row is None:
        return
    middle = _parting(sheet.reporting, layout.widths)
    if middle is None:
        line = f"{sheet.reporting.left}{SIGNATURE_GAP[:12]}{sheet.reporting.right}"
        pen.across(layout.reporting_row, 0, last, line, styles.REPORTING_LEFT)
        return
    pen.across(layout.reporting_row, 0, middle, sheet.reporting.left, styles.REPORTING_LEFT)
    pen.across(layout.reporting_row, middle + 1, last, sheet.reporting.right, styles.REPORTING_RIGHT)


def _parting(line: ReportingLine, widths: Sequence[int]) -> int | None:
    """The column nearest to the middle that leaves room for both halves, or None."""
    left, right = (
        measure.text_px(text, styles.REPORTING_SIZE) + measure.PADDING_PX for text in (line.left, line.right)
    )
    total = sum(widths)
    used = list(accumulate(widths[:-1]))
    fitting = [index for index, px in enumerate(used) if px >= left and total - px >= right]
    return min(fitting, key=lambda index: abs(used[index] - total / 2), default=None)


def _header(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    top, bottom = layout.header_top, layout.header_bottom
    for first, last in _groups(sheet.columns):
        group = sheet.columns[first].group
        if group:
            pen.across(top, first, last, group, styles.HEADER)
        for column in range(first, last + 1):
            start = bottom if group else top
            pen.block(start, column, bottom, column, styles.HEADER)
            pen.text(start, column, sheet.columns[column].label, styles.HEADER)


def _groups(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """First and last column of each upper header; a column without one stands alone."""
    spans: list[tuple[int, int]] = []
    for index, column in enumerate(columns):
        if spans and column.group and columns[index - 1].group == column.group:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def _rows(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    body = body_styles(sheet, layout)
    for offset, values in enumerate(layout.values):
        for index, value in enumerate(values):
            pen.value(layout.first_data + offset, index, sheet.columns[index], value, body[index])
    if layout.empty_row is not None:
        pen.across(layout.empty_row, 0, len(sheet.columns) - 1, EMPTY_TEXT, BODY)


def body_styles(sheet: Sheet, layout: Layout) -> list[Style]:
    """The format of each column's records, but for their number format and fill."""
    return [_body_style(sheet, layout, index) for index in range(len(sheet.columns))]


def _body_style(sheet: Sheet, layout: Layout, index: int) -> Style:
    column = sheet.columns[index]
    if column.align is not None:
        return replace(BODY, align=column.align, indent=0 if column.align == "center" else 1)
    long = column.kind is Kind.LONG_TEXT or (column.kind is Kind.TEXT and layout.left_aligned[index])
    return replace(BODY, align="left", indent=1) if long and not column.merge else BODY


def _merge(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    """Join the runs. Texts stay in the covered cells, so that filtering by them finds every row;
    numbers stay in the first cell only, so that no sum counts them twice.
    """
    for run in layout.runs:
        column, style = sheet.columns[run.column], _body_style(sheet, layout, run.column)
        top, bottom = layout.first_data + run.first, layout.first_data + run.last
        pen.block(top, run.column, bottom, run.column, style)
        last = run.first if column.kind in (Kind.NUMBER, Kind.PERCENT) else run.last
        for offset in range(run.first, last + 1):
            value = layout.values[offset][run.column]
            pen.value(layout.first_data + offset, run.column, column, value, style)


def _total(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    if layout.total_row is None:
        return
    style = replace(BODY, bold=True, fill=styles.HEADER_GROUND)
    covered = {(row, run.column) for run in layout.runs for row in range(run.first + 1, run.last + 1)}
    for index, column in enumerate(sheet.columns):
        if column.key in sheet.totals:
            pen.value(layout.total_row, index, column, sheet.totals[column.key], style)
            continue
        if column.total is None:
            pen.text(layout.total_row, index, TOTAL_LABEL if index == 0 else "", style)
            continue
        numbers = [
            number
            for offset, values in enumerate(layout.values)
            if (offset, index) not in covered and (number := summand(values[index])) is not None
        ]
        pen.number(layout.total_row, index, sum(numbers), replace(style, number_format=number_format(column)))


def summand(value: object) -> float | None:
    """What `value` adds to a total, None for what is no figure."""
    bare = value.value if isinstance(value, Marked) else value
    if isinstance(bare, bool) or not isinstance(bare, int | float | Decimal) or not isfinite(bare):
        return None
    return float(bare) if isinstance(bare, Decimal) else bare


def _foot(pen: Pen, sheet: Sheet, layout: Layout, notes: Sequence[str]) -> None:
    last = layout.last_column
    for row, note in zip(layout.note_rows, notes, strict=True):
        pen.across(row, 0, last, note, styles.NOTE)
    if layout.signature_row is not None:
        line = SIGNATURE_GAP.join(f"{name}:" for name in sheet.signature)
        pen.across(layout.signature_row, 0, last, line, styles.SIGNATURE)


def _conditions(pen: Pen, sheet: Sheet, layout: Layout) -> None:
    """Conditional formats of judged figures; texts such as “情况不明” are no figures."""
    for index, column in enumerate(sheet.columns):
        if column.bands is None or layout.last_data < layout.first_data:
            continue
        sign = "<=" if column.bands.at_most else ">="
        cell = f"{_letters(index)}{layout.first_data + 1}"
        limits = [(TargetState.OK, column.bands.ok), (TargetState.NEAR, column.bands.near)]
        rules = [(state, f"{cell}{sign}{limit!r}") for state, limit in limits if limit is not None]
        for state, test in [*rules, (TargetState.MISS, "TRUE")]:
            pen.worksheet.conditional_format(
                layout.first_data,
                index,
                layout.last_data,
                index,
                {
                    "type": "formula",
                    "criteria": f"=AND(ISNUMBER({cell}),{test})",
                    "format": pen.formats.conditional(state, number_format(column, state)),
                    "stop_if_true": True,
                },
            )


def _letters(index: int) -> str:
    return str(xl_col_to_name(index))


def _behave(worksheet: Worksheet, sheet: Sheet, layout: Layout) -> None:
    frozen = 0 if sheet.freeze_column is None else sheet.column_index(sheet.freeze_column) + 1
    worksheet.freeze_panes(layout.first_data, frozen)
    last = layout.last_column
    if sheet.autofilter and layout.row_count:
        worksheet.autofilter(layout.header_bottom, 0, layout.last_data, last)
    if layout.row_count:
        area = f"A{layout.first_data + 1}:{_letters(last)}{layout.last_data + 1}"
        worksheet.ignore_errors({"number_stored_as_text": area})
    worksheet.hide_gridlines(2)
