"""Pairs, their meetings, and who of the pool has no mentor.

Reach goes by the mentee: a pair belongs to the unit that keeps the mentee. A mentor's own pages
ask by the mentor instead (`own`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    GuidanceLog,
    GuidancePhoto,
    KinTie,
    MentorCapacity,
    Pairing,
    Person,
    PoolEntry,
    Unit,
)
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.vocabulary import Kinship
from talentpool.wording import say

Mentor = aliased(Person, name="mentor")
Mentee = aliased(Person, name="mentee")


def last_met(on: date) -> Any:
    """When a pair met last by a day, as a scalar for statements over `Pairing`."""
    return (
        select(func.max(GuidanceLog.held_on))
        .where(GuidanceLog.pairing_id == Pairing.id, GuidanceLog.held_on <= on)
        .correlate(Pairing)
        .scalar_subquery()
    )


def last_contact(on: date) -> Any:
    """The same, and for a pair that never met since when it is one."""
    return func.coalesce(last_met(on), Pairing.held_from())


def is_overdue(on: date, *, days: int) -> ColumnElement[bool]:
    """Whether a pair in force has not met for more than so many days."""
    return and_(Pairing.in_force(on), last_contact(on) < on - timedelta(days=days))


def has_mentor(on: date) -> ColumnElement[bool]:
    """Whether the person of a pool entry has a mentor on a day."""
    return exists().where(Pairing.mentee_id == PoolEntry.person_id, Pairing.in_force(on)).correlate(PoolEntry)


@dataclass(frozen=True)
class PairFilter:
    """What the list of pairs is narrowed to; `state`: open (usual), overdue, ended, all."""

    q: str = ""
    unit_id: int | None = None
    state: str = "open"

    def __bool__(self) -> bool:
        return self != PairFilter()


def select_pairs(*, scope: Scope, on: date, wanted: PairFilter, days: int) -> Select[Any]:
    """(pairing, mentee, mentor, unit, meetings, minutes, last met) in office order."""
    of_pair = and_(GuidanceLog.pairing_id == Pairing.id, GuidanceLog.held_on <= on)
    meetings = select(func.count(GuidanceLog.id)).where(of_pair).correlate(Pairing).scalar_subquery()
    minutes = (
        select(func.coalesce(func.sum(GuidanceLog.minutes), 0))
        .where(of_pair)
        .correlate(Pairing)
        .scalar_subquery()
    )
    return (
        select(
            Pairing,
            Mentee,
            Mentor,
            Unit,
            meetings.label("meetings"),
            minutes.label("minutes"),
            last_met(on).label("last_met"),
        )
        .join(Mentee, Pairing.mentee_id == Mentee.id)
        .join(Mentor, Pairing.mentor_id == Mentor.id)
        .join(Unit, Mentee.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), Pairing.held_from() <= on, *_wanted(wanted, on=on, days=days))
        .order_by(*office_order(), Mentee.name_key, Mentee.id, Pairing.held_from(), Pairing.id)
    )


def _wanted(wanted: PairFilter, *, on: date, days: int) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.q:
        conditions.append(_called(wanted.q))
    if wanted.unit_id is not None:
        conditions.append(Unit.id == wanted.unit_id)
    if wanted.state == "overdue":
        conditions.append(is_overdue(on, days=days))
    elif wanted.state == "ended":
        conditions.append(Pairing.ended_on <= on)
    elif wanted.state != "all":
        conditions.append(Pairing.in_force(on))
    return conditions


def _called(words: str) -> ColumnElement[bool]:
    """Whether mentor or mentee is called so."""
    text = words.strip().lower()[:60]
    return or_(
        *(
            condition
            for person in (Mentor, Mentee)
            for condition in (
                person.name.contains(text, autoescape=True),
                person.initials.startswith(text, autoescape=True),
            )
        )
    )


def get_pair(pairing_id: int, *, scope: Scope, own: int | None = None) -> Pairing:
    """One pair whose mentee is within reach, or whose mentor is the person `own`; else Missing."""
    reached = Pairing.mentee_id.in_(
        select(Person.id).where(Person.unit_id.in_(scope.unit_ids())).correlate(None)
    )
    statement = (
        select(Pairing)
        .where(Pairing.id == pairing_id, or_(reached, Pairing.mentor_id == (own or 0)))
        .options(joinedload(Pairing.mentor), joinedload(Pairing.mentee).joinedload(Person.unit))
    )
    pair = db.session.scalar(statement)
    if pair is None:
        raise Missing(say("没有这一结对,或不在您的范围内"))
    return pair


def get_log(log_id: int, *, scope: Scope, own: int | None = None) -> GuidanceLog:
    """One meeting of a pair within reach, or of which the person `own` is mentor or mentee."""
    reached = Person.unit_id.in_(scope.unit_ids())
    statement = (
        select(GuidanceLog)
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .join(Person, Pairing.mentee_id == Person.id)
        .where(
            GuidanceLog.id == log_id,
            or_(reached, Pairing.mentor_id == (own or 0), Pairing.mentee_id == (own or 0)),
        )
        .options(joinedload(GuidanceLog.pairing).joinedload(Pairing.mentor))
        .options(joinedload(GuidanceLog.pairing).joinedload(Pairing.mentee).joinedload(Person.unit))
    )
    log = db.session.scalar(statement)
    if log is None:
        raise Missing(say("没有这条帮带记录,或不在您的范围内"))
    return log


def get_photo(photo_id: int, *, scope: Scope, own: int | None = None) -> tuple[GuidancePhoto, GuidanceLog]:
    """A photograph of such a meeting."""
    photo = db.session.get(GuidancePhoto, photo_id)
    if photo is None:
        raise Missing(say("没有这张照片,或不在您的范围内"))
    return photo, get_log(photo.log_id, scope=scope, own=own)


def list_pairs_of(person: Person, *, on: date) -> Sequence[Pairing]:
    """Every pair of somebody by a day, as mentee or mentor; those in force first."""
    statement = (
        select(Pairing)
        .where(or_(Pairing.mentee_id == person.id, Pairing.mentor_id == person.id), Pairing.held_from() <= on)
        .options(joinedload(Pairing.mentor), joinedload(Pairing.mentee))
        .order_by(Pairing.ended_on.is_not(None), Pairing.held_from(), Pairing.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class LogLine:
    """A meeting with the ids of its photographs."""

    log: GuidanceLog
    photo_ids: tuple[int, ...] = ()


def with_photos(logs: Sequence[GuidanceLog]) -> list[LogLine]:
    """The meetings with their photographs, in one statement."""
    wanted = [log.id for log in logs]
    rows = (
        db.session.execute(
            select(GuidancePhoto.log_id, GuidancePhoto.id)
            .where(GuidancePhoto.log_id.in_(wanted))
            .order_by(GuidancePhoto.id)
        ).all()
        if wanted
        else []
    )
    photos: dict[int, list[int]] = {}
    for log_id, photo_id in rows:
        photos.setdefault(log_id, []).append(photo_id)
    return [LogLine(log, tuple(photos.get(log.id, ()))) for log in logs]


def select_logs_of(pair: Pairing, *, on: date) -> Select[GuidanceLog]:
    """The meetings of a pair by a day, the last first."""
    return (
        select(GuidanceLog)
        .where(GuidanceLog.pairing_id == pair.id, GuidanceLog.held_on <= on)
        .order_by(GuidanceLog.held_on.desc(), GuidanceLog.id.desc())
    )


def select_without_mentor(
    *, scope: Scope, on: date, unit_id: int | None = None
) -> Select[PoolEntry, Person, Unit]:
    """(pool entry, person, unit) of the reserves without a mentor, the longest in the pool first."""
    statement = (
        select(PoolEntry, Person, Unit)
        .join(Person, PoolEntry.person_id == Person.id)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), PoolEntry.in_pool(on), ~has_mentor(on))
        .order_by(PoolEntry.entered_on, *office_order(), PoolEntry.id)
    )
    return statement if unit_id is None else statement.where(Unit.id == unit_id)


def find_entry(person: Person, *, on: date) -> PoolEntry | None:
    """The stay of a person in the pool on a day."""
    return db.session.scalar(
        select(PoolEntry).where(PoolEntry.person_id == person.id, PoolEntry.in_pool(on)).limit(1)
    )


def find_open_pair(mentor: Person, mentee: Person) -> Pairing | None:
    """The pair of two people that has not ended."""
    return db.session.scalar(
        select(Pairing).where(
            Pairing.mentor_id == mentor.id, Pairing.mentee_id == mentee.id, Pairing.ended_on.is_(None)
        )
    )


def find_kinship(one: Person, other: Person) -> Kinship | None:
    """What two people are stated to be to each other."""
    first, second = sorted((one.id, other.id))
    return db.session.scalar(
        select(KinTie.kinship).where(KinTie.first_id == first, KinTie.second_id == second)
    )


def count_mentees(mentor: Person) -> int:
    """Pairs of a mentor that have not ended."""
    return (
        db.session.scalar(
            select(func.count(Pairing.id)).where(Pairing.mentor_id == mentor.id, Pairing.ended_on.is_(None))
        )
        or 0
    )


def find_capacity(mentor: Person) -> MentorCapacity | None:
    """The mentor's own limit, None where the setting holds."""
    return db.session.scalar(select(MentorCapacity).where(MentorCapacity.mentor_id == mentor.id))


def select_mentors(*, scope: Scope, on: date) -> Select[Person, Unit, int, int]:
    """(mentor, unit that keeps the mentor, mentees in force within reach, own limit or None), the fullest first.

    A mentor is within reach by a mentee who is.
    """
    return (
        select(Mentor, Unit, func.count(Pairing.id).label("mentees"), func.max(MentorCapacity.at_most))
        .select_from(Pairing)
        .join(Mentor, Pairing.mentor_id == Mentor.id)
        .join(Unit, Mentor.unit_id == Unit.id)
        .join(Mentee, Pairing.mentee_id == Mentee.id)
        .outerjoin(MentorCapacity, MentorCapacity.mentor_id == Mentor.id)
        .where(Pairing.in_force(on), Mentee.unit_id.in_(scope.unit_ids()))
        .group_by(Mentor.id, Unit.id)
        .order_by(func.count(Pairing.id).desc(), Mentor.name_key, Mentor.id)
    )


def get_mentor(person_id: int, *, scope: Scope) -> Person:
    """Somebody who mentors, or could, within reach: kept by a unit of it, or mentor of one of its reserves."""
    units = scope.unit_ids().correlate(None)
    mentees = select(Person.id).where(Person.unit_id.in_(units)).correlate(None)
    mentors = select(Pairing.mentor_id).where(Pairing.mentee_id.in_(mentees)).correlate(None)
    person = db.session.scalar(
        select(Person).where(Person.id == person_id, or_(Person.unit_id.in_(units), Person.id.in_(mentors)))
    )
    if person is None:
        raise Missing(say("没有这名人员,或不在您的管辖范围内"))
    return person


def select_ties(*, scope: Scope) -> Select[KinTie, Person, Person]:
    """(tie, first person, second person) of kin of whom one is kept within reach."""
    units = scope.unit_ids()
    return (
        select(KinTie, Mentor, Mentee)
        .join(Mentor, KinTie.first_id == Mentor.id)
        .join(Mentee, KinTie.second_id == Mentee.id)
        .where(or_(Mentor.unit_id.in_(units), Mentee.unit_id.in_(units)))
        .order_by(Mentor.name_key, Mentor.id, Mentee.id)
    )


def get_tie(tie_id: int, *, scope: Scope) -> KinTie:
    """One such tie."""
    row = db.session.execute(select_ties(scope=scope).where(KinTie.id == tie_id)).one_or_none()
    if row is None:
        raise Missing(say("没有这条亲属关系,或不在您的管辖范围内"))
    return row[0]
