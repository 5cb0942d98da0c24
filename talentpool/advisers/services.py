"""The office's acts on former cadres and the advisory group; each can be taken back whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from talentpool.advisers.records import find_former_of, list_ended
from talentpool.advisers.rules import may_advise, may_register
from talentpool.audit.daily import daily_act
from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    FormerCadre,
    FormerSubsidy,
    Person,
    ReEngagement,
    ServicePeriod,
    Unit,
)
from talentpool.people.queries import list_posts_held
from talentpool.people.spans import may_span
from talentpool.security.actor import Actor
from talentpool.vocabulary import AdviceKind, EndCause, Health, TaskResult, Willingness
from talentpool.wording import say

KIND = "advisers"


@dataclass(frozen=True)
class Leaving:
    """What is told of somebody who left office for good."""

    last_title: str
    left_on: PartialDate | None
    leave_cause: EndCause
    cause_written: str = ""
    years_stated: float | None = None
    expertise: str = ""
    willingness: Willingness | None = None
    health: Health | None = None
    note: str = ""


@dataclass(frozen=True)
class PeriodFacts:
    """A stretch of office that counts."""

    started_on: PartialDate
    ended_on: PartialDate
    title: str = ""


@dataclass(frozen=True)
class SubsidyFacts:
    """The living subsidy from a date on; 0 yuan means that none is paid any more."""

    since: PartialDate
    yuan_a_month: float


@dataclass(frozen=True)
class AdviceFacts:
    """A consultation, or experience passed on to `learner`."""

    kind: AdviceKind
    held_on: date
    topic: str
    advice: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class WorkFacts:
    """Work taken up again; `ended_on` and `result` once it is over."""

    duty: str
    started_on: PartialDate
    due_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    document: str = ""
    result: TaskResult | None = None
    evidence: str = ""


def register_former(
    person: Person,
    told: Leaving,
    *,
    unit: Unit,
    joins: bool = False,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> FormerCadre:
    """Enter somebody who left office, with the service periods that the register knows of him.

    `joins`: he enters the advisory group with it. RuleBroken or Doubtful by `may_register`.
    """
    by.must_reach(unit)
    held = [post.title for _person, post, _unit, _held in list_posts_held([person.id], on=on)]
    may_register(
        person=person.name,
        registered=find_former_of(person) is not None,
        left_on=told.left_on,
        years_stated=told.years_stated,
        holds=held,
        on=on,
    ).enforce(confirmed=confirmed)
    former = FormerCadre(person=person, unit=unit, known_from=on, **vars(told))
    with act_on_former("登记离任干部", former, by=by):
        db.session.add(former)
        db.session.flush()
        for appointment, post, _unit in list_ended(person, scope=by.scope, on=on):
            if appointment.started_on is not None and appointment.ended_on is not None:
                _add(former, PeriodFacts(appointment.started_on, appointment.ended_on, post.title))
        if joins:
            assert told.left_on is not None
            since = max(told.left_on, PartialDate.from_date(on))
            db.session.add(AdvisoryMembership(former_cadre=former, joined_on=since, known_from=on))
        db.session.flush()
    return former


def correct_former(former: FormerCadre, told: Leaving, *, unit: Unit, by: Actor, on: date) -> None:
    """Put the facts right."""
    by.must_reach(former.unit)
    by.must_reach(unit)
    may_register(
        person=former.person.name,
        registered=False,
        left_on=told.left_on,
        years_stated=told.years_stated,
        on=on,
    ).enforce()
    with act_on_former("更正离任干部", former, by=by):
        for column, value in vars(told).items():
            setattr(former, column, value)
        former.unit = unit
        db.session.flush()


def state_period(
    former: FormerCadre,
    told: PeriodFacts,
    *,
    row: ServicePeriod | None = None,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """A service period: a new one, or `row` put right or struck."""
    by.must_reach(former.unit)
    if not remove:
        may_span(started_on=told.started_on, ended_on=told.ended_on, on=on).enforce()
    with act_on_former(_word("任职年限", row, remove=remove), former, by=by):
        if row is None:
            _add(former, told)
        else:
            _state(row, vars(told), remove=remove, former=former)
        db.session.flush()


def state_subsidy(
    former: FormerCadre,
    told: SubsidyFacts,
    *,
    row: FormerSubsidy | None = None,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """The subsidy from a date on: a new one, or `row` put right or struck; what was before stays as history."""
    by.must_reach(former.unit)
    if told.yuan_a_month < 0:
        raise RuleBroken(say("补贴标准不能是负数"))
    same = select(FormerSubsidy.id).where(
        FormerSubsidy.former_cadre_id == former.id,
        FormerSubsidy.since == told.since,
        FormerSubsidy.id != (row.id if row else 0),
    )
    if not remove and db.session.scalar(same) is not None:
        raise RuleBroken(say("%(since)s起的补贴标准已登记,请更正那一条", since=told.since.dotted))
    values = vars(told) | {"receives": told.yuan_a_month > 0}
    with act_on_former(_word("生活补贴", row, remove=remove), former, by=by):
        if row is None:
            db.session.add(FormerSubsidy(former_cadre_id=former.id, **values))
        else:
            _state(row, values, remove=remove, former=former)
        db.session.flush()


def join_group(former: FormerCadre, *, joined_on: PartialDate, by: Actor, on: date) -> AdvisoryMembership:
    """A former cadre enters the advisory group."""
    by.must_reach(former.unit)
    may_span(started_on=joined_on, ended_on=None, on=on).enforce()
    running = select(AdvisoryMembership.id).where(
        AdvisoryMembership.former_cadre_id == former.id, AdvisoryMembership.left_on.is_(None)
    )
    if db.session.scalar(running) is not None:
        raise RuleBroken(say("%(name)s已在智囊团", name=former.person.name))
    membership = AdvisoryMembership(former_cadre=former, joined_on=joined_on, known_from=on)
    with act_on_former("纳入智囊团", former, by=by):
        db.session.add(membership)
        db.session.flush()
    return membership


def leave_group(
    membership: AdvisoryMembership, *, left_on: PartialDate, reason: str = "", by: Actor, on: date
) -> None:
    """A former cadre leaves the group."""
    former = membership.former_cadre
    by.must_reach(former.unit)
    if membership.left_on is not None:
        raise RuleBroken(
            say("%(name)s已于%(left)s退出", name=former.person.name, left=membership.left_on.dotted)
        )
    may_span(started_on=membership.joined_on, ended_on=left_on, on=on).enforce()
    with act_on_former("退出智囊团", former, by=by):
        membership.left_on, membership.reason = left_on, reason
        db.session.flush()


def state_advice(
    former: FormerCadre,
    told: AdviceFacts,
    *,
    unit: Unit,
    learner: Person | None = None,
    row: AdviceRecord | None = None,
    remove: bool = False,
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> None:
    """A consultation or experience passed on: a new record, or `row` put right or struck."""
    by.must_reach(former.unit)
    by.must_reach(unit)
    if not remove:
        may_advise(held_on=told.held_on, left_on=former.left_on, on=on).enforce(confirmed=confirmed)
        if learner is not None and learner.id == former.person_id:
            raise RuleBroken(say("传帮带对象不能是本人"))
    values: dict[str, Any] = vars(told) | {"unit_id": unit.id, "learner": learner}
    with act_on_former(_word(told.kind.label, row, remove=remove), former, by=by):
        if row is None:
            db.session.add(AdviceRecord(former_cadre=former, **values))
        else:
            _state(row, values, remove=remove)
        db.session.flush()


def state_work(
    former: FormerCadre,
    told: WorkFacts,
    *,
    unit: Unit,
    row: ReEngagement | None = None,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Work taken up again: a new engagement, or `row` ended, put right or struck."""
    by.must_reach(former.unit)
    by.must_reach(unit)
    if not remove:
        may_span(started_on=told.started_on, ended_on=told.ended_on, due_on=told.due_on, on=on).enforce()
    values: dict[str, Any] = vars(told) | {"unit_id": unit.id}
    with act_on_former(_word("再上岗", row, remove=remove), former, by=by):
        if row is None:
            db.session.add(ReEngagement(former_cadre=former, **values))
        else:
            _state(row, values, remove=remove)
        db.session.flush()


def act_on_former(word: str, former: FormerCadre, *, by: Actor) -> AbstractContextManager[None]:
    """“纳入智囊团:云山村潘世”."""
    return daily_act(word, f"{former.unit.name}{former.person.name}", kind=KIND, unit=former.unit, by=by)


def _word(what: str, row: object | None, *, remove: bool) -> str:
    if row is None:
        return f"登记{what}"
    return f"{'删除' if remove else '更正'}{what}"


def _add(former: FormerCadre, told: PeriodFacts) -> None:
    db.session.add(ServicePeriod(former_cadre_id=former.id, **vars(told)))


def _state(row: Any, values: dict[str, Any], *, remove: bool, former: FormerCadre | None = None) -> None:
    """Bring a row to what is told, or strike it; `former`: it counts as a new version of him."""
    if remove:
        db.session.delete(row)
    else:
        for column, value in values.items():
            setattr(row, column, value)
    if former is not None:
        flag_modified(former, "note")
