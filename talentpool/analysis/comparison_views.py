"""Two days compared: indicators then and now, and what changed in each unit."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.comparison import Measured, MeasureLine, compare_measures, compare_units, measures_of
from talentpool.analysis.comparison_queries import list_seats
from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.labels import MEASURE_LABELS
from talentpool.analysis.overviews import list_teams
from talentpool.analysis.structure import merge_teams
from talentpool.analysis.views import bp, read_filter
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import BASE_UNITS, list_townships
from talentpool.vocabulary import UnitType
from talentpool.web.as_of import follows_date
from talentpool.web.working_date import read_date, reference_date


@bp.get("/compare")
@requires(Permission.ANALYSIS_VIEW)
@follows_date
def compare_dates() -> ResponseReturnValue:
    """The day of the page (`on`) beside an earlier one (`against`; a year before unless said)."""
    scope, on, wanted = current_scope(), reference_date(), read_filter()
    against = read_date(request.args["against"]) if request.args.get("against") else _year_before(on)
    now, _targets = list_teams(scope=scope, on=on, wanted=wanted)
    then, _targets = list_teams(scope=scope, on=against, wanted=wanted)
    units = {team.unit_id for team in (*now, *then)}
    seats = [seat for seat in list_seats(scope=scope, then=against, now=on) if seat.unit_id in units]
    changes = compare_units(then, now, seats)
    return render_template(
        "analysis/compare.html",
        on=on,
        against=against,
        wanted=wanted,
        types=[(kind.value, _(kind.label)) for kind in UnitType if kind in BASE_UNITS],
        townships=list_townships(scope=scope),
        lines=compare_measures(
            measures_of(merge_teams(then), on=against), measures_of(merge_teams(now), on=on)
        ),
        labels=MEASURE_LABELS,
        text=measure_text,
        difference=difference_text,
        changes=[one for one in changes if one.is_any],
        unchanged=[one.unit for one in changes if not one.is_any],
        notes=_notes(then, now, against=against, on=on),
        structure_url=url_for("analysis.show_structure"),
    )


def _year_before(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # 29 February
        return on.replace(year=on.year - 1, day=28)


def _notes(then: list, now: list, *, against: date, on: date) -> list[str]:  # type: ignore[type-arg]
    """What is not known of either day."""
    days = ((against, then), (on, now))
    notes = [
        (day, knowledge_note(Figures(on=day, town=merge_teams(teams), villages=0, communities=0)))
        for day, teams in days
        if teams
    ]
    return [f"{day.isoformat()}: {note}" for day, note in notes if note]


def measure_text(kind: Measured, value: float | None) -> str:
    """“7”, “43.3%”, “42.5”, or 不明."""
    if value is None:
        return str(_("不明"))
    if kind is Measured.SHARE:
        return f"{value * 100:.1f}%"
    return f"{value:.1f}" if kind is Measured.YEARS else f"{value:g}"


def difference_text(line: MeasureLine) -> str:
    """“+2”, “−3.1个百分点”, “0”; “—” where one of the days is not known."""
    change = line.difference
    if change is None:
        return "—"
    if line.kind is Measured.SHARE:
        points = round(change * 100, 1)
        return str(_("%(points)s个百分点", points=_signed(points, 1))) if points else "0"
    places = 1 if line.kind is Measured.YEARS else 0
    return _signed(round(change, places), places)


def _signed(value: float, places: int) -> str:
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{abs(value):.{places}f}"
