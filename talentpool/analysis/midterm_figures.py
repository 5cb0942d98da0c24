"""The figures of the last mid-term analysis of each township within reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.fieldwork.queries import Totals, add_up, list_totals
from talentpool.grades.queries import GradeCounts, count_grades
from talentpool.midterm.queries import last_rounds
from talentpool.models import Unit
from talentpool.rectification.queries import count_accepted
from talentpool.security.scope import Scope


@dataclass(frozen=True)
class MidtermFigures:
    """Field work in its totals, grades decided, findings that stand in the ledger."""

    totals: Totals
    grades: GradeCounts
    findings: int


def count_midterm_figures(*, scope: Scope, on: date, unit: Unit | None = None) -> MidtermFigures:
    """Count the last rounds up to a day for the units within reach, or those below `unit`; three statements."""
    rounds = last_rounds(scope=scope, on=on, unit=unit)
    units = scope.unit_ids()
    if unit is not None:
        units = units.where(Unit.path.startswith(unit.path, autoescape=True))
    return MidtermFigures(
        totals=add_up(list_totals(rounds, units=units)),
        grades=count_grades(rounds, units=units),
        findings=count_accepted(rounds, units=units),
    )


def midterm_as_json(figures: MidtermFigures) -> dict[str, Any]:
    """The keys that the office's other systems read."""
    totals = figures.totals
    return {
        "questionnaires_issued": totals.questionnaires_issued or 0,
        "questionnaires_returned": totals.questionnaires_returned or 0,
        "satisfaction_forms": totals.satisfaction_forms or 0,
        "talks": totals.talks or 0,
        "suggestions": totals.suggestions or 0,
        "meetings": totals.meetings or 0,
        "team_grades": {one.label: one.decided for one in figures.grades.teams},
        "member_grades": {one.label: one.decided for one in figures.grades.members},
        "findings": figures.findings,
    }
