"""The paper a sheet is printed on: size, margins, footer."""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.files.xlsx import measure
from talentpool.files.xlsx.styles import BODY_FONT, FOOTER_SIZE
from talentpool.sheets import Provenance, Sheet

PX_PER_INCH = 96
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN, FOOTER_MARGIN = 0.5, 0.6, 0.75, 0.35
_INCHES = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}
_CODES = {"A4": 9, "A3": 8}
_SPARE = 0.98
"""Part of the width that may be used: programs round widths differently."""
_LEGIBLE = 0.66
"""Below this scale the body is smaller than 7.5 pt on A4: take A3."""


@dataclass(frozen=True, slots=True)
class Page:
    """A paper with its orientation; `code` is Excel's number for the size."""

    paper: str
    landscape: bool

    @property
    def code(self) -> int:
        """Excel's paper number: 9 is A4, 8 is A3."""
        return _CODES[self.paper]

    @property
    def width_px(self) -> int:
        """Width that can be printed at full scale, in pixels."""
        short, long = _INCHES[self.paper]
        return int(((long if self.landscape else short) - 2 * SIDE_MARGIN) * PX_PER_INCH * _SPARE)

    @property
    def height_pt(self) -> float:
        """Height that can be printed at full scale, in points."""
        short, long = _INCHES[self.paper]
        return ((short if self.landscape else long) - TOP_MARGIN - BOTTOM_MARGIN) * 72


def choose_page(sheet: Sheet, table_px: int) -> Page:
    """The page of `sheet`; “auto” takes A3 only when A4 would print too small."""
    landscape = sheet.orientation == "landscape"
    if sheet.paper != "auto":
        return Page(sheet.paper, landscape)
    on_a4 = Page("A4", landscape)
    return on_a4 if on_a4.width_px / table_px >= _LEGIBLE else Page("A3", landscape)


def footer(provenance: Provenance, page: Page) -> str:
    """Left the reference date and filter, middle the page, right who and when; within 255 characters.

    A blank parts the size code from the text, or a leading digit would be read as part of it.
    """
    third = page.width_px / PX_PER_INCH * 72 / FOOTER_SIZE * 0.4
    font = f'&"{BODY_FONT},Regular"&{FOOTER_SIZE} '
    middle = f"&C{font}第 &P 页 共 &N 页"
    who = measure.shorten(provenance.who, 12)
    right = f"&R{font}{measure.footer_text(who)} {provenance.made_at:%Y-%m-%d %H:%M} 导出"
    about = f"截至{provenance.reference_date.isoformat()} 筛选:{provenance.filters}"
    while True:
        left = f"&L{font}{measure.footer_text(measure.shorten(about, third))}"
        text = left + middle + right
        if len(text.encode("utf-16-le")) // 2 <= measure.FOOTER_LIMIT:
            return text
        third -= 2
