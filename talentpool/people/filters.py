"""What a list of people is narrowed to and how it is sorted, as its address says it. Pure.

A value that means nothing (a mistyped address, an old bookmark) filters nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from talentpool.people.rules import LONGEST_TAG
from talentpool.vocabulary import Body, PoliticalStatus, PostClass, SchoolingLevel, Sex
from talentpool.writing import read_id

LONGEST_QUERY = 60
OLDEST = 150
MOST_TAGS = 10


class Standing(StrEnum):
    """What a person holds on the day, besides the single bodies."""

    SERVING = "serving"
    TWO_COMMITTEES = "two_committees"
    NONE = "none"


class Fact(StrEnum):
    """Core facts whose absence the office looks for."""

    BORN_ON = "born_on"
    SEX = "sex"
    SCHOOLING = "schooling"
    POLITICAL_STATUS = "political_status"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    POST_START = "post_start"


class SortKey(StrEnum):
    """Columns by which the list can be sorted."""

    OFFICE = "office"
    NAME = "name"
    AGE = "age"
    SCHOOLING = "schooling"
    POST_START = "post_start"


@dataclass(frozen=True)
class PeopleFilter:
    """`words` and `tags` must each be found; `match` is the blind index of a number.

    Of the last four of a telephone number only, unless `match_whole`.
    """

    words: tuple[str, ...] = ()
    match: str | None = None
    match_whole: bool = False
    unit_id: int | None = None
    standing: Standing | Body | None = None
    post_class: PostClass | None = None
    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    schooling: SchoolingLevel | None = None
    political_status: PoliticalStatus | None = None
    dual_head: bool = False
    missing: Fact | None = None
    tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == PeopleFilter()


@dataclass(frozen=True)
class Sorting:
    """By which column, and whether backwards."""

    key: SortKey = SortKey.OFFICE
    descending: bool = False

    @property
    def value(self) -> str:
        """As the address has it: “-age”."""
        return f"-{self.key.value}" if self.descending else self.key.value


@dataclass(frozen=True)
class ListState:
    """Everything the address says of a list."""

    query: str = ""
    filter: PeopleFilter = field(default_factory=PeopleFilter)
    sorting: Sorting = field(default_factory=Sorting)


Choice = TypeVar("Choice", bound=StrEnum)


def read_state(values: Mapping[str, str], *, tags: Sequence[str] = (), whole_numbers: bool) -> ListState:
    """The state of the list from the values of its address; `tags` may stand there several times.

    `whole_numbers`: whether the reader may find people by a whole ID or telephone number.
    """
    match = values.get("match") or None
    query = values.get("q", "").strip()[:LONGEST_QUERY]
    standing = _member(Standing, values.get("body")) or _member(Body, values.get("body"))
    return ListState(
        query=query,
        filter=PeopleFilter(
            words=tuple(query.split()),
            match=match,
            match_whole=match is not None and whole_numbers,
            unit_id=read_id(values.get("unit")),
            standing=standing,
            post_class=_member(PostClass, values.get("post_class")),
            sex=_member(Sex, values.get("sex")),
            age_from=_age(values.get("age_from")),
            age_to=_age(values.get("age_to")),
            schooling=_member(SchoolingLevel, values.get("schooling")),
            political_status=_member(PoliticalStatus, values.get("political")),
            dual_head=values.get("dual_head") == "1",
            missing=_member(Fact, values.get("missing")),
            tags=tuple(dict.fromkeys(tag.strip()[:LONGEST_TAG] for tag in tags if tag.strip()))[:MOST_TAGS],
        ),
        sorting=read_sorting(values.get("sort", "")),
    )


def read_sorting(text: str) -> Sorting:
    """“-age” is by age backwards; anything unknown is the office order."""
    key = _member(SortKey, text.removeprefix("-"))
    return Sorting(key, descending=text.startswith("-")) if key else Sorting()


def _member(values: type[Choice], text: str | None) -> Choice | None:
    return next((member for member in values if member.value == text), None)


def _age(text: str | None) -> int | None:
    years = read_id(text)
    return None if years is None else min(years, OLDEST)
