"""Checks of zipped workbooks (.xlsx, .et, .ods): real unpacked bytes, parts, XML and extent.

Sizes written in a zip are claims. Every part is therefore inflated here in small pieces and
counted, nothing larger than a piece is kept, and the first bound that breaks ends the work.
Source: ECMA-376 part 2 (packages), PKWARE APPNOTE 6.3, OpenDocument 1.3 part 2.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from talentpool.errors import UnreadableFile
from talentpool.files import extent
from talentpool.files.tally import Tally

MAX_PARTS = 5000
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 20 * 1024 * 1024
"""The ratio counts only above so many unpacked bytes: small XML packs very well."""

_PIECE = 256 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_END = b"PK\x05\x06"
_DAMAGED = "文件已损坏或不完整(可能没有传完),请重新下载或另存后再导入。"
_BOMB = "文件解压后过大,疑似压缩炸弹,已拒绝读取。请在WPS或Excel中新建工作簿,只粘贴需要的内容后再导入。"
_SECRET = "文件设有打开密码,无法读取。请用WPS或Excel打开并去掉密码,另存后再导入。"  # noqa: S105 - a sentence


def check(data: bytes) -> str:
    """Check a zip and tell its format, 'xlsx' or 'ods'; raises UnreadableFile."""
    entries = _entries(data)
    format_name = _format(data, entries)
    _refuse_external_links(entries)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnreadableFile(_BOMB)
    _count_real_bytes(data, entries)
    tally = Tally()
    for entry in entries:
        _check_part(data, entry, format_name, tally)
    return format_name


def unpacked(data: bytes, *, limit: int) -> dict[str, bytes]:
    """Name → bytes of every part of a zip, unpacked to no more than `limit` bytes in all; raises UnreadableFile."""
    parts: dict[str, bytes] = {}
    room = limit
    for entry in _entries(data):
        if entry.flag_bits & 0x1:
            raise UnreadableFile(_SECRET)
        pieces = b"".join(_inflate(data, entry, limit=room))
        room -= len(pieces)
        if room < 0:
            raise UnreadableFile(_BOMB)
        parts[entry.filename] = pieces
    return parts


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    """The parts of the zip, read only when the directory itself is small and whole."""
    at = data.rfind(_END)
    if at < 0 or at + 22 > len(data):
        raise UnreadableFile(_DAMAGED)
    count, size, start, comment = struct.unpack_from("<HIIH", data, at + 10)
    if at + 22 + comment != len(data) or start + size != at:
        raise UnreadableFile(_DAMAGED)
    if count > MAX_PARTS or size > MAX_DIRECTORY:
        raise UnreadableFile(f"文件内部的部件超过{MAX_PARTS}个,不是正常的工作簿,已拒绝读取。{_WAY_OUT_NEW}")
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, UnicodeDecodeError, struct.error, ValueError, NotImplementedError) as error:
        raise UnreadableFile(_DAMAGED) from error
    if len({_name(entry) for entry in entries}) != len(entries):
        raise UnreadableFile(_DAMAGED)
    return entries


_WAY_OUT_NEW = "请在WPS或Excel中新建工作簿,只粘贴需要的内容后再导入。"


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lstrip("/").lower()


def _format(data: bytes, entries: list[zipfile.ZipInfo]) -> str:
    """'xlsx' or 'ods'; anything else is refused by the name of what it is."""
    names = {_name(entry): entry for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFile(_SECRET)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names:
        return _open_document(data, names)
    for mark, label in (
        ("word/document.xml", "Word文档(.docx)"),
        ("ppt/presentation.xml", "演示文稿(.pptx)"),
        ("ofd.xml", "OFD版式文件"),
    ):
        if mark in names:
            raise UnreadableFile(f"这是{label},不是表格。请把其中的表格复制到WPS或Excel,另存为.xlsx再导入。")
    if "xl/workbook.bin" in names:
        raise UnreadableFile("这是二进制工作簿(.xlsb),请用WPS或Excel另存为.xlsx再导入。")
    raise UnreadableFile("这是压缩包,不是表格。请解压后导入里面的表格。")


def _open_document(data: bytes, names: dict[str, zipfile.ZipInfo]) -> str:
    kind = b"".join(_inflate(data, names["mimetype"], limit=200))
    if not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise UnreadableFile("这不是表格,而是其他OpenDocument文件。请把其中的表格另存为.xlsx再导入。")
    return "ods"


def _refuse_external_links(entries: list[zipfile.ZipInfo]) -> None:
    if any(_name(entry).startswith("xl/externallinks/") for entry in entries):
        raise UnreadableFile(
            "表格引用了其他文件(外部链接),已拒绝读取。请在WPS或Excel的“数据-编辑链接”中断开链接,保存后再导入。"
        )


def _count_real_bytes(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Inflate everything and keep nothing; the bound holds for the sum of all parts."""
    total = 0
    for entry in entries:
        for piece in _inflate(data, entry, limit=MAX_UNPACKED - total):
            total += len(piece)
            if total > MAX_UNPACKED or (total > RATIO_FROM and total > MAX_RATIO * len(data)):
                raise UnreadableFile(_BOMB)


def _inflate(data: bytes, entry: zipfile.ZipInfo, *, limit: int) -> Iterator[bytes]:
    """The part's real bytes in pieces, whatever size it claims; stops one piece past `limit`."""
    start = _payload_start(data, entry)
    packed = memoryview(data)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise UnreadableFile(_DAMAGED)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFile("文件使用了不支持的压缩方式,请用WPS或Excel打开后另存为.xlsx再导入。")
    yield from _inflate_deflated(packed, limit)


def _inflate_deflated(packed: memoryview, limit: int) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    produced = 0
    for at in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[at : at + _PIECE]
        while len(rest) and not engine.eof:
            try:
                piece = engine.decompress(rest, _PIECE)
            except zlib.error as error:
                raise UnreadableFile(_DAMAGED) from error
            rest = engine.unconsumed_tail
            produced += len(piece)
            yield piece
            if produced > limit:
                return
    if not engine.eof:
        tail = engine.flush(_PIECE)
        yield tail
        if not engine.eof:
            raise UnreadableFile(_DAMAGED)


def _payload_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Offset of the part's packed bytes, told by its local header."""
    try:
        header = _LOCAL.unpack_from(data, entry.header_offset)
    except struct.error as error:
        raise UnreadableFile(_DAMAGED) from error
    if header[0] != b"PK\x03\x04":
        raise UnreadableFile(_DAMAGED)
    return int(entry.header_offset + _LOCAL.size + header[9] + header[10])


def _check_part(data: bytes, entry: zipfile.ZipInfo, format_name: str, tally: Tally) -> None:
    """Refuse document types, foreign encodings and far-out cells in one part.

    Every part is looked at, pictures too: a workbook may name any of them as its sheet.
    """
    first = next(_inflate(data, entry, limit=MAX_UNPACKED), b"")
    foreign = b"\x00" in first[:64] or first.startswith((b"\xff\xfe", b"\xfe\xff"))
    if foreign and (
        _name(entry).endswith((".xml", ".rels")) or first.lstrip(b"\x00\xff\xfe").startswith(b"<")
    ):
        raise UnreadableFile("表格内部的编码不是UTF-8,不能读取。请用WPS或Excel打开后另存为.xlsx再导入。")
    if format_name == "ods":
        extent.check_open_document(_inflate(data, entry, limit=MAX_UNPACKED), tally, name=_name(entry))
    else:
        extent.check_sheet(lambda: _inflate(data, entry, limit=MAX_UNPACKED), tally)
