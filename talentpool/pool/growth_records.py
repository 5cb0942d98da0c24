"""What a growth file reads beside the pool: mentors and talks, trainings, tasks, postings, courses of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, Row, cast, func, or_, select
from sqlalchemy.orm import joinedload

from talentpool.extensions import db
from talentpool.models import (
    Attendance,
    EducationUpgrade,
    GuidanceLog,
    Pairing,
    Person,
    Posting,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
)

MOST_TALKS = 200


def list_pairings(person: Person, *, on: date) -> Sequence[Pairing]:
    """The mentors of a person by a day, the newest pair first."""
    statement = (
        select(Pairing)
        .where(Pairing.mentee_id == person.id, Pairing.held_from() <= on)
        .options(joinedload(Pairing.mentor))
        .order_by(Pairing.held_from().desc(), Pairing.id.desc())
    )
    return db.session.scalars(statement).all()


def list_talks(person: Person, *, on: date) -> Sequence[Row[GuidanceLog, str]]:
    """(guidance log, mentor) by a day, the newest first."""
    statement = (
        select(GuidanceLog, Person.name)
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .join(Person, Pairing.mentor_id == Person.id)
        .where(Pairing.mentee_id == person.id, GuidanceLog.held_on <= on)
        .order_by(GuidanceLog.held_on.desc(), GuidanceLog.id.desc())
        .limit(MOST_TALKS)
    )
    return db.session.execute(statement).all()


@dataclass(frozen=True)
class Attended:
    """A training with how many of its sessions by the day somebody was at."""

    place: TrainingPlace
    training: Training
    sessions: int
    present: int


def list_trainings(person: Person, *, on: date) -> list[Attended]:
    """The trainings of a person that began by a day, the newest first."""
    sessions = (
        select(func.count(TrainingSession.id))
        .where(TrainingSession.training_id == Training.id, TrainingSession.held_on <= on)
        .correlate(Training)
        .scalar_subquery()
    )
    present = (
        select(func.coalesce(func.sum(cast(Attendance.present, Integer)), 0))
        .join(TrainingSession, Attendance.session_id == TrainingSession.id)
        .where(Attendance.place_id == TrainingPlace.id, TrainingSession.held_on <= on)
        .correlate(TrainingPlace)
        .scalar_subquery()
    )
    statement = (
        select(TrainingPlace, Training, sessions, present)
        .join(Training, TrainingPlace.training_id == Training.id)
        .where(TrainingPlace.person_id == person.id, Training.starts_on <= on)
        .order_by(Training.starts_on.desc(), Training.id.desc())
    )
    return [Attended(*row) for row in db.session.execute(statement)]


def list_tasks(person: Person, *, on: date) -> Sequence[TemperingTask]:
    """Tasks in which a person was tempered by a day, the newest first."""
    statement = (
        select(TemperingTask)
        .where(TemperingTask.person_id == person.id, TemperingTask.started_on <= on)
        .order_by(TemperingTask.started_on.desc(), TemperingTask.id.desc())
    )
    return db.session.scalars(statement).all()


def list_postings(person: Person, *, on: date) -> Sequence[Posting]:
    """Where a person was posted by a day, the newest first."""
    statement = (
        select(Posting)
        .where(Posting.person_id == person.id, Posting.started_on <= on)
        .options(joinedload(Posting.unit))
        .order_by(Posting.started_on.desc(), Posting.id.desc())
    )
    return db.session.scalars(statement).all()


def list_courses(person: Person, *, on: date) -> Sequence[EducationUpgrade]:
    """Courses of study that a person began by a day, the newest first."""
    statement = (
        select(EducationUpgrade)
        .where(
            EducationUpgrade.person_id == person.id,
            or_(EducationUpgrade.enrolled_on.is_(None), EducationUpgrade.enrolled_on <= on),
        )
        .order_by(EducationUpgrade.enrolled_on.desc(), EducationUpgrade.id.desc())
    )
    return db.session.scalars(statement).all()
