"""A person's career as one line of events. Pure.

Posts of one unit that were held from the same start to the same end are one event: the dual
head took both seats on one day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from talentpool.dates import PartialDate
from talentpool.vocabulary import AppointmentBasis, EndCause


@dataclass(frozen=True)
class Holding:
    """One appointment; `since` None where nobody stated the start, then known since `known_from`."""

    unit_id: int
    unit: str
    title: str
    since: PartialDate | None
    known_from: PartialDate
    until: PartialDate | None
    cause: EndCause | None
    note: str
    basis: AppointmentBasis


@dataclass(frozen=True)
class CareerEvent:
    """Posts held together; `current` on the day that the page refers to."""

    unit_id: int
    unit: str
    titles: tuple[str, ...]
    since: PartialDate | None
    known_from: PartialDate
    until: PartialDate | None
    cause: EndCause | None
    note: str
    basis: AppointmentBasis
    current: bool

    @property
    def when(self) -> str:
        """“2021.01–”, “2021.01–2021.11”, “…–2021.11” with an unknown start."""
        start = self.since.dotted if self.since else "…"
        return f"{start}–{self.until.dotted if self.until else ''}"


@dataclass(frozen=True)
class Career:
    """`later` events begin after the day of the page and are left out; `since` is the first thing known."""

    events: tuple[CareerEvent, ...]
    later: int
    since: PartialDate | None


def career_on(holdings: Iterable[Holding], *, on: date) -> Career:
    """The career as of a day, in the order given."""
    events: dict[tuple[object, ...], CareerEvent] = {}
    later = 0
    first: PartialDate | None = None
    for holding in holdings:
        start = holding.since or holding.known_from
        if start.first_day() > on:
            later += 1
            continue
        event = _as_known(holding, on=on)
        key = (event.unit_id, event.since, event.known_from, event.until, event.cause, event.note)
        known = events.get(key)
        events[key] = replace(known, titles=(*known.titles, holding.title)) if known else event
        first = start if first is None or start < first else first
    return Career(events=tuple(events.values()), later=later, since=first)


def _as_known(holding: Holding, *, on: date) -> CareerEvent:
    ended = holding.until is not None and holding.until.first_day() <= on
    return CareerEvent(
        unit_id=holding.unit_id,
        unit=holding.unit,
        titles=(holding.title,),
        since=holding.since,
        known_from=holding.known_from,
        until=holding.until if ended else None,
        cause=holding.cause if ended else None,
        note=holding.note if ended else "",
        basis=holding.basis,
        current=not ended,
    )
