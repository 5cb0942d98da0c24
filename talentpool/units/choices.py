"""Units to choose from in forms, in the order of the office."""

from __future__ import annotations

from sqlalchemy import or_, select

from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.units.queries import BASE_UNITS
from talentpool.vocabulary import UnitType


def unit_choices(*, scope: Scope, also: int | None = None, only_base: bool = False) -> list[tuple[int, str]]:
    """(id, name) of the open units within reach that keep people; `also` stays in whatever it is."""
    types = BASE_UNITS if only_base else (*BASE_UNITS, UnitType.TOWNSHIP)
    statement = (
        select(Unit.id, Unit.name)
        .where(
            scope.condition(),
            or_(Unit.id == (also or 0), Unit.closed_on.is_(None) & Unit.unit_type.in_(types)),
        )
        .order_by(Unit.path, Unit.position, Unit.id)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]
