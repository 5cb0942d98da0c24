"""The list of reserves: one statement with its filters, and the rows of a page in a few look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import Pairing, Person, PoolEntry, PoolSource, TargetPost, Unit
from talentpool.people.listing import birthday_by
from talentpool.people.one_by_one import highest
from talentpool.people.queries import age_in_force
from talentpool.pool.filters import UNRATED, PoolFilter, Stay
from talentpool.pool.queries import readiness_on
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.units.naming import names_on
from talentpool.vocabulary import SchoolingLevel, SourceCategory

_LEVELS = {level.rank: level for level in SchoolingLevel}


def select_entries(*, scope: Scope, on: date, wanted: PoolFilter) -> Select[Any]:
    """Rows (PoolEntry, Person, Unit, readiness, schooling_rank) as of a day, in office order.

    An entry of after the day is not there yet.
    """
    return (
        select(
            PoolEntry,
            Person,
            Unit,
            readiness_on(on).label("readiness"),
            highest(on).label("schooling_rank"),
        )
        .join(Person, PoolEntry.person_id == Person.id)
        .join(Unit, PoolEntry.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), PoolEntry.entered_on <= on, *_conditions(wanted, on=on))
        .order_by(*office_order(), PoolEntry.entered_on, PoolEntry.id)
    )


def _conditions(wanted: PoolFilter, *, on: date) -> list[ColumnElement[bool]]:
    found = [_says(word) for word in wanted.words]
    if wanted.stay is Stay.IN:
        found.append(PoolEntry.in_pool(on))
    if wanted.stay is Stay.LEFT:
        found.append(and_(PoolEntry.exited_on.is_not(None), PoolEntry.exited_on <= on))
    if wanted.unit_id is not None:
        found.append(_within(wanted.unit_id))
    if wanted.readiness == UNRATED:
        found.append(readiness_on(on).is_(None))
    elif wanted.readiness:
        found.append(readiness_on(on) == wanted.readiness)
    if wanted.source is not None:
        source = select(PoolSource.id).where(PoolSource.entry_id == PoolEntry.id)
        found.append(source.where(PoolSource.category == wanted.source).exists())
    if wanted.target is not None:
        target = select(TargetPost.id).where(TargetPost.entry_id == PoolEntry.id)
        found.append(target.where(TargetPost.post_class == wanted.target).exists())
    if wanted.age_from is not None:
        found.append(Person.born_on <= birthday_by(wanted.age_from, on=on))
    if wanted.age_to is not None:
        found.append(Person.born_on > birthday_by(wanted.age_to + 1, on=on))
    if wanted.mentored is not None:
        mentored = select(Pairing.id).where(Pairing.mentee_id == PoolEntry.person_id, Pairing.in_force(on))
        found.append(mentored.exists() if wanted.mentored else ~mentored.exists())
    return found


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word is in the name or the unit, or begins pinyin or initials."""
    letters = word.lower()
    found = [Person.name.contains(word, autoescape=True), Unit.name.contains(word, autoescape=True)]
    if letters.isascii() and letters.isalpha():
        found += [Person.initials.startswith(letters), Person.pinyin.startswith(letters)]
    return or_(*found)


def _within(unit_id: int) -> ColumnElement[bool]:
    """In the unit or below it."""
    top = aliased(Unit)
    path = select(top.path).where(top.id == unit_id).correlate(None).scalar_subquery()
    return Unit.path.startswith(path)


@dataclass(frozen=True)
class ReserveRow:
    """One line of the list; `sources` with the main one first, `targets` by rank."""

    entry: PoolEntry
    person: Person
    unit_id: int
    unit: str
    age: int | None
    schooling: SchoolingLevel | None
    readiness: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    mentors: tuple[str, ...]


def list_rows(items: Sequence[Row[Any]], *, on: date) -> list[ReserveRow]:
    """The rows of a page of `select_entries`, with three look-ups for the page."""
    ids = [row.PoolEntry.id for row in items]
    people = [row.PoolEntry.person_id for row in items]
    names = names_on(on)
    sources, targets = sources_of(ids), targets_of(ids)
    mentors = mentors_of(people, on=on)
    return [
        ReserveRow(
            entry=row.PoolEntry,
            person=row.Person,
            unit_id=row.Unit.id,
            unit=names.of(row.Unit),
            age=age_in_force(row.Person.born_on, on=on),
            schooling=_LEVELS.get(row.schooling_rank),
            readiness=row.readiness or "",
            sources=tuple(source_word(one) for one in sources.get(row.PoolEntry.id, ())),
            targets=tuple(target_word(one) for one in targets.get(row.PoolEntry.id, ())),
            mentors=tuple(mentors.get(row.Person.id, ())),
        )
        for row in items
    ]


def sources_of(entry_ids: Sequence[int]) -> dict[int, list[PoolSource]]:
    """entry id → its sources, the main one first."""
    statement = (
        select(PoolSource)
        .where(PoolSource.entry_id.in_(entry_ids))
        .order_by(PoolSource.entry_id, PoolSource.main.desc(), PoolSource.id)
    )
    found: dict[int, list[PoolSource]] = defaultdict(list)
    for source in db.session.scalars(statement):
        found[source.entry_id].append(source)
    return found


def targets_of(entry_ids: Sequence[int]) -> dict[int, list[TargetPost]]:
    """entry id → its target posts by rank."""
    statement = (
        select(TargetPost)
        .where(TargetPost.entry_id.in_(entry_ids))
        .order_by(TargetPost.entry_id, TargetPost.rank)
    )
    found: dict[int, list[TargetPost]] = defaultdict(list)
    for target in db.session.scalars(statement):
        found[target.entry_id].append(target)
    return found


def mentors_of(person_ids: Sequence[int], *, on: date) -> dict[int, list[str]]:
    """person id → names of the mentors of a day."""
    statement = (
        select(Pairing.mentee_id, Person.name)
        .join(Person, Pairing.mentor_id == Person.id)
        .where(Pairing.mentee_id.in_(person_ids), Pairing.in_force(on))
        .order_by(Pairing.mentee_id, Person.name_key, Person.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for mentee_id, name in db.session.execute(statement):
        found[mentee_id].append(name)
    return found


def source_word(source: PoolSource) -> str:
    """A source as it is read: the office's own words where the category is another."""
    if source.category is SourceCategory.OTHER and source.written:
        return source.written
    return source.category.label


def target_word(target: TargetPost) -> str:
    """A target as it is read: the title as written, else its class."""
    return target.title or target.post_class.label
