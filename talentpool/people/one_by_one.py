"""What the list of people asks of each person, as correlated subqueries: indexes find it for a few of many."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from talentpool.models import Appointment, Person, Post, Schooling


def of_first(column: Any, *, on: date) -> Any:
    """A column of the first appointment in team order that a person holds on a day, or of its post."""
    return (
        select(column)
        .select_from(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .where(Appointment.person_id == Person.id, Appointment.in_force(on))
        .order_by(Post.team_order, Appointment.position, Appointment.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def any_held(on: date) -> Any:
    """Some appointment that a person holds on a day, None without one."""
    return (
        select(func.min(Appointment.id))
        .where(Appointment.person_id == Person.id, Appointment.in_force(on))
        .correlate(Person)
        .scalar_subquery()
    )


def highest(on: date) -> Any:
    """The rank of `queries.highest_schooling`, of one person."""
    return (
        select(func.max(Schooling.rank))
        .where(
            Schooling.person_id == Person.id,
            _finished(Schooling, on=on),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def is_first_held(held: Any, *, on: date) -> ColumnElement[bool]:
    """Whether an appointment (an alias) is the one that `of_first` finds: in force, and none stands before it."""
    other, post = aliased(Appointment, name="other"), aliased(Post, name="its_post")
    order = select(Post.team_order).where(Post.id == held.post_id).correlate(held).scalar_subquery()
    ahead = (
        select(other.id)
        .join(post, other.post_id == post.id)
        .where(
            other.person_id == held.person_id,
            other.id != held.id,
            other.in_force(on),
            tuple_(post.team_order, other.position, other.id) < tuple_(order, held.position, held.id),
        )
        .correlate(held)
    )
    return and_(held.in_force(on), ~ahead.exists())


def is_highest_level(level: Any, *, on: date) -> ColumnElement[bool]:
    """Whether a schooling (an alias) is finished by a day, and no other one stands above it."""
    other = aliased(Schooling, name="other")
    above = (
        select(other.id)
        .where(
            other.person_id == level.person_id,
            other.id != level.id,
            _finished(other, on=on),
            or_(other.rank > level.rank, and_(other.rank == level.rank, other.id < level.id)),
        )
        .correlate(level)
    )
    return and_(_finished(level, on=on), ~above.exists())


def _finished(level: Any, *, on: date) -> ColumnElement[bool]:
    return or_(level.finished_on.is_(None), level.finished_on <= on)
