"""Text as a cell holds it: cleaned, measured, wrapped, named.

Widths are pixels at 96 dpi. 仿宋_GB2312 draws Western characters half as wide as Chinese ones;
the fonts that stand in for it are wider, hence the slack.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection

PX_PER_PT = 96 / 72
PADDING_PX = 18
WESTERN_EM = 0.57
"""Width of a Western character in em: half, and a little for stand-in fonts."""
WRAP_SLACK = 1.05
"""Lines break earlier than the sum of widths says: punctuation may not begin a line."""
LINE_SPACING = 1.48

SHEET_NAME_LIMIT = 31
FOOTER_LIMIT = 255

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")
_TOKENS = re.compile(r"[!-~]+|.", re.DOTALL)


def clean(text: str) -> str:
    """`text` without what XML 1.0 forbids, its line ends as a cell knows them."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def em_width(text: str) -> float:
    """Width of one line of `text` in em."""
    return len(text) * WESTERN_EM if text.isascii() else sum(map(_EM_OF.__getitem__, text))


def text_px(text: str, size: float) -> float:
    """Width in pixels of the longest line of `text` at `size` points."""
    return max((em_width(line) for line in text.split("\n")), default=0) * size * PX_PER_PT


def line_count(text: str, column_px: float, size: float) -> int:
    """How many lines `text` takes in a column of `column_px`, counted on the safe side."""
    room = room_em(column_px, size)
    if "\n" not in text and em_width(text) * WRAP_SLACK <= room:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def room_em(column_px: float, size: float) -> float:
    """How many em a line of a cell in a column of `column_px` has room for."""
    return max((column_px - PADDING_PX) / (size * PX_PER_PT), 1.0)


def lines_pt(lines: int, size: float) -> float:
    """Height of `lines` lines in points."""
    return lines * size * LINE_SPACING


def sheet_name(wished: str, taken: Collection[str]) -> str:
    """A name that Excel accepts and that differs, without regard to case, from those `taken`."""
    base = _FORBIDDEN_IN_NAMES.sub("-", clean(wished)).strip().strip("'") or "工作表"
    if base.casefold() == "history":
        base = f"{base}_"
    used = {name.casefold() for name in taken}
    name, number = base[:SHEET_NAME_LIMIT].rstrip("'"), 1
    while name.casefold() in used:
        number += 1
        tail = f"({number})"
        name = base[: SHEET_NAME_LIMIT - len(tail)] + tail
    return name


def shorten(text: str, em: float) -> str:
    """`text` on one line, cut with … to `em` Chinese characters' width."""
    line = " ".join(clean(text).split())
    if em_width(line) <= em:
        return line
    while line and em_width(line) > em - 1:
        line = line[:-1]
    return f"{line}…"


def footer_text(text: str) -> str:
    """`text` with & doubled, as header and footer codes want it."""
    return text.replace("&", "&&")


def _char_em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return 0.0 if unicodedata.combining(char) else WESTERN_EM


class _Widths(dict[str, float]):
    """Width of each character, looked up once: tables repeat a few thousand of them millionfold."""

    def __missing__(self, char: str) -> float:
        self[char] = _char_em(char)
        return self[char]


_EM_OF = _Widths()


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for token in _TOKENS.findall(line):
        width = em_width(token) * WRAP_SLACK
        if used + width <= room:
            used += width
        elif width <= room:
            lines, used = lines + 1, width
        else:
            fresh = 1 if used else 0
            more = math.ceil(width / room)
            lines, used = lines + fresh + more - 1, width - (more - 1) * room
    return lines
