"""Rows of the list of people as they are read: two batched look-ups for a page, three with tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row

from talentpool.dates import PartialDate
from talentpool.models import Person, Post, Unit
from talentpool.people.queries import age_in_force, list_duties_held, list_posts_held, tags_by
from talentpool.units.naming import Names, names_on
from talentpool.vocabulary import PoliticalStatus, PostClass, SchoolingLevel

DUAL = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR)
_LEVELS = {level.rank: level for level in SchoolingLevel}


@dataclass(frozen=True)
class PersonRow:
    """One line of the list."""

    person: Person
    unit_id: int
    unit: str
    posts: str
    dual_head: bool
    age: int | None
    schooling: SchoolingLevel | None
    post_start: PartialDate | None
    holds_post: bool
    political_status: PoliticalStatus | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """What somebody holds on a day: titles in team order, duties of township staff behind."""

    titles: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    dual_head: bool = False

    @property
    def text(self) -> str:
        """“党支部书记、村委会主任”, “包片领导(金竹村)”."""
        return "、".join((*self.titles, *self.duties))


NOTHING = Held()


def list_rows(items: Sequence[Row[Any]], *, on: date, with_tags: bool = False) -> list[PersonRow]:
    """The rows of a page of `listing.select_people`; their tags are looked up only where they are shown."""
    held = held_by([(row.Person.id, row.seat_unit_id) for row in items], on=on)
    names = names_on(on)
    tags = tags_by([row.Person.id for row in items]) if with_tags else {}
    return [
        PersonRow(
            person=row.Person,
            unit_id=row.seat_unit_id,
            unit=names.unit(row.seat_unit_id, row.seat_unit),
            posts=held.get(row.Person.id, NOTHING).text,
            dual_head=held.get(row.Person.id, NOTHING).dual_head,
            age=age_of(row.Person, on=on),
            schooling=_LEVELS.get(row.schooling_rank),
            post_start=row.post_start,
            holds_post=row.holds is not None,
            political_status=status_on(row.Person, on=on),
            tags=tuple(tags.get(row.Person.id, ())),
        )
        for row in items
    ]


def status_on(person: Person, *, on: date) -> PoliticalStatus | None:
    """Political status on a day; a Party member who joined later was none yet, and what then is not known."""
    joined = person.party_joined_on
    if joined and joined.first_day() > on:
        return None
    return person.political_status


def age_of(person: Person, *, on: date) -> int | None:
    """Age at a day by the office's rule, None without a birth date."""
    return age_in_force(person.born_on, on=on)


def held_by(people: Iterable[tuple[int, int]], *, on: date) -> dict[int, Held]:
    """person id → what is held on a day, for (person id, id of the unit that needs no naming)."""
    homes, names = dict(people), names_on(on)
    posts: dict[int, list[tuple[Post, Unit]]] = defaultdict(list)
    for person_id, post, unit, _appointment in list_posts_held(list(homes), on=on):
        posts[person_id].append((post, unit))
    duties: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person_id, role, unit, _duty in list_duties_held(list(homes), on=on):
        duties[person_id][role.label].append(names.of(unit))
    return {
        person_id: Held(
            titles=tuple(_title(post, unit, home=home, names=names) for post, unit in posts[person_id]),
            duties=_duty_texts(duties[person_id]),
            dual_head=_leads_both(posts[person_id]),
        )
        for person_id, home in homes.items()
    }


def _title(post: Post, unit: Unit, *, home: int, names: Names) -> str:
    title = names.title(post)
    return title if unit.id == home else f"{names.of(unit)}{title}"


def _duty_texts(duties: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(f"{_(role)}({'、'.join(units)})" for role, units in duties.items())


def _leads_both(posts: Iterable[tuple[Post, Unit]]) -> bool:
    leading: dict[int, set[PostClass]] = defaultdict(set)
    for post, unit in posts:
        leading[unit.id].add(post.post_class)
    return any(classes.issuperset(DUAL) for classes in leading.values())
