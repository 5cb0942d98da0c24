"""The way into the pool as acts: nominated, asked about, decided step by step, put on notice, entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    AgencyConclusion,
    Nomination,
    NominationStep,
    NominationVoice,
    Person,
    PoolEntry,
    PublicNotice,
    RuleException,
    TargetPost,
    Unit,
)
from talentpool.pool.nominations import case_of, find_open_nomination, list_voices
from talentpool.pool.queries import find_open_entry
from talentpool.pool.rule_sets import find_rule_set
from talentpool.pool.services.daily import act_on_person
from talentpool.pool.services.entries import state_sources
from talentpool.pool.stays import SourceFacts, may_state_sources
from talentpool.pool.steps import (
    Decision,
    Notice,
    may_decide,
    may_enter,
    may_except,
    may_give_notice,
    next_stage,
)
from talentpool.posts.titles import canonical_title
from talentpool.security.actor import Actor
from talentpool.vocabulary import (
    Conclusion,
    EntryBasis,
    NominationStage,
    NominationWay,
    PostClass,
    StepOutcome,
)
from talentpool.wording import say


@dataclass(frozen=True, slots=True)
class Voice:
    """Who put somebody forward, how, when."""

    way: NominationWay
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class NominationFacts:
    """Why somebody is put forward, and who took the nomination in under which document."""

    voices: tuple[Voice, ...]
    decider: str
    target: PostClass | None = None
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An agency's written answer; `occurred_on` is the day of what it names."""

    answered_on: date
    conclusion: Conclusion
    document: str = ""
    rule_code: str = ""
    disposition: str = ""
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entering:
    """The entry: when, by whom, under which document, with the sources."""

    entered_on: date
    decider: str
    sources: SourceFacts
    document: str = ""
    occupation: str = ""


def nominate(person: Person, unit: Unit, facts: NominationFacts, *, by: Actor, on: date) -> Nomination:
    """Put somebody forward for the pool of a unit; the unit's review waits next.

    RuleBroken where the person is in a pool, is nominated already, or no rules hold for the unit.
    """
    by.must_reach(unit)
    if not facts.voices:
        raise RuleBroken(say("请至少填写一种推荐及其时间"))
    nominated_on = min(one.on for one in facts.voices)
    last = max(one.on for one in facts.voices)
    _must_be_free(person)
    if last > on:
        raise RuleBroken(say("推荐时间(%(day)s)还没有到", day=last.isoformat()))
    if person.died_on is not None:
        raise RuleBroken(say("%(name)s已去世", name=person.name))
    rules = find_rule_set(unit, on=nominated_on)
    if rules is None:
        raise RuleBroken(
            say(
                "%(unit)s在%(day)s没有适用的审核规则,请先在“审核规则”中建立",
                unit=unit.name,
                day=nominated_on.isoformat(),
            )
        )
    nomination = Nomination(
        person=person,
        unit=unit,
        rule_set=rules,
        stage=next_stage(NominationStage.NOMINATED, StepOutcome.PASSED),
        target_post_class=facts.target,
        reason=facts.reason,
        nominated_on=PartialDate.from_date(nominated_on),
    )
    with act_on_person("推荐", person, unit, by=by):
        db.session.add(nomination)
        db.session.flush()
        for voice in facts.voices:
            _add(nomination, voice)
        _record(
            nomination,
            NominationStage.NOMINATED,
            Decision(StepOutcome.PASSED, last, facts.decider, facts.document),
        )
    return nomination


def _must_be_free(person: Person) -> None:
    """Neither in a pool nor nominated; the person is held until the end of the transaction."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    entry = find_open_entry(person)
    if entry is not None:
        raise RuleBroken(
            say(
                "%(name)s已在%(unit)s的库中(%(day)s入库),不必再推荐",
                name=person.name,
                unit=entry.unit.name,
                day=entry.entered_on.dotted,
            )
        )
    nomination = find_open_nomination(person)
    if nomination is not None:
        raise RuleBroken(
            say(
                "%(name)s已由%(unit)s推荐(%(day)s),正在办理;另有推荐人的,请在那件推荐中补充",
                name=person.name,
                unit=nomination.unit.name,
                day=nomination.nominated_on.dotted,
            )
        )


def add_voice(nomination: Nomination, voice: Voice, *, by: Actor, on: date) -> None:
    """Somebody else puts the same person forward."""
    _must_go_on(nomination, by=by)
    if voice.on > on:
        raise RuleBroken(say("推荐时间(%(day)s)还没有到", day=voice.on.isoformat()))
    if any((one.way, one.by) == (voice.way, voice.by) for one in list_voices(nomination)):
        raise RuleBroken(say("这一推荐已经登记"))
    with act_on_person("补充推荐", nomination.person, nomination.unit, by=by):
        _add(nomination, voice)


def _add(nomination: Nomination, voice: Voice) -> None:
    row = NominationVoice(
        nomination_id=nomination.id, way=voice.way, by=voice.by, on=PartialDate.from_date(voice.on)
    )
    db.session.add(row)
    db.session.flush()


def decide(nomination: Nomination, decision: Decision, *, by: Actor, on: date) -> None:
    """Decide the step that waits; RuleBroken with everything that stands in the way."""
    by.must_reach(nomination.unit)
    case = case_of(nomination)
    may_decide(case.progress, decision, on=on).enforce()
    with act_on_person("审核推荐", nomination.person, nomination.unit, by=by):
        _record(nomination, nomination.stage, decision)
        nomination.stage = next_stage(nomination.stage, decision.outcome)
        if decision.outcome in (StepOutcome.REJECTED, StepOutcome.WITHDRAWN):
            nomination.closed_on = PartialDate.from_date(decision.decided_on)
            nomination.outcome = decision.outcome
        db.session.flush()


def _record(nomination: Nomination, stage: NominationStage, decision: Decision) -> None:
    db.session.add(
        NominationStep(
            nomination_id=nomination.id,
            stage=stage,
            decided_on=decision.decided_on,
            decider=decision.decider,
            document=decision.document,
            outcome=decision.outcome,
            reason=decision.reason,
        )
    )
    db.session.flush()


def ask_agencies(nomination: Nomination, *, asked_on: date, by: Actor, on: date) -> int:
    """Ask the agencies of the step that waits for their written answers; how many were asked."""
    _must_go_on(nomination, by=by)
    case = case_of(nomination)
    if not case.unasked:
        raise RuleBroken(say("这一步没有需要征求意见的部门,或已全部征求"))
    _within(asked_on, since=case.progress.last_decided_on, on=on)
    with act_on_person("征求部门意见", nomination.person, nomination.unit, by=by):
        for agency in case.unasked:
            db.session.add(
                AgencyConclusion(nomination_id=nomination.id, agency_id=agency.id, asked_on=asked_on)
            )
        db.session.flush()
    return len(case.unasked)


def keep_answer(
    nomination: Nomination, row: AgencyConclusion, facts: AnswerFacts, *, by: Actor, on: date
) -> None:
    """What an agency answered in writing; it can be put right until its step is decided."""
    _must_go_on(nomination, by=by)
    case = case_of(nomination)
    if row.agency.level is not case.level:
        raise RuleBroken(say("这一步的审核已经结束,部门结论不能再改"))
    _within(facts.answered_on, since=row.asked_on, on=on)
    codes = [one.code for one in case.rules.items] if case.rules else []
    if facts.conclusion is not Conclusion.CLEAR and codes and facts.rule_code not in codes:
        raise RuleBroken(say("请选择所涉及的负面清单条款"))
    if facts.occurred_on is not None and facts.occurred_on > facts.answered_on:
        raise RuleBroken(say("发生时间晚于答复时间"))
    clear = facts.conclusion is Conclusion.CLEAR
    with act_on_person("登记部门结论", nomination.person, nomination.unit, by=by):
        row.answered_on, row.document = facts.answered_on, facts.document
        row.conclusion = facts.conclusion
        row.rule_code = "" if clear else facts.rule_code
        row.disposition = "" if clear else facts.disposition
        row.occurred_on = None if clear or facts.occurred_on is None else facts.occurred_on.isoformat()
        db.session.flush()


def except_rule(
    nomination: Nomination,
    code: str,
    *,
    reason: str,
    decided_on: date,
    decider: str,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> RuleException:
    """An exception from a rule that the facts fail, kept with text, facts and reason.

    Of the negative list only the code is kept beside the reason: what an agency told stays sealed.
    """
    _must_go_on(nomination, by=by)
    finding = case_of(nomination).finding(code)
    may_except(finding, reason=reason).enforce(confirmed=confirmed)
    _within(decided_on, since=nomination.nominated_on.first_day(), on=on)
    row = RuleException(
        nomination_id=nomination.id,
        rule_code=code,
        rule_text=say("负面清单%(code)s", code=code) if finding.negative else finding.text[:300],
        strength=finding.strength,
        facts=say("见部门书面结论") if finding.negative else finding.facts[:300],
        reason=reason.strip(),
        decided_on=decided_on,
        decider=decider,
    )
    with act_on_person("登记例外", nomination.person, nomination.unit, by=by):
        db.session.add(row)
        db.session.flush()
    return row


def give_notice(
    nomination: Nomination, *, starts_on: date, ends_on: date, place: str, by: Actor
) -> PublicNotice:
    """Put a nomination on public notice; the days are those that the rules ask for at least."""
    _must_go_on(nomination, by=by)
    may_give_notice(case_of(nomination).progress, Notice(starts_on, ends_on)).enforce()
    row = PublicNotice(nomination_id=nomination.id, starts_on=starts_on, ends_on=ends_on, place=place)
    with act_on_person("公示", nomination.person, nomination.unit, by=by):
        db.session.add(row)
        db.session.flush()
    return row


def keep_objections(nomination: Nomination, notice: PublicNotice, text: str, *, by: Actor) -> None:
    """What was objected while the notice stood."""
    _must_go_on(nomination, by=by)
    with act_on_person("登记公示异议", nomination.person, nomination.unit, by=by):
        notice.objections = text
        db.session.flush()


def enter_pool(nomination: Nomination, facts: Entering, *, by: Actor, on: date) -> PoolEntry:
    """The last step: the nominated person enters the pool, and the nomination ends."""
    by.must_reach(nomination.unit)
    may_enter(case_of(nomination).progress, entered_on=facts.entered_on, on=on).enforce()
    may_state_sources(facts.sources).enforce()
    entry = find_open_entry(nomination.person)
    if entry is not None:
        raise RuleBroken(say("%(name)s已在%(unit)s的库中", name=nomination.person.name, unit=entry.unit.name))
    entered_on = PartialDate.from_date(facts.entered_on)
    entry = PoolEntry(
        person=nomination.person,
        unit=nomination.unit,
        nomination=nomination,
        basis=EntryBasis.REVIEWED,
        way=_first_way(list_voices(nomination)),
        entered_on=entered_on,
        document=facts.document,
        decider=facts.decider,
        occupation=facts.occupation,
    )
    with act_on_person("入库", nomination.person, nomination.unit, by=by):
        db.session.add(entry)
        db.session.flush()
        state_sources(entry, facts.sources)
        _aim(entry, nomination)
        decision = Decision(StepOutcome.PASSED, facts.entered_on, facts.decider, facts.document)
        _record(nomination, NominationStage.ENTRY, decision)
        nomination.closed_on, nomination.outcome = entered_on, StepOutcome.PASSED
        db.session.flush()
    return entry


def _first_way(voices: Sequence[NominationVoice]) -> NominationWay | None:
    return min(voices, key=lambda one: (one.on, one.id)).way if voices else None


def _aim(entry: PoolEntry, nomination: Nomination) -> None:
    """What somebody was nominated for is the first of the target posts."""
    target = nomination.target_post_class
    if target is None:
        return
    title = canonical_title(target, nomination.unit.unit_type, None)
    db.session.add(
        TargetPost(entry_id=entry.id, rank=1, unit_id=nomination.unit_id, post_class=target, title=title)
    )


def _must_go_on(nomination: Nomination, *, by: Actor) -> None:
    by.must_reach(nomination.unit)
    if nomination.closed_on is not None:
        raise RuleBroken(say("这件推荐已办结,不能再办理"))


def _within(day: date, *, since: date, on: date) -> None:
    if day > on:
        raise RuleBroken(say("时间(%(day)s)还没有到", day=day.isoformat()))
    if day < since:
        raise RuleBroken(say("时间早于上一步(%(day)s)", day=since.isoformat()))
