"""The work on the pool as acts that can be taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager

from talentpool.audit.daily import daily_act
from talentpool.models import Person, PoolEntry, Unit
from talentpool.security.actor import Actor

KIND = "pool"


def act_on_person(word: str, person: Person, unit: Unit, *, by: Actor) -> AbstractContextManager[None]:
    """“推荐:金竹村 晏秋”."""
    return daily_act(word, f"{unit.name} {person.name}", kind=KIND, unit=unit, by=by)


def act_on_entry(word: str, entry: PoolEntry, *, by: Actor) -> AbstractContextManager[None]:
    """“出库:金竹村 晏秋”."""
    return act_on_person(word, entry.person, entry.unit, by=by)
