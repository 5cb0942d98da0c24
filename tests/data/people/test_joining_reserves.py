"""Two records of one reserve become one, with pool, ratings, mentors, study and former office of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.audit.undo import undo
from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    Base,
    EducationUpgrade,
    FormerCadre,
    GuidanceLog,
    Nomination,
    Pairing,
    Person,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    ServicePeriod,
    UndoableAct,
    Unit,
)
from talentpool.people.duplicates.services import join_people
from talentpool.security.actor import console_operator
from talentpool.vocabulary import (
    EndCause,
    EntryBasis,
    GuidanceWay,
    NominationStage,
    SchoolingLevel,
    SourceCategory,
    StepOutcome,
    StudyMode,
    StudyStatus,
)
from tests.factories import add_person
from tests.web.people.conftest import build_town, findable

JUNE = date(2023, 6, 30)
CLERK = replace(console_operator(), name="王建华")
MARCH = PartialDate(2021, 3)


@pytest.fixture
def pair(app: Flask) -> tuple[Person, Person, Person]:
    """One reserve twice, and a mentor of both records."""
    town = build_town()
    unit = db.session.get_one(Unit, town["银杏村"])
    first = findable(add_person(db.session, "邓素华", unit=unit, born="1989-03"))
    second = findable(add_person(db.session, "邓素华", unit=unit, born="1989-03"))
    mentor = findable(add_person(db.session, "叶世思", unit=unit, born="1977-02"))
    for person, entered in ((first, PartialDate(2022, 6)), (second, MARCH)):
        entry = PoolEntry(
            person_id=person.id, unit_id=unit.id, basis=EntryBasis.STATED, entered_on=entered, known_from=JUNE
        )
        db.session.add(entry)
        db.session.flush()
        db.session.add(PoolSource(entry_id=entry.id, category=SourceCategory.VETERAN, main=True))
        db.session.add(ReadinessRating(entry_id=entry.id, readiness="培养", rated_on=entered.first_day()))
        pairing = Pairing(
            mentor_id=mentor.id, mentee_id=person.id, started_on=entered, known_from=PartialDate(2023, 6, 30)
        )
        db.session.add(pairing)
        db.session.flush()
        db.session.add(GuidanceLog(pairing_id=pairing.id, held_on=entered, way=GuidanceWay.TALK, topic="谈"))
        db.session.add(
            EducationUpgrade(
                person_id=person.id,
                unit_id=unit.id,
                level=SchoolingLevel.COLLEGE,
                mode=StudyMode.OPEN,
                status=StudyStatus.STUDYING,
                enrolled_on=MARCH,
            )
        )
        former = FormerCadre(
            person_id=person.id,
            unit_id=unit.id,
            last_title="村会计",
            left_on=MARCH,
            leave_cause=EndCause.RESIGNED,
        )
        db.session.add(former)
        db.session.flush()
        db.session.add(
            ServicePeriod(former_cadre_id=former.id, started_on=PartialDate(2010, 1), ended_on=MARCH)
        )
    db.session.commit()
    return first, second, mentor


def joined(first: Person, second: Person) -> UndoableAct:
    act = join_people(first, second, choices={}, versions=(first.version, second.version), by=CLERK, on=JUNE)
    db.session.commit()
    db.session.expire_all()
    return act


def rows_of(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_stay_one_pair_one_course_remain_with_what_hung_on_both(
    pair: tuple[Person, Person, Person],
) -> None:
    first, second, _ = pair
    joined(first, second)
    entry = db.session.scalars(select(PoolEntry)).one()
    assert (entry.person_id, entry.entered_on) == (first.id, MARCH)
    assert rows_of(ReadinessRating) == 2
    assert rows_of(PoolSource) == 1
    pairing = db.session.scalars(select(Pairing)).one()
    assert pairing.mentee_id == first.id
    assert rows_of(GuidanceLog) == 2
    assert rows_of(EducationUpgrade) == 1
    assert db.session.scalars(select(FormerCadre.person_id)).all() == [first.id]
    assert rows_of(ServicePeriod) == 1


def test_a_joined_reserve_is_taken_apart_again_as_it_was(pair: tuple[Person, Person, Person]) -> None:
    first, second, _ = pair
    tables = (PoolEntry, PoolSource, ReadinessRating, Pairing, GuidanceLog, EducationUpgrade, FormerCadre)
    before = {model: rows_of(model) for model in tables}
    second_id = second.id
    act = joined(first, second)
    undo(act.id, by=CLERK)
    db.session.commit()
    assert {model: rows_of(model) for model in tables} == before
    assert db.session.scalars(select(PoolEntry.person_id).order_by(PoolEntry.id)).all() == [
        first.id,
        second_id,
    ]


def test_mentor_and_mentee_are_not_one_person(pair: tuple[Person, Person, Person]) -> None:
    first, _, mentor = pair
    with pytest.raises(RuleBroken, match="不是同一人"):
        joined(mentor, first)


def test_two_open_nominations_are_not_joined_by_the_way(pair: tuple[Person, Person, Person]) -> None:
    first, second, _ = pair
    for person in (first, second):
        db.session.add(
            Nomination(
                person_id=person.id,
                unit_id=person.unit_id,
                stage=NominationStage.UNIT_REVIEW,
                nominated_on=PartialDate(2023, 5, 1),
            )
        )
    db.session.commit()
    with pytest.raises(RuleBroken, match="两条记录都有正在办理的推荐"):
        joined(first, second)
    db.session.rollback()
    closed = db.session.scalars(select(Nomination).where(Nomination.person_id == second.id)).one()
    closed.closed_on, closed.outcome = PartialDate(2023, 5, 8), StepOutcome.WITHDRAWN
    db.session.commit()
    joined(first, second)
    assert set(db.session.scalars(select(Nomination.person_id))) == {first.id}
