"""Who is in the reserve pool on a day, and how ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import PoolEntry, ReadinessRating, Unit
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.settings.queries import mature_words
from talentpool.units.queries import BASE_UNITS, open_on


def readiness_on(on: date) -> Any:
    """The readiness of an entry on a day, as a scalar for statements over `PoolEntry`."""
    rating = aliased(ReadinessRating)
    return (
        select(rating.readiness)
        .where(rating.entry_id == PoolEntry.id, rating.rated_on <= on)
        .order_by(rating.rated_on.desc(), rating.id.desc())
        .limit(1)
        .correlate(PoolEntry)
        .scalar_subquery()
    )


def is_mature(on: date) -> ColumnElement[bool]:
    """Whether an entry counts as a mature candidate 成熟人选 on a day."""
    mature: ColumnElement[bool] = readiness_on(on).in_(sorted(mature_words()))
    return mature


@dataclass(frozen=True, slots=True)
class UnitReserves:
    """The reserves of one unit on a day, by heads."""

    unit_id: int
    unit: str
    reserves: int
    mature: int


def count_by_unit(*, scope: Scope, on: date, unit: Unit | None = None) -> list[UnitReserves]:
    """Reserves and mature ones of every village and community within reach (below `unit`), in office order."""
    inside = [scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on)]
    if unit is not None:
        inside.append(Unit.path.startswith(unit.path, autoescape=True))
    statement = (
        select(
            Unit.id,
            Unit.name,
            func.count(PoolEntry.id),
            func.coalesce(func.sum(case((is_mature(on), 1), else_=0)), 0),
        )
        .select_from(Unit)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .outerjoin(PoolEntry, and_(PoolEntry.unit_id == Unit.id, PoolEntry.in_pool(on)))
        .where(*inside)
        .group_by(Unit.id, Unit.name, Unit.position, Parent.position, Parent.id)
        .order_by(*office_order())
    )
    return [UnitReserves(*row) for row in db.session.execute(statement)]
