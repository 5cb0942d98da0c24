"""Refuses a file before any library parses it, by its content and never by its ending.

OWASP ASVS 5.0 chapter 5 (file handling): size, real unpacked bytes, number of parts, ratio,
document types in XML, and the area that the outermost cell spans are all bounded here,
because a workbook of one kilobyte can ask a reader for gigabytes.
"""

from __future__ import annotations

import math
from enum import StrEnum

from talentpool.errors import UnreadableFile
from talentpool.files import compound, delimited, package

MAX_BYTES = 20 * 1024 * 1024
"""Largest file that is taken."""

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WAY_OUT = "请用WPS或Excel打开原表格,另存为.xlsx再导入。"

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF文件"),
    (b"\xff\xd8\xff", "JPG图片"),
    (b"\x89PNG", "PNG图片"),
    (b"GIF8", "GIF图片"),
    (b"II*\x00", "TIFF图片"),
    (b"MM\x00*", "TIFF图片"),
    (b"{\\rtf", "RTF文档"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7Z压缩包"),
    (b"\x1f\x8b", "GZ压缩包"),
    (b"MZ\x90\x00", "可执行程序"),
)
"""First bytes → what the file really is."""


class FileFormat(StrEnum):
    """What a file is, told from its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def check(data: bytes) -> FileFormat:
    """Tell what the file is and refuse it when it must not be parsed.

    Raises UnreadableFile, whose text says why and the way out. Macros are ignored by the
    reader and therefore not refused.
    """
    if not data:
        raise UnreadableFile("文件是空的(0字节),请重新导出或另存后再导入。")
    if len(data) > MAX_BYTES:
        megabytes = math.ceil(len(data) * 10 / 1024 / 1024) / 10  # rounded up: 20.0 would not be over 20
        raise UnreadableFile(f"文件有{megabytes}MB,超过20MB的上限,请拆分成几个文件或删去图片后再导入。")
    if data.startswith(_ZIP):
        return FileFormat(package.check(data))
    if data.startswith(_OLE):
        compound.check(data)
        return FileFormat.XLS
    if data[:4] in (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00"):
        raise UnreadableFile(f"这是过旧的.xls格式,不能直接读取。{_WAY_OUT}")
    _refuse_other_kinds(data)
    delimited.check(data)
    return FileFormat.CSV


_TEXT_ENDINGS = frozenset({"csv", "txt", "tsv", "tab"})
_BOOK_ENDINGS = frozenset({"xlsx", "xlsm", "xls", "et", "ett", "ods"})


def check_name(name: str, found: FileFormat) -> None:
    """Refuse a file whose ending says another kind than its content: text as a workbook, a workbook as text.

    Workbooks go by any ending of workbooks (.xls for .xlsx is usual); a name without an ending says nothing.
    """
    _, dot, ending = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    ending = ending.lower()
    allowed = _TEXT_ENDINGS if found is FileFormat.CSV else _BOOK_ENDINGS
    if not dot or ending in allowed:
        return
    really = "文本文件" if found is FileFormat.CSV else "电子表格"
    right = "csv" if found is FileFormat.CSV else found.value
    raise UnreadableFile(
        f"文件名的后缀是.{ending[:10]},内容却是{really}。请把后缀改为.{right},或另存为.xlsx再导入。"
    )


def _refuse_other_kinds(data: bytes) -> None:
    """Refuse, by the name of what it is, whatever is neither a workbook nor plain text."""
    for mark, label in _OTHERS:
        if data.startswith(mark):
            raise UnreadableFile(f"这是{label},不是表格。{_WAY_OUT}")
    if data.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise UnreadableFile("这是空的或分卷的压缩包,不是表格。请解压后导入里面的表格。")
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        raise UnreadableFile("这是XML电子表格2003格式,请用WPS或Excel打开后另存为.xlsx再导入。")
    if _is_web_page(head):
        raise UnreadableFile("这是网页另存的表格,请用WPS打开后另存为.xlsx再导入。")
    if head.startswith((b"<?xml", b"<!doctype", b"<!entity")):
        raise UnreadableFile(f"这是XML文件,不是表格。{_WAY_OUT}")


def _is_web_page(head: bytes) -> bool:
    """Whether the lowered first bytes are an HTML page or a web archive."""
    if head.startswith((b"<html", b"<!doctype html", b"<head", b"<meta", b"<table", b"<body", b"<style")):
        return True
    if head.startswith(b"<") and (b"<html" in head or b"<table" in head):
        return True
    return b"multipart/related" in head and b"mime-version:" in head
