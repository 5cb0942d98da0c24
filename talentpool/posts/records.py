"""The rows that an act works on: one within reach or Missing, and who holds what from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import joinedload

from talentpool.dates import PartialDate
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Appointment, Base, Candidacy, Election, Person, Post, Term, Unit, Vacancy
from talentpool.security.scope import Scope
from talentpool.vocabulary import TWO_COMMITTEES
from talentpool.wording import say

Record = TypeVar("Record", bound=Base)


def get_post(post_id: int, *, scope: Scope) -> Post:
    """One post, with its unit."""
    statement = select(Post).join(Unit, Post.unit_id == Unit.id).where(Post.id == post_id, scope.condition())
    return _one(statement.options(joinedload(Post.unit)), say("没有这个职务,或不在您的管辖范围内"))


def get_appointment(appointment_id: int, *, scope: Scope) -> Appointment:
    """One appointment, with its post, unit and person."""
    statement = (
        select(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Appointment.id == appointment_id, scope.condition())
        .options(joinedload(Appointment.post).joinedload(Post.unit), joinedload(Appointment.person))
    )
    return _one(statement, say("没有这条任职,或不在您的管辖范围内"))


def get_vacancy(vacancy_id: int, *, scope: Scope) -> Vacancy:
    """One vacancy, with its post and unit."""
    statement = (
        select(Vacancy)
        .join(Post, Vacancy.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Vacancy.id == vacancy_id, scope.condition())
        .options(joinedload(Vacancy.post).joinedload(Post.unit))
    )
    return _one(statement, say("没有这个空缺,或不在您的管辖范围内"))


def get_election(election_id: int, *, scope: Scope) -> Election:
    """One election, with its unit."""
    statement = (
        select(Election)
        .join(Unit, Election.unit_id == Unit.id)
        .where(Election.id == election_id, scope.condition())
        .options(joinedload(Election.unit))
    )
    return _one(statement, say("没有这次选举,或不在您的管辖范围内"))


def get_term(term_id: int, *, scope: Scope) -> Term:
    """One term of a township that holds units within reach."""
    below = select(Unit.parent_id).where(scope.condition())
    return _one(
        select(Term).where(Term.id == term_id, Term.unit_id.in_(below)),
        say("没有这一届,或不在您的管辖范围内"),
    )


def _one(statement: Select[Record], reason: str) -> Record:
    found: Record | None = db.session.scalar(statement)
    if found is None:
        raise Missing(reason)
    return found


def overlaps(since: PartialDate) -> ColumnElement[bool]:
    """Whether an appointment lasts beyond a moment, or begins after it."""
    return or_(Appointment.ended_on.is_(None), Appointment.ended_on > since)


def list_open_posts(unit: Unit, *, since: PartialDate | None = None) -> Sequence[Post]:
    """Posts of a unit that are not closed (by a moment), in team order."""
    is_open: ColumnElement[bool] = Post.closed_on.is_(None)
    if since is not None:
        is_open = or_(is_open, Post.closed_on > since)
    statement = (
        select(Post).where(Post.unit_id == unit.id, is_open).order_by(Post.team_order, Post.title, Post.id)
    )
    return db.session.scalars(statement).all()


def list_held(person: Person, *, since: PartialDate) -> Sequence[Appointment]:
    """What a person holds from a moment on, anywhere, in team order."""
    statement = (
        select(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .where(Appointment.person_id == person.id, overlaps(since))
        .options(joinedload(Appointment.post).joinedload(Post.unit))
        .order_by(Post.team_order, Appointment.id)
    )
    return db.session.scalars(statement).all()


def list_holders(post: Post, *, since: PartialDate) -> Sequence[Appointment]:
    """Who holds a post from a moment on."""
    statement = (
        select(Appointment)
        .where(Appointment.post_id == post.id, overlaps(since))
        .options(joinedload(Appointment.person))
        .order_by(Appointment.position, Appointment.id)
    )
    return db.session.scalars(statement).all()


def list_unit_appointments(unit: Unit, *, since: PartialDate) -> Sequence[Appointment]:
    """Every holding in a unit that lasts beyond a moment, in team order."""
    statement = (
        select(Appointment)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.unit_id == unit.id, overlaps(since))
        .options(joinedload(Appointment.person), joinedload(Appointment.post))
        .order_by(Appointment.position, Post.team_order, Appointment.person_id, Appointment.id)
    )
    return db.session.scalars(statement).all()


def list_open_vacancies(post_ids: Sequence[int]) -> Sequence[Vacancy]:
    """Vacancies of posts that have not closed, the oldest first."""
    statement = (
        select(Vacancy)
        .where(Vacancy.post_id.in_(post_ids), Vacancy.closed_on.is_(None))
        .options(joinedload(Vacancy.post))
        .order_by(Vacancy.since, Vacancy.id)
    )
    return db.session.scalars(statement).all()


def count_sitting(unit: Unit, *, at: PartialDate, without: Person | None = None) -> int:
    """Persons in the two committees of a unit at a moment."""
    conditions = [
        Post.unit_id == unit.id,
        Post.body.in_(TWO_COMMITTEES),
        Appointment.held_from() <= at,
        overlaps(at),
    ]
    if without is not None:
        conditions.append(Appointment.person_id != without.id)
    statement = (
        select(func.count(Appointment.person_id.distinct()))
        .join(Post, Appointment.post_id == Post.id)
        .where(*conditions)
    )
    return db.session.scalar(statement) or 0


def list_candidacies(election: Election) -> Sequence[Candidacy]:
    """The candidates of an election, in team order."""
    statement = (
        select(Candidacy)
        .join(Post, Candidacy.post_id == Post.id)
        .where(Candidacy.election_id == election.id)
        .options(joinedload(Candidacy.person), joinedload(Candidacy.post))
        .order_by(Post.team_order, Post.title, Candidacy.id)
    )
    return db.session.scalars(statement).all()


def list_elections(*, vacancy: Vacancy) -> Sequence[Election]:
    """The by-elections of a vacancy, the newest first."""
    statement = select(Election).where(Election.vacancy_id == vacancy.id).order_by(Election.id.desc())
    return db.session.scalars(statement).all()


def count_candidates(term: Term) -> dict[int, int]:
    """election id → how many candidacies, of all elections of a term."""
    statement = (
        select(Candidacy.election_id, func.count(Candidacy.id))
        .join(Election, Candidacy.election_id == Election.id)
        .where(Election.term_id == term.id)
        .group_by(Candidacy.election_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def list_term_elections(term: Term, *, scope: Scope) -> Sequence[Row[Election, Unit]]:
    """(election, unit) of a new term, in office order."""
    statement = (
        select(Election, Unit)
        .join(Unit, Election.unit_id == Unit.id)
        .where(Election.term_id == term.id, scope.condition())
        .order_by(Unit.position, Unit.id, Election.id)
    )
    return db.session.execute(statement).all()
