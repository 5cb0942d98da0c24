"""What a merger of units is to do, as the clerk decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentpool.models import Person, Unit
from talentpool.vocabulary import AppointmentBasis, PartyForm, PostClass, UnitType


@dataclass(frozen=True)
class TargetPost:
    """A post of the merged unit, by its title."""

    title: str
    post_class: PostClass


@dataclass(frozen=True)
class Seating:
    """What somebody holds in the merged unit; no posts: nothing."""

    person: Person
    posts: tuple[TargetPost, ...]


@dataclass(frozen=True)
class MergerPlan:
    """Everything the clerk decides. `into` None makes a new unit called `name`; else it takes that name.

    `name_confirmed`: the name is meant although it is the former one of another unit.
    """

    sources: tuple[Unit, ...]
    into: Unit | None
    name: str
    merged_on: date
    seatings: tuple[Seating, ...] = ()
    unit_type: UnitType = UnitType.VILLAGE
    code: str | None = None
    party_form: PartyForm | None = None
    authorised: int | None = None
    standing: int | None = None
    document: str = ""
    party_basis: AppointmentBasis = AppointmentBasis.APPOINTED
    committee_basis: AppointmentBasis = AppointmentBasis.ELECTED
    exception_reason: str = ""
    name_confirmed: bool = False

    @property
    def going(self) -> tuple[Unit, ...]:
        """The units that end in the merger."""
        return tuple(unit for unit in self.sources if self.into is None or unit.id != self.into.id)

    @property
    def everyone(self) -> tuple[Unit, ...]:
        """Those, and the one that goes on."""
        return (*self.going, *((self.into,) if self.into is not None else ()))
