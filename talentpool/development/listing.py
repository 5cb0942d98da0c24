"""The lists of trainings, tempering tasks and postings as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from talentpool.models import (
    Attendance,
    Person,
    Posting,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
    Unit,
)
from talentpool.people.picking import is_called
from talentpool.people.queries import within_reach
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.units.queries import within_unit
from talentpool.vocabulary import TaskKind, TaskResult
from talentpool.writing import read_id


@dataclass(frozen=True)
class DeedFilter:
    """What a list is narrowed to; `kind` of tasks, `year` of trainings, `running` of tasks and postings."""

    q: str = ""
    unit_id: int | None = None
    kind: TaskKind | None = None
    result: TaskResult | None = None
    year: int | None = None
    running: bool | None = None

    def __bool__(self) -> bool:
        return self != DeedFilter()


def read_filter(values: Mapping[str, str]) -> DeedFilter:
    """The filter in an address; a value nobody knows narrows nothing."""
    year = read_id(values.get("year"))
    return DeedFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        kind=next((one for one in TaskKind if one.value == values.get("kind")), None),
        result=next((one for one in TaskResult if one.value == values.get("result")), None),
        year=year if year is not None and 1900 <= year <= 2100 else None,
        running={"yes": True, "no": False}.get(values.get("running", "")),
    )


def select_trainings(*, scope: Scope, on: date, wanted: DeedFilter) -> Select[*tuple[Any, ...]]:
    """Rows (Training, Unit, sessions, hours, people) begun by a day, the latest first."""
    held = select(TrainingSession).where(
        TrainingSession.training_id == Training.id, TrainingSession.held_on <= on
    )
    people = select(func.count()).where(TrainingPlace.training_id == Training.id)
    statement = (
        select(
            Training,
            Unit,
            held.with_only_columns(func.count()).correlate(Training).scalar_subquery(),
            held.with_only_columns(func.coalesce(func.sum(TrainingSession.hours), 0))
            .correlate(Training)
            .scalar_subquery(),
            people.correlate(Training).scalar_subquery(),
        )
        .join(Unit, Training.unit_id == Unit.id)
        .where(scope.condition(), Training.starts_on <= on)
        .order_by(Training.starts_on.desc(), Training.id.desc())
    )
    if wanted.q:
        words = [column.contains(wanted.q, autoescape=True) for column in (Training.name, Training.organiser)]
        statement = statement.where(or_(*words))
    if wanted.year is not None:
        statement = statement.where(
            Training.starts_on >= date(wanted.year, 1, 1), Training.starts_on <= date(wanted.year, 12, 31)
        )
    return statement.where(within_unit(wanted.unit_id)) if wanted.unit_id is not None else statement


def select_tasks(*, scope: Scope, on: date, wanted: DeedFilter) -> Select[*tuple[Any, ...]]:
    """Rows (TemperingTask, Person, Unit) begun by a day, in office order, the latest first."""
    conditions = _of_people(wanted, TemperingTask, on=on)
    if wanted.q:
        conditions.append(or_(is_called(wanted.q), TemperingTask.name.contains(wanted.q, autoescape=True)))
    if wanted.kind is not None:
        conditions.append(TemperingTask.kind == wanted.kind)
    return (
        select(TemperingTask, Person, Unit)
        .join(Person, TemperingTask.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), TemperingTask.started_on <= on, *conditions)
        .order_by(*office_order(), TemperingTask.started_on.desc(), TemperingTask.id)
    )


def select_postings(*, scope: Scope, on: date, wanted: DeedFilter) -> Select[*tuple[Any, ...]]:
    """Rows (Posting, Person, Unit) begun by a day, in office order, the latest first."""
    conditions = _of_people(wanted, Posting, on=on)
    if wanted.q:
        conditions.append(or_(is_called(wanted.q), Posting.duty.contains(wanted.q, autoescape=True)))
    return (
        select(Posting, Person, Unit)
        .join(Person, Posting.person_id == Person.id)
        .join(Unit, Posting.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), Posting.started_on <= on, *conditions)
        .order_by(*office_order(), Posting.started_on.desc(), Posting.id)
    )


def _of_people(wanted: DeedFilter, model: Any, *, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.unit_id is not None:
        found.append(within_unit(wanted.unit_id))
    if wanted.result is not None:
        found.append(model.result == wanted.result)
    if wanted.running is not None:
        runs = or_(model.ended_on.is_(None), model.ended_on > on)
        found.append(runs if wanted.running else ~runs)
    return found


def select_places(training: Training, *, scope: Scope, on: date) -> Select[*tuple[Any, ...]]:
    """Rows (TrainingPlace, Person, Unit, hours attended by a day) of the people within reach."""
    return (
        select(TrainingPlace, Person, Unit, _hours(on))
        .join(Person, TrainingPlace.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(TrainingPlace.training_id == training.id, within_reach(scope))
        .order_by(*office_order(), Person.name_key, Person.id)
    )


def select_trainings_of(person: Person, *, on: date) -> Select[*tuple[Any, ...]]:
    """Rows (TrainingPlace, Training, Unit, hours attended) of a person, the latest first."""
    return (
        select(TrainingPlace, Training, Unit, _hours(on))
        .join(Training, TrainingPlace.training_id == Training.id)
        .join(Unit, Training.unit_id == Unit.id)
        .where(TrainingPlace.person_id == person.id, Training.starts_on <= on)
        .order_by(Training.starts_on.desc(), Training.id.desc())
    )


def _hours(on: date) -> Any:
    return (
        select(func.coalesce(func.sum(TrainingSession.hours), 0))
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(
            Attendance.place_id == TrainingPlace.id,
            Attendance.present.is_(True),
            TrainingSession.held_on <= on,
        )
        .correlate(TrainingPlace)
        .scalar_subquery()
    )
