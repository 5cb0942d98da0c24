"""The structure of the teams: figures, charts, the matrix, and what each unit lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis import indicators
from talentpool.analysis.chart_set import ChartSet, charts_of
from talentpool.analysis.distribution import BandOfSexes, list_groups
from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.indicators import Bar, Stack
from talentpool.analysis.labels import DEFINITIONS, INDICATORS
from talentpool.analysis.ledgers import read_unit_filter
from talentpool.analysis.overviews import UnitFilter, list_teams
from talentpool.analysis.spread import PyramidRow
from talentpool.analysis.standards import MATRIX, Cell, cells_of, is_known
from talentpool.analysis.structure import AGE_BANDS, TeamStructure, merge_teams
from talentpool.analysis.targets import gaps_of
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import BASE_UNITS, list_townships
from talentpool.vocabulary import Sex, UnitType
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import slice_page
from talentpool.web.working_date import asked_date, reference_date

bp = Blueprint("analysis", __name__, url_prefix="/analysis")

PEOPLE_BEHIND: dict[str, dict[str, Any]] = {
    "filled": {},
    "aged_35_or_under": {"age_from": 0, "age_to": 35},
    "women": {"sex": "female"},
    "college_or_above": {"schooling": "college"},
    "dual_head_rate": {"dual_head": 1},
}
"""Indicator → the filter of the list of people behind it."""

UNITS_SHOWN = 50
"""Units on a page, in every list and chart that goes by unit; the workbook has them all."""


@dataclass(frozen=True)
class MatrixRow:
    """One unit of the matrix, its cells in the order of MATRIX."""

    team: TeamStructure
    cells: tuple[Cell, ...]


@bp.get("")
@requires(Permission.ANALYSIS_VIEW)
@follows_date
def show_structure() -> ResponseReturnValue:
    """The structure of the teams within reach, as of a day."""
    scope, on = current_scope(), reference_date()
    wanted = read_filter()
    teams, targets = list_teams(scope=scope, on=on, wanted=wanted)
    town = merge_teams(teams)
    page = slice_page(teams, size=UNITS_SHOWN)
    part = merge_teams(page.items)
    listed = {team.unit_id for team in part.teams}
    gaps = [gap for team in teams for gap in gaps_of(team, targets, on=on)]
    groups = list_groups(scope=scope, on=on, unit_ids={team.unit_id for team in teams})
    return render_template(
        "analysis/structure.html",
        on=on,
        on_asked=asked_date(),
        wanted=wanted,
        town=town,
        note=knowledge_note(Figures(on=on, town=town, villages=0, communities=0)) if teams else "",
        types=[(kind.value, _(kind.label)) for kind in UnitType if kind in BASE_UNITS],
        townships=list_townships(scope=scope),
        clear_url=url_for("analysis.show_structure", on=asked_date()) if wanted else None,
        tiles=indicators.tiles_of(town, on=on, lacking=len({gap.unit_id for gap in gaps})),
        lacking=len({gap.unit_id for gap in gaps}),
        tile_urls=_tile_urls(wanted),
        shown=_linked_charts(charts_of(town, groups, part=part, on=on), wanted),
        page=page,
        compare_url=url_for("analysis.compare_dates", **_kept(wanted)),
        snapshots_url=url_for("analysis.list_snapshots"),
        known={team.unit_id for team in part.teams if is_known(team, on=on)},
        columns=[(key, INDICATORS[key]) for key in MATRIX],
        matrix=[MatrixRow(team, tuple(cells_of(team, targets))) for team in part.teams],
        gap_count=len(gaps),
        gaps=[gap for gap in gaps if gap.unit_id in listed],
        definitions=DEFINITIONS,
        labels=INDICATORS,
        indicator_labels=INDICATORS,
        export_url=url_if_allowed("exports.take_export", slug="gaps", on=asked_date()),
        intake_url=url_if_allowed("intake.list_batches"),
    )


def read_filter() -> UnitFilter:
    """Type and township in the address; a value nobody knows narrows nothing."""
    wanted = read_unit_filter(request.args)
    return UnitFilter(unit_type=wanted.unit_type, township_id=wanted.township_id)


def _tile_urls(wanted: UnitFilter) -> dict[str, str]:
    """Indicator → the list behind it; none of people where the page shows one type of unit only."""
    urls = {"vacant": url_for("posts.list_vacancies", on=asked_date())} if not wanted else {}
    urls["authorised"] = _units_url(wanted)
    urls["lacking"] = _units_url(wanted, attention="gaps")
    for key in PEOPLE_BEHIND:
        url = people_url(wanted, **PEOPLE_BEHIND[key])
        if url:
            urls[key] = url
    return urls


def _units_url(wanted: UnitFilter, **filters: Any) -> str:
    kind = wanted.unit_type.value if wanted.unit_type else None
    return url_for("units.list_units", type=kind, township=wanted.township_id, on=asked_date(), **filters)


def people_url(wanted: UnitFilter, **filters: Any) -> str | None:
    """The people of the two committees behind a figure, None where the list could not show just them."""
    if wanted.unit_type is not None:
        return None
    return url_if_allowed(
        "people.list_people", body="two_committees", unit=wanted.township_id, on=asked_date(), **filters
    )


def _unit_url(unit_id: int | str) -> str:
    return url_for("units.show_unit", unit_id=unit_id, on=asked_date())


def _linked(bars: Iterable[Bar]) -> list[Bar]:
    return [replace(bar, url=_unit_url(bar.key)) for bar in bars]


def _linked_stacks(rows: Iterable[Stack]) -> list[Stack]:
    return [replace(row, url=_unit_url(row.unit_id)) for row in rows]


def _linked_charts(drawn: ChartSet, wanted: UnitFilter) -> ChartSet:
    """Each mark with the list behind it."""
    vacancies = None if wanted else url_if_allowed("posts.list_vacancies")
    return replace(
        drawn,
        age=replace(drawn.age, rows=_linked_ages(drawn.age.rows, wanted)),
        kinds=tuple(replace(chart, rows=_linked(chart.rows)) for chart in drawn.kinds),
        vacancy_ages=[replace(bar, url=vacancies) for bar in drawn.vacancy_ages],
        seats=_linked_stacks(drawn.seats),
        ages=_linked_stacks(drawn.ages),
        pyramid=_pyramid_rows(drawn.steps, wanted),
    )


def _linked_ages(bars: Iterable[Bar], wanted: UnitFilter) -> list[Bar]:
    linked = []
    for bar in bars:
        low, high = (int(bound) for bound in bar.key.split("-"))
        linked.append(replace(bar, url=people_url(wanted, age_from=low, age_to=min(high, 150))))
    return linked


def _kept(wanted: UnitFilter) -> dict[str, Any]:
    """The filter as values of an address."""
    return {"type": wanted.unit_type.value if wanted.unit_type else None, "township": wanted.township_id}


def _pyramid_rows(steps: Iterable[BandOfSexes], wanted: UnitFilter) -> list[PyramidRow]:
    rows = []
    for step in steps:
        _label, low, high = AGE_BANDS[step.band]
        ages = {"age_from": low, "age_to": min(high, 150)}
        rows.append(
            PyramidRow(
                step.label,
                step.men,
                step.women,
                left_url=people_url(wanted, sex=Sex.MALE.value, **ages),
                right_url=people_url(wanted, sex=Sex.FEMALE.value, **ages),
            )
        )
    return rows
