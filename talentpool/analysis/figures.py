"""The figures as one object, for the console, the workbooks and the page of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.analysis import queries
from talentpool.analysis.structure import AGE_BANDS, Ratio, TownStructure, merge_teams
from talentpool.dates import PartialDate
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.vocabulary import UnitType
from talentpool.wording import say


@dataclass(frozen=True)
class Figures:
    """The structure of the teams within reach on a day."""

    on: date
    town: TownStructure
    villages: int
    communities: int


def count_figures(*, scope: Scope, on: date, unit: Unit | None = None) -> Figures:
    """Count everything for the units within reach, or those below `unit`."""
    town = merge_teams(queries.list_structure(scope=scope, on=on, unit=unit))
    kinds = [team.unit_type for team in town.teams]
    return Figures(
        on=on,
        town=town,
        villages=kinds.count(UnitType.VILLAGE.value),
        communities=kinds.count(UnitType.COMMUNITY.value),
    )


def as_json(figures: Figures) -> dict[str, Any]:
    """The keys that the office's other systems read; rates come with both their numbers."""
    town = figures.town
    average = town.average_age
    return {
        "reference_date": figures.on.isoformat(),
        "units": town.units,
        "villages": figures.villages,
        "communities": figures.communities,
        "two_committee_members": town.filled,
        "supervision_heads": town.total("supervision_heads"),
        "authorised": town.authorised,
        "filled": town.filled,
        "vacant": town.vacant,
        "over_seats": town.over_seats,
        "vacancies": [
            {"unit": team.unit, "post": vacancy.post, "since": vacancy.since.iso}
            for team in town.teams
            for vacancy in team.vacancies
        ],
        "standing": town.total("standing"),
        "dual_heads": town.dual_heads,
        "dual_head_rate": _ratio(town.dual_head_rate),
        "cross_appointed": town.total("cross_appointed"),
        "cross_appointment_rate": _ratio(town.cross_appointment_rate),
        "vacancy_rate": _ratio(town.vacancy_rate),
        "women": town.total("women"),
        "units_without_woman": town.without("women"),
        "aged_35_or_under": town.total("aged_35_or_under"),
        "units_without_35": town.without("aged_35_or_under"),
        "college_or_above": town.total("college_or_above"),
        "units_without_college": town.without("college_or_above"),
        "party_members": town.total("party_members"),
        "average_age": None if average is None else round(average, 2),
        "age_bands": {band[0]: count for band, count in zip(AGE_BANDS, town.bands, strict=True)},
        "knowledge": _knowledge(figures),
    }


def _ratio(ratio: Ratio) -> dict[str, Any]:
    value = None if ratio.value is None else round(ratio.value, 4)
    return {"numerator": ratio.numerator, "denominator": ratio.denominator, "value": value}


def _knowledge(figures: Figures) -> dict[str, Any]:
    """How far the figures can be trusted: what lies before the records is unknown, not empty."""
    town = figures.town
    since, complete = town.unknown_before, town.incomplete_before
    return {
        "unknown_before": since.iso if since else None,
        "complete_from": complete.isoformat() if complete else None,
        "holders_not_recorded": town.total("holders_unknown"),
        "note": knowledge_note(figures),
    }


def knowledge_note(figures: Figures) -> str:
    """The same as a sentence; empty when the register is complete on the day."""
    return _note(figures.town.unknown_before, figures.town.incomplete_before, on=figures.on)


def town_note(*, scope: Scope, on: date) -> str:
    """The same for pages that count no figures, in one statement; empty where no unit is within reach."""
    known = queries.how_far_known(scope=scope, on=on)
    return _note(known.since, known.complete, on=on) if known.units else ""


def _note(since: PartialDate | None, complete: date | None, *, on: date) -> str:
    if since is None:
        return say("尚未登记任何任职")
    if on < since.first_day():
        return say("%(month)s以前的任职情况未登记", month=since.told)
    if complete and on < complete:
        return say(
            "花名册自%(day)s起登记完整;此前只登记了现任人员的任职起点,%(month)s以前未登记",
            day=complete.isoformat(),
            month=since.told,
        )
    return ""
