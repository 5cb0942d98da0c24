"""Reserves, pairs and meetings, written straight into the tables."""

from __future__ import annotations

from sqlalchemy.orm import Session

from talentpool.models import GuidanceLog, Pairing, Person, PoolEntry, Unit
from talentpool.vocabulary import EntryBasis, GuidanceWay, PairingEnd
from tests.factories import add_person, month


def add_reserve(session: Session, name: str, *, unit: Unit, since: str = "2022-03") -> Person:
    """Somebody in the pool of a unit."""
    person = add_person(session, name, unit=unit, born="1995-01")
    session.add(
        PoolEntry(person_id=person.id, unit_id=unit.id, basis=EntryBasis.STATED, entered_on=month(since))
    )
    session.flush()
    return person


def add_pair(
    session: Session, mentor: Person, mentee: Person, *, since: str = "2022-04", until: str | None = None
) -> Pairing:
    """A pair, ended when `until` is given."""
    pair = Pairing(
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        mentor_title="党支部书记",
        started_on=month(since),
        known_from=month(since),
        ended_on=month(until) if until else None,
        end_reason=PairingEnd.ACHIEVED if until else None,
    )
    session.add(pair)
    session.flush()
    return pair


def add_log(
    session: Session, pair: Pairing, held_on: str, *, minutes: int | None = 60, topic: str = "谈成长打算"
) -> GuidanceLog:
    """One meeting."""
    log = GuidanceLog(
        pairing_id=pair.id, held_on=month(held_on), way=GuidanceWay.TALK, minutes=minutes, topic=topic
    )
    session.add(log)
    session.flush()
    return log
