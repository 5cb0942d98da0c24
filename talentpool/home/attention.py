"""What wants attention, from facts already counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talentpool.analysis.structure import NamedVacancy, TeamStructure
from talentpool.analysis.targets import Gap, Target, gaps_of
from talentpool.dates import months_between

SHORT_MONTHS = 3
LONG_MONTHS = 12


class VacancyAge(StrEnum):
    """How long a post has been vacant: under 3 months, 3 to 12, over 12."""

    LONG = "long"
    MIDDLE = "middle"
    SHORT = "short"


@dataclass(frozen=True)
class OpenVacancy:
    """A vacant post of a unit, and for how many full months."""

    unit_id: int
    unit: str
    vacancy: NamedVacancy
    months: int

    @property
    def age(self) -> VacancyAge:
        """A vacancy of exactly 12 months is not yet over 12."""
        if self.months > LONG_MONTHS:
            return VacancyAge.LONG
        return VacancyAge.MIDDLE if self.months >= SHORT_MONTHS else VacancyAge.SHORT


@dataclass(frozen=True)
class Shortfall:
    """The units that miss one target."""

    target: Target
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Unready:
    """Units of which something basic was never handed in: (id, name)."""

    without_seats: tuple[tuple[int, str], ...]
    without_roster: tuple[tuple[int, str], ...]


def open_vacancies(teams: Iterable[TeamStructure], *, on: date) -> list[OpenVacancy]:
    """Named vacancies of the teams, the longest first."""
    found = [
        OpenVacancy(team.unit_id, team.unit, vacancy, months_between(vacancy.since, on=on))
        for team in teams
        for vacancy in team.vacancies
    ]
    return sorted(found, key=lambda one: -one.months)


def count_unnamed(teams: Iterable[TeamStructure]) -> int:
    """Vacant seats of which no ledger says which post they are."""
    return sum(max((team.vacant or 0) - len(team.vacancies), 0) for team in teams)


def shortfalls(teams: Sequence[TeamStructure], targets: Sequence[Target], *, on: date) -> list[Shortfall]:
    """The targets that some unit misses, in the order of the targets.

    Targets of one indicator and bound that differ by township or type of unit stay apart.
    """
    found = []
    for target in targets:
        gaps = [
            gap for team in teams for gap in gaps_of(team, targets, on=on) if _is_of(gap, target, team=team)
        ]
        if gaps:
            found.append(Shortfall(target=target, gaps=tuple(gaps)))
    return found


def _is_of(gap: Gap, target: Target, *, team: TeamStructure) -> bool:
    return gap.kind == target.indicator and target.applies_to(team) and target.is_met_by(team) is False


def unready(teams: Iterable[TeamStructure]) -> Unready:
    """Units without stated seats, and without a roster."""
    listed = list(teams)
    return Unready(
        without_seats=tuple((team.unit_id, team.unit) for team in listed if team.authorised is None),
        without_roster=tuple((team.unit_id, team.unit) for team in listed if team.complete_from is None),
    )
