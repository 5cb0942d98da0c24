"""The one door through which a workbook leaves: `write_workbook`."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from talentpool.files.xlsx import measure
from talentpool.files.xlsx.cells import DoesNotFit, Pen
from talentpool.files.xlsx.charts import Drawn, draw_charts
from talentpool.files.xlsx.description import draw_description
from talentpool.files.xlsx.layout import lay_out
from talentpool.files.xlsx.styles import Formats
from talentpool.files.xlsx.table import draw, notes_of
from talentpool.sheets import DESCRIPTION_SHEET, Sheet, Workbook

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_SPARE_ROWS = 1_000
"""Rows kept for title, header, charts, notes and signature."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
    # Column widths count digits of the default font: take the one that every Chinese office has.
    "default_format_properties": {"font_name": "宋体", "font_size": 11, "font_charset": 134},
    "default_column_width": 72,
    "default_row_height": 18,
}


def write_workbook(workbook: Workbook) -> bytes:
    """The .xlsx file of `workbook`; the same workbook gives the same bytes.

    The sheet “说明” comes first; the file opens on the first table. Raises `DoesNotFit` for a
    table or text beyond the limits of a worksheet.
    """
    for sheet in workbook.sheets:
        _refuse_what_does_not_fit(sheet)
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    _draw_all(book, workbook)
    book.close()
    return stream.getvalue()


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Write the file of `workbook` to `path`, only when all of it could be made."""
    path.write_bytes(write_workbook(workbook))


def _draw_all(book: xlsxwriter.Workbook, workbook: Workbook) -> None:
    book.set_properties(_properties(workbook))
    formats = Formats(book)
    draw_description(Pen(book.add_worksheet(DESCRIPTION_SHEET), formats), workbook)
    names = [DESCRIPTION_SHEET]
    pens: list[Pen] = []
    drawn: list[Drawn] = []
    row_counts = {sheet.name: len(sheet.rows) for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        names.append(measure.sheet_name(sheet.name, names))
        pens.append(Pen(book.add_worksheet(names[-1]), formats))
        notes = notes_of(sheet)
        drawn.append(Drawn(names[-1], sheet, lay_out(sheet, notes, row_counts)))
        draw(pens[-1], sheet, drawn[-1].layout, notes, workbook.provenance)
    tables = {table.sheet.name: table for table in drawn}
    for pen, table in zip(pens, drawn, strict=True):
        draw_charts(book, pen, table, tables)
    if pens:
        pens[0].worksheet.activate()


def _properties(workbook: Workbook) -> dict[str, object]:
    origin = workbook.provenance
    made_at = origin.made_at.astimezone(UTC) if origin.made_at.tzinfo else origin.made_at
    return {
        "title": measure.clean(workbook.title),
        "subject": f"截至{origin.reference_date.isoformat()}",
        "author": measure.clean(origin.who),
        "company": measure.clean(origin.reporting_unit),
        "comments": measure.clean(f"筛选:{origin.filters};由{origin.product}导出"),
        "created": _whole_seconds(made_at),
    }


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0, tzinfo=None)


def _refuse_what_does_not_fit(sheet: Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS - _SPARE_ROWS:
        raise DoesNotFit(f"“{sheet.title}”有{len(sheet.rows)}行,超过工作表的限度,请缩小筛选范围后再导出")
    if len(sheet.columns) > MOST_COLUMNS:
        raise DoesNotFit(f"“{sheet.title}”有{len(sheet.columns)}列,超过工作表的限度,请减少列后再导出")
