"""To propose, to judge and to decide a grade: three acts, three fields; only people do the last two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.grades.records import (
    count_decided,
    count_subjects,
    find_record,
    grade_scale,
    list_caps,
    list_grade_steps,
    list_undecided,
)
from talentpool.grades.rules import CapState, cap_states, may_decide, may_judge
from talentpool.midterm.places import Place, list_sittings, must_be_open
from talentpool.models import GradeRecord, MidtermRound, PartyMeeting, Person
from talentpool.security.actor import Actor
from talentpool.wording import say


@dataclass(frozen=True)
class MeetingFacts:
    """What is recorded of a meeting of the Party committee."""

    name: str
    held_on: date
    topic: str = ""
    decision: str = ""
    document: str = ""


def record_meeting(
    meeting: PartyMeeting | None, round_: MidtermRound, facts: MeetingFacts, *, by: Actor, on: date
) -> PartyMeeting:
    """Record a meeting on a round (None: a new one), or put it right."""
    by.must_reach(round_.unit)
    must_be_open(round_)
    if facts.held_on > on:
        raise RuleBroken(say("会议日期(%(held_on)s)还没有到", held_on=facts.held_on.isoformat()))
    meeting = meeting or PartyMeeting(round_id=round_.id)
    with action("登记党委专题会"):
        meeting.name, meeting.held_on = facts.name, facts.held_on
        meeting.topic, meeting.decision, meeting.document = facts.topic, facts.decision, facts.document
        db.session.add(meeting)
        db.session.flush()
    return meeting


@dataclass(frozen=True)
class Proposal:
    """What the program computed: the step (None: nothing can be proposed), the score of 100, its parts as JSON."""

    step_id: int | None
    score: float | None
    facts: Any


def file_proposal(record: GradeRecord, proposal: Proposal, *, on: date) -> None:
    """Keep a proposal in its own field; judgement and decision stay as they are, the caller names the act."""
    record.score = proposal.score
    record.proposed_step_id = proposal.step_id
    record.proposed_on = on if proposal.step_id is not None else None
    record.proposed_facts = proposal.facts


def record_of(place: Place, person: Person | None) -> GradeRecord:
    """The row of the grades, locked, made where there was none."""
    record = find_record(place, person.id if person else None)
    if record is not None:
        db.session.refresh(record, with_for_update=True)
        return record
    record = GradeRecord(round_id=place.round.id, unit_id=place.unit.id)
    if person is not None:
        ids = [one.person_id for one in list_sittings(place)]
        record.person_id = person.id
        record.position = (ids.index(person.id) if person.id in ids else len(ids)) + 1
    db.session.add(record)
    return record


def judge(
    place: Place,
    person: Person | None,
    step_id: int,
    *,
    judged_by: str,
    judged_on: date,
    reason: str = "",
    by: Actor,
    on: date,
) -> GradeRecord:
    """The group's own judgement on a team or member; RuleBroken by `may_judge`."""
    by.must_reach(place.unit)
    _must_be_possible(place, person, step_id, judged_on, on=on)
    record = record_of(place, person)
    may_judge(
        proposed_id=record.proposed_step_id,
        judged_id=step_id,
        decided=record.decided_step_id is not None,
        reason=reason,
    ).enforce()
    with action("研判等次"):
        record.judged_step_id, record.judged_on = step_id, judged_on
        record.judged_by, record.judged_reason = judged_by, reason
        db.session.flush()
    return record


def decide(
    place: Place,
    person: Person | None,
    step_id: int,
    *,
    meeting: PartyMeeting,
    reason: str = "",
    by: Actor,
    on: date,
) -> GradeRecord:
    """The Party committee's decision at a meeting; RuleBroken by `may_decide`, which asks for a reason."""
    by.must_reach(place.unit)
    _must_be_possible(place, person, step_id, meeting.held_on, on=on)
    record = record_of(place, person)
    decided = Counter(count_decided(place.round.id))
    if record.decided_step_id is not None:
        decided[record.decided_step_id] -= 1
    decided[step_id] += 1
    may_decide(
        judged_id=record.judged_step_id,
        decided_id=step_id,
        reason=reason,
        caps=_caps_with(place.round, decided),
    ).enforce(exception_reason=reason)
    with action("审定等次"):
        _keep_decision(record, step_id, meeting, reason)
        db.session.flush()
    return record


def _keep_decision(record: GradeRecord, step_id: int, meeting: PartyMeeting, reason: str) -> None:
    record.decided_step_id, record.decided_on = step_id, meeting.held_on
    record.meeting_id, record.decided_reason = meeting.id, reason


def _must_be_possible(place: Place, person: Person | None, step_id: int, held_on: date, *, on: date) -> None:
    must_be_open(place.round)
    scale = grade_scale(person.id if person else None)
    if all(step.step_id != step_id for step in list_grade_steps(place.round.rule_set_id, scale)):
        raise RuleBroken(say("请选择本轮规则中的等次"))
    if held_on > on:
        raise RuleBroken(say("日期(%(held_on)s)还没有到", held_on=held_on.isoformat()))


def _caps_with(round_: MidtermRound, decided: Counter[int]) -> list[CapState]:
    caps = list_caps(round_.rule_set_id)
    return cap_states(caps, decided, count_subjects(round_)) if caps else []


def caps_of(round_: MidtermRound) -> list[CapState]:
    """How the caps of a round stand with what was decided so far."""
    return _caps_with(round_, Counter(count_decided(round_.id)))


def adopt_judgements(
    round_: MidtermRound, meeting: PartyMeeting, *, reason: str = "", by: Actor, on: date
) -> int:
    """Decide as judged whatever was judged and is not decided yet; how many. A cap that is passed wants a reason."""
    must_be_open(round_)
    if meeting.held_on > on:
        raise RuleBroken(say("日期(%(held_on)s)还没有到", held_on=meeting.held_on.isoformat()))
    records = list_undecided(round_.id, scope=by.scope)
    if not records:
        raise RuleBroken(say("没有已研判而未审定的等次"))
    judged = Counter(record.judged_step_id for record in records if record.judged_step_id is not None)
    states = _caps_with(round_, Counter(count_decided(round_.id)) + judged)
    passed = [one for one in states if one.passed and judged[one.cap.step_id]]
    if passed and not reason.strip():
        raise RuleBroken([say("%(one)s。确需如此的,请写明例外理由", one=one.told) for one in passed])
    with action("按研判意见审定等次"):
        for record in records:
            if record.judged_step_id is not None:
                _keep_decision(record, record.judged_step_id, meeting, reason)
        db.session.flush()
    return len(records)
