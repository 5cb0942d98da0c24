"""Who holds what on a date, and which named posts are vacant.

A month-precise date counts from the first of its month: a start of 2021-02 holds on
2021-02-01, an end of 2021-11 no longer holds on 2021-11-01. Starts that nobody stated
count from the roster that told of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, SeatStatement, Term, Unit, Vacancy
from talentpool.posts.titles_on import title_held, unit_name_held
from talentpool.security.scope import Scope
from talentpool.vocabulary import TWO_COMMITTEES, Body, VacancyOutcome

Parent = aliased(Unit, name="parent_unit")
"""The township of a village, joined where the office order is wanted."""


def held_from() -> ColumnElement[Any]:
    """Since when a holding is known: its start, else the roster that told of it."""
    return Appointment.held_from()


def in_force(on: date) -> ColumnElement[bool]:
    """Whether an appointment holds on a day."""
    return Appointment.in_force(on)


def vacancy_open(on: date) -> ColumnElement[bool]:
    """Whether a named vacancy stands open on a day; one that was entered by mistake never did."""
    return and_(Vacancy.since <= on, or_(Vacancy.closed_on.is_(None), Vacancy.closed_on > on), vacancy_was())


def vacancy_was() -> ColumnElement[bool]:
    """Whether there ever was such a vacancy: one withdrawn as a mistake was none, on no day."""
    return Vacancy.outcome.is_distinct_from(VacancyOutcome.WITHDRAWN)


def office_order() -> tuple[Any, ...]:
    """Townships by their place, their units by theirs; wants `Parent` joined."""
    return (Parent.position, Parent.id, Unit.position, Unit.id)


def select_holders(
    *, scope: Scope, on: date, bodies: Sequence[Body] = (*TWO_COMMITTEES, Body.SUPERVISION, Body.OTHER)
) -> Select[Appointment, Post, Person, Unit]:
    """(appointment, post, person, unit) in force on a day, in office and team order."""
    return (
        select(Appointment, Post, Person, Unit)
        .join(Post, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), in_force(on), Post.body.in_(bodies))
        .order_by(*office_order(), Appointment.position, Post.team_order, Person.id)
    )


def list_team(unit: Unit, *, scope: Scope, on: date) -> Sequence[Row[Appointment, Post, Person, Unit]]:
    """The holders of one unit's posts."""
    return db.session.execute(select_holders(scope=scope, on=on).where(Post.unit_id == unit.id)).all()


def list_career(person: Person, *, scope: Scope, on: date) -> Sequence[Row[Appointment, int, str, str]]:
    """Everything a person is known to have held, the newest first: (appointment, unit id, unit, title).

    Unit and title are called as they were when it was held last, by the day at the latest.
    """
    statement = (
        select(Appointment, Unit.id, unit_name_held(on), title_held(on))
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Appointment.person_id == person.id, scope.condition())
        .order_by(held_from().desc(), Post.team_order, Appointment.id)
    )
    return db.session.execute(statement).all()


def select_vacancies(*, scope: Scope, on: date) -> Select[Vacancy, Post, Unit]:
    """(vacancy, post, unit) open on a day, the oldest first within the office order."""
    return (
        select(Vacancy, Post, Unit)
        .join(Post, Vacancy.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), vacancy_open(on))
        .order_by(*office_order(), Vacancy.since, Vacancy.id)
    )


def seats_in_force(on: date, *, units: Select[int] | None = None) -> Any:
    """Subquery (unit_id, authorised, standing, stated_on): the statement that holds on a day in each unit.

    `units`: the ids for which it is wanted, all without it.
    """
    rank = func.row_number().over(
        partition_by=SeatStatement.unit_id,
        order_by=(SeatStatement.holds_from.desc(), SeatStatement.stated_on.desc()),
    )
    ranked = (
        select(
            SeatStatement.unit_id,
            SeatStatement.authorised,
            SeatStatement.standing,
            SeatStatement.stated_on,
            rank.label("place"),
        )
        .where(SeatStatement.holds_from <= on, _among(SeatStatement.unit_id, units))
        .subquery()
    )
    return (
        select(ranked.c.unit_id, ranked.c.authorised, ranked.c.standing, ranked.c.stated_on)
        .where(ranked.c.place == 1)
        .subquery("seats_in_force")
    )


def list_seat_statements(unit: Unit) -> Sequence[SeatStatement]:
    """Every statement of a unit's seats, the newest first."""
    statement = (
        select(SeatStatement)
        .where(SeatStatement.unit_id == unit.id)
        .order_by(SeatStatement.stated_on.desc(), SeatStatement.holds_from.desc())
    )
    return db.session.scalars(statement).all()


def find_term(*, township_id: int | None, on: date) -> Term | None:
    """The term of a township's units that runs on a day."""
    statement = (
        select(Term)
        .where(Term.unit_id == township_id, Term.started_on <= on, Term.ends_on > on)
        .order_by(Term.started_on.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def list_ended_terms(*, scope: Scope, on: date) -> Sequence[Row[Term, str]]:
    """(term, township) of the townships within reach whose last term has ended by a day."""
    later = aliased(Term)
    followed = select(later.id).where(later.unit_id == Term.unit_id, later.started_on > Term.started_on)
    statement = (
        select(Term, Unit.name)
        .join(Unit, Term.unit_id == Unit.id)
        .where(scope.condition(), Unit.closed_on.is_(None), Term.ends_on <= on, ~followed.exists())
        .order_by(Unit.position, Unit.id)
    )
    return db.session.execute(statement).all()


def former_holders_unknown(on: date, *, units: Select[int] | None = None) -> Any:
    """Subquery (unit_id, seats): how many were held on a day by somebody who is not recorded.

    A vacancy that opened later tells that its post was held before; nobody in the register
    may fit. Counted from the start of the running term only, since before it the post may
    not have existed.
    """
    return (
        select(Post.unit_id, func.count(Vacancy.id).label("seats"))
        .join(Post, Vacancy.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .join(Term, Term.unit_id == Unit.parent_id)
        .where(
            _among(Post.unit_id, units),
            Vacancy.since > on,
            vacancy_was(),
            Term.started_on <= on,
            Term.ends_on > on,
            Vacancy.since < Term.ends_on,
            Post.body.in_(TWO_COMMITTEES),
            ~_was_held_until(on),
        )
        .group_by(Post.unit_id)
        .subquery("holders_unknown")
    )


def _among(column: Any, wanted: Select[int] | None) -> ColumnElement[bool]:
    return true() if wanted is None else column.in_(wanted)


def _was_held_until(on: date) -> ColumnElement[bool]:
    """Whether a recorded person held the vacancy's post on the day."""
    earlier = aliased(Appointment)
    return (
        select(earlier.id)
        .where(
            earlier.post_id == Vacancy.post_id,
            func.coalesce(earlier.started_on, earlier.known_from) <= on,
            or_(earlier.ended_on.is_(None), earlier.ended_on > on),
        )
        .correlate(Vacancy)
        .exists()
    )


def find_seats(unit_id: int, *, on: date) -> SeatStatement | None:
    """The statement of a unit's seats that holds on a day, by the order of `seats_in_force`."""
    statement = (
        select(SeatStatement)
        .where(SeatStatement.unit_id == unit_id, SeatStatement.holds_from <= on)
        .order_by(SeatStatement.holds_from.desc(), SeatStatement.stated_on.desc())
        .limit(1)
    )
    return db.session.scalar(statement)
