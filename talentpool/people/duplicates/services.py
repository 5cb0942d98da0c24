"""Two records of one person joined into the earlier one, as an act that can be taken back; or kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.audit.undo import undoable
from talentpool.dates import PartialDate
from talentpool.errors import Conflict, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    Appointment,
    Candidacy,
    CorrectionRequest,
    JoinedRecord,
    PeopleApart,
    Person,
    PersonTag,
    Schooling,
    UndoableAct,
    UnitDuty,
    Vacancy,
)
from talentpool.people.duplicates.comparison import FIELDS, gathered, propose
from talentpool.people.duplicates.queries import apart_of, are_apart
from talentpool.people.duplicates.reserves import move_reserves
from talentpool.people.rules import PersonFacts, check_facts
from talentpool.people.services import columns_of
from talentpool.security.actor import Actor
from talentpool.wording import marked, say

KIND = "join_people"
APART = marked("确认不是同一人")


def join_people(
    first: Person,
    second: Person,
    *,
    choices: Mapping[str, str],
    versions: tuple[int, int],
    by: Actor,
    on: date,
) -> UndoableAct:
    """`first` goes on with the facts chosen (column → “first”/“second”) and everything that `second` has gathered.

    Conflict when either was changed since it was shown (`versions`); RuleBroken when the facts
    contradict each other or the two are known to be two people.
    """
    by.must_reach(first.unit)
    by.must_reach(second.unit)
    if versions != (first.version, second.version):
        raise Conflict(say("打开页面之后,两人中有人的信息有变化,没有合并"))
    if are_apart(first.id, second.id):
        raise RuleBroken(say("已确认不是同一人,不能合并"))
    values = chosen_values(first, second, choices)
    facts = PersonFacts(**{one.name: values[one.name] for one in fields(PersonFacts)})
    check_facts(facts, on=on).enforce(confirmed=True)
    label = f"合并重复人员:{second.name}({second.unit.name})并入{first.name}({first.unit.name})"
    record = _record_of(second, on=on)
    with undoable(kind=KIND, label=label, by=by, unit_id=first.unit_id) as act:
        _move_all(first, second)
        record.person_id = first.id
        db.session.add(record)
        db.session.delete(second)
        db.session.flush()
        for column, value in {**columns_of(facts), "unit_id": values["unit_id"]}.items():
            if getattr(first, column) != value:
                setattr(first, column, value)
        db.session.flush()
    return act


def _record_of(second: Person, *, on: date) -> JoinedRecord:
    """What tells of the record that goes: under which id and where it stood, what it brings along."""
    brings = gathered([second])[second.id].told()
    return JoinedRecord(
        gone_id=second.id, name=second.name, unit_name=second.unit.name, taken=brings[:200], merged_on=on
    )


def chosen_values(first: Person, second: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """The facts of the joined person; where nothing was chosen, those that are proposed."""
    values = {}
    for key in FIELDS:
        own, other = getattr(first, key), getattr(second, key)
        side = choices.get(key) if choices.get(key) in ("first", "second") else propose(own, other)
        values[key] = other if side == "second" else own
    return values


def _move_all(first: Person, second: Person) -> None:
    _move_appointments(first, second)
    _move(Schooling, first, second, same=lambda row: (row.mode, row.level))
    _move(PersonTag, first, second, same=lambda row: row.tag)
    _move(UnitDuty, first, second, same=lambda row: (row.unit_id, row.role, row.ended_on))
    _move(Candidacy, first, second, same=lambda row: (row.election_id, row.post_id))
    for request in _rows(CorrectionRequest, second):
        request.person_id = first.id
    _move(JoinedRecord, first, second, same=lambda row: row.gone_id)
    _move_apart(first, second)
    move_reserves(first, second)
    db.session.flush()


def _rows(model: Any, person: Person) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.person_id == person.id).order_by(model.id)))


def _move(model: Any, first: Person, second: Person, *, same: Any) -> None:
    """Rows of the second become the first's; what the first has too stands once."""
    known = {same(row) for row in _rows(model, first)}
    for row in _rows(model, second):
        if same(row) in known:
            db.session.delete(row)
        else:
            row.person_id = first.id
    db.session.flush()


def _move_appointments(first: Person, second: Person) -> None:
    """The same post held at the same time is one holding: the earlier record of it stays, its start filled in."""
    own = _rows(Appointment, first)
    for row in _rows(Appointment, second):
        twin = next((one for one in own if one.post_id == row.post_id and _overlap(one, row)), None)
        if twin is None:
            row.person_id = first.id
            continue
        if twin.started_on is None and row.started_on is not None:
            twin.started_on = row.started_on
        filled = select(Vacancy).where(Vacancy.filled_by_id == row.id)
        for vacancy in db.session.scalars(filled).all():
            vacancy.filled_by_id = twin.id
        db.session.flush()
        db.session.delete(row)
    db.session.flush()


def _overlap(one: Appointment, other: Appointment) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Appointment, other: Appointment) -> bool:
    since: PartialDate = one.started_on or one.known_from
    return other.ended_on is None or since < other.ended_on


def _move_apart(first: Person, second: Person) -> None:
    """Who is not the second is not the first either."""
    known = {_other(row, first) for row in apart_of(first.id)}
    for row in apart_of(second.id):
        other = _other(row, second)
        db.session.delete(row)
        db.session.flush()
        if other not in known and other != first.id:
            low, high = sorted((first.id, other))
            db.session.add(
                PeopleApart(
                    first_id=low, second_id=high, decided_at=row.decided_at, decided_by=row.decided_by
                )
            )


def _other(row: PeopleApart, person: Person) -> int:
    return row.second_id if row.first_id == person.id else row.first_id


def keep_apart(first: Person, second: Person, *, by: Actor) -> None:
    """These are two people: the pair is not shown again."""
    by.must_reach(first.unit)
    by.must_reach(second.unit)
    if are_apart(first.id, second.id):
        return
    low, high = sorted((first.id, second.id))
    with action(APART):
        db.session.add(
            PeopleApart(first_id=low, second_id=high, decided_at=datetime.now(UTC), decided_by=by.name[:80])
        )
        db.session.flush()
