"""The figures, counted in the database: one statement for the teams, one for their vacancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    distinct,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from talentpool.analysis.structure import NamedVacancy, TeamStructure
from talentpool.analysis.targets import Target
from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, StructureTarget, Unit
from talentpool.people.queries import age_on, highest_schooling
from talentpool.posts.queries import (
    former_holders_unknown,
    held_from,
    in_force,
    seats_in_force,
    select_vacancies,
)
from talentpool.security.scope import Scope
from talentpool.settings.queries import reserve_label
from talentpool.units.naming import names_on
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.vocabulary import (
    PARTY_STATUSES,
    TWO_COMMITTEES,
    Body,
    PostClass,
    SchoolingLevel,
    Sex,
)

Township = aliased(Unit, name="township")


def _sittings(on: date, units: Select[int] | None) -> Any:
    """Subquery: one row a unit and person that holds a post of the three bodies there on a day."""

    def holds(condition: ColumnElement[bool], label: str) -> Any:
        return func.max(case((condition, 1), else_=0)).label(label)

    return (
        select(
            Post.unit_id,
            Appointment.person_id,
            holds(Post.body == Body.PARTY, "in_party"),
            holds(Post.body == Body.COMMITTEE, "in_committee"),
            holds(Post.body.in_(TWO_COMMITTEES), "sits"),
            holds(Post.post_class == PostClass.PARTY_SECRETARY, "leads_party"),
            holds(Post.post_class == PostClass.COMMITTEE_DIRECTOR, "leads_committee"),
            holds(Post.post_class == PostClass.SUPERVISION_HEAD, "leads_supervision"),
        )
        .join(Post, Appointment.post_id == Post.id)
        .where(in_force(on), Post.body.in_((*TWO_COMMITTEES, Body.SUPERVISION)), _among(units))
        .group_by(Post.unit_id, Appointment.person_id)
        .subquery("sitting")
    )


def _among(units: Select[int] | None) -> ColumnElement[bool]:
    """Whether a post is one of the units wanted."""
    return true() if units is None else Post.unit_id.in_(units)


def _known_from(units: Select[int] | None = None) -> Any:
    """Subquery (unit_id, known_from): the first holding known in a unit's two committees."""
    return (
        select(Post.unit_id, func.min(held_from()).label("known_from"))
        .join(Appointment, Appointment.post_id == Post.id)
        .where(Post.body.in_(TWO_COMMITTEES), _among(units))
        .group_by(Post.unit_id)
        .subquery("known_from")
    )


def _units_wanted(scope: Scope, unit: Unit | None) -> Select[int] | None:
    """The ids of the units to count, None for all: what is counted of each is looked up for these alone."""
    if unit is None and scope.paths is None:
        return None
    below = true() if unit is None else Unit.path.startswith(unit.path, autoescape=True)
    return scope.unit_ids().where(below).correlate(None)


def select_structure(*, scope: Scope, on: date, unit: Unit | None = None) -> Select[Any]:
    """One row a unit (of those below `unit`) with the columns of TeamStructure, in office order."""
    wanted = _units_wanted(scope, unit)
    people = None if wanted is None else select(Appointment.person_id).join(Post).where(_among(wanted))
    sitting, schooling = _sittings(on, wanted), highest_schooling(on, people=people)
    seats, known = seats_in_force(on, units=wanted), _known_from(wanted)
    unknown = former_holders_unknown(on, units=wanted)
    sits = sitting.c.sits == 1
    age = age_on(on)

    def persons(condition: ColumnElement[bool], label: str) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(label)

    def aged(low: int, high: int, label: str) -> Any:
        return persons(sits & Person.born_on.is_not(None) & age.between(low, high), label)

    return (
        select(
            Unit.id.label("unit_id"),
            Unit.name.label("unit"),
            func.coalesce(Unit.code, "").label("code"),
            Unit.unit_type,
            Township.id.label("township_id"),
            func.coalesce(Township.name, "").label("township"),
            seats.c.authorised,
            seats.c.standing,
            persons(sits, "filled"),
            persons(sitting.c.in_party == 1, "party_seats"),
            persons(sitting.c.in_committee == 1, "committee_members"),
            persons((sitting.c.in_party == 1) & (sitting.c.in_committee == 1), "cross_appointed"),
            persons((sitting.c.leads_party == 1) & (sitting.c.leads_committee == 1), "dual_head"),
            persons(sits & (Person.sex == Sex.FEMALE), "women"),
            aged(0, 30, "aged_30"),
            aged(31, 35, "aged_31_35"),
            aged(36, 45, "aged_36_45"),
            aged(46, 55, "aged_46_55"),
            aged(56, 200, "aged_56"),
            func.coalesce(func.sum(case((sits & Person.born_on.is_not(None), age), else_=0)), 0).label(
                "age_sum"
            ),
            persons(sits & Person.born_on.is_not(None), "age_known"),
            persons(sits & (schooling.c.rank >= SchoolingLevel.COLLEGE.rank), "college_or_above"),
            persons(sits & schooling.c.rank.is_not(None), "schooling_known"),
            persons(
                sits
                & Person.political_status.in_(PARTY_STATUSES)
                & or_(Person.party_joined_on.is_(None), Person.party_joined_on <= on),
                "party_members",
            ),
            persons(sitting.c.leads_supervision == 1, "supervision_heads"),
            known.c.known_from,
            Unit.roster_from.label("complete_from"),
            func.coalesce(unknown.c.seats, 0).label("holders_unknown"),
        )
        .outerjoin(Township, Unit.parent_id == Township.id)
        .outerjoin(seats, seats.c.unit_id == Unit.id)
        .outerjoin(known, known.c.unit_id == Unit.id)
        .outerjoin(unknown, unknown.c.unit_id == Unit.id)
        .outerjoin(sitting, sitting.c.unit_id == Unit.id)
        .outerjoin(Person, Person.id == sitting.c.person_id)
        .outerjoin(schooling, schooling.c.person_id == Person.id)
        .where(Unit.unit_type.in_(BASE_UNITS), open_on(on))
        .where(true() if wanted is None else Unit.id.in_(wanted))
        .group_by(
            Unit.id,
            Township.id,
            seats.c.authorised,
            seats.c.standing,
            known.c.known_from,
            unknown.c.seats,
        )
        .order_by(Township.position, Township.id, Unit.position, Unit.id)
    )


def list_structure(*, scope: Scope, on: date, unit: Unit | None = None) -> list[TeamStructure]:
    """The teams within reach (those below `unit`, if one is named), with their named vacancies."""
    statement = select_structure(scope=scope, on=on, unit=unit)
    vacancies = _vacancies_by_unit(scope=scope, on=on, unit=unit)
    names = names_on(on)
    teams = []
    for row in db.session.execute(statement).mappings():
        fields: dict[str, Any] = dict(row)
        fields["dual_head"] = bool(fields["dual_head"])
        fields["unit_type"] = str(fields["unit_type"])
        fields["unit"] = names.unit(row["unit_id"], row["unit"])
        fields["township"] = names.unit(row["township_id"], row["township"])
        teams.append(
            TeamStructure(
                **fields,
                vacancies=tuple(vacancies.get(row["unit_id"], ())),
            )
        )
    return teams


def _vacancies_by_unit(*, scope: Scope, on: date, unit: Unit | None = None) -> dict[int, list[NamedVacancy]]:
    statement = select_vacancies(scope=scope, on=on)
    if unit is not None:
        statement = statement.where(Unit.path.startswith(unit.path, autoescape=True))
    found: dict[int, list[NamedVacancy]] = defaultdict(list)
    names = names_on(on)
    for vacancy, post, owner in db.session.execute(statement):
        found[owner.id].append(
            NamedVacancy(
                post_id=post.id,
                post=names.title(post),
                body=post.body.value,
                post_class=post.post_class.value,
                since=vacancy.since,
                cause=vacancy.cause_written or vacancy.cause.label,
                plan=vacancy.by_election_plan,
            )
        )
    return found


@dataclass(frozen=True)
class Known:
    """Of the `units` that exist on a day: since when anything is known, and everybody."""

    units: int
    since: PartialDate | None
    complete: date | None


def how_far_known(*, scope: Scope, on: date) -> Known:
    """What `TownStructure.unknown_before` and `incomplete_before` tell, without the figures."""
    whole = (scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
    statement = select(func.count(Unit.id), func.max(Unit.roster_from)).where(*whole)
    held = (
        select(Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Post.id == Appointment.post_id, Post.body.in_(TWO_COMMITTEES), *whole)
        .correlate(Appointment)
        .exists()
    )
    stated = _first_of(Appointment.started_on, held)
    only_known = _first_of(Appointment.known_from, held, Appointment.started_on.is_(None))
    units, complete, *starts = db.session.execute(statement.add_columns(stated, only_known)).one()
    since = min((start for start in starts if start is not None), default=None)
    return Known(units, since, complete)


def _first_of(start: Any, *conditions: ColumnElement[bool]) -> Any:
    """The earliest of a column of appointments, found by the index of starts."""
    known = select(start).where(start.is_not(None), *conditions)
    return known.order_by(start).limit(1).correlate(None).scalar_subquery()


def count_units_by_type(*, scope: Scope, on: date, unit: Unit | None = None) -> dict[str, int]:
    """unit type → number, villages and communities only."""
    statement = (
        select(Unit.unit_type, func.count(distinct(Unit.id)))
        .where(scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
        .group_by(Unit.unit_type)
    )
    if unit is not None:
        statement = statement.where(Unit.path.startswith(unit.path, autoescape=True))
    return {kind.value: count for kind, count in db.session.execute(statement)}


def list_targets(*, on: date, township_ids: Sequence[int] = ()) -> list[Target]:
    """The targets in force on a day: the general ones, and a township's own instead of them."""
    statement = (
        select(StructureTarget)
        .where(
            or_(StructureTarget.unit_id.is_(None), StructureTarget.unit_id.in_(township_ids)),
            or_(StructureTarget.valid_from.is_(None), StructureTarget.valid_from <= on),
            or_(StructureTarget.valid_until.is_(None), StructureTarget.valid_until > on),
        )
        .order_by(StructureTarget.id)
    )
    reserves = reserve_label(on)
    return [
        Target(
            indicator=row.indicator,
            direction=row.direction,
            value=row.value,
            unit_type=row.unit_type,
            basis=row.basis,
            township_id=row.unit_id,
            reserves=reserves,
        )
        for row in db.session.scalars(statement)
    ]
