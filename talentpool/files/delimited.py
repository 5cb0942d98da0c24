"""Reads delimited text (.csv, tab-separated) as text cells: UTF-8, UTF-16 with BOM or GB18030."""

from __future__ import annotations

import csv
import io

from talentpool.errors import UnreadableFile

MAX_CELLS = 5_000_000
_DELIMITERS = (",", "\t", ";")
_SAMPLE_ROWS = 50


def read(data: bytes) -> list[list[str | None]]:
    """Rows of text cells, padded to one width; blank cells are None. Raises UnreadableFile."""
    text = _decode(data)
    delimiter = _delimiter(text)
    if text.count(delimiter) + text.count("\n") > MAX_CELLS:
        raise UnreadableFile("文件的行列过多,已拒绝读取。请只保留需要的行和列后再导入。")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile("文件不是正常的CSV表格,请用WPS或Excel打开后另存为.xlsx再导入。") from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise UnreadableFile("文件的行列过多,已拒绝读取。请只保留需要的行和列后再导入。")
    return [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\x00" in data:
        candidates = []
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("认不出这个文件是什么,不是表格。请用WPS或Excel打开原表格,另存为.xlsx再导入。")


def _delimiter(text: str) -> str:
    """The delimiter that gives the most cells in rows of more than one cell."""
    sample = "\n".join(text[:100_000].splitlines()[:_SAMPLE_ROWS])
    return max(_DELIMITERS, key=lambda mark: _cells(sample, mark))


def _cells(sample: str, delimiter: str) -> int:
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0
    return sum(len(row) for row in rows if len(row) > 1)
