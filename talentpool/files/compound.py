"""Checks of old binary workbooks (.xls, .et) and other compound files before they are parsed.

Reads just the directory and the workbook stream of the container ([MS-CFB]) and the heads of
its records ([MS-XLS]): enough to tell what the file is, whether it is encrypted (FILEPASS)
and how far out its cells stand.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from talentpool.errors import UnreadableFile
from talentpool.files.extent import refuse_far_cell
from talentpool.files.tally import refuse_many_texts

_FREE = 0xFFFFFFF0
_DAMAGED = "文件已损坏或不完整(可能没有传完),请重新下载或另存后再导入。"
_SECRET = "文件设有打开密码,无法读取。请用WPS或Excel打开并去掉密码,另存后再导入。"  # noqa: S105 - a sentence
_OTHERS = {
    "WordDocument": "Word文档(.doc)",
    "PowerPoint Document": "演示文稿(.ppt)",
    "VisioDocument": "Visio图",
    "__properties_version1.0": "邮件",
}
_FILEPASS = 0x2F
_CELLS = frozenset(
    {0x06, 0x04, 0x03, 0x02, 0x05, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x27E, 0x206, 0x406}
)
_MULTIPLE_RK = 0xBD
_BEGIN = 0x0809
_SHEET = 0x85
_DIMENSIONS = 0x200
_SHARED_STRINGS = 0xFC
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


@dataclass(frozen=True)
class _Entry:
    name: str
    start: int
    size: int


def check(data: bytes) -> None:
    """Refuse a compound file that is no open .xls within bounds; raises UnreadableFile."""
    try:
        entries = _Container(data)
        names = {entry.name: entry for entry in reversed(entries.directory)}
        _refuse_other_documents(names)
        entry = names.get("Workbook") or names.get("Book")
        if entry is None:
            raise UnreadableFile("文件里没有工作表,不是表格。请用WPS或Excel另存为.xlsx再导入。")
        _check_records(entries.stream(entry))
    except (struct.error, IndexError) as error:
        raise UnreadableFile(_DAMAGED) from error


def _refuse_other_documents(names: dict[str, _Entry]) -> None:
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise UnreadableFile(_SECRET)
    for name, label in _OTHERS.items():
        if name in names and "Workbook" not in names:
            raise UnreadableFile(f"这是{label},不是表格。请把其中的表格复制到WPS或Excel,另存为.xlsx再导入。")


class _Container:
    """Sector chains and directory of a compound file; raises struct.error or IndexError if cut."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sector = 1 << _bounded_shift(struct.unpack_from("<H", data, 30)[0])
        self._mini_sector = 1 << _bounded_shift(struct.unpack_from("<H", data, 32)[0])
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._bound_counts()
        self._fat = self._read_fat()
        self.directory = self._read_directory(struct.unpack_from("<I", data, 48)[0])
        self._mini_fat = _numbers(self._chain(struct.unpack_from("<I", data, 60)[0]))
        if any(entry.size > len(data) for entry in self.directory):
            raise IndexError("stream size")

    def stream(self, entry: _Entry) -> bytes:
        """The bytes of one stream, from its own sectors or from the mini stream."""
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        small = self._chain(self.directory[0].start)
        pieces = [
            small[at * self._mini_sector : (at + 1) * self._mini_sector]
            for at in _follow(self._mini_fat, entry.start)
        ]
        return b"".join(pieces)[: entry.size]

    def _bound_counts(self) -> None:
        """Readers reserve room for as many sectors as the header claims, so the claims are bounded."""
        sectors = len(self._data) // self._sector + 1
        for offset in (40, 44, 64, 72):
            if struct.unpack_from("<I", self._data, offset)[0] > sectors:
                raise IndexError(offset)

    def _sector_bytes(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if start >= len(self._data):
            raise IndexError(number)
        return self._data[start : start + self._sector]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector_bytes(number) for number in _follow(self._fat, start))

    def _read_fat(self) -> list[int]:
        wanted = struct.unpack_from("<I", self._data, 44)[0]
        sectors = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _FREE]
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._sector):
            if following >= _FREE or len(sectors) >= wanted:
                break
            numbers = _numbers(self._sector_bytes(following))
            sectors += [number for number in numbers[:-1] if number < _FREE]
            following = numbers[-1]
        if len(sectors) > len(self._data) // self._sector + 1:
            raise IndexError(len(sectors))
        return _numbers(b"".join(self._sector_bytes(number) for number in sectors))

    def _read_directory(self, start: int) -> list[_Entry]:
        content = self._chain(start)
        return [_entry(content[at : at + 128]) for at in range(0, len(content) - 127, 128)]


def _entry(raw: bytes) -> _Entry:
    length = struct.unpack_from("<H", raw, 64)[0]
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", raw, 116)
    return _Entry(name, start, size)


def _bounded_shift(shift: int) -> int:
    if not 6 <= shift <= 12:
        raise IndexError(shift)
    return shift


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _follow(table: list[int], start: int) -> list[int]:
    """The chain of sector numbers from `start`; a loop or a number outside is damage."""
    chain: list[int] = []
    number = start
    while number < _FREE:
        if len(chain) > len(table):
            raise IndexError(number)
        chain.append(number)
        number = table[number]
    return chain


def _check_records(stream: bytes) -> None:
    """Walk the record heads: encryption, far-out cells and misleading sheet offsets are refused."""
    at, end = 0, len(stream)
    rows = columns = 1
    begins: set[int] = set()
    offsets: set[int] = set()
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _FILEPASS:
            raise UnreadableFile(_SECRET)
        if kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _MULTIPLE_RK and length >= 6:
            row = struct.unpack_from("<H", stream, at + 4)[0]
            column = struct.unpack_from("<H", stream, at + 2 + length)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _BEGIN:
            begins.add(at)
            rows = columns = 1
        elif kind == _SHEET and length >= 4:
            offsets.add(struct.unpack_from("<I", stream, at + 4)[0])
        else:
            _bound_claims(kind, stream[at + 4 : at + 4 + length], end)
        refuse_far_cell(rows, columns)
        at += 4 + length
    if not offsets <= begins:
        raise UnreadableFile(_DAMAGED)


def _bound_claims(kind: int, content: bytes, stream_length: int) -> None:
    """Refuse stated extents and counts beyond the format: readers reserve room for them at once.

    A failed reservation ends the whole process and cannot be caught.
    """
    if kind == _DIMENSIONS and len(content) >= 12:
        first_row, end_row, first_column, end_column = struct.unpack_from("<IIHH", content)
        if (
            end_row > _MOST_ROWS
            or end_column > _MOST_COLUMNS
            or first_row > end_row
            or first_column > end_column
        ):
            raise UnreadableFile(_DAMAGED)
    elif kind == _DIMENSIONS and len(content) >= 8:
        first_row, end_row, first_column, end_column = struct.unpack_from("<HHHH", content)
        if end_column > _MOST_COLUMNS or first_row > end_row or first_column > end_column:
            raise UnreadableFile(_DAMAGED)
    elif kind == _SHARED_STRINGS:
        texts = struct.unpack_from("<I", content, 4)[0]
        if texts > stream_length // 3 + 1:
            raise UnreadableFile(_DAMAGED)
        refuse_many_texts(texts)
