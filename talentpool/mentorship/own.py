"""What a mentor's own pages read: mentees with their last and next meeting; and what is recorded of oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.mentorship.queries import Mentee, Mentor, last_met
from talentpool.mentorship.rules import days_since
from talentpool.models import GuidanceLog, Pairing, Person, Unit


@dataclass(frozen=True)
class MenteeLine:
    """One mentee. `passed` are the days since the last meeting, or since the pair began."""

    pair: Pairing
    name: str
    unit: str
    meetings: int
    last: PartialDate | None
    next_on: date | None
    passed: int
    overdue: bool


def list_mentees(mentor_id: int | None, *, on: date, days: int) -> list[MenteeLine]:
    """The mentees of a person on a day, whoever waits longest first; nobody has none."""
    meetings = (
        select(func.count(GuidanceLog.id))
        .where(GuidanceLog.pairing_id == Pairing.id, GuidanceLog.held_on <= on)
        .correlate(Pairing)
        .scalar_subquery()
    )
    statement = (
        select(Pairing, Mentee.name, Unit.name, meetings, last_met(on).label("last"), next_meeting(on))
        .join(Mentee, Pairing.mentee_id == Mentee.id)
        .join(Unit, Mentee.unit_id == Unit.id)
        .where(Pairing.mentor_id == (mentor_id or 0), Pairing.in_force(on))
        .order_by(func.coalesce(last_met(on), Pairing.held_from()), Pairing.id)
    )
    found = []
    for pair, name, unit, count, last, next_on in db.session.execute(statement):
        passed = days_since(last or pair.started_on or pair.known_from, on=on)
        found.append(MenteeLine(pair, name, unit, count, last, next_on, passed, overdue=passed > days))
    return found


def next_meeting(on: date) -> Any:
    """What a pair agreed in its last meeting to meet next, as a scalar for statements over `Pairing`."""
    return (
        select(GuidanceLog.next_meeting_on)
        .where(GuidanceLog.pairing_id == Pairing.id, GuidanceLog.held_on <= on)
        .order_by(GuidanceLog.held_on.desc(), GuidanceLog.id.desc())
        .limit(1)
        .correlate(Pairing)
        .scalar_subquery()
    )


def count_unconfirmed(mentee_id: int, *, on: date) -> int:
    """How many meetings of a mentee by a day wait for the mentee's word."""
    statement = (
        select(func.count(GuidanceLog.id))
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .where(Pairing.mentee_id == mentee_id, GuidanceLog.held_on <= on, GuidanceLog.confirmed_at.is_(None))
    )
    return db.session.scalar(statement) or 0


def list_received(mentee_id: int | None, *, on: date) -> Select[GuidanceLog, Person]:
    """(meeting, mentor) of a mentee by a day, unconfirmed ones first, then the last."""
    return (
        select(GuidanceLog, Mentor)
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .join(Mentor, Pairing.mentor_id == Mentor.id)
        .where(Pairing.mentee_id == (mentee_id or 0), GuidanceLog.held_on <= on)
        .options(joinedload(GuidanceLog.pairing))
        .order_by(GuidanceLog.confirmed_at.is_not(None), GuidanceLog.held_on.desc(), GuidanceLog.id.desc())
    )
