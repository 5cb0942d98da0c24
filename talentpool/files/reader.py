"""Reads workbooks into plain cells that keep the row and column numbers Excel shows.

.xlsx, .xls, .et and .ods go through calamine after `guard.check`; .csv is read as text only,
so that ID numbers keep their digits.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from talentpool.errors import UnreadableFile
from talentpool.files import delimited, guard

Cell = str | int | float | bool | datetime.datetime | datetime.date | None
"""One cell. Blank and empty text are None; whole numbers are int; times of day are text."""

Merge = tuple[int, int, int, int]
"""Merged range as (top, left, bottom, right): rows as Excel numbers them (from 1), columns from 0."""

_DAMAGED = "文件已损坏或不完整,无法读取。请用WPS或Excel打开后另存为.xlsx再导入。"
_SECRET = "文件设有打开密码,无法读取。请用WPS或Excel打开并去掉密码,另存后再导入。"  # noqa: S105 - a sentence


@dataclass(frozen=True)
class RawSheet:
    """The cells of one sheet: `rows[i][j]` stands in Excel's row `first_row + i`, column `j` from 0."""

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    merged: list[Merge] = field(default_factory=list)
    hidden: bool = False

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def read_workbook(data: bytes, *, name: str) -> list[RawSheet]:
    """All worksheets of a file in their order, hidden ones marked.

    `name` is the file's name; it names the sheet of a .csv, and its ending must not contradict the content.
    Raises UnreadableFile, whose text says why and the way out.
    """
    found = guard.check(data)
    guard.check_name(name, found)
    if found is guard.FileFormat.CSV:
        rows: list[list[Cell]] = [list(row) for row in delimited.read(data)]
        return [RawSheet(name=_stem(name), rows=rows)]
    return _read_with_calamine(data)


def _stem(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[0] or base


def _read_with_calamine(data: bytes) -> list[RawSheet]:
    """Calamine's own refusals, and its panics on damaged files, become UnreadableFile."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return [
                _sheet(workbook.get_sheet_by_name(meta.name), hidden=meta.visible != SheetVisibleEnum.Visible)
                for meta in workbook.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise UnreadableFile(_SECRET) from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(_DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(_DAMAGED) from error


def _sheet(sheet: CalamineSheet, *, hidden: bool) -> RawSheet:
    rows: list[list[Cell]] = []
    if sheet.start is not None:
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [
        (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
    return RawSheet(name=sheet.name, rows=rows, merged=sorted(merged), hidden=hidden)


def _cell(value: object) -> Cell:
    """A calamine value as a Cell; whole floats become int with the digits Excel shows, times and spans of time text."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(Decimal(repr(value))) if value.is_integer() else value
    if isinstance(value, int | datetime.date):
        return value
    if isinstance(value, datetime.time):
        return value.isoformat()
    return None if value is None else str(value)
