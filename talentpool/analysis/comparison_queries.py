"""Who sat on one of two days, in one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, case, or_, select

from talentpool.analysis.comparison import SeatRow
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Unit
from talentpool.posts.queries import in_force
from talentpool.posts.titles_on import title_on
from talentpool.security.scope import Scope
from talentpool.units.queries import BASE_UNITS
from talentpool.vocabulary import TWO_COMMITTEES


def select_seats(*, scope: Scope, then: date, now: date) -> Select[Any]:
    """Rows with the columns of SeatRow, by unit and team order, titles of the later day."""

    def flag(day: date, label: str) -> Any:
        return case((in_force(day), 1), else_=0).label(label)

    return (
        select(
            Unit.id.label("unit_id"),
            Unit.name.label("unit"),
            Person.id.label("person_id"),
            Person.name.label("person"),
            Post.id.label("post_id"),
            title_on(max(then, now)).label("post"),
            flag(then, "then"),
            flag(now, "now"),
        )
        .join_from(Appointment, Post, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(
            scope.condition(),
            Unit.unit_type.in_(BASE_UNITS),
            Post.body.in_(TWO_COMMITTEES),
            or_(in_force(then), in_force(now)),
        )
        .order_by(Unit.id, Appointment.position, Post.team_order, Person.id, Appointment.id)
    )


def list_seats(*, scope: Scope, then: date, now: date) -> list[SeatRow]:
    """The same, run."""
    rows = db.session.execute(select_seats(scope=scope, then=then, now=now)).mappings()
    return [SeatRow(**{**row, "then": bool(row["then"]), "now": bool(row["now"])}) for row in rows]
