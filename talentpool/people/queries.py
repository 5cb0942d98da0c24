"""Reading people: who is within reach, what is known of them, and the list with its filters.

A person is within reach who is kept by a unit of the scope or ever held a post in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
)

from talentpool.dates import AgeRule, PartialDate, age_at
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Appointment, Person, PersonTag, Post, Schooling, Unit, UnitDuty
from talentpool.security.scope import Scope
from talentpool.settings.queries import age_rule
from talentpool.units.queries import BASE_UNITS
from talentpool.vocabulary import DutyRole
from talentpool.wording import say


def age_on(on: date, born_on: Any = Person.born_on) -> ColumnElement[int]:
    """Age at a day by the office's rule of that day.

    Full years: a month-precise birthday counts from the first of its month. Calendar years:
    the difference of the years alone.
    """
    text = type_coerce(born_on, String)
    years = on.year - cast(func.substr(text, 1, 4), Integer)
    if age_rule(on) is AgeRule.CALENDAR_YEAR:
        return years
    not_yet = case((func.substr(text, 6) > on.isoformat()[5:], 1), else_=0)
    return years - not_yet


def age_in_force(born_on: PartialDate | None, *, on: date) -> int | None:
    """The same of one birth date; None where it is not known."""
    return age_at(born_on, on=on, rule=age_rule(on)) if born_on else None


def highest_schooling(on: date, *, people: Select[int] | None = None) -> Any:
    """Subquery (person_id, rank): the highest level finished by a day; undated ones count as finished.

    `people`: the ids for which it is wanted, everybody's without it.
    """
    statement = select(Schooling.person_id, func.max(Schooling.rank).label("rank")).where(
        or_(Schooling.finished_on.is_(None), Schooling.finished_on <= on)
    )
    if people is not None:
        statement = statement.where(Schooling.person_id.in_(people))
    return statement.group_by(Schooling.person_id).subquery("highest_schooling")


def within_reach(scope: Scope) -> ColumnElement[bool]:
    """A condition on `Person` (see the head of this module)."""
    if scope.paths is None:
        return scope.condition()
    units = scope.unit_ids().correlate(None)
    held = select(Appointment.person_id).join(Post).where(Post.unit_id.in_(units))
    return or_(Person.unit_id.in_(units), Person.id.in_(held))


def get_person(person_id: int, *, scope: Scope) -> Person:
    """One person within reach, or Missing."""
    person = db.session.scalar(select(Person).where(Person.id == person_id, within_reach(scope)))
    if person is None:
        raise Missing(say("没有这个人,或不在您的管辖范围内"))
    return person


def list_schooling(person: Person) -> Sequence[Schooling]:
    """What a person learnt, the highest first."""
    statement = (
        select(Schooling)
        .where(Schooling.person_id == person.id)
        .order_by(Schooling.rank.desc(), Schooling.mode, Schooling.id)
    )
    return db.session.scalars(statement).all()


def list_tags(person: Person) -> Sequence[str]:
    """The marks of a person."""
    statement = select(PersonTag.tag).where(PersonTag.person_id == person.id).order_by(PersonTag.id)
    return db.session.scalars(statement).all()


def tags_by(person_ids: Sequence[int]) -> dict[int, list[str]]:
    """person id → marks, for a page of people."""
    statement = (
        select(PersonTag.person_id, PersonTag.tag)
        .where(PersonTag.person_id.in_(person_ids))
        .order_by(PersonTag.person_id, PersonTag.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, tag in db.session.execute(statement):
        found[person_id].append(tag)
    return found


def list_tags_used(*, scope: Scope) -> Sequence[str]:
    """The marks that people within reach bear, for a filter."""
    statement = (
        select(PersonTag.tag).join(Person, PersonTag.person_id == Person.id).where(within_reach(scope))
    )
    return sorted(db.session.scalars(statement.distinct()))


def list_posts_held(person_ids: Sequence[int], *, on: date) -> Sequence[Row[int, Post, Unit, Appointment]]:
    """(person id, post, unit, appointment) in force on a day for a page of people, in team order."""
    statement = (
        select(Appointment.person_id, Post, Unit, Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Appointment.person_id.in_(person_ids), Appointment.in_force(on))
        .order_by(Appointment.person_id, Post.team_order, Appointment.position, Appointment.id)
    )
    return db.session.execute(statement).all()


def list_duties_held(person_ids: Sequence[int], *, on: date) -> Sequence[Row[int, DutyRole, Unit, UnitDuty]]:
    """(person id, role, unit, duty) of area leaders and stationed cadres on a day."""
    statement = (
        select(UnitDuty.person_id, UnitDuty.role, Unit, UnitDuty)
        .join(Unit, UnitDuty.unit_id == Unit.id)
        .where(
            UnitDuty.person_id.in_(person_ids),
            UnitDuty.known_from <= on,
            or_(UnitDuty.ended_on.is_(None), UnitDuty.ended_on > on),
        )
        .order_by(UnitDuty.person_id, UnitDuty.role, Unit.position, Unit.id)
    )
    return db.session.execute(statement).all()


MOST_CHOICES = 400
"""More units than these are no choice any more: their townships stand for them."""


def select_unit_choices(*, scope: Scope, also: int | None = None) -> Select[int, str]:
    """(id, name) of the units that keep people within reach, for a filter.

    Where they are too many, of the townships and of the unit `also`, which is chosen.
    """
    keeps = select(Person.unit_id).where(Person.unit_id == Unit.id).exists()
    counted = scope.unit_ids().where(keeps).limit(MOST_CHOICES + 1).correlate(None).subquery()
    few = select(func.count()).select_from(counted).scalar_subquery() <= MOST_CHOICES
    instead = or_(Unit.unit_type.not_in(BASE_UNITS), Unit.id == also)
    return (
        select(Unit.id, Unit.name)
        .where(scope.condition(), or_(and_(few, keeps), and_(~few, instead)))
        .order_by(Unit.path, Unit.position)
    )
