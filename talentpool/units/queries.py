"""Reading units and what was stated of them, as of a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Person, Unit, UnitDuty, UnitName, UnitStatement
from talentpool.security.scope import Scope
from talentpool.vocabulary import DutyRole, UnitType
from talentpool.wording import say

BASE_UNITS = (UnitType.VILLAGE, UnitType.COMMUNITY)
"""What the figures call a unit; townships and counties only hold them."""

Township = aliased(Unit, name="township")


def open_on(on: date) -> Any:
    """Whether a unit exists on a day."""
    return and_(
        or_(Unit.opened_on.is_(None), Unit.opened_on <= on),
        or_(Unit.closed_on.is_(None), Unit.closed_on > on),
    )


def within_unit(unit_id: int) -> ColumnElement[bool]:
    """Whether `Unit` is a unit or lies below it."""
    top = select(Township.path).where(Township.id == unit_id).correlate(None).scalar_subquery()
    return Unit.path.startswith(top)


def select_units(*, scope: Scope, on: date) -> Select[Unit]:
    """Villages and communities that exist on a day, in office order."""
    return (
        select(Unit)
        .outerjoin(Township, Unit.parent_id == Township.id)
        .where(scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
        .order_by(Township.position, Township.id, Unit.position, Unit.id)
    )


def list_units(*, scope: Scope, on: date) -> Sequence[Unit]:
    """The same, run."""
    return db.session.scalars(select_units(scope=scope, on=on)).all()


def get_unit(unit_id: int, *, scope: Scope) -> Unit:
    """One unit of any type within reach, with its parent, or Missing."""
    statement = select(Unit).where(Unit.id == unit_id, scope.condition()).options(joinedload(Unit.parent))
    unit = db.session.scalar(statement)
    if unit is None:
        raise Missing(say("没有这个单位,或不在您的管辖范围内"))
    return unit


def get_unit_with_names(unit_id: int, *, scope: Scope) -> tuple[Unit, Sequence[UnitName]]:
    """The same, and its former names with those of the units merged into it, in one statement."""
    statement = (
        select(Unit, UnitName)
        .outerjoin(UnitName, UnitName.unit_id == Unit.id)
        .where(Unit.id == unit_id, scope.condition())
        .options(joinedload(Unit.parent))
        .order_by(UnitName.id)
    )
    rows = db.session.execute(statement).all()
    if not rows:
        raise Missing(say("没有这个单位,或不在您的管辖范围内"))
    return rows[0][0], [name for _unit, name in rows if name is not None]


def find_by_name_or_code(text: str, *, scope: Scope) -> Unit:
    """The unit that the console names: by its name, a former one, or its code; Missing when none or several fit."""
    wanted = text.strip()
    statement = select(Unit).where(scope.condition(), or_(Unit.name == wanted, Unit.code == wanted))
    found = db.session.scalars(statement.order_by(Unit.id)).all()
    if not found:
        former = select(UnitName.unit_id).where(UnitName.name == wanted)
        found = db.session.scalars(select(Unit).where(scope.condition(), Unit.id.in_(former))).all()
    if not found:
        raise Missing(say("没有名称或区划代码为“%(wanted)s”的单位", wanted=wanted))
    if len(found) > 1:
        codes = "、".join(unit.code or str(unit.id) for unit in found)
        raise Missing(
            say(
                "有%(count)s个单位叫“%(wanted)s”,请改用区划代码:%(codes)s",
                count=len(found),
                wanted=wanted,
                codes=codes,
            )
        )
    return found[0]


def find_statement(unit: Unit, *, on: date) -> UnitStatement | None:
    """What was last stated of a unit by a day, else the first statement after it."""
    by_then = (
        select(UnitStatement)
        .where(UnitStatement.unit_id == unit.id, UnitStatement.stated_on <= on)
        .order_by(UnitStatement.stated_on.desc())
        .limit(1)
    )
    later = (
        select(UnitStatement)
        .where(UnitStatement.unit_id == unit.id, UnitStatement.stated_on > on)
        .order_by(UnitStatement.stated_on)
        .limit(1)
    )
    return db.session.scalar(by_then) or db.session.scalar(later)


def list_statements_in_force(*, scope: Scope, on: date) -> dict[int, UnitStatement]:
    """unit id → what was last stated of it by a day, else the first statement after it."""
    by_then = UnitStatement.stated_on <= on
    place = func.row_number().over(
        partition_by=UnitStatement.unit_id,
        order_by=(
            case((by_then, 0), else_=1),
            case((by_then, UnitStatement.stated_on)).desc(),
            UnitStatement.stated_on,
        ),
    )
    ranked = select(UnitStatement.id, place.label("place")).subquery("ranked")
    statement = (
        select(UnitStatement)
        .join(ranked, ranked.c.id == UnitStatement.id)
        .join(Unit, UnitStatement.unit_id == Unit.id)
        .where(scope.condition(), ranked.c.place == 1)
    )
    return {row.unit_id: row for row in db.session.scalars(statement)}


def list_statements(unit: Unit) -> Sequence[UnitStatement]:
    """Everything stated of a unit, the newest first."""
    statement = (
        select(UnitStatement).where(UnitStatement.unit_id == unit.id).order_by(UnitStatement.stated_on.desc())
    )
    return db.session.scalars(statement).all()


def list_ids_by_name(text: str, *, scope: Scope) -> frozenset[int]:
    """Ids of the units whose name, a former one, or code holds `text`."""
    former = select(UnitName.unit_id).where(UnitName.name.contains(text, autoescape=True))
    statement = select(Unit.id).where(
        scope.condition(),
        or_(
            Unit.name.contains(text, autoescape=True),
            Unit.code.contains(text, autoescape=True),
            Unit.id.in_(former),
        ),
    )
    return frozenset(db.session.scalars(statement))


def list_townships(*, scope: Scope) -> Sequence[Row[int, str]]:
    """(id, name) of the townships that hold units within reach, in office order, for a filter."""
    below = select(Unit.parent_id).where(scope.condition(), Unit.unit_type.in_(BASE_UNITS))
    statement = (
        select(Township.id, Township.name)
        .where(Township.id.in_(below))
        .order_by(Township.position, Township.id)
    )
    return db.session.execute(statement).all()


def list_duties(
    *, scope: Scope, on: date, unit: Unit | None = None
) -> Sequence[Row[int, DutyRole, int, str]]:
    """(unit id, role, person id, name) of area leaders and stationed cadres on a day, of one unit if named."""
    statement = (
        select(UnitDuty.unit_id, UnitDuty.role, Person.id, Person.name)
        .join(Person, UnitDuty.person_id == Person.id)
        .join(Unit, UnitDuty.unit_id == Unit.id)
        .where(
            scope.condition(),
            UnitDuty.known_from <= on,
            or_(UnitDuty.ended_on.is_(None), UnitDuty.ended_on > on),
        )
        .order_by(UnitDuty.unit_id, UnitDuty.role, UnitDuty.position)
    )
    if unit is not None:
        statement = statement.where(UnitDuty.unit_id == unit.id)
    return db.session.execute(statement).all()
