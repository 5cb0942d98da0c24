"""One training with its sessions and people, one task, one posting, and what a person went through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload

from talentpool.development.listing import select_trainings_of
from talentpool.errors import Missing
from talentpool.extensions import db
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
from talentpool.people.queries import within_reach
from talentpool.security.scope import Scope
from talentpool.wording import say


@dataclass(frozen=True)
class Development:
    """What a person went through: (place, training, unit, hours), tasks, (posting, unit)."""

    trainings: Sequence[Row[*tuple[Any, ...]]]
    tasks: Sequence[TemperingTask]
    postings: Sequence[Row[Posting, Unit]]

    @property
    def hours(self) -> float:
        """Hours attended in all."""
        return sum(float(row[3]) for row in self.trainings)

    def __bool__(self) -> bool:
        return bool(self.trainings or self.tasks or self.postings)


def get_training(training_id: int, *, scope: Scope) -> Training:
    """One training within reach, or Missing."""
    statement = select(Training).join(Unit, Training.unit_id == Unit.id)
    training = db.session.scalar(statement.where(Training.id == training_id, scope.condition()))
    if training is None:
        raise Missing(say("没有这次培训,或不在您的管辖范围内"))
    return training


def list_sessions(training: Training) -> Sequence[TrainingSession]:
    """The sessions of a training in their order."""
    statement = select(TrainingSession).where(TrainingSession.training_id == training.id)
    return db.session.scalars(statement.order_by(TrainingSession.held_on, TrainingSession.id)).all()


def get_session(session_id: int, *, scope: Scope) -> tuple[TrainingSession, Training]:
    """A session with its training, or Missing."""
    session = db.session.get(TrainingSession, session_id)
    if session is None:
        raise Missing(say("没有这个课次"))
    return session, get_training(session.training_id, scope=scope)


def get_place(place_id: int, *, scope: Scope) -> tuple[TrainingPlace, Training]:
    """Somebody's part in a training, with it; Missing where either is out of reach."""
    statement = (
        select(TrainingPlace)
        .join(Person, TrainingPlace.person_id == Person.id)
        .where(TrainingPlace.id == place_id, within_reach(scope))
    )
    place = db.session.scalar(statement)
    if place is None:
        raise Missing(say("没有这名参训人员,或不在您的管辖范围内"))
    return place, get_training(place.training_id, scope=scope)


def list_attendance(session: TrainingSession) -> dict[int, Attendance]:
    """Place → what is told of its attendance."""
    rows = db.session.scalars(select(Attendance).where(Attendance.session_id == session.id))
    return {row.place_id: row for row in rows}


def get_task(task_id: int, *, scope: Scope) -> TemperingTask:
    """One tempering task of somebody kept within reach, or Missing."""
    statement = (
        select(TemperingTask)
        .join(Person, TemperingTask.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(TemperingTask.id == task_id, scope.condition())
        .options(joinedload(TemperingTask.person))
    )
    task = db.session.scalar(statement)
    if task is None:
        raise Missing(say("没有这条实践锻炼记录,或不在您的管辖范围内"))
    return task


def get_posting(posting_id: int, *, scope: Scope) -> Posting:
    """One posting to a unit within reach, or Missing."""
    statement = (
        select(Posting)
        .join(Unit, Posting.unit_id == Unit.id)
        .where(Posting.id == posting_id, scope.condition())
        .options(joinedload(Posting.person))
    )
    posting = db.session.scalar(statement)
    if posting is None:
        raise Missing(say("没有这条选派记录,或不在您的管辖范围内"))
    return posting


def read_development(person: Person, *, scope: Scope, on: date) -> Development:
    """What somebody within reach went through by a day."""
    tasks = select(TemperingTask).where(TemperingTask.person_id == person.id, TemperingTask.started_on <= on)
    postings = (
        select(Posting, Unit)
        .join(Unit, Posting.unit_id == Unit.id)
        .where(Posting.person_id == person.id, Posting.started_on <= on, scope.condition())
    )
    return Development(
        trainings=db.session.execute(select_trainings_of(person, on=on)).all(),
        tasks=db.session.scalars(tasks.order_by(TemperingTask.started_on.desc(), TemperingTask.id)).all(),
        postings=db.session.execute(postings.order_by(Posting.started_on.desc(), Posting.id)).all(),
    )


def people_named(names: Sequence[str], *, scope: Scope) -> dict[str, list[tuple[int, str]]]:
    """Name → (id, unit) of the people within reach who are called so."""
    statement = (
        select(Person.name, Person.id, Unit.name)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Person.name.in_(names), within_reach(scope))
        .order_by(Person.id)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for name, person_id, unit in db.session.execute(statement):
        found.setdefault(name, []).append((person_id, unit))
    return found
