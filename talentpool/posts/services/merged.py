"""What a merged unit takes over from those that went into it: statements, duties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Grant, Unit, UnitDuty, UnitStatement
from talentpool.units.queries import find_statement
from talentpool.vocabulary import PartyForm

COUNTS = (
    "branch_count",
    "party_member_count",
    "group_count",
    "household_count",
    "registered_population",
    "resident_population",
)


def state_merged_unit(
    unit: Unit, merged: Sequence[Unit], party_form: PartyForm | None, *, on: date
) -> UnitStatement:
    """The sums of what was last stated; a count that one of them lacks stays blank."""
    last = [statement for one in merged if (statement := find_statement(one, on=on)) is not None]
    complete = len(last) == len(merged)
    values: dict[str, Any] = {
        column: _sum([getattr(one, column) for one in last]) if complete else None for column in COUNTS
    }
    forms = [one.party_form for one in last if one.party_form is not None]
    values["party_form"] = party_form or (min(forms, key=lambda form: form.order) if forms else None)
    names = "、".join(one.name for one in merged if one.id != unit.id)
    values["merger_note"] = f"{PartialDate.from_date(on).chinese}{names}并入{unit.name}"
    statement = db.session.scalar(
        select(UnitStatement).where(UnitStatement.unit_id == unit.id, UnitStatement.stated_on == on)
    )
    if statement is None:
        statement = UnitStatement(unit_id=unit.id, stated_on=on)
        db.session.add(statement)
    for column, value in values.items():
        setattr(statement, column, value)
    db.session.flush()
    return statement


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def move_duties(going: Sequence[Unit], unit: Unit, *, on: date) -> int:
    """Area leaders and stationed cadres go on in the merged unit, each once."""
    day = PartialDate.from_date(on)
    ids = [one.id for one in (*going, unit)]
    statement = (
        select(UnitDuty)
        .where(UnitDuty.unit_id.in_(ids), UnitDuty.ended_on.is_(None))
        .order_by(UnitDuty.unit_id, UnitDuty.position)
    )
    duties = db.session.scalars(statement).all()
    known = {(one.person_id, one.role) for one in duties if one.unit_id == unit.id}
    places = [one.position for one in duties if one.unit_id == unit.id]
    place, moved = max(places, default=-1), 0
    for duty in duties:
        if duty.unit_id == unit.id:
            continue
        duty.ended_on = max(day, duty.known_from)
        if (duty.person_id, duty.role) not in known:
            known.add((duty.person_id, duty.role))
            place += 1
            db.session.add(
                UnitDuty(
                    unit_id=unit.id, person_id=duty.person_id, role=duty.role, position=place, known_from=day
                )
            )
            moved += 1
    db.session.flush()
    return moved


def count_accounts(going: Sequence[Unit]) -> int:
    """Accounts that reach only one of the old units: an administrator has to move them."""
    statement = select(func.count(Grant.account_id.distinct())).where(
        Grant.unit_id.in_([unit.id for unit in going])
    )
    return db.session.scalar(statement) or 0
