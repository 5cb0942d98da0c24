"""Ledgers about reserves and former cadres against the register: one planner a kind of sheet."""

from __future__ import annotations

from datetime import date

from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.ledgers.desk import Desk
from talentpool.intake.ledgers.education import EducationPlanner
from talentpool.intake.ledgers.former import FormerPlanner
from talentpool.intake.ledgers.mentorship import GuidancePlanner, PairingsPlanner
from talentpool.intake.ledgers.reserves import ReservesPlanner
from talentpool.intake.own_words import OwnWords
from talentpool.vocabulary import PartyForm, SheetKind


def plan_ledger(
    desk: Desk, changes: ChangeSet, party_forms: dict[Ref, PartyForm], on: date, own: OwnWords
) -> None:
    """Fill the plan of a ledger's sheet and what it changes."""
    if desk.sheet.kind is SheetKind.RESERVES:
        ReservesPlanner(desk, changes, party_forms, on, own).run()
    elif desk.sheet.kind is SheetKind.EDUCATION:
        EducationPlanner(desk, changes, on).run()
    elif desk.sheet.kind is SheetKind.PAIRINGS:
        PairingsPlanner(desk, changes, on).run()
    elif desk.sheet.kind is SheetKind.GUIDANCE:
        GuidancePlanner(desk, changes, on).run()
    else:
        FormerPlanner(desk, changes, on).run()
