"""What the list of people asks of each person, as correlated subqueries: indexes find it for a few of many."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from talentpool.models import Appointment, Person, Post, Schooling


def of_first(column: Any, *, on: date, person: Any = Person.id) -> Any:
    """A column of the first appointment in team order that a person holds on a day, or of its post.

    `person` is the column of another table that names the person.
    """
    return (
        select(column)
        .select_from(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .where(Appointment.person_id == person, Appointment.in_force(on))
        .order_by(Post.team_order, Appointment.position, Appointment.id)
        .limit(1)
        .correlate(person.class_)
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
            or_(Schooling.finished_on.is_(None), Schooling.finished_on <= on),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def first_level(highest: Any, *, on: date) -> Any:
    """The id of the highest level that the person of `highest` finished by a day."""
    return (
        select(Schooling.id)
        .where(
            Schooling.person_id == highest.person_id,
            or_(Schooling.finished_on.is_(None), Schooling.finished_on <= on),
        )
        .order_by(Schooling.rank.desc(), Schooling.id)
        .limit(1)
        .correlate(highest)
        .scalar_subquery()
    )
