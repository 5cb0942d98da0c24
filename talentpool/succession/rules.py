"""Who could follow whom: what a candidate lacks, what puts a post at risk, what a unit should keep. Pure.

The program compares and says why; whom to use is decided by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from talentpool.dates import AgeRule, PartialDate, age_at
from talentpool.settings.office_age import OfficeAge
from talentpool.succession.facts import Aim, Candidate, Holder, PostFacts, Quota, Requirement
from talentpool.vocabulary import (
    Body,
    PoliticalStatus,
    PostClass,
    PostRisk,
    SchoolingLevel,
    UnitType,
)
from talentpool.wording import say


@dataclass(frozen=True)
class Yardstick:
    """How ages are counted and judged: today, and on the day of the next election (None: not known)."""

    on: date
    then: date | None
    age_rule: AgeRule
    office_age: OfficeAge

    def age_now(self, born_on: PartialDate | None) -> int | None:
        """Age on the day of the page."""
        return age_at(born_on, on=self.on, rule=self.age_rule) if born_on else None

    def age_then(self, born_on: PartialDate | None) -> int | None:
        """Age on the day of the election."""
        return age_at(born_on, on=self.then, rule=self.age_rule) if born_on and self.then else None


def ages_out(holder: Holder, post_class: PostClass, yardstick: Yardstick) -> bool | None:
    """Whether a holder is over the age of the post by the election; None where that cannot be told."""
    limit, age = yardstick.office_age.limit_of(post_class), yardstick.age_then(holder.born_on)
    if limit is None:
        return False
    return None if age is None else age > limit


def requirements_of(
    requirements: Sequence[Requirement], *, unit_type: UnitType, post_class: PostClass
) -> list[list[Requirement]]:
    """What a post asks for: groups of alternatives, of each of which one rule must hold.

    Rules of the same type of unit and class of post are alternatives, as in the joint review.
    """
    groups: dict[tuple[UnitType | None, PostClass | None], list[Requirement]] = {}
    for one in requirements:
        if one.unit_type in (None, unit_type) and one.post_class in (None, post_class):
            groups.setdefault((one.unit_type, one.post_class), []).append(one)
    return list(groups.values())


def aims_at(aim: Aim, posts: Sequence[PostFacts]) -> list[PostFacts]:
    """The posts that an aim means: the post named, else those of its title, else all of its class in the unit."""
    if aim.post_id is not None:
        return [post for post in posts if post.post_id == aim.post_id]
    fitting = [post for post in posts if post.unit_id == aim.unit_id and post.post_class is aim.post_class]
    titled = [post for post in fitting if aim.title and post.title == aim.title]
    if aim.post_class is PostClass.OTHER:
        return titled
    return titled or fitting


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a candidate lacks; `by_age` tells that time makes it worse, not better."""

    text: str
    by_age: bool = False


def lacks_of(
    candidate: Candidate,
    post: PostFacts,
    groups: Sequence[Sequence[Requirement]],
    yardstick: Yardstick,
) -> tuple[Lack, ...]:
    """What a candidate lacks for a post; of alternatives (`requirements_of`) the one closest to being met."""
    found: list[Lack | None] = [_readiness(candidate)]
    for group in groups:
        against = [_against(candidate, one, yardstick) for one in group]
        closest: tuple[Lack, ...] = min(against, key=len, default=())
        found += closest
    if not any(one.by_age for one in found if one is not None):
        found.append(_over_office_age(candidate, post, yardstick))
    if candidate.born_on is None:
        found.append(Lack(say("出生年月未登记")))
    if post.body is Body.PARTY:
        found.append(_membership(candidate))
    if not candidate.mentored:
        found.append(Lack(say("没有帮带导师")))
    seen: dict[str, Lack] = {lack.text: lack for lack in found if lack is not None}
    return tuple(seen.values())


def _readiness(candidate: Candidate) -> Lack | None:
    if candidate.readiness is None:
        return Lack(say("成熟程度未评定"))
    return None if candidate.mature else Lack(say("成熟程度为“%(word)s”", word=candidate.readiness))


def _against(candidate: Candidate, one: Requirement, yardstick: Yardstick) -> tuple[Lack, ...]:
    found = (
        _over_age(candidate, one.oldest, one.oldest_with_exception, yardstick),
        _schooling(candidate, one),
        _member_wanted(candidate) if one.party_member else None,
    )
    return tuple(lack for lack in found if lack is not None)


def _over_age(
    candidate: Candidate, limit: int | None, with_exception: int | None, yardstick: Yardstick
) -> Lack | None:
    now, then = yardstick.age_now(candidate.born_on), yardstick.age_then(candidate.born_on)
    if limit is None or now is None or max(now, then or 0) <= limit:
        return None
    told = (
        say("现%(age)s岁,超过%(limit)s岁", age=now, limit=limit)
        if now > limit
        else say("届时%(age)s岁,超过%(limit)s岁", age=then, limit=limit)
    )
    if with_exception is not None and max(now, then or 0) <= with_exception:
        told += say("(有特别理由的可到%(limit)s岁)", limit=with_exception)
    return Lack(told, by_age=True)


def _over_office_age(candidate: Candidate, post: PostFacts, yardstick: Yardstick) -> Lack | None:
    return _over_age(candidate, yardstick.office_age.limit_of(post.post_class), None, yardstick)


def _schooling(candidate: Candidate, one: Requirement) -> Lack | None:
    wanted = one.schooling
    if wanted is None:
        return None
    has = candidate.full_time if one.full_time else candidate.schooling
    if has is not None and has.rank >= wanted.rank:
        return None
    studies = candidate.studying
    if studies is not None and studies.rank >= wanted.rank and one.studying_counts and not one.full_time:
        return None
    mode = say("全日制") if one.full_time else ""
    if has is None and candidate.schooling is not None:
        told = say("没有登记全日制学历,要求%(mode)s%(wanted)s", mode=mode, wanted=_word(wanted))
        return Lack(told)
    if has is None:
        return Lack(say("学历未登记,要求%(mode)s%(wanted)s", mode=mode, wanted=_word(wanted)))
    told = say("学历%(has)s,要求%(mode)s%(wanted)s", has=_word(has), mode=mode, wanted=_word(wanted))
    if studies is not None and studies.rank >= wanted.rank:
        told += say("(在读%(level)s)", level=_word(studies))
    return Lack(told)


def _word(level: SchoolingLevel) -> str:
    return say(level.label)


def _membership(candidate: Candidate) -> Lack | None:
    """Members on probation have no vote and cannot be elected (党章7)."""
    if candidate.political_status is PoliticalStatus.PROBATIONARY_MEMBER:
        return Lack(say("预备党员,尚未转正"))
    return _member_wanted(candidate)


def _member_wanted(candidate: Candidate) -> Lack | None:
    status = candidate.political_status
    if status in (PoliticalStatus.PARTY_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER):
        return None
    return Lack(say("政治面貌未登记") if status is None else say("不是中共党员"))


def is_of_age_then(lacks: Iterable[Lack]) -> bool:
    """Whether nothing about the age speaks against a candidate by the election."""
    return not any(lack.by_age for lack in lacks)


def risks_of(*, vacant: bool, holder_ages_out: bool, candidates: int, mature: int) -> tuple[PostRisk, ...]:
    """What puts a post at risk, in the order of the vocabulary."""
    found = {
        PostRisk.VACANT: vacant,
        PostRisk.AGES_OUT: holder_ages_out,
        PostRisk.NOBODY: candidates == 0,
        PostRisk.NOT_MATURE: candidates > 0 and mature == 0,
        PostRisk.SINGLE: candidates == 1,
    }
    return tuple(risk for risk, there in found.items() if there)


@dataclass(frozen=True, slots=True)
class QuotaState:
    """A quota with what a unit has: heads and mature ones. `wanted` is rounded up from a share of posts."""

    post_class: PostClass | None
    wanted: int
    mature_wanted: int
    have: int
    mature: int

    @property
    def is_met(self) -> bool:
        """Both numbers."""
        return self.have >= self.wanted and self.mature >= self.mature_wanted

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(0, self.wanted - self.have)

    @property
    def mature_short(self) -> int:
        """How many mature ones are missing."""
        return max(0, self.mature_wanted - self.mature)


def quotas_of(quotas: Sequence[Quota], *, unit_type: UnitType) -> list[Quota]:
    """The quotas of a type of unit, its own standing instead of the general one of the same class."""
    fitting = [one for one in quotas if one.unit_type in (None, unit_type)]
    own = {one.post_class for one in fitting if one.unit_type is not None}
    return [one for one in fitting if one.unit_type is not None or one.post_class not in own]


def judge_quota(
    quota: Quota, *, posts: Sequence[PostFacts], reserves: Sequence[Candidate], aiming: set[int]
) -> QuotaState:
    """A unit's reserves against one quota; of a quota for a class those count who are prepared for it (`aiming`)."""
    of_class = [post for post in posts if quota.post_class in (None, post.post_class) and post.counts]
    counted = [one for one in reserves if quota.post_class is None or one.entry_id in aiming]
    share = round((quota.per_post or 0) * len(of_class), 6)
    wanted = quota.at_least if quota.at_least is not None else ceil(share)
    return QuotaState(
        post_class=quota.post_class,
        wanted=wanted,
        mature_wanted=quota.mature_at_least,
        have=len(counted),
        mature=sum(one.mature for one in counted),
    )
