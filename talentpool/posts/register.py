"""Every post with who holds it on a day: held, vacant by name, or without a known holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, literal, null, or_, select, union_all

from talentpool.models import Appointment, Person, Post, Unit, Vacancy
from talentpool.posts.queries import Parent, in_force, vacancy_open
from talentpool.posts.titles_on import title_on
from talentpool.security.scope import Scope
from talentpool.vocabulary import Body, PostState


@dataclass(frozen=True)
class PostFilter:
    """What the list of posts is narrowed to."""

    q: str = ""
    unit_id: int | None = None
    body: Body | None = None
    state: PostState | None = None

    def __bool__(self) -> bool:
        return self != PostFilter()


def select_posts(*, scope: Scope, on: date, wanted: PostFilter) -> Select[Any]:
    """Rows (state, post_id, title, body, unit_id, unit, person_id, person, since, cause), in office order."""
    rows = union_all(
        _held(scope=scope, on=on), _vacant(scope=scope, on=on), _unstated(scope=scope, on=on)
    ).subquery("seats")
    return (
        select(
            rows.c.state,
            rows.c.post_id,
            rows.c.title,
            rows.c.body,
            rows.c.unit_id,
            rows.c.unit,
            rows.c.person_id,
            rows.c.person,
            rows.c.since,
            rows.c.cause,
        )
        .where(*_conditions(rows.c, wanted))
        .order_by(
            rows.c.township_position,
            rows.c.township_id,
            rows.c.unit_position,
            rows.c.unit_id,
            rows.c.team_order,
            rows.c.post_id,
            rows.c.state,
            rows.c.position,
            rows.c.person_id,
        )
    )


def _conditions(columns: Any, wanted: PostFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.q:
        conditions.append(
            or_(
                columns.title.contains(wanted.q, autoescape=True),
                columns.person.contains(wanted.q, autoescape=True),
                columns.unit.contains(wanted.q, autoescape=True),
            )
        )
    if wanted.unit_id is not None:
        conditions.append(columns.unit_id == wanted.unit_id)
    if wanted.body is not None:
        conditions.append(columns.body == wanted.body)
    if wanted.state is not None:
        conditions.append(columns.state == wanted.state.value)
    return conditions


def _columns(
    state: PostState, *, on: date, person: Sequence[Any], since: Any, cause: Any, position: Any
) -> list[Any]:
    return [
        literal(state.value, String).label("state"),
        Post.id.label("post_id"),
        title_on(on).label("title"),
        Post.body.label("body"),
        Post.team_order.label("team_order"),
        Unit.id.label("unit_id"),
        Unit.name.label("unit"),
        Unit.position.label("unit_position"),
        Parent.id.label("township_id"),
        Parent.position.label("township_position"),
        person[0].label("person_id"),
        person[1].label("person"),
        since.label("since"),
        cause.label("cause"),
        position.label("position"),
    ]


def _held(*, scope: Scope, on: date) -> Select[Any]:
    columns = _columns(
        PostState.HELD,
        on=on,
        person=(Person.id, Person.name),
        since=Appointment.started_on,
        cause=literal("", String),
        position=Appointment.position,
    )
    return (
        select(*columns)
        .join_from(Appointment, Post, Appointment.post_id == Post.id)
        .join(Person, Appointment.person_id == Person.id)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), in_force(on))
    )


def _vacant(*, scope: Scope, on: date) -> Select[Any]:
    columns = _columns(
        PostState.VACANT,
        on=on,
        person=(null(), literal("", String)),
        since=Vacancy.since,
        cause=Vacancy.cause_written,
        position=literal(0, Integer),
    )
    return (
        select(*columns)
        .join_from(Vacancy, Post, Vacancy.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), vacancy_open(on))
    )


def _unstated(*, scope: Scope, on: date) -> Select[Any]:
    columns = _columns(
        PostState.UNSTATED,
        on=on,
        person=(null(), literal("", String)),
        since=null(),
        cause=literal("", String),
        position=literal(0, Integer),
    )
    held = select(Appointment.id).where(Appointment.post_id == Post.id, in_force(on)).exists()
    vacant = select(Vacancy.id).where(Vacancy.post_id == Post.id, vacancy_open(on)).exists()
    exists_then = and_(
        or_(Post.opened_on.is_(None), Post.opened_on <= on),
        or_(Post.closed_on.is_(None), Post.closed_on > on),
    )
    return (
        select(*columns)
        .join_from(Post, Unit, Post.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), exists_then, ~held, ~vacant)
    )
