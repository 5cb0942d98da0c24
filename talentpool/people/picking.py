"""To find somebody by name, pinyin or initials in order to choose him in a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from talentpool.extensions import db
from talentpool.models import Person, Unit
from talentpool.people.queries import age_in_force, list_posts_held, within_reach
from talentpool.security.scope import Scope
from talentpool.wording import say

MOST = 20


def is_called(words: str) -> ColumnElement[bool]:
    """Whether words are in somebody's name, or begin its pinyin or its initials."""
    text = words.strip().lower()[:60]
    plain = text.replace(" ", "")
    return or_(
        Person.name.contains(text, autoescape=True),
        Person.pinyin.startswith(plain, autoescape=True),
        Person.initials.startswith(plain, autoescape=True),
    )


def list_pickable(
    words: str, *, scope: Scope, on: date, ids: Sequence[int] = (), unit_id: int | None = None
) -> list[tuple[int, str]]:
    """(id, “晏秋 男 31岁 金竹村 村委会委员”) of at most 20 people who fit the words, and those of `ids`.

    Those of `unit_id` stand first. Nobody fits empty words.
    """
    fits: ColumnElement[bool] = Person.id.in_(ids)
    if words.strip():
        fits = or_(fits, is_called(words))
    own_first = (Person.unit_id != (unit_id or 0)) if unit_id else func.length("")
    statement = (
        select(Person, Unit.name)
        .join(Unit, Person.unit_id == Unit.id)
        .where(within_reach(scope), fits)
        .order_by(own_first, Person.name_key, Person.id)
        .limit(MOST)
    )
    rows = db.session.execute(statement).all()
    held: dict[int, list[str]] = {}
    for person_id, post, _unit, _appointment in list_posts_held([row[0].id for row in rows], on=on):
        held.setdefault(person_id, []).append(post.title)
    return [(person.id, _described(person, unit, held.get(person.id, []), on=on)) for person, unit in rows]


def _described(person: Person, unit: str, titles: Sequence[str], *, on: date) -> str:
    age = say("%(age)s岁", age=age_in_force(person.born_on, on=on)) if person.born_on else ""
    name = f"{person.name}({person.name_note})" if person.name_note else person.name
    parts = (name, say(person.sex.label) if person.sex else "", age, unit, "、".join(titles))
    return " ".join(part for part in parts if part)
