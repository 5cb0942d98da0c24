"""Numbers as reports write them: “310余份”, “(十二)”. Pure.

Days of prose are `dates.PartialDate.chinese`.
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
MOST = 9_999
"""The largest number that is written in Chinese characters here."""


def rounded_count(count: int, classifier: str = "", *, exact_below: int = 10) -> str:
    """A count rounded down to tens: 312 → “310余份”, 300 → “300份”; small ones stay exact: 9 → “9份”.

    Reports say so in prose; the exact figure stands in an annex. ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"no count: {count}")
    tens, rest = divmod(count, 10)
    if rest == 0 or count < max(exact_below, 10):
        return f"{count}{classifier}"
    return f"{tens * 10}余{classifier}"


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 31 → 三十一, 105 → 一百零五, 110 → 一百一十; ValueError outside 1 … 9,999."""
    if not 1 <= number <= MOST:
        raise ValueError(f"not written in characters: {number}")
    written, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = True
            continue
        written += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return written.removeprefix("一") if 10 <= number < 20 else written


def ordinal(number: int) -> str:
    """The number of an item of the second level, as GB/T 9704-2012 (7.3.3) orders it: 1 → “(一)”."""
    return f"({chinese_number(number)})"
