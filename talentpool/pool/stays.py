"""What is told of a stay in the pool, and what must agree in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.errors import Verdict
from talentpool.vocabulary import NominationWay, PostClass, SourceCategory, YearlyOutcome
from talentpool.wording import say

EARLIEST_YEAR = 1980


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody is in, as it is known."""

    entered_on: PartialDate
    exited_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The source categories, and which of them is the main one; `written` are the office's words for 其他."""

    categories: tuple[SourceCategory, ...]
    main: SourceCategory | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is kept of an entry besides its sources."""

    entered_on: PartialDate
    way: NominationWay | None = None
    document: str = ""
    decider: str = ""
    occupation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """How ready somebody was found."""

    readiness: str
    rated_on: date
    rated_by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """One target post, in the order of its rank; `post_id` where it is a post that stands."""

    unit_id: int
    title: str
    post_class: PostClass
    post_id: int | None = None
    interim: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One yearly review."""

    year: int
    reviewed_on: date
    reviewer: str
    outcome: YearlyOutcome
    document: str = ""
    strengths: str = ""
    gaps: str = ""


def may_state_sources(facts: SourceFacts) -> Verdict:
    """One of the categories is the main one."""
    if not facts.categories:
        return Verdict(refusals=(say("请至少选择一个人员类别(来源)"),))
    if facts.main is not None and facts.main not in facts.categories:
        return Verdict(refusals=(say("主要类别应是所选类别之一"),))
    if facts.main is None and len(facts.categories) > 1:
        return Verdict(refusals=(say("选了几个类别时,请指明主要类别"),))
    return Verdict()


def may_rate(
    facts: RatingFacts, *, span: Span, scale: Sequence[str], rated_days: Sequence[date], on: date
) -> Verdict:
    """A rating is a word of the scale of its day, within the stay, with evidence, one a day."""
    refusals = list(_within(facts.rated_on, say("评定时间"), span=span, on=on))
    if facts.readiness not in scale:
        refusals.append(
            say("“%(word)s”不在成熟程度等次(%(scale)s)中", word=facts.readiness, scale="、".join(scale))
        )
    if not facts.evidence.strip():
        refusals.append(say("请写明评定依据"))
    if facts.rated_on in rated_days:
        refusals.append(
            say("%(day)s已评定过一次;要改那一次,请先在操作记录中撤销", day=facts.rated_on.isoformat())
        )
    return Verdict(refusals=tuple(refusals))


def may_review(facts: ReviewFacts, *, span: Span, reviewed_years: Sequence[int], on: date) -> Verdict:
    """A year is reviewed once, within the stay, not before it begins."""
    refusals = list(_within(facts.reviewed_on, say("考核时间"), span=span, on=on))
    if not EARLIEST_YEAR <= facts.year <= on.year:
        refusals.append(say("考核年度应在%(first)s至%(last)s之间", first=EARLIEST_YEAR, last=on.year))
    elif facts.year < span.entered_on.year:
        refusals.append(say("%(year)s年还没有入库,不参加考核", year=facts.year))
    elif facts.reviewed_on.year < facts.year:
        refusals.append(say("考核时间早于考核年度"))
    if facts.year in reviewed_years:
        refusals.append(say("%(year)s年度已考核过一次;要改那一次,请先在操作记录中撤销", year=facts.year))
    return Verdict(refusals=tuple(refusals))


def may_leave(*, span: Span, exited_on: PartialDate, last_known: date | None, on: date) -> Verdict:
    """Whether somebody may leave on a day; `last_known` is the last rating or review of the stay."""
    if span.exited_on is not None:
        return Verdict(refusals=(say("已于%(day)s出库", day=span.exited_on.dotted),))
    if exited_on.first_day() > on:
        return Verdict(refusals=(say("出库时间(%(day)s)还没有到", day=exited_on.dotted),))
    if exited_on < span.entered_on and not exited_on.covers(span.entered_on):
        return Verdict(refusals=(say("出库时间早于入库时间(%(day)s)", day=span.entered_on.dotted),))
    if last_known is not None and last_known > exited_on.last_day():
        return Verdict(doubts=(say("%(day)s还有评定或考核的记录,晚于出库时间", day=last_known.isoformat()),))
    return Verdict()


def may_target(targets: Sequence[TargetFacts]) -> Verdict:
    """Nothing stands twice."""
    refusals, seen = [], set()
    for one in targets:
        if (one.unit_id, one.title) in seen:
            refusals.append(say("“%(title)s”写了两次", title=one.title))
        seen.add((one.unit_id, one.title))
    return Verdict(refusals=tuple(refusals))


def _within(day: date, label: str, *, span: Span, on: date) -> Iterator[str]:
    if day > on:
        yield say("%(label)s(%(day)s)还没有到", label=label, day=day.isoformat())
    if day < span.entered_on.first_day():
        yield say("%(label)s早于入库时间(%(day)s)", label=label, day=span.entered_on.dotted)
    if span.exited_on is not None and day > span.exited_on.last_day():
        yield say("%(label)s晚于出库时间(%(day)s)", label=label, day=span.exited_on.dotted)
