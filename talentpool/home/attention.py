"""What wants attention, from facts already counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.analysis.structure import NamedVacancy, TeamStructure
from talentpool.analysis.targets import Target, targets_of
from talentpool.analysis.vacancy_ages import VacancyAge, age_of_vacancy
from talentpool.dates import months_between


@dataclass(frozen=True)
class OpenVacancy:
    """A vacant post of a unit, and for how many full months."""

    unit_id: int
    unit: str
    vacancy: NamedVacancy
    months: int

    @property
    def age(self) -> VacancyAge:
        """The class of its months."""
        return age_of_vacancy(self.months)


@dataclass(frozen=True)
class Shortfall:
    """A target and the units that miss it: (id, name)."""

    label: str
    units: tuple[tuple[int, str], ...]


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


def shortfalls(teams: Sequence[TeamStructure], targets: Sequence[Target]) -> list[Shortfall]:
    """The targets that some unit misses, in the order of the targets; those of one wording together."""
    missing: dict[str, dict[int, str]] = {target.label: {} for target in targets}
    for team in teams:
        for target in targets_of(team, targets):
            if target.is_met_by(team) is False:
                missing[target.label][team.unit_id] = team.unit
    return [Shortfall(label, tuple(units.items())) for label, units in missing.items() if units]


def unready(teams: Iterable[TeamStructure]) -> Unready:
    """Units without stated seats, and without a roster."""
    listed = list(teams)
    return Unready(
        without_seats=tuple((team.unit_id, team.unit) for team in listed if team.authorised is None),
        without_roster=tuple((team.unit_id, team.unit) for team in listed if team.complete_from is None),
    )
