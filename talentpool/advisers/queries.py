"""Former cadres and who of them advises, on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import case, func, select

from talentpool.advisers.rules import SubsidyRule
from talentpool.extensions import db
from talentpool.models import AdvisoryMembership, FormerCadre, Unit
from talentpool.security.scope import Scope
from talentpool.settings.queries import value_in_force
from talentpool.vocabulary import SettingKey


def count_former(*, scope: Scope, on: date, unit: Unit | None = None) -> tuple[int, int]:
    """(former cadres, those in the advisory group) within reach, or of the units below `unit`."""
    advises = (
        select(AdvisoryMembership.id)
        .where(AdvisoryMembership.former_cadre_id == FormerCadre.id, AdvisoryMembership.in_force(on))
        .correlate(FormerCadre)
        .exists()
    )
    conditions = [scope.condition(), FormerCadre.left_on <= on]
    if unit is not None:
        conditions.append(Unit.path.startswith(unit.path, autoescape=True))
    statement = (
        select(func.count(FormerCadre.id), func.coalesce(func.sum(case((advises, 1), else_=0)), 0))
        .join(Unit, FormerCadre.unit_id == Unit.id)
        .where(*conditions)
    )
    former, advisers = db.session.execute(statement).one()
    return former, advisers


def subsidy_rule(on: date) -> SubsidyRule | None:
    """What the office grants former cadres on a day; None where it has set nothing."""
    kept = value_in_force(SettingKey.FORMER_SUBSIDY, on=on)
    if not kept:
        return None
    return SubsidyRule(
        base=kept["base"],
        a_year=kept["a_year"],
        least_years=int(kept["least_years"]),
        age_men=int(kept["age_men"]),
        age_women=int(kept["age_women"]),
    )
