"""Two days compared: indicators then and now, and what changed in each unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.analysis.comparison_ledger import compare_days, read_comparison_filter
from talentpool.analysis.comparison_words import difference_text, measure_text
from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.labels import MEASURE_LABELS
from talentpool.analysis.structure import TeamStructure, merge_teams
from talentpool.analysis.views import bp
from talentpool.security.actor import current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import BASE_UNITS, list_townships
from talentpool.vocabulary import UnitType
from talentpool.web.as_of import follows_date
from talentpool.web.working_date import reference_date


@bp.get("/compare")
@requires(Permission.ANALYSIS_VIEW)
@follows_date
def compare_dates() -> ResponseReturnValue:
    """The day of the page (`on`) beside an earlier one (`against`; a year before unless said)."""
    scope, on = current_scope(), reference_date()
    wanted, against = read_comparison_filter(request.args, on=on)
    compared = compare_days(scope=scope, on=on, against=against, wanted=wanted)
    return render_template(
        "analysis/compare.html",
        on=on,
        against=against,
        wanted=wanted,
        types=[(kind.value, _(kind.label)) for kind in UnitType if kind in BASE_UNITS],
        townships=list_townships(scope=scope),
        lines=compared.lines,
        labels=MEASURE_LABELS,
        text=measure_text,
        difference=difference_text,
        changes=compared.changes,
        unchanged=[one.unit for one in compared.units if not one.is_any],
        notes=_notes(compared.then, compared.now, against=against, on=on),
        structure_url=url_for("analysis.show_structure"),
    )


def _notes(
    then: Sequence[TeamStructure], now: Sequence[TeamStructure], *, against: date, on: date
) -> list[str]:
    """What is not known of either day."""
    days = ((against, then), (on, now))
    notes = [
        (day, knowledge_note(Figures(on=day, town=merge_teams(teams), villages=0, communities=0)))
        for day, teams in days
        if teams
    ]
    return [f"{day.isoformat()}: {note}" for day, note in notes if note]
