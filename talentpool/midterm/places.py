"""The place of a unit in a round, and who is appraised and graded there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import MidtermRound, Person, RoundUnit, Unit
from talentpool.posts.queries import select_holders
from talentpool.security.scope import Scope
from talentpool.vocabulary import TWO_COMMITTEES, Body
from talentpool.wording import say


class Place(NamedTuple):
    """A unit that is looked at in a round."""

    round: MidtermRound
    unit: Unit

    @property
    def scope(self) -> Scope:
        """The unit alone: for questions that are asked about it, once its reach was checked."""
        return Scope(paths=(self.unit.path,))

    @property
    def ids(self) -> dict[str, Any]:
        """The arguments of its addresses."""
        return {"round_id": self.round.id, "unit_id": self.unit.id}


def get_place(round_id: int, unit_id: int, *, scope: Scope) -> Place:
    """A unit within reach that is looked at in the round, or Missing."""
    found = db.session.execute(
        select(MidtermRound, Unit)
        .join(RoundUnit, RoundUnit.round_id == MidtermRound.id)
        .join(Unit, RoundUnit.unit_id == Unit.id)
        .where(MidtermRound.id == round_id, Unit.id == unit_id, scope.condition())
        .options(joinedload(MidtermRound.unit))
    ).one_or_none()
    if found is None:
        raise Missing(say("这个村(社区)不在本轮研判中,或不在您的管辖范围内"))
    return Place(*found)


def must_be_open(round_: MidtermRound) -> None:
    """RuleBroken, when a round was closed: nothing of it changes any more but the rectification."""
    if round_.closed_on is not None:
        raise RuleBroken(say("这一轮届中分析已于%(on)s办结,内容不再更改", on=round_.closed_on.isoformat()))


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody of a team with all titles; `on_committee`: sits in the 村(居)委会."""

    person_id: int
    name: str
    titles: tuple[str, ...]
    on_committee: bool

    @property
    def title(self) -> str:
        """“党总支书记、村委会主任”."""
        return "、".join(self.titles)


def list_sittings(place: Place) -> Sequence[Sitting]:
    """The members of the two committees on the reference date in team order, each once."""
    statement = select_holders(scope=place.scope, on=place.round.reference_on, bodies=tuple(TWO_COMMITTEES))
    found: dict[int, Sitting] = {}
    for _appointment, post, person, _unit in db.session.execute(statement):
        known = found.get(person.id)
        titles = (*known.titles, post.title) if known else (post.title,)
        on_committee = post.body is Body.COMMITTEE or (known is not None and known.on_committee)
        found[person.id] = Sitting(person.id, person.name, titles, on_committee)
    return list(found.values())


def get_subject(place: Place, person_id: int) -> Person:
    """Somebody of the team on the reference date, or Missing."""
    if all(one.person_id != person_id for one in list_sittings(place)):
        raise Missing(say("%(on)s的班子中没有这个人,请先核对花名册", on=place.round.reference_on.isoformat()))
    return db.session.get_one(Person, person_id)
