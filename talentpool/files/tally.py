"""How many shared texts and rows an XML package really holds, counted while it is unpacked.

A reader keeps every shared text, whether a cell shows it or not, and lays out every row up to the
last filled one: a few megabytes of either ask for hundreds. The counts written in a file are claims.
"""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.errors import UnreadableFile

MAX_TEXTS = 1_000_000
"""Shared texts of a workbook: 100,000 people with ten different texts each; a reader takes some 40 MB for them."""

MAX_ROWS = 500_000
"""Rows of all sheets of a workbook, empty ones too; where all are filled a reader takes some 120 MB for them."""

TOO_MANY_TEXTS = f"表格里的文字超过{MAX_TEXTS // 10_000}万条,已拒绝读取。请在WPS或Excel中新建工作簿,只粘贴需要的内容后再导入。"
TOO_MANY_ROWS = (
    f"表格超过{MAX_ROWS // 10_000}万行(空行也算),已拒绝读取。"
    "请删除表格以外多余的行,或在WPS、Excel中新建工作簿,只粘贴需要的内容后再导入。"
)


@dataclass
class Tally:
    """The elements seen so far in all parts of one package."""

    texts: int = 0
    rows: int = 0

    def add(self, piece: bytes) -> None:
        """Count the elements that begin in a piece of XML, whatever their prefix; UnreadableFile past a bound."""
        self.texts += piece.count(b"<si") + piece.count(b":si")
        self.rows += piece.count(b"<row") + piece.count(b":row") + piece.count(b"<table:table-row")
        refuse_many_texts(self.texts)
        refuse_far_row(self.rows)


def refuse_many_texts(count: int) -> None:
    """Raise UnreadableFile for a workbook with so many shared texts."""
    if count > MAX_TEXTS:
        raise UnreadableFile(TOO_MANY_TEXTS)


def refuse_far_row(row: int) -> None:
    """Raise UnreadableFile for a sheet with so many rows."""
    if row > MAX_ROWS:
        raise UnreadableFile(TOO_MANY_ROWS)
