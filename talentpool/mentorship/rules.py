"""Who may mentor whom, and what may be written of a meeting. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from talentpool.dates import PartialDate
from talentpool.errors import Verdict
from talentpool.vocabulary import Kinship
from talentpool.wording import say

LONGEST_MEETING = 24 * 60
"""Minutes."""
CORRECTED_WITHIN = 30
"""Days after a meeting within which its mentor may put right what is recorded of it."""


@dataclass(frozen=True)
class PairFacts:
    """What is known of two people who shall become a pair.

    `load` counts the pairs that the mentor has now, `capacity` is the most he should have.
    `paired_from` is since when the two are a pair already, `kinship` what they are to each other.
    """

    mentor: str
    mentee: str
    same_person: bool
    paired_from: PartialDate | None
    kinship: Kinship | None
    load: int
    capacity: int
    in_pool: bool
    one_has_died: bool = False


def may_pair(facts: PairFacts, *, started_on: PartialDate, due_on: PartialDate | None, on: date) -> Verdict:
    """Near kin do not mentor each other (任职回避); a full mentor and somebody outside the pool want a yes."""
    return Verdict(
        refusals=tuple(_refusals(facts, started_on=started_on, due_on=due_on, on=on)),
        doubts=tuple(_doubts(facts)),
    )


def _refusals(
    facts: PairFacts, *, started_on: PartialDate, due_on: PartialDate | None, on: date
) -> Iterator[str]:
    if facts.same_person:
        yield say("导师和帮带对象不能是同一个人")
    if facts.kinship is not None:
        yield say(
            "%(mentor)s与%(mentee)s登记为%(kinship)s,应当回避,请另选导师",
            mentor=facts.mentor,
            mentee=facts.mentee,
            kinship=say(facts.kinship.label),
        )
    if facts.paired_from is not None:
        yield say(
            "%(mentor)s已于%(since)s与%(mentee)s结对,不必重复登记",
            mentor=facts.mentor,
            mentee=facts.mentee,
            since=facts.paired_from.dotted,
        )
    if facts.one_has_died:
        yield say("两人中有人登记为去世,不能结对")
    if started_on.first_day() > on:
        yield say("结对时间(%(started_on)s)还没有到", started_on=started_on.dotted)
    if due_on is not None and due_on < started_on:
        yield say("拟结束时间不能早于结对时间")


def _doubts(facts: PairFacts) -> Iterator[str]:
    if facts.load >= facts.capacity:
        yield say(
            "%(mentor)s已帮带%(load)s人,达到上限%(capacity)s人",
            mentor=facts.mentor,
            load=facts.load,
            capacity=facts.capacity,
        )
    if not facts.in_pool:
        yield say("%(mentee)s目前不在库", mentee=facts.mentee)


@dataclass(frozen=True)
class Span:
    """From when to when a pair is known."""

    since: PartialDate
    ended_on: PartialDate | None


def may_close(span: Span, *, ended_on: PartialDate, last_met: PartialDate | None, on: date) -> Verdict:
    """Whether a pair may end on a day."""
    refusals = []
    if span.ended_on is not None:
        refusals.append(say("这一结对已于%(ended_on)s解除", ended_on=span.ended_on.dotted))
    if ended_on.first_day() > on:
        refusals.append(say("解除时间(%(ended_on)s)还没有到", ended_on=ended_on.dotted))
    if ended_on < span.since and not ended_on.covers(span.since):
        refusals.append(say("解除时间早于结对时间(%(since)s)", since=span.since.dotted))
    if last_met is not None and ended_on < last_met and not ended_on.covers(last_met):
        refusals.append(say("解除时间早于最近一次帮带(%(last_met)s)", last_met=last_met.dotted))
    return Verdict(refusals=tuple(refusals))


@dataclass(frozen=True)
class Meeting:
    """When a pair met, for how many minutes, when it means to meet next; `twice`: the same stands written."""

    held_on: PartialDate
    minutes: int | None
    next_meeting_on: date | None
    twice: bool = False


def may_log(span: Span, meeting: Meeting, *, on: date) -> Verdict:
    """Whether a meeting can have been so."""
    held_on, refusals = meeting.held_on, []
    if held_on.first_day() > on:
        refusals.append(say("帮带时间(%(held_on)s)还没有到", held_on=held_on.dotted))
    if held_on < span.since and not held_on.covers(span.since):
        refusals.append(say("帮带时间早于结对时间(%(since)s)", since=span.since.dotted))
    if span.ended_on is not None and span.ended_on < held_on:
        refusals.append(say("这一结对已于%(ended_on)s解除", ended_on=span.ended_on.dotted))
    if meeting.minutes is not None and not 0 < meeting.minutes <= LONGEST_MEETING:
        refusals.append(say("时长应为1至%(most)s分钟", most=LONGEST_MEETING))
    if meeting.next_meeting_on is not None and meeting.next_meeting_on <= held_on.first_day():
        refusals.append(say("下次帮带时间应晚于本次帮带"))
    doubts = (say("当天已有一条同样方式和主题的记录"),) if meeting.twice else ()
    return Verdict(refusals=tuple(refusals), doubts=doubts)


def may_correct_own(held_on: PartialDate, *, is_confirmed: bool, on: date) -> Verdict:
    """Whether a mentor may still change a record: not what was confirmed, nor what is long past."""
    if is_confirmed:
        return Verdict(refusals=(say("这条记录已经确认,需要更正的请告知镇党群办"),))
    if days_since(held_on, on=on) > CORRECTED_WITHIN:
        reason = say("帮带已过%(days)s天,需要更正的请告知镇党群办", days=CORRECTED_WITHIN)
        return Verdict(refusals=(reason,))
    return Verdict()


def overdue_before(on: date, *, days: int) -> date:
    """A pair that met last before this day is overdue on a day."""
    return on - timedelta(days=days)


def days_since(last_met: PartialDate, *, on: date) -> int:
    """Full days since a meeting; of one known by its month only, since the month's last day."""
    return max((on - last_met.last_day()).days, 0)
