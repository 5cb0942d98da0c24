"""What is known of posts, their holders and the reserves who are prepared for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from talentpool.dates import PartialDate
from talentpool.vocabulary import (
    TWO_COMMITTEES,
    Body,
    PoliticalStatus,
    PostClass,
    SchoolingLevel,
    Sex,
    UnitType,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post; `since` is None where nobody stated it."""

    person_id: int
    name: str
    born_on: PartialDate | None
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as of a day. One title may have several holders; `vacancies` counts its seats known to be empty."""

    post_id: int
    unit_id: int
    title: str
    post_class: PostClass
    body: Body
    holders: tuple[Holder, ...] = ()
    vacancies: int = 0

    @property
    def counts(self) -> bool:
        """Whether the figures count it: posts of the two committees."""
        return self.body in TWO_COMMITTEES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reserve as of a day. `step` is the place of the readiness on the scale, 0 the most mature.

    `studying` is the level of a running course, `full_time` the highest full-time schooling.
    """

    entry_id: int
    person_id: int
    name: str
    unit_id: int
    unit: str
    born_on: PartialDate | None
    entered_on: PartialDate
    sex: Sex | None = None
    readiness: str | None = None
    mature: bool = False
    step: int = 99
    political_status: PoliticalStatus | None = None
    schooling: SchoolingLevel | None = None
    full_time: SchoolingLevel | None = None
    studying: SchoolingLevel | None = None
    mentored: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """What a reserve is prepared for, in his own order; `elsewhere` in a unit that is not looked at."""

    entry_id: int
    rank: int
    unit_id: int
    post_class: PostClass
    post_id: int | None = None
    title: str = ""
    interim: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One eligibility rule: at most `oldest` years (with reasons up to `oldest_with_exception`), at least `schooling`."""

    text: str
    unit_type: UnitType | None = None
    post_class: PostClass | None = None
    oldest: int | None = None
    oldest_with_exception: int | None = None
    schooling: SchoolingLevel | None = None
    full_time: bool = False
    studying_counts: bool = False
    party_member: bool = False


@dataclass(frozen=True, slots=True)
class Quota:
    """How many reserves a unit should keep, for a class of post or for all (None)."""

    unit_type: UnitType | None = None
    post_class: PostClass | None = None
    at_least: int | None = None
    per_post: float | None = None
    mature_at_least: int = 0


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force for a township; `name` is "" where none are."""

    name: str = ""
    requirements: tuple[Requirement, ...] = ()
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A village or community; `election_on` is when its running term ends, None where nobody stated it."""

    unit_id: int
    unit: str
    unit_type: UnitType
    township_id: int | None
    township: str
    election_on: date | None = None
    rules: RuleSet = field(default_factory=RuleSet)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that succession is judged by, of the units wanted in office order.

    `posts` and `aims` also hold those of other units that the same reserves are prepared for, so that
    somebody shared between units is counted in proportion whichever units are looked at.
    """

    on: date
    units: Sequence[UnitFacts]
    posts: Sequence[PostFacts]
    candidates: Sequence[Candidate]
    aims: Mapping[int, Sequence[Aim]]
