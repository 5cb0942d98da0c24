"""Posts, holders, reserves and rules of units as of a day: a fixed number of statements, whatever their size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import (
    Appointment,
    EducationUpgrade,
    Pairing,
    Person,
    PoolEntry,
    Post,
    Schooling,
    TargetPost,
    Term,
    Unit,
    Vacancy,
)
from talentpool.pool.queries import readiness_on
from talentpool.posts.queries import Parent, office_order, vacancy_open
from talentpool.security.scope import Scope
from talentpool.settings.queries import age_rule, mature_words, office_age, readiness_scale
from talentpool.succession.ahead import Horizon, look_ahead
from talentpool.succession.facts import Aim, Candidate, Holder, PostFacts, Register, UnitFacts
from talentpool.succession.outlook import UnitOutlook
from talentpool.succession.standards import list_rule_sets
from talentpool.units.naming import Names, names_on
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.vocabulary import TWO_COMMITTEES, Body, SchoolingLevel, SchoolingMode, StudyStatus

BODIES = (*TWO_COMMITTEES, Body.SUPERVISION)
"""Bodies whose posts are looked at; the figures count those of the two committees."""
_LEVELS = {level.rank: level for level in SchoolingLevel}


def list_outlooks(*, scope: Scope, on: date, horizon: Horizon, unit: Unit | None = None) -> list[UnitOutlook]:
    """The villages and communities within reach (those below `unit`) with their posts and candidates."""
    return look_ahead(
        load_register(scope=scope, on=on, unit=unit),
        horizon=horizon,
        age_rule=age_rule(on),
        office_age=office_age(on),
    )


def load_register(*, scope: Scope, on: date, unit: Unit | None = None) -> Register:
    """The register of a day. Reserves of units out of reach are not in it, whatever they are prepared for."""
    names = names_on(on)
    wanted = select_unit_ids(scope=scope, on=on, unit=unit)
    candidates = list_candidates(wanted, scope=scope, on=on, names=names)
    aims = list_aims([one.entry_id for one in candidates], wanted, whole=unit is None and scope.paths is None)
    return Register(
        on=on,
        units=_list_units(wanted, on=on, names=names),
        posts=_list_posts(wanted, aims, on=on, names=names),
        candidates=candidates,
        aims=aims,
    )


def list_reserves(*, scope: Scope, on: date, unit: Unit | None = None) -> dict[int, list[Candidate]]:
    """Unit id → who is in its pool on a day, the readier first."""
    wanted = select_unit_ids(scope=scope, on=on, unit=unit)
    found: dict[int, list[Candidate]] = defaultdict(list)
    for one in list_candidates(wanted, scope=scope, on=on, names=names_on(on)):
        found[one.unit_id].append(one)
    return {unit_id: sorted(listed, key=lambda one: one.step) for unit_id, listed in found.items()}


def open_posts(on: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions: posts of the bodies looked at that exist on a day."""
    return (
        Post.body.in_(BODIES),
        or_(Post.opened_on.is_(None), Post.opened_on <= on),
        or_(Post.closed_on.is_(None), Post.closed_on > on),
    )


def select_unit_ids(*, scope: Scope, on: date, unit: Unit | None) -> Select[int]:
    """The villages and communities looked at."""
    statement = select(Unit.id).where(scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
    if unit is not None:
        statement = statement.where(Unit.path.startswith(unit.path, autoescape=True))
    return statement.correlate(None)


def _list_units(wanted: Select[int], *, on: date, names: Names) -> list[UnitFacts]:
    """In office order, each with the end of its running term and the rules of its township."""
    ends = (
        select(func.max(Term.ends_on))
        .where(Term.unit_id == Unit.parent_id, Term.started_on <= on, Term.ends_on > on)
        .correlate(Unit)
        .scalar_subquery()
    )
    statement = (
        select(Unit.id, Unit.name, Unit.unit_type, Unit.path, Parent.id, Parent.name, ends)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(Unit.id.in_(wanted))
        .order_by(*office_order())
    )
    rule_sets = list_rule_sets(on=on)
    return [
        UnitFacts(
            unit_id=unit_id,
            unit=names.unit(unit_id, name),
            unit_type=unit_type,
            township_id=township_id,
            township=names.unit(township_id, township or ""),
            election_on=election.first_day() if election else None,
            rules=rule_sets.of(path),
        )
        for unit_id, name, unit_type, path, township_id, township, election in db.session.execute(statement)
    ]


def _list_posts(
    wanted: Select[int], aims: Mapping[int, Sequence[Aim]], *, on: date, names: Names
) -> list[PostFacts]:
    """Posts of the units wanted, and of the others that their reserves are prepared for, with who holds them."""
    elsewhere = sorted({aim.unit_id for listed in aims.values() for aim in listed if aim.elsewhere})
    vacancies = (
        select(func.count(Vacancy.id))
        .where(Vacancy.post_id == Post.id, vacancy_open(on))
        .correlate(Post)
        .scalar_subquery()
    )
    among = Post.unit_id.in_(wanted)
    statement = (
        select(
            Post.id,
            Post.unit_id,
            Post.title,
            Post.post_class,
            Post.body,
            vacancies,
            Person.id,
            Person.name,
            Person.born_on,
            Appointment.started_on,
        )
        .outerjoin(Appointment, and_(Appointment.post_id == Post.id, Appointment.in_force(on)))
        .outerjoin(Person, Appointment.person_id == Person.id)
        .where(
            or_(among, Post.unit_id.in_(elsewhere)) if elsewhere else among,
            *open_posts(on),
        )
        .order_by(Post.unit_id, Post.team_order, Post.id, Appointment.position, Person.id)
    )
    found: dict[int, PostFacts] = {}
    holders: dict[int, list[Holder]] = defaultdict(list)
    for row in db.session.execute(statement):
        post_id, unit_id, title, post_class, body, empty, person_id, name, born_on, since = row
        if post_id not in found:
            found[post_id] = PostFacts(
                post_id, unit_id, names.post(post_id, title), post_class, body, vacancies=empty
            )
        if person_id is not None:
            holders[post_id].append(Holder(person_id, name, born_on, since))
    return [replace(post, holders=tuple(holders.get(post.post_id, ()))) for post in found.values()]


def list_candidates(wanted: Select[int], *, scope: Scope, on: date, names: Names) -> list[Candidate]:
    """Who is in the pool of a unit wanted, or prepared for one of its posts, the home being within reach."""
    aims_here = select(TargetPost.entry_id).where(TargetPost.unit_id.in_(wanted))
    statement = (
        select(
            PoolEntry.id,
            Person.id,
            Person.name,
            Unit.id,
            Unit.name,
            Person.born_on,
            PoolEntry.entered_on,
            readiness_on(on),
            Person.political_status,
            Person.sex,
            _highest(on),
            _highest(on, SchoolingMode.FULL_TIME),
            _studies(on),
            _is_mentored(on),
        )
        .join(Person, PoolEntry.person_id == Person.id)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .where(
            PoolEntry.in_pool(on),
            scope.condition(),
            or_(PoolEntry.unit_id.in_(wanted), PoolEntry.id.in_(aims_here)),
        )
        .order_by(PoolEntry.entered_on, PoolEntry.id)
    )
    mature = mature_words()
    steps = {grade.word: place for place, grade in enumerate(readiness_scale(on))}
    return [
        Candidate(
            entry_id=row[0],
            person_id=row[1],
            name=row[2],
            unit_id=row[3],
            unit=names.unit(row[3], row[4]),
            born_on=row[5],
            entered_on=row[6],
            readiness=row[7],
            mature=row[7] in mature,
            step=_step(row[7], steps, mature),
            political_status=row[8],
            sex=row[9],
            schooling=_LEVELS.get(row[10]),
            full_time=_LEVELS.get(row[11]),
            studying=_LEVELS.get(row[12]),
            mentored=bool(row[13]),
        )
        for row in db.session.execute(statement)
    ]


def _step(readiness: str | None, steps: Mapping[str, int], mature: frozenset[str]) -> int:
    """The place on the scale of the day; a word of an earlier scale stands by whether it counts as mature."""
    if readiness is None:
        return len(steps) + 1
    return steps.get(readiness, 0 if readiness in mature else len(steps))


def _highest(on: date, mode: SchoolingMode | None = None) -> Any:
    statement = select(func.max(Schooling.rank)).where(
        Schooling.person_id == PoolEntry.person_id,
        or_(Schooling.finished_on.is_(None), Schooling.finished_on <= on),
    )
    if mode is not None:
        statement = statement.where(Schooling.mode == mode)
    return statement.correlate(PoolEntry).scalar_subquery()


def _studies(on: date) -> Any:
    """The rank of the highest level of a course that runs on a day."""
    course = aliased(EducationUpgrade)
    ranks = case({level.value: level.rank for level in SchoolingLevel}, value=course.level)
    return (
        select(func.max(ranks))
        .where(
            course.person_id == PoolEntry.person_id,
            course.status.in_((StudyStatus.STUDYING, StudyStatus.GRADUATED)),
            or_(course.enrolled_on.is_(None), course.enrolled_on <= on),
            or_(course.graduated_on.is_(None), course.graduated_on > on),
        )
        .correlate(PoolEntry)
        .scalar_subquery()
    )


def _is_mentored(on: date) -> Any:
    return (
        select(Pairing.id)
        .where(Pairing.mentee_id == PoolEntry.person_id, Pairing.in_force(on))
        .correlate(PoolEntry)
        .exists()
    )


def list_aims(entry_ids: Sequence[int], wanted: Select[int], *, whole: bool) -> dict[int, list[Aim]]:
    """Entry → what its person is prepared for, in his order."""
    here = TargetPost.unit_id.in_(wanted)
    statement = select(
        TargetPost.entry_id,
        TargetPost.rank,
        TargetPost.unit_id,
        TargetPost.post_class,
        TargetPost.post_id,
        TargetPost.title,
        TargetPost.interim,
        not_(here),
    ).order_by(TargetPost.entry_id, TargetPost.rank)
    if not whole:
        statement = statement.where(TargetPost.entry_id.in_(entry_ids))
    known = set(entry_ids)
    found: dict[int, list[Aim]] = defaultdict(list)
    for row in db.session.execute(statement):
        if row[0] in known:
            found[row[0]].append(Aim(*row))
    return dict(found)
