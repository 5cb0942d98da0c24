"""Ledgers of a mid-term analysis 届中分析 against the register: one planner a kind of sheet."""

from __future__ import annotations

from talentpool.intake.midterm.desk import RoundDesk
from talentpool.intake.midterm.findings import FindingsPlanner
from talentpool.intake.midterm.grades import GradesPlanner, MeetingsPlanner
from talentpool.intake.midterm.groups import GroupsPlanner
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.midterm.tallies import TalliesPlanner
from talentpool.intake.midterm.texts import NextStepsPlanner, OperationPlanner
from talentpool.intake.midterm.totals import AgenciesPlanner, TotalsPlanner
from talentpool.vocabulary import SheetKind

PLANNERS: dict[SheetKind, type[RoundPlanner]] = {
    SheetKind.GROUPS: GroupsPlanner,
    SheetKind.FIELD_TOTALS: TotalsPlanner,
    SheetKind.AGENCY_CHECKS: AgenciesPlanner,
    SheetKind.TEAM_TALLIES: TalliesPlanner,
    SheetKind.MEMBER_TALLIES: TalliesPlanner,
    SheetKind.PARTY_MEETINGS: MeetingsPlanner,
    SheetKind.TEAM_GRADES: GradesPlanner,
    SheetKind.MEMBER_GRADES: GradesPlanner,
    SheetKind.OPERATION: OperationPlanner,
    SheetKind.FINDINGS: FindingsPlanner,
    SheetKind.NEXT_STEPS: NextStepsPlanner,
}


def plan_midterm(desk: RoundDesk) -> None:
    """Fill the plan of a sheet and what it changes."""
    kind = desk.sheet.kind
    assert kind is not None
    PLANNERS[kind](desk).run()
