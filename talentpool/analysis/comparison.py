"""Two days beside each other: every indicator then and now, and what changed in each unit. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import Ratio, TeamStructure, TownStructure


class Measured(StrEnum):
    """How a measure is written."""

    COUNT = "count"
    SHARE = "share"
    YEARS = "years"


@dataclass(frozen=True)
class MeasureLine:
    """One indicator on both days; None where it is not known. Shares differ in percentage points."""

    key: str
    kind: Measured
    then: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        if self.then is None or self.now is None:
            return None
        return round(self.now, 4) - round(self.then, 4)


@dataclass(frozen=True)
class SeatRow:
    """Somebody in a post of the two committees on one of the days or both."""

    unit_id: int
    unit: str
    person_id: int
    person: str
    post_id: int
    post: str
    then: bool
    now: bool


@dataclass(frozen=True)
class Mover:
    """A person with the posts held then and now."""

    person_id: int
    name: str
    then: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class UnitChange:
    """What changed in a unit; `then` or `now` None where the unit did not exist on the day."""

    unit_id: int
    unit: str
    then: TeamStructure | None
    now: TeamStructure | None
    entered: tuple[Mover, ...]
    left: tuple[Mover, ...]
    moved: tuple[Mover, ...]
    filled: tuple[str, ...]
    vacated: tuple[str, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything at all changed."""
        people = self.entered or self.left or self.moved or self.filled or self.vacated
        return bool(people) or self.then is None or self.now is None or self.then.vacant != self.now.vacant


Measure = Callable[[TownStructure], float | None]


def _share(key: str) -> Measure:
    return lambda town: town.share(key).value


def _value(ratio: Callable[[TownStructure], Ratio]) -> Measure:
    return lambda town: ratio(town).value


MEASURES: dict[str, tuple[Measured, Measure]] = {
    "authorised": (Measured.COUNT, lambda town: town.authorised),
    "filled": (Measured.COUNT, lambda town: town.filled),
    "vacant": (Measured.COUNT, lambda town: town.vacant),
    "vacancy_rate": (
        Measured.SHARE,
        lambda town: town.vacancy_rate.value if town.vacant is not None else None,
    ),
    "dual_head_rate": (Measured.SHARE, _value(lambda town: town.dual_head_rate)),
    "cross_appointment_rate": (Measured.SHARE, _value(lambda town: town.cross_appointment_rate)),
    "average_age": (Measured.YEARS, lambda town: town.average_age),
    "aged_35_or_under": (Measured.COUNT, lambda town: town.total("aged_35_or_under")),
    "aged_35_share": (Measured.SHARE, _share("aged_35_or_under")),
    "women": (Measured.COUNT, lambda town: town.total("women")),
    "women_share": (Measured.SHARE, _share("women")),
    "college_or_above": (Measured.COUNT, lambda town: town.total("college_or_above")),
    "college_share": (Measured.SHARE, _share("college_or_above")),
    "party_members": (Measured.COUNT, lambda town: town.total("party_members")),
}
"""Indicators of a comparison, in reading order."""


def measures_of(town: TownStructure, *, on: date) -> dict[str, float | None]:
    """Every measure on a day; seats are known by themselves, people only from when anybody is."""
    known = any(is_known(team, on=on) for team in town.teams)
    return {
        key: measure(town) if known or key == "authorised" else None
        for key, (_kind, measure) in MEASURES.items()
    }


def compare_measures(then: dict[str, float | None], now: dict[str, float | None]) -> list[MeasureLine]:
    """The measures of two days, line by line."""
    return [MeasureLine(key, kind, then.get(key), now.get(key)) for key, (kind, _measure) in MEASURES.items()]


def compare_units(
    then: Sequence[TeamStructure], now: Sequence[TeamStructure], seats: Iterable[SeatRow]
) -> list[UnitChange]:
    """The units of both days in the order of the later one, those that are gone behind."""
    by_unit: dict[int, list[SeatRow]] = defaultdict(list)
    for seat in seats:
        by_unit[seat.unit_id].append(seat)
    before, after = ({team.unit_id: team for team in teams} for teams in (then, now))
    order = dict.fromkeys([*after, *before])
    return [_change(unit_id, before.get(unit_id), after.get(unit_id), by_unit[unit_id]) for unit_id in order]


def _change(
    unit_id: int, then: TeamStructure | None, now: TeamStructure | None, seats: Sequence[SeatRow]
) -> UnitChange:
    movers = _movers(seats)
    team = now or then
    assert team is not None
    return UnitChange(
        unit_id=unit_id,
        unit=team.unit,
        then=then,
        now=now,
        entered=tuple(one for one in movers if not one.then),
        left=tuple(one for one in movers if not one.now),
        moved=tuple(one for one in movers if one.then and one.now and set(one.then) != set(one.now)),
        filled=_posts(seats, held=lambda seat: seat.now, free=lambda seat: seat.then),
        vacated=_once(
            (
                *_posts(seats, held=lambda seat: seat.then, free=lambda seat: seat.now),
                *_newly_vacant(then, now),
            )
        ),
    )


def _newly_vacant(then: TeamStructure | None, now: TeamStructure | None) -> list[str]:
    """Posts that the ledger names as vacant since, whoever held them before."""
    before = {vacancy.key for vacancy in then.vacancies} if then else set()
    return [vacancy.post for vacancy in now.vacancies if vacancy.key not in before] if now and then else []


def _movers(seats: Sequence[SeatRow]) -> list[Mover]:
    posts: dict[int, tuple[str, list[str], list[str]]] = {}
    for seat in seats:
        _name, then, now = posts.setdefault(seat.person_id, (seat.person, [], []))
        if seat.then:
            then.append(seat.post)
        if seat.now:
            now.append(seat.post)
    return [Mover(person_id, name, _once(then), _once(now)) for person_id, (name, then, now) in posts.items()]


def _once(titles: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(titles))


def _posts(
    seats: Sequence[SeatRow], *, held: Callable[[SeatRow], bool], free: Callable[[SeatRow], bool]
) -> tuple[str, ...]:
    """Posts that somebody held on the one day and nobody on the other."""
    occupied = {seat.post_id for seat in seats if free(seat)}
    titles = {seat.post_id: seat.post for seat in seats if held(seat) and seat.post_id not in occupied}
    return tuple(titles.values())
