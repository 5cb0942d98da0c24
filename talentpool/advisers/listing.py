"""The lists of former cadres, of what they advised, and of work taken up again, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from talentpool.advisers.rules import Period, Served, served
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
from talentpool.people.picking import is_called
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.units.queries import within_unit
from talentpool.vocabulary import AdviceKind, Health, Labelled, Willingness
from talentpool.writing import read_id

Learner = aliased(Person, name="learner")


@dataclass(frozen=True)
class FormerFilter:
    """What the list of former cadres is narrowed to; `advises`: in the group, or not."""

    q: str = ""
    unit_id: int | None = None
    advises: bool | None = None
    willingness: Willingness | None = None
    health: Health | None = None

    def __bool__(self) -> bool:
        return self != FormerFilter()


@dataclass(frozen=True)
class DeedFilter:
    """What the lists of advice and of work again are narrowed to; `running` of work again only."""

    q: str = ""
    unit_id: int | None = None
    kind: AdviceKind | None = None
    running: bool | None = None

    def __bool__(self) -> bool:
        return self != DeedFilter()


def read_former_filter(values: Mapping[str, str]) -> FormerFilter:
    """The filter in an address; a value nobody knows narrows nothing."""
    return FormerFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        advises=_yes_no(values.get("group")),
        willingness=_member(Willingness, values.get("willingness")),
        health=_member(Health, values.get("health")),
    )


def read_deed_filter(values: Mapping[str, str]) -> DeedFilter:
    """The same of the other two lists."""
    return DeedFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        kind=_member(AdviceKind, values.get("kind")),
        running=_yes_no(values.get("running")),
    )


def _yes_no(text: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(text or "")


def _member(kind: Any, text: str | None) -> Any:
    members: Sequence[Labelled] = list(kind)
    return next((one for one in members if one.value == text), None)


def advises_on(on: date) -> ColumnElement[bool]:
    """Whether a former cadre is in the advisory group on a day."""
    return (
        select(AdvisoryMembership.id)
        .where(AdvisoryMembership.former_cadre_id == FormerCadre.id, AdvisoryMembership.in_force(on))
        .correlate(FormerCadre)
        .exists()
    )


def subsidy_on(on: date) -> Any:
    """Yuan a month on a day; None where nothing was stated by then."""
    return (
        select(FormerSubsidy.yuan_a_month)
        .where(FormerSubsidy.former_cadre_id == FormerCadre.id, FormerSubsidy.since <= on)
        .order_by(FormerSubsidy.since.desc())
        .limit(1)
        .correlate(FormerCadre)
        .scalar_subquery()
    )


def select_former(*, scope: Scope, on: date, wanted: FormerFilter) -> Select[Any]:
    """Rows (FormerCadre, Person, Unit, advises, subsidy) of those who left by a day, in office order."""
    return (
        select(FormerCadre, Person, Unit, advises_on(on).label("advises"), subsidy_on(on).label("subsidy"))
        .join(Person, FormerCadre.person_id == Person.id)
        .join(Unit, FormerCadre.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), FormerCadre.left_on <= on, *_former_conditions(wanted, on=on))
        .order_by(*office_order(), FormerCadre.left_on.desc(), FormerCadre.id)
    )


def _former_conditions(wanted: FormerFilter, *, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found.append(
            or_(
                is_called(wanted.q),
                FormerCadre.expertise.contains(wanted.q, autoescape=True),
                FormerCadre.last_title.contains(wanted.q, autoescape=True),
            )
        )
    if wanted.unit_id is not None:
        found.append(within_unit(wanted.unit_id))
    if wanted.advises is not None:
        found.append(advises_on(on) if wanted.advises else ~advises_on(on))
    if wanted.willingness is not None:
        found.append(FormerCadre.willingness == wanted.willingness)
    if wanted.health is not None:
        found.append(FormerCadre.health == wanted.health)
    return found


def served_by(former_ids: Sequence[int]) -> dict[int, Served]:
    """Former cadre → what the service periods come to, for a page of them."""
    statement = select(ServicePeriod.former_cadre_id, ServicePeriod.started_on, ServicePeriod.ended_on).where(
        ServicePeriod.former_cadre_id.in_(former_ids)
    )
    found: dict[int, list[Period]] = defaultdict(list)
    for former_id, since, until in db.session.execute(statement):
        found[former_id].append((since, until))
    return {former_id: served(periods) for former_id, periods in found.items()}


def select_advice(*, scope: Scope, on: date, wanted: DeedFilter) -> Select[*tuple[Any, ...]]:
    """Rows (AdviceRecord, FormerCadre, Person, Unit, learner's name) by a day, the latest first."""
    statement = (
        select(AdviceRecord, FormerCadre, Person, Unit, Learner.name.label("learner"))
        .join(FormerCadre, AdviceRecord.former_cadre_id == FormerCadre.id)
        .join(Person, FormerCadre.person_id == Person.id)
        .join(Unit, AdviceRecord.unit_id == Unit.id)
        .outerjoin(Learner, AdviceRecord.learner_id == Learner.id)
        .where(scope.condition(), _kept_within(scope), AdviceRecord.held_on <= on)
        .order_by(AdviceRecord.held_on.desc(), AdviceRecord.id.desc())
    )
    if wanted.q:
        words = or_(is_called(wanted.q), AdviceRecord.topic.contains(wanted.q, autoescape=True))
        statement = statement.where(words)
    if wanted.kind is not None:
        statement = statement.where(AdviceRecord.kind == wanted.kind)
    return statement.where(within_unit(wanted.unit_id)) if wanted.unit_id is not None else statement


def select_re_engagements(*, scope: Scope, on: date, wanted: DeedFilter) -> Select[*tuple[Any, ...]]:
    """Rows (ReEngagement, FormerCadre, Person, Unit) begun by a day, the latest first."""
    statement = (
        select(ReEngagement, FormerCadre, Person, Unit)
        .join(FormerCadre, ReEngagement.former_cadre_id == FormerCadre.id)
        .join(Person, FormerCadre.person_id == Person.id)
        .join(Unit, ReEngagement.unit_id == Unit.id)
        .where(scope.condition(), _kept_within(scope), ReEngagement.started_on <= on)
        .order_by(ReEngagement.started_on.desc(), ReEngagement.id.desc())
    )
    if wanted.q:
        words = or_(is_called(wanted.q), ReEngagement.duty.contains(wanted.q, autoescape=True))
        statement = statement.where(words)
    if wanted.running is not None:
        runs = or_(ReEngagement.ended_on.is_(None), ReEngagement.ended_on > on)
        statement = statement.where(runs if wanted.running else ~runs)
    return statement.where(within_unit(wanted.unit_id)) if wanted.unit_id is not None else statement


def _kept_within(scope: Scope) -> ColumnElement[bool]:
    """Whether the former cadre too is within reach: his name stands in the row."""
    return FormerCadre.unit_id.in_(scope.unit_ids().correlate(None))
