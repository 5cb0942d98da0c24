"""How a cell is looked up in a code table: the office's own word, its synonyms, or a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from talentpool.vocabulary import Labelled
from talentpool.writing import compact, is_empty_mark, without_invisible

T = TypeVar("T")
L = TypeVar("L", bound=Labelled)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a cell says: `value` None and `known` True for an empty cell; `known` False asks the clerk."""

    value: T | None
    written: str
    known: bool = True


def clean_text(value: object) -> str:
    """The text of a cell in one line: trimmed, runs of blanks (full-width too) and line breaks as one blank.

    Whole numbers lose their “.0”; punctuation stays as written; None and NaN are "".
    """
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else str(value)
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", without_invisible(text)).strip()


def synonyms(members: type[L], words: Mapping[str, L]) -> dict[str, L]:
    """Label and stored value of every member besides the office's other words for it."""
    table = {compact(member.label): member for member in members} | {
        str(member): member for member in members
    }
    return table | dict(words)


def listed(words: Mapping[L, str]) -> dict[str, L]:
    """Word → member, from the words of each member parted by blanks."""
    return {word: member for member, those in words.items() for word in those.split()}


def look_up(value: object, table: Mapping[str, T]) -> Reading[T]:
    """No table holds a mark for nothing, so that what stands in one needs no further look."""
    written = clean_text(value)
    text = compact(written)
    found = table.get(text)
    return Reading(found, written, known=found is not None or is_empty_mark(text))
