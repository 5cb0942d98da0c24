"""The charts of a structure, drawn from what was counted: of the register's present or of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.analysis import indicators, spread
from talentpool.analysis.distribution import BandOfSexes, Group, levels_of, pyramid_of
from talentpool.analysis.indicators import Bar, Stack
from talentpool.analysis.labels import DEFINITIONS, INDICATORS
from talentpool.analysis.spread import PyramidRow
from talentpool.analysis.structure import TownStructure
from talentpool.analysis.vacancy_ages import count_by_age

KINDS = ("aged_35_or_under", "women", "college_or_above")


@dataclass(frozen=True)
class Chart:
    """A chart of bars with its finding."""

    key: str
    title: str
    rows: Sequence[Bar]
    definition: str


@dataclass(frozen=True)
class ChartSet:
    """All charts of a page. `pyramid` and `levels` are None where nobody kept who is of which group."""

    age: Chart
    kinds: tuple[Chart, ...]
    vacancy_title: str
    vacancy_ages: Sequence[Bar]
    seats_title: str
    seats: Sequence[Stack]
    ages_title: str
    ages: Sequence[Stack]
    bands: Sequence[str]
    steps: Sequence[BandOfSexes] = ()
    pyramid_title: str = ""
    pyramid: Sequence[PyramidRow] | None = None
    levels_title: str = ""
    levels: Sequence[Bar] | None = None


def charts_of(
    town: TownStructure, groups: Sequence[Group] | None, *, part: TownStructure | None = None, on: date
) -> ChartSet:
    """The charts of teams as of a day, without links.

    `part`: the teams whose marks are drawn where a chart goes by unit; its finding stays that of all.
    """
    drawn = part or town
    vacancies = count_by_age(town.teams, on=on)
    steps = pyramid_of(groups, indicators.band_labels()) if groups is not None else []
    levels = levels_of(groups) if groups is not None else {}
    told = groups is not None
    return ChartSet(
        age=Chart(
            "bands", indicators.age_title(town), indicators.age_bars(town), str(DEFINITIONS["age_bands"])
        ),
        kinds=tuple(
            Chart(
                key,
                indicators.missing_title(town, key, str(INDICATORS[key])),
                indicators.kind_bars(drawn, key),
                str(DEFINITIONS[key]),
            )
            for key in KINDS
        ),
        vacancy_title=spread.vacancy_title(vacancies),
        vacancy_ages=spread.vacancy_bars(vacancies),
        seats_title=indicators.seats_title(town),
        seats=indicators.seat_stacks(drawn),
        ages_title=indicators.average_title(town),
        ages=indicators.age_stacks(drawn),
        bands=indicators.band_labels(),
        steps=steps,
        pyramid_title=spread.pyramid_title(steps) if told else "",
        pyramid=[PyramidRow(step.label, step.men, step.women) for step in steps] if told else None,
        levels_title=spread.level_title(levels) if told else "",
        levels=spread.level_bars(levels) if told else None,
    )
