"""The one door through which a workbook leaves: `pour_workbook`, and the same into a path or into memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import xlsxwriter

from talentpool.files.xlsx import measure
from talentpool.files.xlsx.cells import DoesNotFit, Pen, possible_styles
from talentpool.files.xlsx.charts import Drawn, draw_charts
from talentpool.files.xlsx.description import draw_description
from talentpool.files.xlsx.layout import lay_out
from talentpool.files.xlsx.stream import Poured, pour, sampled
from talentpool.files.xlsx.styles import Formats
from talentpool.files.xlsx.table import body_styles, draw, notes_of
from talentpool.sheets import DESCRIPTION_SHEET, Provenance, Sheet, StreamedRows, Workbook

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_SPARE_ROWS = 1_000
"""Rows kept for title, header, charts, notes and signature."""
STREAM_FROM = 500
"""Tables of so many rows are written as they come, in memory that does not grow with them."""
_SAMPLE = 2_000
"""Rows that decide the widths of such a table."""


def write_workbook(workbook: Workbook, *, stream_from: int = STREAM_FROM) -> bytes:
    """The .xlsx file of `workbook`; the same workbook gives the same bytes.

    The sheet “说明” comes first; the file opens on the first table. Raises `DoesNotFit` for a
    table or text beyond the limits of a worksheet, `RowsChanged` for rows that are not as many as
    announced. Tables of `stream_from` rows and more, unless a chart stands on them, are streamed.
    """
    target = BytesIO()
    pour_workbook(workbook, target, stream_from=stream_from)
    return target.getvalue()


def save_workbook(workbook: Workbook, path: Path, *, stream_from: int = STREAM_FROM) -> None:
    """Write the file of `workbook` to `path`, only when all of it could be made.

    Raises as `write_workbook`. Memory does not grow with the rows of a table that is read as it comes.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as target:
        made = Path(target.name)
        try:
            pour_workbook(workbook, target, stream_from=stream_from)
        except BaseException:
            target.close()
            made.unlink()
            raise
    made.chmod(_usual_mode())
    made.replace(path)


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def pour_workbook(workbook: Workbook, target: IO[bytes], *, stream_from: int = STREAM_FROM) -> None:
    """Write the file of `workbook` to an open one, as `save_workbook` does."""
    for sheet in workbook.sheets:
        _refuse_what_does_not_fit(sheet)
    large = _streamed(workbook, stream_from)
    frame = BytesIO() if large else target
    book = xlsxwriter.Workbook(frame, _options())
    poured = _draw_all(book, workbook, large)
    book.close()
    if isinstance(frame, BytesIO) and large:
        pour(frame.getvalue(), poured, target)


def _streamed(workbook: Workbook, stream_from: int) -> set[int]:
    """Places of the sheets whose rows are written as they come: the large ones without a chart on them."""
    charted = {chart.sheet or sheet.name for sheet in workbook.sheets for chart in sheet.charts}
    return {
        place
        for place, sheet in enumerate(workbook.sheets)
        if len(sheet.rows) >= max(stream_from, 1) and not sheet.charts and sheet.name not in charted
    }


def _draw_all(book: xlsxwriter.Workbook, workbook: Workbook, large: set[int]) -> list[Poured]:
    """Draw every sheet; those at the places `large` without their records, which are still to be poured."""
    book.set_properties(_properties(workbook))
    formats = Formats(book)
    draw_description(Pen(book.add_worksheet(DESCRIPTION_SHEET), formats), workbook)
    names = [DESCRIPTION_SHEET]
    pens: list[Pen] = []
    drawn: list[Drawn] = []
    poured: list[Poured] = []
    row_counts = {sheet.name: len(sheet.rows) for sheet in workbook.sheets}
    for place, sheet in enumerate(workbook.sheets):
        names.append(measure.sheet_name(sheet.name, names))
        pens.append(Pen(book.add_worksheet(names[-1]), formats))
        if place in large:
            part = f"xl/worksheets/sheet{place + 2}.xml"
            poured.append(_frame(pens[-1], sheet, row_counts, workbook.provenance, part))
            drawn.append(Drawn(names[-1], sheet, poured[-1].layout))
            continue
        notes = notes_of(sheet, sheet.rows)
        drawn.append(Drawn(names[-1], sheet, lay_out(sheet, notes, row_counts)))
        draw(pens[-1], sheet, drawn[-1].layout, notes, workbook.provenance)
    tables = {table.sheet.name: table for table in drawn}
    for pen, table in zip(pens, drawn, strict=True):
        draw_charts(book, pen, table, tables)
    if pens:
        pens[0].worksheet.activate()
    return poured


def _frame(
    pen: Pen, sheet: Sheet, row_counts: Mapping[str, int], provenance: Provenance, part: str
) -> Poured:
    """Draw a large sheet without its records: a sample of them decides widths and alignment."""
    sample, rows = sampled(sheet.rows, _SAMPLE)
    notes = notes_of(sheet, sample if isinstance(sheet.rows, StreamedRows) else sheet.rows)
    layout = lay_out(sheet, notes, row_counts, sample=sample)
    styles = (
        style
        for column, body in zip(sheet.columns, body_styles(sheet, layout), strict=True)
        for style in (body, *possible_styles(column, body))
    )
    swatches = tuple(dict.fromkeys(styles))
    draw(pen, sheet, layout, notes, provenance, swatches=swatches)
    return Poured(part, sheet, layout, swatches, rows)


def _options() -> dict[str, object]:
    """Made anew for each file: XlsxWriter writes into them, and the second file would differ."""
    return {
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
