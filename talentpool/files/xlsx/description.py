"""The leading sheet “说明”: what the file is, whose, as of when, by which filter, and what its words mean."""

from __future__ import annotations

from dataclasses import replace

from talentpool.files.xlsx import measure, styles
from talentpool.files.xlsx.cells import Pen
from talentpool.files.xlsx.page import Page
from talentpool.files.xlsx.styles import Style
from talentpool.files.xlsx.table import set_page
from talentpool.sheets import Workbook

PAGE = Page("A4", landscape=False)
_TERM_PX = 150
_TEXT_PX = PAGE.width_px - _TERM_PX
_TERM = replace(styles.HEADER, align="center")
_TEXT = Style(align="left", indent=1)
_ROW_PT, _TITLE_PT = 26.0, 48.0


def draw_description(pen: Pen, workbook: Workbook) -> None:
    """Draw the sheet on the empty worksheet of `pen`."""
    sheet = pen.worksheet
    sheet.set_column_pixels(0, 0, _TERM_PX)
    sheet.set_column_pixels(1, 1, _TEXT_PX)
    pen.across(0, 0, 1, workbook.title, styles.TITLE)
    title_lines = measure.line_count(workbook.title, _TERM_PX + _TEXT_PX, styles.TITLE_SIZE)
    sheet.set_row(0, max(_TITLE_PT, measure.lines_pt(title_lines, styles.TITLE_SIZE) + 12))
    row = _pairs(pen, 1, facts(workbook))
    if workbook.provenance.definitions:
        pen.text(row, 0, "指标(名词)", styles.HEADER)
        pen.text(row, 1, "口径", styles.HEADER)
        sheet.set_row(row, _ROW_PT)
        _pairs(pen, row + 1, workbook.provenance.definitions)
    sheet.hide_gridlines(2)
    set_page(sheet, PAGE, workbook.provenance)


def facts(workbook: Workbook) -> tuple[tuple[str, str], ...]:
    """What the file tells of itself, as (label, text)."""
    origin = workbook.provenance
    contents = "\n".join(
        f"{number}. {sheet.name}({len(sheet.rows)}行)"
        for number, sheet in enumerate(workbook.sheets, start=1)
    )
    told = (
        ("内容", workbook.about),
        ("工作表", contents),
        ("填报单位", origin.reporting_unit),
        ("数据截至", origin.reference_date.isoformat()),
        ("筛选条件", origin.filters),
        ("导出人", origin.who),
        ("导出时间", f"{origin.made_at:%Y-%m-%d %H:%M}"),
        ("导出系统", origin.product),
    )
    return tuple((label, text) for label, text in told if text)


def _pairs(pen: Pen, row: int, pairs: tuple[tuple[str, str], ...]) -> int:
    """Write label and text, one pair a row, and answer the next free row."""
    for label, text in pairs:
        pen.text(row, 0, label, _TERM)
        pen.text(row, 1, text, _TEXT)
        lines = max(
            measure.line_count(label, _TERM_PX, styles.HEADER_SIZE),
            measure.line_count(text, _TEXT_PX, styles.BODY_SIZE),
        )
        pen.worksheet.set_row(row, max(_ROW_PT, measure.lines_pt(lines, styles.BODY_SIZE) + 8))
        row += 1
    return row
