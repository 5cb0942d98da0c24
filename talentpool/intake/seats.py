"""Authorised seats: what a sheet states of them, and since when it holds.

Seats are set for a term, so the first statement made in a term holds back to its start.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, in_force_on, label_of, seats_order, term_covering
from talentpool.intake.plan import RowPlan
from talentpool.models import SeatStatement
from talentpool.wording import phrase

LABELS = {"authorised": "核定职数", "standing": "常职职数"}


def state_seats(
    changes: ChangeSet,
    plan: RowPlan,
    unit: Known,
    statements: list[Known],
    *,
    told: dict[str, int | None],
    on: date,
    terms: list[Known],
) -> None:
    """Take in the seats `told` ({authorised, standing}, None where blank) as of a day.

    `statements` are the unit's, the oldest first; a new one joins them.
    """
    given = {column: value for column, value in told.items() if value is not None}
    same_day = next((row for row in reversed(statements) if row.values["stated_on"] == on), None)
    before = same_day or in_force_on(statements, on)
    holding = before or in_force_on(statements, on, column="holds_from")
    differing = {
        column: value for column, value in given.items() if holding is None or holding.values[column] != value
    }
    if not differing:
        return
    if holding is None and "authorised" not in given:
        plan.warn("", phrase("没有核定职数,常职职数未导入"))
        return
    for column, value in differing.items():
        plan.change(LABELS[column], label_of(holding.values, column) if holding else "", str(value))
    if same_day is not None:
        changes.update(SeatStatement, same_day.ref, same_day.values, differing, unit=unit.ref)
        return
    _add_statement(changes, unit, statements, {**(holding.values if holding else {}), **differing}, on, terms)


def _add_statement(
    changes: ChangeSet,
    unit: Known,
    statements: list[Known],
    seats: dict[str, Any],
    on: date,
    terms: list[Known],
) -> None:
    term = term_covering(terms, PartialDate.from_date(on))
    start = term.values["started_on"].first_day() if term else on
    earlier = [row for row in statements if start <= row.values["stated_on"] < on]
    for later in statements:
        if later.values["stated_on"] > on and later.values["holds_from"] <= on:
            held = {"holds_from": later.values["stated_on"]}
            changes.update(SeatStatement, later.ref, later.values, held, unit=unit.ref)
    values = {
        "unit_id": unit.ref,
        "stated_on": on,
        "holds_from": on if earlier else min(start, on),
        "authorised": seats["authorised"],
        "standing": seats.get("standing"),
        "document": "",
    }
    row = changes.insert(SeatStatement, values, unit=unit.ref)
    statements.append(Known(row, row.values))
    statements.sort(key=seats_order)


def hold_back(changes: ChangeSet, unit: Known, statements: list[Known], term: Known) -> None:
    """Once a term is known, the first statement made in it holds from its start."""
    start, end = term.values["started_on"].first_day(), term.values["ends_on"].first_day()
    within = [row for row in statements if start <= row.values["stated_on"] < end]
    if within and within[0].values["holds_from"] == within[0].values["stated_on"] > start:
        first = within[0]
        changes.update(SeatStatement, first.ref, first.values, {"holds_from": start}, unit=unit.ref)
