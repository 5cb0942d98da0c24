"""The office's acts on trainings, tempering tasks and postings; each can be taken back whole."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from talentpool.audit.daily import daily_act
from talentpool.dates import PartialDate
from talentpool.development.records import list_attendance, list_sessions, people_named
from talentpool.development.rules import match_names, may_attend, may_have_session, may_hold, read_names
from talentpool.errors import RuleBroken
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
from talentpool.people.spans import may_span
from talentpool.security.actor import Actor
from talentpool.vocabulary import TaskKind, TaskResult
from talentpool.wording import say

KIND = "development"


@dataclass(frozen=True)
class TrainingFacts:
    """A training."""

    name: str
    starts_on: date
    ends_on: date
    organiser: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class SessionFacts:
    """One session; hours by the lesson."""

    held_on: date
    topic: str
    hours: float


@dataclass(frozen=True)
class TaskFacts:
    """Work in which somebody is tempered."""

    kind: TaskKind
    name: str
    started_on: PartialDate
    ended_on: PartialDate | None = None
    duty: str = ""
    result: TaskResult | None = None
    evidence: str = ""


@dataclass(frozen=True)
class PostingFacts:
    """Somebody sent to a unit for a time."""

    duty: str
    started_on: PartialDate
    due_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    document: str = ""
    result: TaskResult | None = None
    evidence: str = ""


def open_training(told: TrainingFacts, *, unit: Unit, by: Actor) -> Training:
    """Enter a training of a unit."""
    by.must_reach(unit)
    may_hold(starts_on=told.starts_on, ends_on=told.ends_on).enforce()
    training = Training(unit=unit, **vars(told))
    with _act("登记培训", told.name, unit, by=by):
        db.session.add(training)
        db.session.flush()
    return training


def correct_training(
    training: Training, told: TrainingFacts, *, unit: Unit, remove: bool = False, by: Actor
) -> None:
    """Put a training right, or strike one that was entered in error, with all that hangs on it."""
    by.must_reach(training.unit)
    by.must_reach(unit)
    if not remove:
        days = [one.held_on for one in list_sessions(training)]
        may_hold(starts_on=told.starts_on, ends_on=told.ends_on, sessions=days).enforce()
    with _act("删除培训" if remove else "更正培训", training.name, training.unit, by=by):
        _state(training, vars(told) | {"unit": unit}, remove=remove)


def state_session(
    training: Training,
    told: SessionFacts,
    *,
    row: TrainingSession | None = None,
    remove: bool = False,
    by: Actor,
) -> None:
    """A session: a new one, or `row` put right or struck with its attendance."""
    by.must_reach(training.unit)
    if not remove:
        may_have_session(
            held_on=told.held_on, hours=told.hours, starts_on=training.starts_on, ends_on=training.ends_on
        ).enforce()
    with _act(_word("课次", row, remove=remove), f"{training.name} {told.topic}", training.unit, by=by):
        if row is None:
            db.session.add(TrainingSession(training_id=training.id, **vars(told)))
            db.session.flush()
        else:
            _state(row, vars(told), remove=remove, beside=training)


def add_people(training: Training, names: str, *, by: Actor) -> int:
    """Let people take part, by names, a line each; how many are new. RuleBroken for names that fit nobody or several."""
    by.must_reach(training.unit)
    wanted = read_names(names)
    if not wanted:
        raise RuleBroken(say("请填写参训人员"))
    ids, faults = match_names(wanted, people_named([name for name, _unit in wanted], scope=by.scope))
    if faults:
        raise RuleBroken(faults)
    there = set(
        db.session.scalars(select(TrainingPlace.person_id).where(TrainingPlace.training_id == training.id))
    )
    new = [person_id for person_id in dict.fromkeys(ids) if person_id not in there]
    with _act("登记参训人员", f"{training.name} {len(new)}人", training.unit, by=by):
        db.session.add_all(TrainingPlace(training_id=training.id, person_id=one) for one in new)
        db.session.flush()
    return len(new)


def correct_place(
    place: TrainingPlace,
    training: Training,
    *,
    result: TaskResult | None,
    note: str = "",
    remove: bool = False,
    by: Actor,
) -> None:
    """With what result somebody took part; or that he did not, with his attendance."""
    by.must_reach(training.unit)
    about = f"{training.name} {place.person.name}"
    with _act("删除参训人员" if remove else "培训结果", about, training.unit, by=by):
        _state(place, {"result": result, "note": note}, remove=remove, beside=training)


def tell_attendance(
    session: TrainingSession,
    training: Training,
    *,
    present: Collection[int],
    asked: Collection[int],
    by: Actor,
    on: date,
) -> None:
    """Who of the places `asked` about was there; all in one act."""
    by.must_reach(training.unit)
    may_attend(held_on=session.held_on, on=on).enforce()
    known = list_attendance(session)
    with _act("培训签到", f"{training.name} {session.topic}", training.unit, by=by):
        for place_id in sorted(asked):
            row = known.get(place_id)
            if row is None:
                row = Attendance(session_id=session.id, place_id=place_id, present=False)
                db.session.add(row)
            if row.present != (place_id in present):
                row.present = place_id in present
        flag_modified(training, "note")
        db.session.flush()


def state_task(
    person: Person,
    told: TaskFacts,
    *,
    row: TemperingTask | None = None,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """A tempering task: a new one, or `row` ended with its result, put right or struck."""
    by.must_reach(person.unit)
    if not remove:
        may_span(started_on=told.started_on, ended_on=told.ended_on, on=on).enforce()
    with _act(_word("实践锻炼", row, remove=remove), f"{person.name} {told.name}", person.unit, by=by):
        if row is None:
            db.session.add(TemperingTask(person=person, **vars(told)))
            db.session.flush()
        else:
            _state(row, vars(told), remove=remove)


def state_posting(
    person: Person,
    told: PostingFacts,
    *,
    unit: Unit,
    row: Posting | None = None,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """A posting to a unit: a new one, or `row` ended with its result, put right or struck."""
    by.must_reach(unit)
    if row is not None:
        by.must_reach(row.unit)
    if not remove:
        may_span(started_on=told.started_on, ended_on=told.ended_on, due_on=told.due_on, on=on).enforce()
    with _act(_word("选派", row, remove=remove), f"{person.name} {unit.name}{told.duty}", unit, by=by):
        if row is None:
            db.session.add(Posting(person=person, unit=unit, **vars(told)))
            db.session.flush()
        else:
            _state(row, vars(told) | {"unit": unit}, remove=remove)


def _act(word: str, about: str, unit: Unit, *, by: Actor) -> AbstractContextManager[None]:
    return daily_act(word, about, kind=KIND, unit=unit, by=by)


def _word(what: str, row: object | None, *, remove: bool) -> str:
    if row is None:
        return f"登记{what}"
    return f"{'删除' if remove else '更正'}{what}"


def _state(row: Any, values: dict[str, Any], *, remove: bool, beside: Training | None = None) -> None:
    """Bring a row to what is told, or strike it; `beside`: it counts as a new version of the training."""
    if remove:
        db.session.delete(row)
    else:
        for column, value in values.items():
            setattr(row, column, value)
    if beside is not None:
        flag_modified(beside, "note")
    db.session.flush()
