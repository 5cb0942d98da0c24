"""Large tables: the frame of the file comes from XlsxWriter, the records are poured into it as they come.

The frame is the same workbook without its records. In their place it has one row of swatches, blank
cells that tell the number of each format in the file. So title, header, widths, print settings, foot and
every other sheet are the same as in a small file, while memory does not grow with the rows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from typing import IO

from xlsxwriter.utility import xl_col_to_name

from talentpool.files.xlsx.layout import Layout
from talentpool.files.xlsx.rowxml import RowWriter
from talentpool.files.xlsx.styles import Style
from talentpool.sheets import Row, Sheet, StreamedRows

_TIME = (1980, 1, 1, 0, 0, 0)
"""The same workbook gives the same bytes."""
_LEVEL = 4
"""Deflate: the default 6 takes half as long again for a file smaller by a twentieth."""
_BYTES_A_CELL = 100
_SPANS = re.compile(r' spans="[^"]*"')
_ROW_NUMBER = re.compile(r'<row r="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_STYLE = re.compile(r' s="(\d+)"')
_MERGES = re.compile(r'<mergeCells count="(\d+)">(.*?)</mergeCells>', re.DOTALL)
_BEHIND_MERGES = re.compile("<conditionalFormatting|<printOptions")
_ROW_BREAKS = re.compile(r"<rowBreaks.*?</rowBreaks>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Poured:
    """A sheet whose records are still to come; `swatches` are the formats laid out in their place."""

    part: str
    sheet: Sheet
    layout: Layout
    swatches: Sequence[Style]
    rows: Iterable[Row]


def sampled(rows: Sequence[Row], size: int) -> tuple[list[Row], Iterable[Row]]:
    """(rows that stand for all of them, all rows): evenly spread where rows are held, else the first ones."""
    if not isinstance(rows, StreamedRows):
        step = max(1, len(rows) // size)
        # The last row has the longest serial number.
        last = rows[-1:] if (len(rows) - 1) % step else []
        return [*rows[::step], *last], rows
    coming = iter(rows)
    first = list(islice(coming, size))
    return first, chain(first, coming)


def pour(frame: bytes, poured: Sequence[Poured], target: IO[bytes]) -> None:
    """Write the file of `frame` to `target` with the records in their sheets."""
    by_part = {sheet.part: sheet for sheet in poured}
    with zipfile.ZipFile(BytesIO(frame)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            about = zipfile.ZipInfo(name, _TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about._compresslevel = _LEVEL  # type: ignore[attr-defined]
            sheet = by_part.get(name)
            if sheet is None:
                made.writestr(about, source.read(name))
                continue
            huge = sheet.layout.row_count * len(sheet.sheet.columns) * _BYTES_A_CELL > zipfile.ZIP64_LIMIT
            with made.open(about, "w", force_zip64=huge) as part:
                for piece in _pieces(source.read(name).decode(), sheet):
                    part.write(piece)


def _pieces(xml: str, poured: Poured) -> Iterator[bytes]:
    """The sheet's XML from its beginning to its end."""
    head, swatches, tail = _parted(xml, poured.layout.first_data + 1)
    numbers = dict(zip(poured.swatches, _STYLE.findall(swatches), strict=True))
    with closing(RowWriter(poured.sheet, poured.layout, numbers)) as writer:
        yield _with_extent(head, tail, poured.layout).encode()
        yield from writer.rows(poured.rows)
        yield from _finished(tail, writer, poured.layout)


def _parted(xml: str, row: int) -> tuple[str, str, str]:
    """What stands before the row of swatches, the row, and what stands behind it."""
    xml = _SPANS.sub("", xml)
    start = xml.index(f'<row r="{row}"')
    end = xml.index("</row>", start) + len("</row>")
    return xml[:start], xml[start:end], xml[end:]


def _with_extent(head: str, tail: str, layout: Layout) -> str:
    last = max([layout.last_data + 1, *map(int, _ROW_NUMBER.findall(tail))])
    extent = f"A1:{xl_col_to_name(layout.last_column)}{last}"
    return _DIMENSION.sub(f'<dimension ref="{extent}"/>', head, count=1)


def _finished(tail: str, writer: RowWriter, layout: Layout) -> Iterator[bytes]:
    """What follows the records, with totals, merges and page breaks, which only now are known."""
    tail = _with_breaks(_with_totals(tail, writer, layout), writer.breaks())
    framed = _MERGES.search(tail)
    place = framed or _BEHIND_MERGES.search(tail)
    assert place is not None, "a sheet always says how it is printed"
    count, merges = (int(framed[1]), framed[2]) if framed else (0, "")
    yield tail[: place.start()].encode()
    if count + writer.merges:
        yield f'<mergeCells count="{count + writer.merges}">{merges}'.encode()
        yield from writer.merged()
        yield b"</mergeCells>"
    yield tail[framed.end() if framed else place.start() :].encode()


def _with_totals(tail: str, writer: RowWriter, layout: Layout) -> str:
    if layout.total_row is None:
        return tail
    for column, total in writer.totals.items():
        place = f"{xl_col_to_name(column)}{layout.total_row + 1}"
        cell = re.compile(rf'(<c r="{place}" s="\d+"><v>)[^<]*')
        tail = cell.sub(rf"\g<1>{total:.16G}", tail, count=1)
    return tail


def _with_breaks(tail: str, breaks: Sequence[int]) -> str:
    tail = _ROW_BREAKS.sub("", tail)
    if not breaks:
        return tail
    marks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
    count = len(breaks)
    element = f'<rowBreaks count="{count}" manualBreakCount="{count}">{marks}</rowBreaks>'
    return tail.replace("</headerFooter>", f"</headerFooter>{element}", 1)
