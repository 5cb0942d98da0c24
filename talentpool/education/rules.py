"""Who may enrol in what, and how a course of study may go on. Pure.

A course is studied, may pause, and ends once: withdrawn or graduated. Whoever comes back after an
end begins another course.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.errors import Verdict
from talentpool.vocabulary import SchoolingLevel, StudyStatus
from talentpool.wording import say

NEXT: Mapping[StudyStatus, tuple[StudyStatus, ...]] = {
    StudyStatus.STUDYING: (StudyStatus.GRADUATED, StudyStatus.SUSPENDED, StudyStatus.WITHDRAWN),
    StudyStatus.SUSPENDED: (StudyStatus.STUDYING, StudyStatus.WITHDRAWN),
    StudyStatus.WITHDRAWN: (),
    StudyStatus.GRADUATED: (),
}
"""Status → what may follow it."""
OPEN_STATUSES = tuple(status for status, following in NEXT.items() if following)
"""How a course stands that goes on."""


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as the rules see it; `known_levels` and `studies` (level, since) are of the same person.

    `between` are the dates of its changes after enrolment and before graduation.
    """

    person: str
    level: SchoolingLevel
    enrolled_on: PartialDate | None
    expected_on: PartialDate | None = None
    graduated_on: PartialDate | None = None
    last_change: PartialDate | None = None
    died_on: PartialDate | None = None
    known_levels: tuple[SchoolingLevel, ...] = ()
    studies: tuple[tuple[SchoolingLevel, PartialDate | None], ...] = ()
    between: tuple[PartialDate, ...] = ()


def may_enrol(facts: CourseFacts, *, on: date) -> Verdict:
    """Whether somebody may be entered as a student."""
    refusals = [*_date_faults(facts, on=on), *_doubled(facts)]
    if facts.enrolled_on is None:
        refusals.append(say("请填写入学时间"))
    return Verdict(refusals=tuple(refusals), doubts=() if refusals else tuple(_enrolment_doubts(facts)))


def may_correct(facts: CourseFacts, *, on: date) -> Verdict:
    """Whether the facts of a course agree with each other."""
    return Verdict(refusals=(*_date_faults(facts, on=on), *_doubled(facts), *_order_faults(facts)))


def may_change_status(
    facts: CourseFacts, *, before: StudyStatus, after: StudyStatus, since: PartialDate, on: date
) -> Verdict:
    """Whether a course may go from one status to another on a date; graduating too early is asked about."""
    refusals = [*_step_faults(before, after), *_since_faults(facts, since, on=on)]
    if refusals or after is not StudyStatus.GRADUATED:
        return Verdict(refusals=tuple(refusals))
    return Verdict(doubts=tuple(_graduation_doubts(facts, since)))


def may_pay(*, yuan: float, paid_on: PartialDate | None, on: date) -> Verdict:
    """Whether a subsidy may be entered."""
    refusals = []
    if yuan <= 0:
        refusals.append(say("补助金额应大于0元"))
    if paid_on is not None and paid_on.first_day() > on:
        refusals.append(say("发放时间(%(paid_on)s)还没有到", paid_on=paid_on.dotted))
    return Verdict(refusals=tuple(refusals))


def may_have_term(*, starts_on: PartialDate, ends_on: PartialDate | None, points: float | None) -> Verdict:
    """Whether a term may be entered; `points` are the credits of it."""
    refusals = []
    if ends_on is not None and ends_on.last_day() < starts_on.first_day():
        refusals.append(say("学期的结束时间早于开始时间"))
    if points is not None and points < 0:
        refusals.append(say("学分不能是负数"))
    return Verdict(refusals=tuple(refusals))


def _date_faults(facts: CourseFacts, *, on: date) -> Iterator[str]:
    enrolled, died = facts.enrolled_on, facts.died_on
    if enrolled is not None and enrolled.first_day() > on:
        yield say("入学时间(%(enrolled_on)s)还没有到", enrolled_on=enrolled.dotted)
    if enrolled is not None and died is not None and enrolled.first_day() > died.last_day():
        yield say("%(person)s已于%(died_on)s去世", person=facts.person, died_on=died.dotted)
    if facts.graduated_on is not None and facts.graduated_on.first_day() > on:
        yield say("毕业时间(%(graduated_on)s)还没有到", graduated_on=facts.graduated_on.dotted)
    for end, label in ((facts.expected_on, say("预计毕业时间")), (facts.graduated_on, say("毕业时间"))):
        if enrolled is not None and end is not None and end.last_day() < enrolled.first_day():
            yield say("%(label)s早于入学时间", label=label)


def _order_faults(facts: CourseFacts) -> Iterator[str]:
    for change in facts.between:
        if facts.enrolled_on is not None and change.last_day() < facts.enrolled_on.first_day():
            yield say("入学时间晚于%(change)s登记的学籍变更", change=change.dotted)
        if facts.graduated_on is not None and facts.graduated_on.last_day() < change.first_day():
            yield say("毕业时间早于%(change)s登记的学籍变更", change=change.dotted)


def _doubled(facts: CourseFacts) -> Iterator[str]:
    if facts.enrolled_on is not None and (facts.level, facts.enrolled_on) in facts.studies:
        yield say(
            "%(person)s同一时间入学的%(level)s已经登记",
            person=facts.person,
            level=say(facts.level.label),
        )


def _enrolment_doubts(facts: CourseFacts) -> Iterator[str]:
    highest = max(facts.known_levels, key=lambda level: level.rank, default=None)
    if highest is not None and highest.rank >= facts.level.rank:
        yield say(
            "%(person)s已有%(known)s学历,报读%(level)s不提高学历层次",
            person=facts.person,
            known=say(highest.label),
            level=say(facts.level.label),
        )
    for level, since in facts.studies:
        yield say(
            "%(person)s正在读%(level)s(%(since)s入学)",
            person=facts.person,
            level=say(level.label),
            since=since.dotted if since else say("时间未登记"),
        )


def _step_faults(before: StudyStatus, after: StudyStatus) -> Iterator[str]:
    if after in NEXT[before]:
        return
    if not NEXT[before]:
        yield say("已%(status)s的学习不再变更;登记有误的,请撤销那次操作", status=_bare(before))
    elif after is before:
        yield say("学籍状态已经是“%(status)s”", status=say(before.label))
    else:
        yield say(
            "学籍状态不能从“%(before)s”直接变为“%(after)s”", before=say(before.label), after=say(after.label)
        )


def _bare(status: StudyStatus) -> str:
    return say("毕业") if status is StudyStatus.GRADUATED else say(status.label)


def _since_faults(facts: CourseFacts, since: PartialDate, *, on: date) -> Iterator[str]:
    if since.first_day() > on:
        yield say("变更时间(%(since)s)还没有到", since=since.dotted)
    if facts.enrolled_on is not None and since.last_day() < facts.enrolled_on.first_day():
        yield say(
            "变更时间早于入学时间(%(enrolled_on)s)",
            enrolled_on=facts.enrolled_on.dotted,
        )
    elif facts.last_change is not None and since.last_day() < facts.last_change.first_day():
        yield say("变更时间早于上一次变更(%(last)s)", last=facts.last_change.dotted)


def _graduation_doubts(facts: CourseFacts, since: PartialDate) -> Iterator[str]:
    if facts.expected_on is not None and since.last_day() < facts.expected_on.first_day():
        yield say(
            "毕业时间早于预计毕业时间(%(expected_on)s)",
            expected_on=facts.expected_on.dotted,
        )
