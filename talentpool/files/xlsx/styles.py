"""Fonts, colours and cell formats of official tables; one format per distinct style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from talentpool.sheets import Align, Tone
from talentpool.vocabulary import TargetState

if TYPE_CHECKING:
    from xlsxwriter import Workbook as XlsxWorkbook
    from xlsxwriter.format import Format

TITLE_FONT, TITLE_SIZE = "方正小标宋简体", 20
HEADER_FONT, HEADER_SIZE = "黑体", 11
BODY_FONT, BODY_SIZE = "仿宋_GB2312", 11
REPORTING_SIZE = 12
NOTE_SIZE = 10.5
FOOTER_SIZE = 9

INK, QUIET_INK, LINE = "#1f2933", "#52606d", "#9aa5b1"
HEADER_GROUND = "#eef2f6"
FILLS = {
    TargetState.OK: "#e3f1e8",
    TargetState.NEAR: "#fbf0d5",
    TargetState.MISS: "#f8e0df",
    TargetState.UNKNOWN: "",
}
TONES = {
    Tone.DATA: "#1f5d9c",
    Tone.OK: "#2f7d4f",
    Tone.NEAR: "#9a6700",
    Tone.MISS: "#b42318",
    Tone.QUIET: "#52606d",
}

_GB2312_CHARSET = 134
_BORDER_THIN = 1


@dataclass(frozen=True, slots=True)
class Style:
    """Everything that tells one cell format from another.

    `quoted` keeps a text that begins like a formula a text, when somebody edits the cell too.
    """

    font: str = BODY_FONT
    size: float = BODY_SIZE
    bold: bool = False
    align: Align = "center"
    valign: Literal["vcenter", "top"] = "vcenter"
    indent: int = 0
    wrap: bool = True
    border: bool = True
    fill: str = ""
    number_format: str = "General"
    color: str = INK
    quoted: bool = False


TITLE = Style(font=TITLE_FONT, size=TITLE_SIZE, border=False)
REPORTING_LEFT = Style(size=REPORTING_SIZE, align="left", border=False, wrap=False)
REPORTING_RIGHT = Style(size=REPORTING_SIZE, align="right", border=False, wrap=False)
HEADER = Style(font=HEADER_FONT, size=HEADER_SIZE, fill=HEADER_GROUND)
NOTE = Style(size=NOTE_SIZE, align="left", border=False, color=QUIET_INK)
SIGNATURE = Style(size=REPORTING_SIZE, align="left", border=False, wrap=False)


class Formats:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, book: XlsxWorkbook) -> None:
        self._book = book
        self._made: dict[Style, Format] = {}

    def __getitem__(self, style: Style) -> Format:
        """The format of `style`."""
        if style not in self._made:
            self._made[style] = self._book.add_format(_properties(style))
        return self._made[style]

    def conditional(self, state: TargetState, number_format: str) -> Format:
        """What a conditional format lays over a cell: fill, and the mark in the number format."""
        return self._book.add_format({"bg_color": FILLS[state], "num_format": number_format})


def _properties(style: Style) -> dict[str, object]:
    properties: dict[str, object] = {
        "font_name": style.font,
        "font_size": style.size,
        "font_charset": _GB2312_CHARSET,
        "font_color": style.color,
        "bold": style.bold,
        "align": style.align,
        "valign": style.valign,
        "indent": style.indent,
        "text_wrap": style.wrap,
        "num_format": style.number_format,
    }
    if style.border:
        properties |= {"border": _BORDER_THIN, "border_color": LINE}
    if style.quoted:
        properties["quote_prefix"] = True
    if style.fill:
        properties |= {"bg_color": style.fill}
    return properties
