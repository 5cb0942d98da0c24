"""How far out the cells of an XML sheet stand, and that no XML part carries a document type.

A reader lays out every cell between A1 and the outermost one: a single cell at XFD1048576
asks for 17 thousand million. Cells without content do not count, since whole formatted rows
and columns are common in honest files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from talentpool.errors import UnreadableFile
from talentpool.files.tally import MAX_ROWS, Tally, refuse_far_row, refuse_many_texts

MAX_CELLS = 5_000_000
"""Rows × columns that one sheet may span: 100,000 rows of 50 columns."""

MAX_OPEN_DOCUMENT = 48 * 1024 * 1024
_MAX_ELEMENT = 1024 * 1024

_ODD_STRUCTURE = "文件内部结构异常,已拒绝读取。请用WPS或Excel打开后另存为.xlsx再导入。"
_UNIQUE_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']([^"']*)["']""")
_USUAL_COLUMN = re.compile(rb'<c r="([A-Za-z]+)[0-9]')
_USUAL_ROW = re.compile(rb'<c r="[A-Za-z]+([0-9]+)"')
_ANY_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)[0-9]""")
_ANY_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_EMPTY_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s+[\w:]+="[\w.:-]*")*\s*(?:/>|></(?:\w+:)?c>)""")
_EMPTY_ROW = re.compile(rb"""<(?:\w+:)?row(?:\s+[\w:]+="[\w.: -]*")*\s*(?:/>|>\s*</(?:\w+:)?row>)""")
"""Only these plain spellings count as empty: whatever is written in another way counts as filled."""

_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b")
_CELL_OR_ROW = re.compile(rb"<(?:\w+:)?(?:c|row)[\s>/]")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")
_TABLE_TAG = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)((?:\s[^>]*)?)>")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated\s*=\s*["']([0-9]+)""")
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated\s*=\s*["']([0-9]+)""")


def refuse_far_cell(row: int, column: int) -> None:
    """Raise UnreadableFile when a sheet reaching to this cell (both from 1) spans too much."""
    if row * column > MAX_CELLS:
        raise UnreadableFile(
            f"表格在第{row}行、第{column}列还有内容,范围过大({row}行×{column}列),已拒绝读取。"
            "请删除表格以外多余的行和列,保存后再导入。"
        )


@dataclass
class _Extent:
    """Outermost row and column seen so far, both from 1, and the pieces of XML that hold them."""

    rows: int = 1
    columns: int = 1
    row_tags: int = 0
    row_piece: bytes = b""
    column_piece: bytes = b""

    def reach(self, rows: int, columns: int, piece: bytes = b"") -> None:
        if rows > self.rows:
            self.rows, self.row_piece = rows, piece
        if columns > self.columns:
            self.columns, self.column_piece = columns, piece

    @property
    def too_large(self) -> bool:
        return self.rows * self.columns > MAX_CELLS


def check_sheet(pieces: Callable[[], Iterator[bytes]], tally: Tally) -> None:
    """Check one XML part of an OOXML package; `pieces` starts reading it anew at each call.

    `tally` counts over all parts of the package.

    A quick look counts every reference. Where that spans too much, the pieces that hold the
    outermost cells, and then all of them, are looked at again without the empty cells.
    """
    quick = _quick_extent(pieces(), tally)
    if quick.too_large or quick.rows > MAX_ROWS:
        _refuse_filled([quick.row_piece, quick.column_piece])
        _refuse_filled(_whole_tags(pieces()))


def _quick_extent(pieces: Iterator[bytes], tally: Tally) -> _Extent:
    """The extent of all references; once it is too large only the document type is looked for."""
    extent = _Extent()
    size = claimed = 0
    for piece in _whole_tags(pieces):
        size += len(piece)
        tally.add(piece)
        claimed = max(claimed, _claimed_texts(piece))
        if not extent.too_large:
            _reach_cells(extent, piece)
    if claimed > size:
        raise UnreadableFile(_ODD_STRUCTURE)
    refuse_many_texts(claimed)
    return extent


def _claimed_texts(piece: bytes) -> int:
    """How many shared texts a part claims to hold; readers reserve room for them at once."""
    if b"uniqueCount" not in piece:
        return 0
    claims = _UNIQUE_COUNT.findall(piece)
    if not all(re.fullmatch(rb"[0-9]{1,9}", claim) for claim in claims):
        raise UnreadableFile(_ODD_STRUCTURE)
    return _largest_number(claims)


def _refuse_filled(pieces: Iterable[bytes]) -> None:
    extent = _Extent()
    for piece in pieces:
        _reach_cells(extent, _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece)))
        refuse_far_cell(extent.rows, extent.columns)
    refuse_far_row(extent.rows)


def _reach_cells(extent: _Extent, piece: bytes) -> None:
    """Widen the extent to the references in a piece, the usual spelling the fast way."""
    extent.row_tags += piece.count(b"<row") + piece.count(b":row")
    columns = _USUAL_COLUMN.findall(piece)
    if len(columns) == piece.count(b"<c") - piece.count(b"<col") and b":c" not in piece:
        extent.reach(_largest_number(_USUAL_ROW.findall(piece)), _largest_column(columns), piece)
        return
    columns = _ANY_COLUMN.findall(piece)
    extent.reach(_largest_number(_ANY_ROW.findall(piece)), _largest_column(columns), piece)
    if len(_CELL_TAG.findall(piece)) > len(columns):
        extent.reach(extent.row_tags, _most_cells_in_a_row(piece), piece)


def _most_cells_in_a_row(piece: bytes) -> int:
    return max(len(_CELL_TAG.findall(row)) for row in _ROW_TAG.split(piece))


def check_open_document(pieces: Iterable[bytes], tally: Tally, *, name: str) -> None:
    """Check one XML part of an OpenDocument file; `name` is its path in lower case."""
    if name == "meta-inf/manifest.xml":
        if b"encryption-data" in b"".join(_whole_tags(pieces)):
            raise UnreadableFile("文件设有打开密码,无法读取。请用WPS或Excel打开并去掉密码,另存后再导入。")
        return
    if name != "content.xml":
        for _ in _whole_tags(pieces):
            pass
        return
    _check_tables(_bounded(_whole_tags(pieces), tally))


def _bounded(pieces: Iterable[bytes], tally: Tally) -> bytes:
    content = bytearray()
    for piece in pieces:
        tally.add(piece)
        content += piece
        if len(content) > MAX_OPEN_DOCUMENT:
            raise UnreadableFile("ODS表格内容过大,请用WPS或Excel另存为.xlsx再导入。")
    return bytes(content)


def _check_tables(content: bytes) -> None:
    """Follow rows and repeats; only what stands before or at filled cells counts."""
    row = column = height = row_repeats = last_column = last_row = 0
    for match in _TABLE_TAG.finditer(content):
        closing, tag, attributes = match.groups()
        if tag == b"table":
            row = column = height = last_column = 0
        elif tag == b"table-row":
            if closing:
                continue
            row += height
            height = row_repeats = _repeats(_ROWS_REPEATED, attributes)
            column = 0
        elif not closing:
            column += _repeats(_COLUMNS_REPEATED, attributes)
            if not attributes.endswith(b"/") or b"office:value" in attributes:
                last_column = max(last_column, column)
                last_row = max(last_row, row + row_repeats)
                refuse_far_cell(row + row_repeats, last_column)
    refuse_far_row(last_row)


def _repeats(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(1, _number(found.group(1))) if found else 1


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut again so that no tag is split; refuses document types and endless cells."""
    carry = b""
    for piece in pieces:
        text = carry + piece
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise UnreadableFile(
                "表格内部含有文档类型声明(DTD),不是正常的工作簿,已拒绝读取。请用WPS或Excel另存为.xlsx再导入。"
            )
        carry = text[_last_start_tag(text) :]
        if len(carry) > _MAX_ELEMENT:
            if _CELL_OR_ROW.match(carry):
                raise UnreadableFile(_ODD_STRUCTURE)
            carry = carry[-64:]
        yield text[: len(text) - len(carry)]
    yield carry


def _last_start_tag(text: bytes) -> int:
    """Where the last tag that is no end tag begins: an element and its end stay together."""
    cut = text.rfind(b"<")
    while cut >= 0 and text[cut + 1 : cut + 2] == b"/":
        cut = text.rfind(b"<", 0, cut)
    return cut if cut >= 0 else max(0, len(text) - 16)


def _number(digits: bytes) -> int:
    return int(digits[:12])


def _column(letters: bytes) -> int:
    """Number of a column from its letters: A is 1, XFD is 16384."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _largest_number(found: list[bytes]) -> int:
    return max((_number(digits) for digits in set(found)), default=1)


def _largest_column(found: list[bytes]) -> int:
    return max((_column(letters) for letters in set(found)), default=1)
