"""How much field work was done: totals that were stated, and the records counted, side by side."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, func, select

from talentpool.extensions import db
from talentpool.models import (
    Base,
    FieldMeeting,
    FieldTotals,
    FileCheck,
    MeetingAttendance,
    QuestionnaireCount,
    RoundUnit,
    SatisfactionSurvey,
    Suggestion,
    TalkRecord,
)
from talentpool.security.scope import Scope
from talentpool.vocabulary import ParticipantKind


@dataclass(frozen=True, slots=True)
class Totals:
    """Meetings in 场次, talks in 人次, forms in 份, suggestions in 条; None: nothing stated, no record."""

    meetings: int | None = None
    talks: int | None = None
    questionnaires_issued: int | None = None
    questionnaires_returned: int | None = None
    questionnaires_valid: int | None = None
    satisfaction_forms: int | None = None
    suggestions: int | None = None


NAMES = tuple(one.name for one in fields(Totals))


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """What was stated of a unit, and what its records count."""

    round_id: int
    unit_id: int
    stated: Totals
    counted: Totals

    @property
    def used(self) -> Totals:
        """What reports tell: the total where one was stated, else the records."""
        return Totals(*(_first(getattr(self.stated, name), getattr(self.counted, name)) for name in NAMES))

    @property
    def differing(self) -> tuple[str, ...]:
        """The totals that were stated and that the records contradict."""
        return tuple(
            name
            for name in NAMES
            if None not in (stated := getattr(self.stated, name), counted := getattr(self.counted, name))
            and stated != counted
        )


def _first(stated: int | None, counted: int | None) -> int | None:
    return counted if stated is None else stated


def add_up(rows: list[UnitTotals]) -> Totals:
    """The totals in use of several units together; unknown ones add nothing."""
    return Totals(*(sum(getattr(row.used, name) or 0 for row in rows) for name in NAMES))


def list_totals(rounds: Select[int], *, units: Select[int] | None = None) -> list[UnitTotals]:
    """One row for each unit of these rounds (of `units` only), in one statement."""
    stated = [getattr(FieldTotals, name) for name in NAMES]
    meetings = _counted(FieldMeeting, rounds, func.count())
    talks = _counted(TalkRecord, rounds, func.sum(TalkRecord.headcount))
    forms = _counted(
        QuestionnaireCount,
        rounds,
        func.sum(QuestionnaireCount.issued),
        func.sum(QuestionnaireCount.returned),
        func.sum(QuestionnaireCount.valid),
    )
    satisfaction = _counted(SatisfactionSurvey, rounds, func.sum(SatisfactionSurvey.forms))
    suggestions = _counted(Suggestion, rounds, func.count())
    counted = (
        meetings.c.n0,
        talks.c.n0,
        forms.c.n0,
        forms.c.n1,
        forms.c.n2,
        satisfaction.c.n0,
        suggestions.c.n0,
    )
    statement = (
        select(RoundUnit.round_id, RoundUnit.unit_id, *stated, *counted)
        .outerjoin(
            FieldTotals,
            (FieldTotals.round_id == RoundUnit.round_id) & (FieldTotals.unit_id == RoundUnit.unit_id),
        )
        .where(RoundUnit.round_id.in_(rounds))
        .order_by(RoundUnit.round_id, RoundUnit.position, RoundUnit.id)
    )
    for one in (meetings, talks, forms, satisfaction, suggestions):
        statement = statement.outerjoin(
            one, (one.c.round_id == RoundUnit.round_id) & (one.c.unit_id == RoundUnit.unit_id)
        )
    if units is not None:
        statement = statement.where(RoundUnit.unit_id.in_(units))
    width = len(NAMES)
    return [
        UnitTotals(row[0], row[1], Totals(*row[2 : 2 + width]), Totals(*map(_whole, row[2 + width :])))
        for row in db.session.execute(statement)
    ]


def _counted(model: type[Base], rounds: Select[int], *numbers: Any) -> Any:
    """Subquery (round_id, unit_id, n0, n1 …) over the records of a table."""
    table = model.__table__
    named = [number.label(f"n{at}") for at, number in enumerate(numbers)]
    return (
        select(table.c.round_id, table.c.unit_id, *named)
        .where(table.c.round_id.in_(rounds))
        .group_by(table.c.round_id, table.c.unit_id)
        .subquery(f"counted_{table.description}")
    )


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)


@dataclass(frozen=True, slots=True)
class Ways:
    """What the field work of a round was made of: kinds of people who took part, papers looked at."""

    participants: tuple[ParticipantKind, ...]
    file_checks: int


def list_ways(round_id: int, *, scope: Scope) -> Ways:
    """From the meetings, talks and file checks in units within reach; two statements."""
    units = scope.unit_ids()
    met = (
        select(MeetingAttendance.kind)
        .join(FieldMeeting, MeetingAttendance.meeting_id == FieldMeeting.id)
        .where(FieldMeeting.round_id == round_id, FieldMeeting.unit_id.in_(units))
    )
    talked = select(TalkRecord.with_kind).where(
        TalkRecord.round_id == round_id, TalkRecord.unit_id.in_(units)
    )
    found = set(db.session.scalars(met.union(talked)))
    checked = select(func.count(FileCheck.id)).where(
        FileCheck.round_id == round_id, FileCheck.unit_id.in_(units)
    )
    return Ways(
        participants=tuple(kind for kind in ParticipantKind if kind in found or kind.value in found),
        file_checks=db.session.scalar(checked) or 0,
    )
