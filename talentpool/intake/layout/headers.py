"""Reads header rows and tells by aliases which field each column holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from talentpool.intake.fields import fields_of
from talentpool.intake.layout.grid import Grid
from talentpool.vocabulary import SheetKind
from talentpool.writing import compact

_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[.、)])(?=\D)")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_OTHER_PERSON = re.compile(r"书记|主任|联系人|导师|配偶|子女|父|母|家庭|负责人|领导")
_FULL_TIME, _IN_SERVICE = "全日制", "在职"
_SCHOOL_FIELDS = {
    _FULL_TIME: {
        "schooling": "full_time_schooling",
        "school": "full_time_school",
        "major": "full_time_major",
    },
    _IN_SERVICE: {
        "schooling": "in_service_schooling",
        "school": "in_service_school",
        "major": "in_service_major",
    },
}
_MODE_OF = {"full_time_schooling": _FULL_TIME, "in_service_schooling": _IN_SERVICE, "schooling": ""}


@dataclass(frozen=True)
class HeaderCell:
    """The header of one column: its levels from the top, as written without blanks."""

    column: int
    levels: tuple[str, ...]

    @property
    def text(self) -> str:
        """Levels joined by “/”."""
        return "/".join(self.levels)


@dataclass(frozen=True)
class Match:
    """A column's field by its header; `rank` is the alias's place in the field's list."""

    column: int
    key: str
    confidence: float
    rank: int


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A header's comparable form: half-width, without numbering, blanks and punctuation."""
    return re.sub(r"[\W_]", "", _NUMBERING.sub("", compact(text))).lower()


def normal_without_brackets(text: str) -> str:
    """The same without what stands in brackets: 户籍人口(人) → 户籍人口."""
    return normal(_BRACKETED.sub("", compact(text)))


@cache
def _aliases(kind: SheetKind) -> Mapping[str, tuple[str, int]]:
    """Normal form → (field key, rank of the alias)."""
    found: dict[str, tuple[str, int]] = {}
    for field in fields_of(kind):
        for rank, alias in enumerate(field.aliases):
            known = found.get(normal(alias))
            if known is None or known[1] > rank:
                found[normal(alias)] = (field.key, rank)
    return found


def read_headers(grid: Grid, start: int, depth: int) -> list[HeaderCell]:
    """The headers of every column for header rows `start` … `start + depth - 1`."""
    return [HeaderCell(column, _levels(grid, start, depth, column)) for column in range(grid.width)]


def _levels(grid: Grid, start: int, depth: int, column: int) -> tuple[str, ...]:
    levels: list[str] = []
    for row in range(start, start + depth):
        text = grid.text(row, column)
        if not text and row < start + depth - 1:
            text = _group_on_the_left(grid, row, start + depth - 1, column)
        if text and (not levels or levels[-1] != text):
            levels.append(text)
    return tuple(levels)


def _group_on_the_left(grid: Grid, row: int, last: int, column: int) -> str:
    """The group header that spreads to this column where no merged range says so (.csv, .ods)."""
    if grid.in_merge(row, column):
        return ""
    while column >= 0 and grid.text(last, column):
        if text := grid.text(row, column):
            return text
        column -= 1
    return ""


def match_headers(headers: Sequence[HeaderCell], kind: SheetKind) -> dict[int, Match]:
    """Column → its field by alias; every field is given once, to the column that fits best."""
    candidates: list[Match] = []
    mode = ""
    for header in headers:
        match = _match(header, kind)
        if match is None:
            continue
        match = replace(match, key=_schooling_key(match.key, header, mode))
        mode = _MODE_OF.get(match.key, mode)
        candidates.append(match)
    best: dict[str, Match] = {}
    for match in sorted(candidates, key=lambda one: (-one.confidence, one.rank, one.column)):
        best.setdefault(match.key, match)
    return {match.column: match for match in best.values()}


def _match(header: HeaderCell, kind: SheetKind) -> Match | None:
    """The field of one header: all levels joined first, then the lowest level alone."""
    aliases = _aliases(kind)
    for text, confidence in _spellings(header):
        found = aliases.get(text)
        if found is None:
            continue
        key, rank = found
        if key in ("name", "phone", "sex", "born_on") and _is_about_another_person(header):
            return None
        return Match(header.column, key, confidence, rank)
    return None


def _is_about_another_person(header: HeaderCell) -> bool:
    return any(_OTHER_PERSON.search(level) for level in header.levels[:-1])


def _spellings(header: HeaderCell) -> list[tuple[str, float]]:
    """Normal forms of a header with the confidence that a hit by each deserves."""
    if not header.levels:
        return []
    joined, last = "".join(header.levels), header.levels[-1]
    forms = [(normal(joined), 1.0), (normal_without_brackets(joined), 0.9)]
    if len(header.levels) > 1:
        forms += [(normal(last), 0.95), (normal_without_brackets(last), 0.85)]
    forms += [(normal(last).removeprefix("是否"), 0.8)]
    return [(text, confidence) for text, confidence in forms if text]


def _schooling_key(key: str, header: HeaderCell, mode: str) -> str:
    """The full-time or in-service twin of a schooling field, told by its group or its neighbour."""
    group = "".join(header.levels[:-1])
    for word, twins in _SCHOOL_FIELDS.items():
        if word in group:
            return twins.get(key, key)
    if key in ("school", "major") and mode:
        return _SCHOOL_FIELDS[mode][key]
    return key


REASON = "退回原因"
"""Header of the column that refused rows come back with; it belongs to no layout."""


def is_reason(header_text: str) -> bool:
    """Whether a column holds the reasons of refused rows."""
    return header_text.split("/")[-1] == REASON


def fingerprint(kind: SheetKind, headers: Sequence[HeaderCell]) -> str:
    """A stable name of the layout: 32 hexadecimal digits of the kind and the normal headers in their order.

    Blank columns around the table and the reasons of refused rows do not count.
    """
    texts = ["/".join(normal(level) for level in header.levels) for header in headers]
    own = [text if text.split("/")[-1] != REASON else "" for text in texts]
    headed = [place for place, text in enumerate(own) if text]
    inside = own[headed[0] : headed[-1] + 1] if headed else []
    return hashlib.sha256("\n".join([kind.value, *inside]).encode()).hexdigest()[:32]


def first_headed(headers: Sequence[HeaderCell]) -> int:
    """The first column that has a header; 0 for none."""
    return next((header.column for header in headers if header.levels), 0)
