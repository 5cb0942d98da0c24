"""What is handed in with bad intent or by mistake: name, bytes, and the reason that must be told."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass

from tests.unit.files.hostile import WORKBOOK, workbook_with, zipped
from tests.unit.files.test_guard import REFUSED

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Hostile:
    """One file, and what the page must say of it."""

    case: str
    name: str
    content: bytes
    words: str


def _png_bomb() -> bytes:
    """A picture of 60,000 × 60,000 points in a few kilobytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 10 * MEBIBYTE, 9)
    parts = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def _nested(depth: int) -> bytes:
    """A zip in a zip in a zip … of many zeros."""
    data = zipped({"0.bin": b"\x00" * 5 * MEBIBYTE})
    for level in range(depth):
        data = zipped({f"{level}-{copy}.zip": data for copy in range(8)})
    return data


def _encrypted_parts() -> bytes:
    changed = bytearray(zipped(WORKBOOK))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _twice_named() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in (b"<workbook/>", b"<worksheet/>"):
            archive.writestr("xl/workbook.xml", content)
    return target.getvalue()


def _many_texts() -> bytes:
    """Short texts, none like another, that pack too badly for a bomb."""
    texts = b"".join(b"<si><t>%x</t></si>" % number for number in range(3_000_000))
    return zipped(WORKBOOK | {"xl/sharedStrings.xml": b"<sst>" + texts + b"</sst>"})


def _many_rows() -> bytes:
    """A million rows with nothing but their numbers, and a cell below them."""
    rows = b"".join(b'<row r="%d"/>' % number for number in range(1, 1_000_000))
    return workbook_with(rows + b'<row r="1000000"><c r="A1000000"><v>1</v></c></row>')


def _broken_stream() -> bytes:
    changed = bytearray(workbook_with(b"<row/>" * 1000))
    at = changed.find(b"sheet1.xml") + len("sheet1.xml")
    changed[at : at + 20] = b"\xff" * 20
    return bytes(changed)


BILLION_LAUGHS = b"<!DOCTYPE lolz [<!ENTITY a 'lol'>" + b"".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(9)
)
_TRAVERSAL = {"../../../../tmp/evil.xml": b"<a/>", "/etc/cron.d/evil": b"* * * * * root true"}

OWN = (
    Hostile("a billion laughs", "名册.xlsx", workbook_with(BILLION_LAUGHS + b"]>&j;"), "DTD"),
    Hostile(
        "an entity that reads a file",
        "名册.xlsx",
        workbook_with(b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>&f;"),
        "DTD",
    ),
    Hostile(
        "a billion laughs as an XML file",
        "名册.xls",
        b"<?xml version='1.0'?>" + BILLION_LAUGHS + b"]>",
        "XML文件",
    ),
    Hostile("a picture bomb", "名册.xlsx", _png_bomb(), "PNG图片"),
    Hostile("zips in zips", "名册.xlsx", _nested(3), "压缩包"),
    Hostile("traversing names alone", "名册.xlsx", zipped(_TRAVERSAL), "压缩包"),
    Hostile("parts that are encrypted", "名册.xlsx", _encrypted_parts(), "打开密码"),
    Hostile("two parts of one name", "名册.xlsx", _twice_named(), "已损坏"),
    Hostile("a broken stream", "名册.xlsx", _broken_stream(), "已损坏"),
    Hostile("an unusual packing", "名册.xlsx", zipped(WORKBOOK, compression=zipfile.ZIP_LZMA), "压缩方式"),
    Hostile(
        "a program that calls itself a workbook", "名册.xlsx", b"MZ\x90\x00" + b"\x00" * 4096, "可执行程序"
    ),
    Hostile("a picture before a zip", "名册.xlsx", b"GIF89a" + zipped(WORKBOOK), "GIF图片"),
    Hostile("a zip with something before it", "名册.xlsx", b"#!/bin/sh\n" + zipped(WORKBOOK), "认不出"),
    Hostile("zeros", "名册.csv", b"\x00" * MEBIBYTE, "认不出"),
    Hostile("zeros among text", "名册.csv", "村,姓名\n金竹村,王\x00某".encode(), "认不出"),
    Hostile("noise", "名册.xlsx", bytes(range(256)) * 4000, "认不出"),
    Hostile("ten million cells of text", "名册.csv", b"a," * 9 * MEBIBYTE, "行列过多"),
    Hostile("ten million rows of text", "名册.csv", b"\n" * 19 * MEBIBYTE, "行列过多"),
    Hostile("a cell of many megabytes", "名册.csv", b'a,"' + b"x" * 19 * MEBIBYTE, "CSV"),
    Hostile("a header of many megabytes", "名册.csv", b"x" * 19 * MEBIBYTE + b",b\n1,2", "CSV"),
    Hostile("three million shared texts", "名册.xlsx", _many_texts(), "超过100万条"),
    Hostile("a million empty rows", "名册.xlsx", _many_rows(), "超过50万行"),
    Hostile("a RAR archive", "名册.xlsx", b"Rar!\x1a\x07\x00", "RAR压缩包"),
    Hostile("a GZ archive", "名册.xlsx", b"\x1f\x8b\x08\x00", "GZ压缩包"),
    Hostile("rich text", "名册.xls", b"{\\rtf1 {\\object}}", "RTF文档"),
    Hostile("a workbook without sheets", "名册.xlsx", zipped(WORKBOOK), ""),
)

FROM_GUARD = tuple(Hostile(case, "名册.xlsx", content, words) for case, (content, words) in REFUSED.items())

NAMES = (
    "../../../../etc/passwd",
    "..\\..\\windows\\system32\\evil.xlsx",
    "/etc/cron.d/evil.xlsx",
    "名册\x00.php.xlsx",
    "名册\tX-Evil: 1.xlsx",
    "<img src=x onerror=alert(1)>.xlsx",
    "名" * 300 + ".xlsx",
    "\u202exslx.exe",
    ".",
    "CON.xlsx",
)
"""File names; the content is a workbook that cannot be read."""

UPLOADS = (*FROM_GUARD, *OWN)
