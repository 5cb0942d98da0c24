"""Which rule set of the mid-term analysis holds, and what the usual one contains as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from talentpool.extensions import db
from talentpool.midterm.usual_rules import EVIDENCE, SCALES, THRESHOLDS, WEIGHTS
from talentpool.models import (
    AppraisalThreshold,
    Base,
    EvidenceWanted,
    MidtermRuleSet,
    ScaleStep,
    ScoreWeight,
    Unit,
)


def find_rule_set(unit: Unit | None, *, on: date) -> MidtermRuleSet | None:
    """The set that holds for a unit on a day: its own before that of what stands above it, the last version.

    Without a unit: the one for everybody.
    """
    above = [int(key) for key in unit.path.strip("/").split("/") if key] if unit is not None else []
    statement = (
        select(MidtermRuleSet)
        .outerjoin(Unit, MidtermRuleSet.unit_id == Unit.id)
        .where(
            or_(MidtermRuleSet.unit_id.is_(None), MidtermRuleSet.unit_id.in_(above)),
            MidtermRuleSet.valid_from <= on,
            or_(MidtermRuleSet.valid_until.is_(None), MidtermRuleSet.valid_until > on),
        )
        .order_by(
            func.coalesce(func.length(Unit.path), 0).desc(),
            MidtermRuleSet.valid_from.desc(),
            MidtermRuleSet.id.desc(),
        )
        .limit(1)
    )
    return db.session.scalar(statement)


def usual_rows() -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """What stands in the usual set, as rows without their `rule_set_id`."""
    for scale, steps in SCALES.items():
        for position, step in enumerate(steps, start=1):
            yield (
                ScaleStep,
                {
                    "scale": scale,
                    "position": position,
                    "label": step.label,
                    "meaning": step.meaning,
                    "points": step.points,
                    "proposed_from": step.proposed_from,
                },
            )
    for one in THRESHOLDS:
        yield (
            AppraisalThreshold,
            {
                "code": one.code,
                "scale": one.scale,
                "measure": one.measure,
                "bound": one.bound,
                "share": one.share,
                "text": one.text,
            },
        )
    for rated, weights in WEIGHTS.items():
        for component, weight in weights.items():
            yield ScoreWeight, {"object": rated, "component": component, "weight": weight}
    for kind, (at_least, text) in EVIDENCE.items():
        yield EvidenceWanted, {"kind": kind, "at_least": at_least, "text": text}
