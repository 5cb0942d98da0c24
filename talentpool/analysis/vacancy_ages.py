"""How long posts have been vacant, in the classes of the office. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from talentpool.analysis.structure import TeamStructure
from talentpool.dates import months_between

SHORT_MONTHS = 3
LONG_MONTHS = 12


class VacancyAge(StrEnum):
    """How long a post has been vacant: over 12 months, 3 to 12, under 3."""

    LONG = "long"
    MIDDLE = "middle"
    SHORT = "short"


def age_of_vacancy(months: int) -> VacancyAge:
    """The class of full months; a vacancy of exactly 12 months is not yet over 12."""
    if months > LONG_MONTHS:
        return VacancyAge.LONG
    return VacancyAge.MIDDLE if months >= SHORT_MONTHS else VacancyAge.SHORT


def count_by_age(teams: Iterable[TeamStructure], *, on: date) -> dict[VacancyAge, int]:
    """Named vacancies of the teams in each class, the longest first."""
    counts = dict.fromkeys(VacancyAge, 0)
    for team in teams:
        for vacancy in team.vacancies:
            counts[age_of_vacancy(months_between(vacancy.since, on=on))] += 1
    return counts
