"""The round that a ledger of the mid-term analysis belongs to: the one of its day, or a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from talentpool.extensions import db
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known
from talentpool.intake.plan import RowPlan
from talentpool.intake.register import rows_where
from talentpool.intake.unit_index import BASE_TYPES, UnitIndex
from talentpool.midterm.rule_sets import find_rule_set, usual_rows
from talentpool.midterm.usual_rules import BASIS, NAME
from talentpool.models import MidtermRound, MidtermRuleSet, RoundUnit, ScaleStep, Unit
from talentpool.vocabulary import ScaleKind


class Rounds:
    """The rounds of one sheet's townships; one that is missing is opened with all units of its township."""

    def __init__(self, index: UnitIndex, changes: ChangeSet, on: date) -> None:
        self._index, self._changes, self._on = index, changes, on
        self._by_township: dict[Ref, Known] = {}
        self._steps: dict[Ref, list[Known]] = {}
        self._units: dict[Ref, set[Ref]] = {}

    def of(self, township: Known, plan: RowPlan) -> Known:
        """The round of the ledger's day: whose reference date or days it is; else a new one."""
        known = self._by_township.get(township.ref)
        if known is None:
            known = self._find(township) or self._open(township, plan)
            self._by_township[township.ref] = known
        return known

    def _find(self, township: Known) -> Known | None:
        if not isinstance(township.ref, int):
            return None
        on = self._on
        its_day = or_(
            MidtermRound.reference_on == on, and_(MidtermRound.starts_on <= on, MidtermRound.ends_on >= on)
        )
        rows = rows_where(
            MidtermRound,
            and_(MidtermRound.unit_id == township.ref, its_day),
            order_by=MidtermRound.reference_on,
        )
        return rows[-1] if rows else None

    def _open(self, township: Known, plan: RowPlan) -> Known:
        on = self._on
        name = self._free_name(township, f"{on.year}年届中分析")
        values = {
            "unit_id": township.ref,
            "name": name,
            "rule_set_id": self._rule_set(township),
            "reference_on": on,
            "starts_on": on,
            "ends_on": on,
            "previous_id": self._previous(township),
        }
        row = self._changes.insert(MidtermRound, values, unit=township.ref)
        plan.change("届中分析", "", name)
        self._units[row] = set()
        for unit in self._index.siblings(township):
            if unit.values["unit_type"] in BASE_TYPES:
                self._add_unit(row, unit)
        return Known(row, row.values)

    def _earlier(self, township: Known) -> list[Known]:
        if not isinstance(township.ref, int):
            return []
        return rows_where(
            MidtermRound, MidtermRound.unit_id == township.ref, order_by=MidtermRound.reference_on
        )

    def _previous(self, township: Known) -> Ref | None:
        before = [row for row in self._earlier(township) if row.values["reference_on"] < self._on]
        return before[-1].ref if before else None

    def _free_name(self, township: Known, name: str) -> str:
        taken = {row.values["name"] for row in self._earlier(township)}
        return f"{name}({self._on.isoformat()})" if name in taken else name

    def _rule_set(self, township: Known) -> Ref:
        unit = db.session.get(Unit, township.ref) if isinstance(township.ref, int) else None
        known = find_rule_set(unit, on=self._on)
        if known is not None:
            return known.id
        values = {"unit_id": township.ref, "name": NAME, "valid_from": self._on, "basis": BASIS}
        row = self._changes.insert(MidtermRuleSet, values, unit=township.ref)
        self._steps[row] = []
        for model, item in usual_rows():
            new = self._changes.insert(model, {"rule_set_id": row, **item}, unit=township.ref)
            if model is ScaleStep:
                self._steps[row].append(Known(new, new.values))
        return row

    def steps(self, round_: Known, scale: ScaleKind) -> list[Known]:
        """The steps of a scale in the round's rule set, the best first."""
        rules = round_.values["rule_set_id"]
        if rules not in self._steps:
            self._steps[rules] = rows_where(
                ScaleStep, ScaleStep.rule_set_id == rules, order_by=ScaleStep.position
            )
        return [step for step in self._steps[rules] if step.values["scale"] is scale]

    def must_have(self, round_: Known, unit: Known) -> None:
        """Make a unit one of the round's, if it is not yet."""
        if round_.ref not in self._units:
            rows = rows_where(RoundUnit, RoundUnit.round_id == round_.ref)
            self._units[round_.ref] = {row.values["unit_id"] for row in rows}
        if unit.ref not in self._units[round_.ref]:
            self._add_unit(round_.ref, unit)

    def _add_unit(self, round_ref: Ref, unit: Known) -> None:
        known = self._units[round_ref]
        values: dict[str, Any] = {
            "round_id": round_ref,
            "unit_id": unit.ref,
            "position": unit.values["position"] or len(known) + 1,
        }
        self._changes.insert(RoundUnit, values, unit=unit.ref)
        known.add(unit.ref)
