"""The list of people as one statement: filters, search and order all in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from talentpool.dates import AgeRule
from talentpool.models import Appointment, Person, PersonTag, Post, Unit, UnitDuty
from talentpool.people.filters import Fact, PeopleFilter, Sorting, SortKey, Standing
from talentpool.people.queries import highest_schooling, within_reach
from talentpool.people.unit_letters import unit_ids_spelled
from talentpool.security.scope import Scope
from talentpool.settings.queries import age_rule
from talentpool.units.queries import BASE_UNITS, Township
from talentpool.vocabulary import TWO_COMMITTEES, Body, PoliticalStatus, PostClass


def select_people(
    *, scope: Scope, on: date, wanted: PeopleFilter, sorting: Sorting | None = None
) -> Select[Any]:
    """Rows (Person, seat_unit_id, seat_unit, schooling_rank, post_start, holds) as of a day.

    The unit is that of the first post in team order, else the one that keeps the person.
    `holds` is the id of that first appointment, None without one; `post_start` its start,
    None where nobody stated it.
    """
    first, schooling = _first_post(on), highest_schooling(on)
    statement = (
        select(
            Person,
            Unit.id.label("seat_unit_id"),
            Unit.name.label("seat_unit"),
            schooling.c.rank.label("schooling_rank"),
            first.c.started_on.label("post_start"),
            first.c.id.label("holds"),
        )
        .outerjoin(first, first.c.person_id == Person.id)
        .join(Unit, Unit.id == func.coalesce(first.c.unit_id, Person.unit_id))
        .outerjoin(Township, Unit.parent_id == Township.id)
        .outerjoin(schooling, schooling.c.person_id == Person.id)
        .where(
            within_reach(scope),
            or_(Person.died_on.is_(None), Person.died_on > on),
            *conditions_of(wanted, on=on, first=first, schooling=schooling),
        )
    )
    return statement.order_by(*order_of(sorting or Sorting(), first=first, schooling=schooling))


def _first_post(on: date) -> Any:
    """Subquery: of each person, the first appointment in team order that is in force."""
    place = func.row_number().over(
        partition_by=Appointment.person_id,
        order_by=(Post.team_order, Appointment.position, Appointment.id),
    )
    ranked = (
        select(
            Appointment.id,
            Appointment.person_id,
            Appointment.started_on,
            Appointment.position,
            Post.unit_id,
            Post.team_order,
            place.label("place"),
        )
        .join(Post, Appointment.post_id == Post.id)
        .where(Appointment.in_force(on))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery("first_post")


def conditions_of(wanted: PeopleFilter, *, on: date, first: Any, schooling: Any) -> list[ColumnElement[bool]]:
    """What a filter asks of `Person`, and of the columns of the first post and the schooling in `.c`."""
    found = [_says(word, on=on, first=first) for word in wanted.words]
    if wanted.match is not None:
        found.append(_has_number(wanted.match, whole=wanted.match_whole))
    if wanted.unit_id is not None:
        found.append(_of_unit(wanted.unit_id, on=on))
    if wanted.standing is not None:
        found.append(_stands(wanted.standing, on=on, first=first))
    if wanted.post_class is not None:
        found.append(_holds(Post.post_class == wanted.post_class, on=on))
    if wanted.sex is not None:
        found.append(Person.sex == wanted.sex)
    if wanted.age_from is not None:
        found.append(Person.born_on <= birthday_by(wanted.age_from, on=on))
    if wanted.age_to is not None:
        found.append(Person.born_on > birthday_by(wanted.age_to + 1, on=on))
    if wanted.schooling is not None:
        found.append(schooling.c.rank >= wanted.schooling.rank)
    if wanted.political_status is not None:
        found.append(has_status(wanted.political_status, on=on))
    found += [_is_tagged(tag) for tag in wanted.tags]
    if wanted.dual_head:
        found.append(_is_dual_head(on))
    if wanted.missing is not None:
        found.append(lacks(wanted.missing, schooling_rank=schooling.c.rank, post_start=first.c.started_on))
    return found


def _has_number(match: str, *, whole: bool) -> ColumnElement[bool]:
    tail: ColumnElement[bool] = Person.phone_tail_fingerprint == match
    if not whole:
        return tail
    return or_(tail, Person.id_number_fingerprint == match, Person.phone_fingerprint == match)


def birthday_by(age: int, *, on: date) -> str:
    """The latest birth date of those who are `age` on a day, as `Person.born_on` is compared."""
    if age_rule(on) is AgeRule.CALENDAR_YEAR:
        return f"{on.year - age:04d}-12-31"
    return f"{on.year - age:04d}-{on.isoformat()[5:]}"


def _says(word: str, *, on: date, first: Any) -> ColumnElement[bool]:
    """Whether a word is in the name, begins its pinyin (or a syllable of it) or its initials, or names a unit (or begins its letters)."""
    letters = word.lower().replace("'", "")
    called = Unit.name.contains(word, autoescape=True)
    spelled = unit_ids_spelled(letters)
    units = select(Unit.id).where(or_(called, Unit.id.in_(spelled)) if spelled else called).correlate(None)
    kept = Person.unit_id.in_(units)
    sits = and_(~kept, _holds(Post.unit_id.in_(units), on=on), first.c.unit_id.in_(units))
    named = aliased(Person)
    found = [named.name.contains(word, autoescape=True)]
    if letters.isascii() and letters.isalpha():
        # The first syllable begins the pinyin too.
        found += [
            named.name_key.contains(f" {letters}"),
            named.initials.startswith(letters),
            named.pinyin.startswith(letters),
        ]
    # Names are read from their index alone, which a condition on people themselves would not be.
    by_name = select(named.id).where(or_(*found))
    return or_(Person.id.in_(by_name), kept, sits)


def _holds(condition: ColumnElement[bool], *, on: date) -> ColumnElement[bool]:
    """Whether a person holds a post of few, as those of one unit or body are: found from the posts."""
    held = select(Appointment.person_id).join(Post, Appointment.post_id == Post.id)
    return Person.id.in_(held.where(Appointment.in_force(on), condition))


def _holds_one(condition: ColumnElement[bool], *, on: date) -> ColumnElement[bool]:
    """The same of many posts: found from the person."""
    held = select(Appointment.id).join(Post, Appointment.post_id == Post.id)
    return held.where(Appointment.person_id == Person.id, Appointment.in_force(on), condition).exists()


def _of_unit(unit_id: int, *, on: date) -> ColumnElement[bool]:
    """Kept by the unit or one below it, or holding a post or a duty there."""
    top = select(Unit.path).where(Unit.id == unit_id).correlate(None).scalar_subquery()
    below = aliased(Unit)
    units = select(below.id).where(below.path.startswith(top))
    duties = select(UnitDuty.person_id).where(
        UnitDuty.unit_id == unit_id, or_(UnitDuty.ended_on.is_(None), UnitDuty.ended_on > on)
    )
    return or_(Person.unit_id.in_(units), _holds(Post.unit_id.in_(units), on=on), Person.id.in_(duties))


def _stands(standing: Standing | Body, *, on: date, first: Any) -> ColumnElement[bool]:
    holds: ColumnElement[bool] = first.c.id.is_not(None)
    if standing is Standing.SERVING:
        return holds
    if standing is Standing.NONE:
        return ~holds
    if standing is Standing.TWO_COMMITTEES:
        return _holds_one(Post.body.in_(TWO_COMMITTEES), on=on)
    return _holds(Post.body == standing, on=on)


def has_status(status: PoliticalStatus, *, on: date) -> ColumnElement[bool]:
    """Political status on a day; a Party member who joined later was none yet (see `rows.status_on`)."""
    joined = or_(Person.party_joined_on.is_(None), Person.party_joined_on <= on)
    return and_(Person.political_status == status, joined)


def _is_tagged(tag: str) -> ColumnElement[bool]:
    return Person.id.in_(select(PersonTag.person_id).where(PersonTag.tag == tag))


def _is_dual_head(on: date) -> ColumnElement[bool]:
    """Party secretary and committee director of one unit at once (一肩挑)."""
    heads = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR)
    both = (
        select(Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Appointment.in_force(on), Post.post_class.in_(heads))
        .group_by(Appointment.person_id, Post.unit_id)
        .having(func.count(Post.post_class.distinct()) == len(heads))
    )
    return Person.id.in_(both)


def lacks(fact: Fact, *, schooling_rank: Any, post_start: Any) -> ColumnElement[bool]:
    """Whether a core fact of a person is missing."""
    columns: dict[Fact, Any] = {
        Fact.BORN_ON: Person.born_on,
        Fact.SEX: Person.sex,
        Fact.SCHOOLING: schooling_rank,
        Fact.POLITICAL_STATUS: Person.political_status,
        Fact.ID_NUMBER: Person.id_number_sealed,
        Fact.PHONE: Person.phone_sealed,
        Fact.POST_START: post_start,
    }
    missing: ColumnElement[bool] = columns[fact].is_(None)
    return missing


def select_missing_counts(*, scope: Scope, on: date) -> Select[Any]:
    """One row: how many of those who hold a post lack each Fact (by its value), and `people`, all of them."""
    first, schooling = _first_post(on), highest_schooling(on)
    counts = [
        func.coalesce(
            func.sum(
                case(
                    (lacks(fact, schooling_rank=schooling.c.rank, post_start=first.c.started_on), 1), else_=0
                )
            ),
            0,
        ).label(fact.value)
        for fact in Fact
    ]
    return (
        select(func.count(Person.id).label("people"), *counts)
        .join(first, first.c.person_id == Person.id)
        .outerjoin(schooling, schooling.c.person_id == Person.id)
        .where(within_reach(scope), or_(Person.died_on.is_(None), Person.died_on > on))
    )


def unit_order() -> tuple[Any, ...]:
    """Villages and communities by township, then townships themselves; wants `Township` joined."""
    return (
        case((Unit.unit_type.in_(BASE_UNITS), 0), else_=1),
        func.coalesce(Township.position, Unit.position),
        func.coalesce(Township.id, Unit.id),
        Unit.position,
        Unit.id,
    )


def order_of(sorting: Sorting, *, first: Any, schooling: Any) -> tuple[Any, ...]:
    """The columns of an order; every one ends in that of the office, which leaves no ties."""
    office = (
        *unit_order(),
        case((first.c.id.is_(None), 1), else_=0),
        first.c.position,
        first.c.team_order,
        Person.name_key,
        Person.id,
    )
    columns: dict[SortKey, Any] = {
        SortKey.NAME: Person.name_key,
        SortKey.AGE: Person.born_on,
        SortKey.SCHOOLING: schooling.c.rank,
        SortKey.POST_START: first.c.started_on,
    }
    column = columns.get(sorting.key)
    if column is None:
        return office
    backwards = sorting.descending != (sorting.key is SortKey.AGE)
    return (
        case((column.is_(None), 1), else_=0),
        column.desc() if backwards else column.asc(),
        *office,
    )
