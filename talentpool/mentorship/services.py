"""To pair mentor and reserve, to change and end it; kin and what each mentor takes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.mentorship import queries
from talentpool.mentorship.meetings import find_last_met
from talentpool.mentorship.rules import PairFacts, Span, may_close, may_pair
from talentpool.models import KinTie, MentorCapacity, Pairing, Person
from talentpool.people.queries import list_posts_held
from talentpool.security.actor import Actor
from talentpool.settings.queries import mentor_capacity
from talentpool.vocabulary import Kinship, PairingEnd
from talentpool.wording import say


@dataclass(frozen=True)
class PairPlan:
    """What is agreed: from when to about when, under which title, what for."""

    started_on: PartialDate
    due_on: PartialDate | None = None
    mentor_title: str = ""
    joint: str = ""
    plan: str = ""
    goals: str = ""
    note: str = ""


def pair_mentor(
    mentor: Person, mentee: Person, agreed: PairPlan, *, confirmed: bool = False, by: Actor, on: date
) -> Pairing:
    """Make two people a pair; RuleBroken or Doubtful by `may_pair`."""
    by.must_reach(mentee.unit)
    db.session.refresh(mentor, with_for_update=True)
    may_pair(
        pair_facts(mentor, mentee, on=on), started_on=agreed.started_on, due_on=agreed.due_on, on=on
    ).enforce(confirmed=confirmed)
    pair = Pairing(
        mentor=mentor,
        mentee=mentee,
        known_from=agreed.started_on,
        started_on=agreed.started_on,
        due_on=agreed.due_on,
        mentor_title=agreed.mentor_title or title_of(mentor, on=on),
        joint=agreed.joint,
        plan=agreed.plan,
        goals=agreed.goals,
        note=agreed.note,
    )
    with action("结对"):
        db.session.add(pair)
        db.session.flush()
    return pair


def pair_facts(mentor: Person, mentee: Person, *, on: date) -> PairFacts:
    """What the rule asks of two people."""
    paired = queries.find_open_pair(mentor, mentee)
    return PairFacts(
        mentor=mentor.name,
        mentee=mentee.name,
        same_person=mentor.id == mentee.id,
        paired_from=(paired.started_on or paired.known_from) if paired else None,
        kinship=queries.find_kinship(mentor, mentee),
        load=queries.count_mentees(mentor),
        capacity=capacity_of(mentor, on=on),
        in_pool=queries.find_entry(mentee, on=on) is not None,
        one_has_died=bool(mentor.died_on or mentee.died_on),
    )


def capacity_of(mentor: Person, *, on: date) -> int:
    """How many a mentor takes on: the own limit, else that of the setting."""
    own = queries.find_capacity(mentor)
    return own.at_most if own else mentor_capacity(on)


def title_of(mentor: Person, *, on: date) -> str:
    """“金竹村党支部书记、村委会主任”: what a mentor holds on a day, with the unit."""
    held = list_posts_held([mentor.id], on=on)
    unit = held[0][2].name if held else mentor.unit.name
    return f"{unit}{'、'.join(row[1].title for row in held)}"[:120]


def correct_pair(pair: Pairing, agreed: PairPlan, *, by: Actor, on: date) -> None:
    """Bring the plan of a pair to what is agreed now."""
    by.must_reach(pair.mentee.unit)
    faults = []
    if agreed.started_on.first_day() > on:
        faults.append(say("结对时间(%(started_on)s)还没有到", started_on=agreed.started_on.dotted))
    if agreed.due_on is not None and agreed.due_on < agreed.started_on:
        faults.append(say("拟结束时间不能早于结对时间"))
    if pair.ended_on is not None and pair.ended_on < agreed.started_on:
        faults.append(say("结对时间不能晚于解除时间(%(ended_on)s)", ended_on=pair.ended_on.dotted))
    if faults:
        raise RuleBroken(faults)
    with action("更正结对"):
        pair.started_on, pair.due_on = agreed.started_on, agreed.due_on
        pair.mentor_title, pair.joint = agreed.mentor_title, agreed.joint
        pair.plan, pair.goals, pair.note = agreed.plan, agreed.goals, agreed.note
        db.session.flush()


def close_pair(
    pair: Pairing, *, ended_on: PartialDate, reason: PairingEnd, result: str, by: Actor, on: date
) -> None:
    """End a pair with its result."""
    by.must_reach(pair.mentee.unit)
    span = Span(pair.started_on or pair.known_from, pair.ended_on)
    may_close(span, ended_on=ended_on, last_met=find_last_met(pair, on=on), on=on).enforce()
    with action("解除结对"):
        pair.ended_on, pair.end_reason, pair.result = max(ended_on, span.since), reason, result
        db.session.flush()


def set_capacity(mentor: Person, at_most: int | None, *, by: Actor) -> None:
    """The mentor's own limit; None: that of the setting."""
    by.must_reach(mentor.unit)
    own = queries.find_capacity(mentor)
    with action("设定帮带人数上限"):
        if at_most is None:
            if own is not None:
                db.session.delete(own)
        elif own is None:
            db.session.add(MentorCapacity(mentor_id=mentor.id, at_most=at_most))
        else:
            own.at_most = at_most
        db.session.flush()


def state_kin(one: Person, other: Person, kinship: Kinship, *, by: Actor) -> KinTie:
    """State that two people are near kin; one of them is within reach. An open pair of theirs is told of."""
    if not (by.scope.reaches(one.unit) or by.scope.reaches(other.unit)):
        by.must_reach(one.unit)
    if one.id == other.id:
        raise RuleBroken(say("请选择两个不同的人"))
    if queries.find_kinship(one, other) is not None:
        raise RuleBroken(say("两人的亲属关系已登记"))
    first, second = sorted((one.id, other.id))
    tie = KinTie(first_id=first, second_id=second, kinship=kinship)
    with action("登记亲属关系"):
        db.session.add(tie)
        db.session.flush()
    return tie


def drop_kin(tie: KinTie) -> None:
    """Take back what was stated in error; who may do so was asked when the tie was read."""
    with action("删除亲属关系"):
        db.session.delete(tie)
        db.session.flush()
