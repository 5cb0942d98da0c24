"""Posts with their candidates, and the figures of units and townships, each with both its numbers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from talentpool.succession.facts import Candidate, PostFacts, UnitFacts
from talentpool.succession.rules import (
    Lack,
    QuotaState,
    is_of_age_then,
)
from talentpool.vocabulary import PostRisk


@dataclass(frozen=True, slots=True)
class Prepared:
    """One candidate of one post. `share`: somebody prepared for three posts counts a third for each.

    `place` is the place among the candidates of the post, from 1; `rank` that of the post among his own aims.
    """

    candidate: Candidate
    rank: int
    interim: bool
    share: float
    shared_with: int
    lacks: tuple[Lack, ...]
    place: int = 0
    age_now: int | None = None
    age_then: int | None = None

    @property
    def of_age_then(self) -> bool:
        """Whether the age does not speak against him by the election."""
        return is_of_age_then(self.lacks)


@dataclass(frozen=True, slots=True)
class Seated:
    """A holder with his ages; `ages_out` None where it cannot be told."""

    person_id: int
    name: str
    age_now: int | None
    age_then: int | None
    ages_out: bool | None


@dataclass(frozen=True)
class PostOutlook:
    """One post: who holds it, who could follow, what is at risk."""

    post: PostFacts
    unit: UnitFacts
    then: date | None
    seated: tuple[Seated, ...]
    prepared: tuple[Prepared, ...]
    risks: tuple[PostRisk, ...]

    @property
    def mature(self) -> int:
        """Mature candidates."""
        return sum(one.candidate.mature for one in self.prepared)

    @property
    def is_vacant(self) -> bool:
        """Whether a seat of it is known to be empty."""
        return PostRisk.VACANT in self.risks

    @property
    def is_unstated(self) -> bool:
        """Whether neither a holder nor a vacancy is registered."""
        return not self.post.holders and not self.post.vacancies

    @property
    def staying(self) -> tuple[Prepared, ...]:
        """Those whose age does not speak against them by the election."""
        return tuple(one for one in self.prepared if one.of_age_then)

    @property
    def is_deserted_then(self) -> bool:
        """Whether it falls free by the election, or is, and nobody of age is prepared for it."""
        frees = PostRisk.VACANT in self.risks or PostRisk.AGES_OUT in self.risks
        return frees and not self.staying


@dataclass(frozen=True)
class UnitOutlook:
    """One unit: its posts, its reserves, those prepared for no post of the register, its quotas."""

    unit: UnitFacts
    then: date | None
    posts: tuple[PostOutlook, ...]
    reserves: tuple[Candidate, ...]
    staying: int
    without_post: tuple[Candidate, ...]
    quotas: tuple[QuotaState, ...]

    @cached_property
    def counted(self) -> tuple[PostOutlook, ...]:
        """The posts that the figures count."""
        return tuple(one for one in self.posts if one.post.counts)

    @cached_property
    def tally(self) -> Tally:
        """The figures of the unit alone."""
        return tally_of([self])

    @property
    def is_below_quota(self) -> bool | None:
        """Whether some quota is missed; None where none is set."""
        return any(not one.is_met for one in self.quotas) if self.quotas else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of units together. `posts` is the denominator of what counts posts, `units` of what counts units.

    `shared` are persons prepared for several posts, `candidates` those for any: its denominator. `depth` is
    the sum of their shares: candidates in proportion. `judged` units have a quota.
    """

    units: int
    posts: int
    covered: int
    covered_mature: int
    prepared: int
    depth: float
    candidates: int
    shared: int
    vacant: int
    ageing: int
    ageing_unknown: int
    single: int
    deserted: int
    reserves: int
    mature: int
    without_reserve: int
    without_reserve_then: int
    judged: int
    below_quota: int

    @property
    def uncovered(self) -> int:
        """Posts without any candidate."""
        return self.posts - self.covered

    @property
    def without_mature(self) -> int:
        """Posts without a mature candidate, those without any among them."""
        return self.posts - self.covered_mature

    @property
    def coverage(self) -> float | None:
        """Posts with a candidate ÷ posts."""
        return self.covered / self.posts if self.posts else None

    @property
    def mature_coverage(self) -> float | None:
        """Posts with a mature candidate ÷ posts."""
        return self.covered_mature / self.posts if self.posts else None

    @property
    def candidates_a_post(self) -> float | None:
        """Candidates in proportion ÷ posts."""
        return self.depth / self.posts if self.posts else None


def tally_of(units: Iterable[UnitOutlook]) -> Tally:
    """The figures of units together."""
    listed = list(units)
    posts = [post for unit in listed for post in unit.counted]
    prepared = [one for post in posts for one in post.prepared]
    persons = {one.candidate.person_id: one.shared_with for one in prepared}
    judged = [unit for unit in listed if unit.is_below_quota is not None]

    def at_risk(risk: PostRisk) -> int:
        return sum(risk in post.risks for post in posts)

    return Tally(
        units=len(listed),
        posts=len(posts),
        covered=sum(bool(post.prepared) for post in posts),
        covered_mature=sum(post.mature > 0 for post in posts),
        prepared=len(prepared),
        depth=sum(one.share for one in prepared),
        candidates=len(persons),
        shared=sum(count > 1 for count in persons.values()),
        vacant=at_risk(PostRisk.VACANT),
        ageing=at_risk(PostRisk.AGES_OUT),
        ageing_unknown=sum(any(one.ages_out is None for one in post.seated) for post in posts),
        single=at_risk(PostRisk.SINGLE),
        deserted=sum(post.is_deserted_then for post in posts),
        reserves=sum(len(unit.reserves) for unit in listed),
        mature=sum(one.mature for unit in listed for one in unit.reserves),
        without_reserve=sum(not unit.reserves for unit in listed),
        without_reserve_then=sum(not unit.staying for unit in listed),
        judged=len(judged),
        below_quota=sum(bool(unit.is_below_quota) for unit in judged),
    )


def shared_candidates(units: Iterable[UnitOutlook]) -> list[tuple[Candidate, list[PostOutlook]]]:
    """Candidates prepared for several of the posts, in office order, with these."""
    posts: Mapping[int, list[PostOutlook]] = defaultdict(list)
    who: dict[int, Candidate] = {}
    for unit in units:
        for post in unit.posts:
            for one in post.prepared:
                posts[one.candidate.entry_id].append(post)
                who[one.candidate.entry_id] = one.candidate
    return [(who[entry_id], held) for entry_id, held in posts.items() if len(held) > 1]
