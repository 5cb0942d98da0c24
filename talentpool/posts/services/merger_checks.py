"""Whether units may be merged as planned: which ones, under what name, from when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken, Verdict
from talentpool.extensions import db
from talentpool.models import (
    Appointment,
    Election,
    Person,
    Post,
    SeatStatement,
    Term,
    Unit,
    UnitName,
    Vacancy,
)
from talentpool.posts.services.merger_plan import MergerPlan
from talentpool.units.services import clean_name, refuse_taken_code, refuse_taken_name
from talentpool.vocabulary import ElectionState, NameKind
from talentpool.wording import say

DECIDED = (ElectionState.ELECTED, ElectionState.FAILED)
MOST_TOLD = 3
"""Facts later than the merger that are told by name."""


def check_units(plan: MergerPlan, *, on: date) -> None:
    """RuleBroken where the units cannot be merged so, Doubtful where their new name may be mistaken."""
    refusals = [*_unit_faults(plan), *_name_faults(plan)]
    if plan.merged_on > on:
        refusals.append(say("合并日期(%(merged_on)s)还没有到", merged_on=plan.merged_on.isoformat()))
    elif not refusals:
        refusals += _date_faults(plan, on=on)
    doubts = () if refusals else tuple(_names_mistaken(plan))
    Verdict(refusals=tuple(refusals), doubts=doubts).enforce(confirmed=plan.name_confirmed)


def _unit_faults(plan: MergerPlan) -> Iterator[str]:
    everyone = plan.everyone
    if len(everyone) < 2:
        yield say("请至少选两个单位合并")
    if not plan.going:
        yield say("请选择要并入的单位")
    if len({unit.parent_id for unit in everyone}) > 1:
        yield say("合并的单位应属于同一乡镇(街道)")
    for unit in everyone:
        if unit.closed_on is not None:
            yield say("%(unit)s已于%(closed_on)s撤销", unit=unit.name, closed_on=unit.closed_on.dotted)
        if unit.opened_on is not None and unit.opened_on.first_day() > plan.merged_on:
            yield say("%(unit)s自%(opened_on)s才设立", unit=unit.name, opened_on=unit.opened_on.dotted)


def _name_faults(plan: MergerPlan) -> Sequence[str]:
    parent = plan.everyone[0].parent if plan.everyone else None
    if parent is None or (plan.into is not None and not plan.name):
        return ()
    try:
        name = clean_name(plan.name)
        refuse_taken_name(parent, name, own_id=plan.into.id if plan.into is not None else None)
        if plan.into is None:
            refuse_taken_code(plan.code)
    except RuleBroken as broken:
        return broken.reasons
    return ()


def _names_mistaken(plan: MergerPlan) -> Iterator[str]:
    """The new name is the former one of a unit that goes on beside it: files would mean either."""
    if not plan.name:
        return
    own = [unit.id for unit in plan.everyone]
    statement = (
        select(Unit.name)
        .join(UnitName, UnitName.unit_id == Unit.id)
        .where(
            UnitName.name == clean_name(plan.name),
            Unit.parent_id == plan.everyone[0].parent_id,
            Unit.id.not_in(own),
        )
        .order_by(Unit.id)
    )
    for unit in dict.fromkeys(db.session.scalars(statement)):
        yield say(
            "“%(name)s”是%(unit)s的曾用名,以后表格里写“%(name)s”会分不清是哪个单位", name=plan.name, unit=unit
        )


def _date_faults(plan: MergerPlan, *, on: date) -> list[str]:
    """What is recorded of the units later than the merger: then it cannot have been before."""
    ids = [unit.id for unit in plan.everyone]
    day = PartialDate.from_date(plan.merged_on)
    told = [
        say(
            "%(what)s自%(since)s起,合并日期(%(merged_on)s)不能早于它",
            what=what,
            since=since.dotted,
            merged_on=day.dotted,
        )
        for what, since in sorted(sorted(_later(ids, day, on=on)), key=lambda fact: fact[1], reverse=True)
    ]
    rest = len(told) - MOST_TOLD
    return [*told[:MOST_TOLD], *([say("另有%(count)s处类似情况", count=rest)] if rest > 0 else [])]


def _later(ids: Sequence[int], day: PartialDate, *, on: date) -> Iterator[tuple[str, PartialDate]]:
    of_posts = (
        select(Unit.name, Post.title).join_from(Post, Unit, Post.unit_id == Unit.id).where(Unit.id.in_(ids))
    )
    held = (
        of_posts.join(Appointment, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .where(Appointment.started_on > day)
        .add_columns(Person.name, Appointment.started_on)
    )
    for unit, post, person, since in db.session.execute(held):
        yield say("%(person)s任%(unit)s“%(post)s”", person=person, unit=unit, post=post), since
    vacant = of_posts.join(Vacancy, Vacancy.post_id == Post.id).where(Vacancy.since > day)
    for unit, post, since in db.session.execute(vacant.add_columns(Vacancy.since)):
        yield say("%(unit)s“%(post)s”空缺", unit=unit, post=post), since
    opened = of_posts.where(Post.opened_on > day).add_columns(Post.opened_on)
    for unit, post, opened_on in db.session.execute(opened):
        if opened_on is not None:
            yield say("%(unit)s“%(post)s”设立", unit=unit, post=post), opened_on
    seats = (
        select(Unit.name, SeatStatement.holds_from)
        .join(Unit, SeatStatement.unit_id == Unit.id)
        .where(Unit.id.in_(ids), SeatStatement.holds_from > day.first_day())
    )
    for unit, from_day in db.session.execute(seats):
        yield say("%(unit)s的核定职数", unit=unit), PartialDate.from_date(from_day)
    yield from _later_events(ids, day, on=on)


def _later_events(ids: Sequence[int], day: PartialDate, *, on: date) -> Iterator[tuple[str, PartialDate]]:
    votes = (
        select(Unit.name, Election.held_on)
        .join(Unit, Election.unit_id == Unit.id)
        .where(Unit.id.in_(ids), Election.held_on > day, Election.state.in_(DECIDED))
    )
    for unit, held_on in db.session.execute(votes):
        if held_on is not None:
            yield say("%(unit)s的选举", unit=unit), held_on
    renamed = select(UnitName.name, UnitName.until_on).where(
        UnitName.unit_id.in_(ids), UnitName.kind == NameKind.RENAMED, UnitName.until_on > day
    )
    for name, until in db.session.execute(renamed):
        if until is not None:
            yield say("“%(name)s”更名", name=name), until
    begun = (
        select(Term.name, Term.started_on)
        .where(
            Term.unit_id.in_(select(Unit.parent_id).where(Unit.id.in_(ids))),
            Term.started_on > day,
            Term.started_on <= on,
        )
        .order_by(Term.started_on)
    )
    for name, since in db.session.execute(begun):
        yield say("“%(term)s”这一届", term=name), since
