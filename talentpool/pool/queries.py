"""Who is in the reserve pool on a day, and how ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased, joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    Person,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    TargetPost,
    Unit,
    YearlyReview,
)
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.settings.queries import mature_words
from talentpool.units.queries import BASE_UNITS, open_on
from talentpool.wording import say


def readiness_on(on: date) -> Any:
    """The readiness of an entry on a day, as a scalar for statements over `PoolEntry`."""
    rating = aliased(ReadinessRating)
    return (
        select(rating.readiness)
        .where(rating.entry_id == PoolEntry.id, rating.rated_on <= on)
        .order_by(rating.rated_on.desc(), rating.id.desc())
        .limit(1)
        .correlate(PoolEntry)
        .scalar_subquery()
    )


def is_mature(on: date) -> ColumnElement[bool]:
    """Whether an entry counts as a mature candidate 成熟人选 on a day."""
    mature: ColumnElement[bool] = readiness_on(on).in_(sorted(mature_words()))
    return mature


@dataclass(frozen=True, slots=True)
class UnitReserves:
    """The reserves of one unit on a day, by heads."""

    unit_id: int
    unit: str
    reserves: int
    mature: int


def count_by_unit(*, scope: Scope, on: date, unit: Unit | None = None) -> list[UnitReserves]:
    """Reserves and mature ones of every village and community within reach (below `unit`), in office order."""
    inside = [scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on)]
    if unit is not None:
        inside.append(Unit.path.startswith(unit.path, autoescape=True))
    statement = (
        select(
            Unit.id,
            Unit.name,
            func.count(PoolEntry.id),
            func.coalesce(func.sum(case((is_mature(on), 1), else_=0)), 0),
        )
        .select_from(Unit)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .outerjoin(PoolEntry, and_(PoolEntry.unit_id == Unit.id, PoolEntry.in_pool(on)))
        .where(*inside)
        .group_by(Unit.id, Unit.name, Unit.position, Parent.position, Parent.id)
        .order_by(*office_order())
    )
    return [UnitReserves(*row) for row in db.session.execute(statement)]


def get_entry(entry_id: int, *, scope: Scope) -> PoolEntry:
    """One stay in the pool of a unit within reach, with person and unit, or Missing."""
    statement = (
        select(PoolEntry)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .where(PoolEntry.id == entry_id, scope.condition())
        .options(joinedload(PoolEntry.person), joinedload(PoolEntry.unit), joinedload(PoolEntry.nomination))
    )
    entry = db.session.scalar(statement)
    if entry is None:
        raise Missing(say("没有这条入库记录,或不在您的管辖范围内"))
    return entry


def list_entries_of(person: Person, *, scope: Scope) -> Sequence[PoolEntry]:
    """Every stay of a person in pools within reach, the newest first."""
    statement = (
        select(PoolEntry)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .where(PoolEntry.person_id == person.id, scope.condition())
        .options(joinedload(PoolEntry.unit))
        .order_by(PoolEntry.entered_on.desc(), PoolEntry.id.desc())
    )
    return db.session.scalars(statement).all()


def find_open_entry(person: Person) -> PoolEntry | None:
    """The stay that has not ended, wherever it is: nobody is in two pools."""
    statement = (
        select(PoolEntry)
        .where(PoolEntry.person_id == person.id, PoolEntry.exited_on.is_(None))
        .options(joinedload(PoolEntry.unit))
    )
    return db.session.scalar(statement)


def list_ratings(entry: PoolEntry) -> Sequence[ReadinessRating]:
    """How ready somebody was found over a stay, in the order of time."""
    statement = (
        select(ReadinessRating)
        .where(ReadinessRating.entry_id == entry.id)
        .order_by(ReadinessRating.rated_on, ReadinessRating.id)
    )
    return db.session.scalars(statement).all()


def list_sources(entry: PoolEntry) -> Sequence[PoolSource]:
    """The sources of an entry, the main one first."""
    statement = (
        select(PoolSource)
        .where(PoolSource.entry_id == entry.id)
        .order_by(PoolSource.main.desc(), PoolSource.id)
    )
    return db.session.scalars(statement).all()


def list_targets(entry: PoolEntry) -> Sequence[TargetPost]:
    """What somebody is prepared for, by rank."""
    statement = (
        select(TargetPost)
        .where(TargetPost.entry_id == entry.id)
        .options(joinedload(TargetPost.unit), joinedload(TargetPost.post))
        .order_by(TargetPost.rank)
    )
    return db.session.scalars(statement).all()


def list_yearly_reviews(entry: PoolEntry) -> Sequence[YearlyReview]:
    """The yearly reviews of a stay, the newest first."""
    statement = (
        select(YearlyReview).where(YearlyReview.entry_id == entry.id).order_by(YearlyReview.year.desc())
    )
    return db.session.scalars(statement).all()
