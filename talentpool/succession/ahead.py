"""Posts matched with their candidates, now and by a day ahead. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from talentpool.dates import AgeRule, PartialDate
from talentpool.settings.office_age import OfficeAge
from talentpool.succession.facts import Aim, Candidate, PostFacts, Register, UnitFacts
from talentpool.succession.outlook import PostOutlook, Prepared, Seated, UnitOutlook
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
        found = placed(aims, self.posts_of)
        for post_id, aim in found.items():
            self.at_post[post_id][entry_id] = aim
        self.posts_at[entry_id] = list(found)

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
        aiming = [
            (aim, self.by_entry[entry_id])
            for entry_id, aim in self.at_post.get(post.post_id, {}).items()
            if entry_id in self.by_entry
        ]
        prepared = tuple(
            replace(self._prepared(candidate, aim, post, unit, yardstick), place=place)
            for place, (aim, candidate) in enumerate(
                sorted(aiming, key=lambda pair: standing(*pair)), start=1
            )
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


def placed(aims: Sequence[Aim], posts_of: Mapping[int, Sequence[PostFacts]]) -> dict[int, Aim]:
    """Post id → the first aim of one person that means it."""
    found: dict[int, Aim] = {}
    for aim in aims:
        for post in aims_at(aim, posts_of.get(aim.unit_id, ())):
            found.setdefault(post.post_id, aim)
    return found


def standing(aim: Aim, candidate: Candidate) -> tuple[bool, int, int, PartialDate, int]:
    """The order of candidates: who takes over at once, the readier, whose first aim it is, who came in first."""
    return (not aim.interim, candidate.step, aim.rank, candidate.entered_on, candidate.entry_id)
