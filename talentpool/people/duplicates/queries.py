"""Pairs of people who may be one, found in the database in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import JoinedRecord, PeopleApart, Person
from talentpool.people.queries import within_reach
from talentpool.security.scope import Scope
from talentpool.vocabulary import Likeness
from talentpool.wording import say

MOST_PAIRS = 2_000
First = aliased(Person, name="first")
Second = aliased(Person, name="second")


@dataclass(frozen=True)
class LikelyPair:
    """Two people, the one registered earlier first, and what makes them look like one."""

    first_id: int
    second_id: int
    likenesses: tuple[Likeness, ...]


def _month(born_on: Any) -> Any:
    return func.substr(type_coerce(born_on, String), 1, 7)


def _two_numbers() -> ColumnElement[bool]:
    """Two ID numbers that differ part two people, whatever else they share."""
    return First.id_number_fingerprint != Second.id_number_fingerprint


def _conditions() -> dict[Likeness, ColumnElement[bool]]:
    same_name = First.name == Second.name
    parted = func.coalesce(_two_numbers(), False)
    return {
        Likeness.NAME_AND_BIRTH: and_(same_name, _month(First.born_on) == _month(Second.born_on), ~parted),
        Likeness.PHONE: and_(First.phone_fingerprint == Second.phone_fingerprint, ~parted),
        Likeness.ID_NUMBER: and_(
            same_name,
            First.id_number_ends_fingerprint == Second.id_number_ends_fingerprint,
        ),
        Likeness.PINYIN: and_(
            First.unit_id == Second.unit_id, First.pinyin == Second.pinyin, First.pinyin != "", ~parted
        ),
    }


def select_pairs(*, scope: Scope) -> Select[Any]:
    """Rows (first_id, second_id, likeness) of people kept within reach, but those known to be two."""
    return _select(scope, ())


def _select(scope: Scope, more: Sequence[ColumnElement[bool]]) -> Select[Any]:
    apart = select(PeopleApart.id).where(PeopleApart.first_id == First.id, PeopleApart.second_id == Second.id)
    within: list[ColumnElement[bool]] = []
    if scope.paths is not None:
        units = scope.unit_ids()
        within = [First.unit_id.in_(units), Second.unit_id.in_(units)]
    parts = [
        select(
            First.id.label("first_id"),
            Second.id.label("second_id"),
            literal(likeness.order, Integer).label("likeness"),
        )
        .join_from(First, Second, First.id < Second.id)
        .where(condition, ~apart.exists(), *within, *more)
        for likeness, condition in _conditions().items()
    ]
    pairs = union_all(*parts).subquery("pairs")
    return select(pairs).order_by(pairs.c.likeness, pairs.c.first_id, pairs.c.second_id).limit(MOST_PAIRS * 4)


@dataclass(frozen=True)
class LikelyPairs:
    """The pairs found, those that share most first; `cut` where there are more than are listed."""

    listed: Sequence[LikelyPair]
    cut: bool


def list_pairs(*, scope: Scope) -> LikelyPairs:
    """At most `MOST_PAIRS` pairs: those beyond show when some of these are settled."""
    rows = db.session.execute(select_pairs(scope=scope)).all()
    pairs = _gathered(rows)
    return LikelyPairs(pairs[:MOST_PAIRS], cut=len(pairs) > MOST_PAIRS or len(rows) == MOST_PAIRS * 4)


def find_pair(first_id: int, second_id: int, *, scope: Scope) -> LikelyPair | None:
    """What two people share, None where nothing does or they are known to be two."""
    found = _gathered(db.session.execute(_select(scope, [First.id == first_id, Second.id == second_id])))
    return found[0] if found else None


def _gathered(rows: Any) -> list[LikelyPair]:
    kinds = list(Likeness)
    found: dict[tuple[int, int], list[Likeness]] = {}
    for first_id, second_id, order in rows:
        found.setdefault((first_id, second_id), []).append(kinds[order])
    pairs = [LikelyPair(*key, tuple(likenesses)) for key, likenesses in found.items()]
    return sorted(pairs, key=lambda one: (-len(one.likenesses), one.first_id, one.second_id))


def list_people(ids: Sequence[int]) -> dict[int, Person]:
    """id → person with his unit, for a page of pairs."""
    statement = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.unit))
    return {person.id: person for person in db.session.scalars(statement)}


def find_joined(gone_id: int, *, scope: Scope) -> JoinedRecord | None:
    """Into whom the record of an id was joined; None for another id or somebody beyond reach."""
    statement = select(JoinedRecord).join(Person, JoinedRecord.person_id == Person.id)
    return db.session.scalar(statement.where(JoinedRecord.gone_id == gone_id, within_reach(scope)))


def get_two(first_id: int, second_id: int, *, scope: Scope) -> tuple[Person, Person]:
    """Both, kept within reach, or Missing; who was registered earlier stands first."""
    low, high = sorted((first_id, second_id))
    people = list_people([low, high])
    if low == high or len(people) < 2 or not all(scope.reaches(one.unit) for one in people.values()):
        raise Missing(say("没有这两个人,或不在您的管辖范围内"))
    return people[low], people[high]


def are_apart(first_id: int, second_id: int) -> bool:
    """Whether somebody has said that these are two people."""
    low, high = sorted((first_id, second_id))
    found = select(PeopleApart.id).where(PeopleApart.first_id == low, PeopleApart.second_id == high)
    return db.session.scalar(found) is not None


def apart_of(person_id: int) -> Sequence[PeopleApart]:
    """All decisions that somebody is not another."""
    statement = select(PeopleApart).where(
        or_(PeopleApart.first_id == person_id, PeopleApart.second_id == person_id)
    )
    return db.session.scalars(statement).all()
