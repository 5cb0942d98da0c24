"""Makes the files that must be refused, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile

WORKBOOK = {
    "[Content_Types].xml": b'<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/></Types>',
    "xl/workbook.xml": b'<?xml version="1.0"?><workbook><sheets/></workbook>',
}


def zipped(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook_with(sheet: bytes) -> bytes:
    """A workbook whose one sheet is this XML."""
    return zipped(WORKBOOK | {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + sheet})


def with_false_sizes(data: bytes) -> bytes:
    """The same zip, claiming in its directory that every part unpacks to ten bytes."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB] version 3) with these streams, each at least 4096 bytes long."""
    sector = 512
    padded = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    directory_sectors = (len(padded) + 1 + 3) // 4
    tables = 1
    while tables * 128 < tables + directory_sectors + sum(-(-len(one) // sector) for one in padded.values()):
        tables += 1
    fat = [0xFFFFFFFD] * tables
    fat += [tables + number for number in range(1, directory_sectors)] + [0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    body = b""
    for name, content in padded.items():
        start = len(fat)
        count = -(-len(content) // sector)
        fat += [start + number + 1 for number in range(count - 1)] + [0xFFFFFFFE]
        body += content.ljust(count * sector, b"\x00")
        entries.append(_entry(name, 2, start, len(content)))
    fat += [0xFFFFFFFF] * (tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 10
    header += struct.pack("<IIIIIIII", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\x00")
    return header.ljust(512, b"\x00") + struct.pack(f"<{len(fat)}I", *fat) + directory + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = (name + "\x00").encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw), kind, 1) + b"\xff" * 12
    return (head + b"\x00" * 36 + struct.pack("<II", start, size)).ljust(128, b"\x00")


def record(kind: int, content: bytes) -> bytes:
    """One record of an old binary workbook."""
    return struct.pack("<HH", kind, len(content)) + content
