"""How offices write: one folding of widths, blanks and empty marks for every reader of cells.

Pure; stands on the floor of `dates` and `vocabulary`.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
)
_BLANKS = re.compile(r"\s+")
_EMPTY = re.compile(r"[-‐-―−_/\\.…~\s]*|\(?无\)?")
_LEADING_APOSTROPHES = "'’‘`"
LARGEST_ID = 2**31 - 1


def without_invisible(text: str) -> str:
    """`text` without control, zero-width and direction marks; line breaks and tabs stay."""
    return _INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """`text` in half-width forms, trimmed, without invisible marks or a leading apostrophe.

    Full-width digits, letters, brackets and commas become half-width (Unicode NFKC); “、” and “。” stay.
    """
    if text.isalnum() and text.isascii():
        return text
    if not text.isprintable():  # invisible marks and blanks other than the space are not
        text = without_invisible(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.strip().lstrip(_LEADING_APOSTROPHES).strip()


def compact(text: str) -> str:
    """`folded` and without any blank."""
    plain = folded(text)
    return plain if plain.isprintable() and " " not in plain else _BLANKS.sub("", plain)


def is_empty_mark(text: str) -> bool:
    """Whether a folded text only says that there is nothing: blank, “-”, “——”, “/”, “无”, “(无)”."""
    return _EMPTY.fullmatch(text) is not None


def read_id(text: str | None) -> int | None:
    """The id that an address or a form tells; None for anything that no row can have, however long."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST_ID)):
        return None
    number = int(text)
    return number if number <= LARGEST_ID else None
