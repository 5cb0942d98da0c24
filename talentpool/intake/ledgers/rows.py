"""Bringing one row of a table to what a ledger tells of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, label_of
from talentpool.intake.plan import RowPlan
from talentpool.models import Base
from talentpool.writing import compact


def says_the_same(old: Any, told: Any) -> bool:
    """Whether a cell tells nothing new: a month says nothing against a day within it."""
    if isinstance(told, PartialDate) and isinstance(old, PartialDate):
        return told.covers(old)
    if type(told) is str and type(old) is str:
        return compact(told) == compact(old)
    return bool(old == told)


def bring_to(
    changes: ChangeSet,
    plan: RowPlan,
    model: type[Base],
    row: Known,
    told: Mapping[str, Any],
    *,
    labels: Mapping[str, str],
    person: Ref | None,
    unit: Ref | None,
    only_blanks: bool = False,
) -> bool:
    """Set the columns of `told` that differ, and note those with a label; an empty cell never erases.

    `only_blanks`: the ledger is older than what is known. Returns whether anything changed.
    """
    new = {}
    for column, value in told.items():
        old = row.values[column]
        if value in (None, "") or says_the_same(old, value) or (only_blanks and old not in (None, "")):
            continue
        new[column] = value
        if column in labels:
            plan.change(labels[column], label_of({column: old}, column), label_of({column: value}, column))
    if new:
        changes.update(model, row.ref, row.values, new, person=person, unit=unit)
    return bool(new)
