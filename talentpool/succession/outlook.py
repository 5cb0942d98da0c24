"""Posts with their candidates, and the figures of units and townships, each with both its numbers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from talentpool.dates import AgeRule
from talentpool.settings.office_age import OfficeAge
from talentpool.succession.facts import Aim, Candidate, PostFacts, Register, UnitFacts
from talentpool.succession.rules import (
    Lack,
    QuotaState,
    Yardstick,
    ages_out,
    aims_at,
    is_of_age_then,
    judge_quota,
    lacks_of,
    quotas_of,
    requirements_of,
    risks_of,
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


@dataclass(frozen=True)
class Horizon:
    """The day looked ahead to: each unit's own election, so many years on, or a day chosen."""

    years: int | None = None
    day: date | None = None

    def day_of(self, unit: UnitFacts, *, on: date) -> date | None:
        """The day for a unit; None where it is that of an election that nobody stated."""
        if self.day is not None:
            return self.day
        return years_on(on, self.years) if self.years is not None else unit.election_on


def years_on(on: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)


def look_ahead(
    register: Register, *, horizon: Horizon, age_rule: AgeRule, office_age: OfficeAge
) -> list[UnitOutlook]:
    """Every unit of the register with its posts and candidates."""
    return _Desk(register, horizon, age_rule, office_age).units()


class _Desk:
    """The register sorted for the work."""

    def __init__(
        self, register: Register, horizon: Horizon, age_rule: AgeRule, office_age: OfficeAge
    ) -> None:
        self.register, self.horizon = register, horizon
        self.age_rule, self.office_age = age_rule, office_age
        self.posts_of: dict[int, list[PostFacts]] = defaultdict(list)
        for post in register.posts:
            self.posts_of[post.unit_id].append(post)
        self.by_entry = {one.entry_id: one for one in register.candidates}
        self.at_post: dict[int, dict[int, Aim]] = defaultdict(dict)
        self.posts_at: dict[int, list[int]] = {}
        for entry_id, aims in register.aims.items():
            self._place(entry_id, aims)
        self.reserves_of: dict[int, list[Candidate]] = defaultdict(list)
        for one in register.candidates:
            self.reserves_of[one.unit_id].append(one)

    def _place(self, entry_id: int, aims: Sequence[Aim]) -> None:
        placed: dict[int, Aim] = {}
        for aim in aims:
            for post in aims_at(aim, self.posts_of.get(aim.unit_id, [])):
                placed.setdefault(post.post_id, aim)
        for post_id, aim in placed.items():
            self.at_post[post_id][entry_id] = aim
        self.posts_at[entry_id] = list(placed)

    def units(self) -> list[UnitOutlook]:
        """In the order of the register."""
        return [self._unit(unit) for unit in self.register.units]

    def _unit(self, unit: UnitFacts) -> UnitOutlook:
        then = self.horizon.day_of(unit, on=self.register.on)
        yardstick = Yardstick(self.register.on, then, self.age_rule, self.office_age)
        posts = self.posts_of.get(unit.unit_id, [])
        reserves = self.reserves_of.get(unit.unit_id, [])
        outlooks = tuple(self._post(post, unit, yardstick) for post in posts)
        return UnitOutlook(
            unit=unit,
            then=then,
            posts=outlooks,
            reserves=tuple(reserves),
            staying=sum(self._stays(one, unit, yardstick) for one in reserves),
            without_post=tuple(one for one in reserves if not self.posts_at.get(one.entry_id)),
            quotas=self._quotas(unit, posts, reserves),
        )

    def _quotas(
        self, unit: UnitFacts, posts: Sequence[PostFacts], reserves: Sequence[Candidate]
    ) -> tuple[QuotaState, ...]:
        aims = self.register.aims
        return tuple(
            judge_quota(
                quota,
                posts=posts,
                reserves=reserves,
                aiming={
                    one.entry_id
                    for one in reserves
                    if any(aim.post_class is quota.post_class for aim in aims.get(one.entry_id, ()))
                },
            )
            for quota in quotas_of(unit.rules.quotas, unit_type=unit.unit_type)
        )

    def _stays(self, candidate: Candidate, unit: UnitFacts, yardstick: Yardstick) -> bool:
        """Whether the age does not speak against a reserve for one of the posts, or for any post of the unit."""
        ids = self.posts_at.get(candidate.entry_id, [])
        aimed = [post for post in self.posts_of.get(unit.unit_id, []) if post.post_id in ids]
        return any(
            is_of_age_then(self._lacks(candidate, post, unit, yardstick))
            for post in aimed or self.posts_of.get(unit.unit_id, [])
        )

    def _lacks(
        self, candidate: Candidate, post: PostFacts, unit: UnitFacts, yardstick: Yardstick
    ) -> tuple[Lack, ...]:
        wanted = requirements_of(
            unit.rules.requirements, unit_type=unit.unit_type, post_class=post.post_class
        )
        return lacks_of(candidate, post, wanted, yardstick)

    def _post(self, post: PostFacts, unit: UnitFacts, yardstick: Yardstick) -> PostOutlook:
        seated = tuple(
            Seated(
                holder.person_id,
                holder.name,
                yardstick.age_now(holder.born_on),
                yardstick.age_then(holder.born_on),
                ages_out(holder, post.post_class, yardstick),
            )
            for holder in post.holders
        )
        found = [
            self._prepared(self.by_entry[entry_id], aim, post, unit, yardstick)
            for entry_id, aim in self.at_post.get(post.post_id, {}).items()
            if entry_id in self.by_entry
        ]
        prepared = tuple(
            replace(one, place=place) for place, one in enumerate(sorted(found, key=_order), start=1)
        )
        return PostOutlook(
            post=post,
            unit=unit,
            then=yardstick.then,
            seated=seated,
            prepared=prepared,
            risks=risks_of(
                vacant=post.vacancies > 0,
                holder_ages_out=any(one.ages_out for one in seated),
                candidates=len(prepared),
                mature=sum(one.candidate.mature for one in prepared),
            ),
        )

    def _prepared(
        self, candidate: Candidate, aim: Aim, post: PostFacts, unit: UnitFacts, yardstick: Yardstick
    ) -> Prepared:
        shared_with = max(1, len(self.posts_at[candidate.entry_id]))
        return Prepared(
            candidate=candidate,
            rank=aim.rank,
            interim=aim.interim,
            share=1 / shared_with,
            shared_with=shared_with,
            lacks=self._lacks(candidate, post, unit, yardstick),
            age_now=yardstick.age_now(candidate.born_on),
            age_then=yardstick.age_then(candidate.born_on),
        )


def _order(one: Prepared) -> tuple[object, ...]:
    """Who would take over at once, then the readier, then whose first aim it is, then who came in first."""
    return (not one.interim, one.candidate.step, one.rank, one.candidate.entered_on, one.candidate.entry_id)


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
