"""How the two-committee persons are spread over age, sex and schooling, counted in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, null, select

from talentpool.analysis.structure import AGE_BANDS
from talentpool.extensions import db
from talentpool.models import Appointment, Person, Post, Unit
from talentpool.people.queries import age_on, highest_schooling
from talentpool.posts.queries import in_force
from talentpool.security.scope import Scope
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.vocabulary import TWO_COMMITTEES, SchoolingLevel, Sex

UNKNOWN_BAND = -1


@dataclass(frozen=True)
class Group:
    """So many persons of one band (place in AGE_BANDS, −1 unknown), sex and level (None unknown).

    `unit_id` is None where units are told together.
    """

    unit_id: int | None
    band: int
    sex: Sex | None
    level: SchoolingLevel | None
    persons: int


@dataclass(frozen=True)
class BandOfSexes:
    """One step of the pyramid."""

    label: str
    band: int
    men: int
    women: int


def select_groups(*, scope: Scope, on: date, unit_ids: Collection[int], by_unit: bool) -> Select[Any]:
    """Rows (unit_id, band, sex, rank, persons); who sits in two units counts in each, as in the figures.

    `unit_id` is None unless the rows are wanted `by_unit`.
    """
    schooling, age = highest_schooling(on), age_on(on)
    bands = [(age.between(low, high), place) for place, (_label, low, high) in enumerate(AGE_BANDS)]
    band = case((Person.born_on.is_(None), UNKNOWN_BAND), *bands, else_=UNKNOWN_BAND)
    sitting = (
        select(Post.unit_id, Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(in_force(on), Post.body.in_(TWO_COMMITTEES))
        .group_by(Post.unit_id, Appointment.person_id)
        .subquery("sitting")
    )
    unit = sitting.c.unit_id if by_unit else null()
    rows = (
        select(unit.label("unit_id"), band.label("band"), Person.sex, schooling.c.rank)
        .select_from(sitting)
        .join(Person, Person.id == sitting.c.person_id)
        .join(Unit, Unit.id == sitting.c.unit_id)
        .outerjoin(schooling, schooling.c.person_id == Person.id)
        .where(scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on), Unit.id.in_(unit_ids))
        .subquery("members")
    )
    keys = (rows.c.unit_id, rows.c.band, rows.c.sex, rows.c.rank)
    return select(*keys, func.count().label("persons")).group_by(*keys).order_by(*keys)


def list_groups(*, scope: Scope, on: date, unit_ids: Collection[int], by_unit: bool = False) -> list[Group]:
    """The groups of some units, of all together or `by_unit`."""
    statement = select_groups(scope=scope, on=on, unit_ids=unit_ids, by_unit=by_unit)
    levels = {level.rank: level for level in SchoolingLevel}
    return [
        Group(row.unit_id, row.band, row.sex, levels.get(row.rank), row.persons)
        for row in db.session.execute(statement)
    ]


def pyramid_of(groups: Iterable[Group], labels: Iterable[str]) -> list[BandOfSexes]:
    """Men and women of each band, the oldest first; without those whose age or sex is not known."""
    listed = list(groups)
    steps = [
        BandOfSexes(
            label,
            band,
            men=sum(one.persons for one in listed if one.band == band and one.sex is Sex.MALE),
            women=sum(one.persons for one in listed if one.band == band and one.sex is Sex.FEMALE),
        )
        for band, label in enumerate(labels)
    ]
    return steps[::-1]


def levels_of(groups: Iterable[Group]) -> dict[SchoolingLevel | None, int]:
    """Persons of each level that occurs, from the highest; None (not registered) last."""
    found: dict[SchoolingLevel | None, int] = {}
    for one in groups:
        found[one.level] = found.get(one.level, 0) + one.persons
    ranked = sorted((level for level in found if level), key=lambda level: -level.rank)
    return {level: found[level] for level in ranked} | ({None: found[None]} if None in found else {})
