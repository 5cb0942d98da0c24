"""What a list of reserves is narrowed to, as its address says it. Pure.

A value that means nothing (a mistyped address, an old bookmark) filters nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from talentpool.vocabulary import PostClass, SourceCategory
from talentpool.writing import read_id

LONGEST_QUERY = 60
OLDEST = 150

Choice = TypeVar("Choice", bound=StrEnum)


class Stay(StrEnum):
    """Who is listed: those who are in on the day, those who left by it, or both."""

    IN = "in"
    LEFT = "left"
    ALL = "all"


@dataclass(frozen=True)
class PoolFilter:
    """`words` must each be found; `mentored` None asks for both; `readiness` "none": never rated."""

    words: tuple[str, ...] = ()
    unit_id: int | None = None
    readiness: str = ""
    source: SourceCategory | None = None
    target: PostClass | None = None
    stay: Stay = Stay.IN
    age_from: int | None = None
    age_to: int | None = None
    mentored: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == PoolFilter()


UNRATED = "none"


def read_pool_filter(values: Mapping[str, str]) -> PoolFilter:
    """The filter in the values of an address."""
    return PoolFilter(
        words=tuple(values.get("q", "").strip()[:LONGEST_QUERY].split()),
        unit_id=read_id(values.get("unit")),
        readiness=values.get("readiness", "").strip()[:20],
        source=_member(SourceCategory, values.get("source")),
        target=_member(PostClass, values.get("target")),
        stay=_member(Stay, values.get("stay")) or Stay.IN,
        age_from=_age(values.get("age_from")),
        age_to=_age(values.get("age_to")),
        mentored={"yes": True, "no": False}.get(values.get("mentor", "")),
    )


def _member(values: type[Choice], text: str | None) -> Choice | None:
    return next((member for member in values if member.value == text), None)


def _age(text: str | None) -> int | None:
    years = read_id(text)
    return None if years is None else min(years, OLDEST)
