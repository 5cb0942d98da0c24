"""Reads delimited text (.csv, tab-separated) as text cells: UTF-8, UTF-16 with BOM or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from talentpool.errors import UnreadableFile

MAX_CELLS = 5_000_000
_DELIMITERS = (",", "\t", ";")
_SAMPLE_ROWS = 50
LONGEST_LINE = 1024 * 1024
"""Bytes of a line; cells alone may have 131,072 characters (the csv module's bound)."""
MOST_CONTROLS = 0.01
"""Share of control characters above which bytes are no text."""
_ROWS_A_TURN = 1000
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a"))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNKNOWN = "认不出这个文件是什么,不是表格。请用WPS或Excel打开原表格,另存为.xlsx再导入。"
_TOO_MANY = "文件的行列过多,已拒绝读取。请只保留需要的行和列后再导入。"
_NO_CSV = "文件不是正常的CSV表格,请用WPS或Excel打开后另存为.xlsx再导入。"


def read(data: bytes) -> list[list[str | None]]:
    """Rows of text cells, padded to one width; blank cells are None. Raises UnreadableFile."""
    check(data)
    text = _decode(data)
    delimiter = _delimiter(text)
    try:
        rows = list(_in_turns(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise UnreadableFile(_NO_CSV) from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise UnreadableFile(_TOO_MANY)
    return [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]


def _in_turns(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The same rows; read in one go they would keep every other thread waiting until the last."""
    while some := list(islice(rows, _ROWS_A_TURN)):
        yield from some


def check(data: bytes) -> None:
    """Refuse by the bytes alone what `read` would refuse after much work. Raises UnreadableFile."""
    if not data.startswith(_UTF_16):
        controls = len(data) - len(data.translate(None, _CONTROLS))
        if b"\x00" in data or controls > len(data) * MOST_CONTROLS:
            raise UnreadableFile(_UNKNOWN)
    if max(data.count(mark.encode()) for mark in _DELIMITERS) + data.count(b"\n") > MAX_CELLS:
        raise UnreadableFile(_TOO_MANY)
    if max(map(len, data.split(b"\n"))) > LONGEST_LINE:
        raise UnreadableFile(_NO_CSV)


def _decode(data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_UNKNOWN)


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
