"""Reminders of somebody: rows, counts by kind, those of one person; put-off and done ones left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import CalendarToken, Person, ReminderMark, Unit
from talentpool.reminders.days import day_of, number_of
from talentpool.reminders.due import Window, select_due
from talentpool.security.scope import Scope
from talentpool.settings.queries import guidance_days, reminder_days
from talentpool.vocabulary import ReminderKind

MOST_OF_A_CALENDAR = 500
_KINDS = {kind.value: kind for kind in ReminderKind}
Concerned = aliased(Person, name="concerned")
Mentor = aliased(Person, name="mentor_of")


@dataclass(frozen=True)
class Reminder:
    """Something due: which record, of which unit, whom it concerns. `key` names it for marks.

    `parent_id` is the course to which a term or a subsidy belongs.
    """

    kind: ReminderKind
    record_id: int
    parent_id: int | None
    due: date
    key: str
    unit: str
    person_id: int | None
    person: str
    mentor_id: int | None
    mentor: str
    overdue: bool


@dataclass(frozen=True)
class Whose:
    """Whose reminders: the units and the person that are reached, and the account whose marks count."""

    scope: Scope
    person_id: int | None
    account_id: int | None


def window_on(on: date) -> Window:
    """What is looked at on a day, by the settings."""
    return Window(on, on + timedelta(days=reminder_days(on)), guidance_days(on))


def select_reminders(
    whose: Whose, *, on: date, kind: ReminderKind | None = None, person_id: int | None = None
) -> Select[Any]:
    """(kind, record id, parent id, due, key, unit, person id, person, mentor id, mentor), what is due first."""
    due = select_due(scope=whose.scope, person_id=whose.person_id, window=window_on(on))
    columns, key = due.c, _key(due)
    wanted: list[ColumnElement[bool]] = [_is_open(whose, key, on=on)]
    if kind is not None:
        wanted.append(columns.kind == kind.value)
    if person_id is not None:
        wanted.append(or_(columns.person_id == person_id, columns.mentor_id == person_id))
    return (
        select(
            columns.kind,
            columns.record_id,
            columns.parent_id,
            columns.due,
            key.label("key"),
            Unit.name.label("unit"),
            columns.person_id,
            Concerned.name.label("person"),
            columns.mentor_id,
            Mentor.name.label("mentor"),
        )
        .select_from(due)
        .join(Unit, columns.unit_id == Unit.id)
        .outerjoin(Concerned, columns.person_id == Concerned.id)
        .outerjoin(Mentor, columns.mentor_id == Mentor.id)
        .where(*wanted)
        .order_by(columns.due, columns.kind, columns.record_id)
    )


def _key(due: Any) -> ColumnElement[str]:
    columns = due.c
    found: ColumnElement[str] = (
        columns.kind + ":" + cast(columns.record_id, String) + ":" + cast(columns.due, String)
    )
    return found


def _is_open(whose: Whose, key: ColumnElement[str], *, on: date) -> ColumnElement[bool]:
    """Whether the user has neither done it nor put it off beyond a day."""
    marked = (
        select(ReminderMark.id)
        .where(
            ReminderMark.account_id == (whose.account_id or 0),
            ReminderMark.key == key,
            or_(ReminderMark.done_at.is_not(None), ReminderMark.snoozed_until > on),
        )
        .exists()
    )
    return ~marked


def reminder_of(row: Any, *, on: date) -> Reminder:
    """One row of `select_reminders`."""
    due = day_of(row.due)
    return Reminder(
        kind=_KINDS[row.kind],
        record_id=row.record_id,
        parent_id=row.parent_id,
        due=due,
        key=row.key,
        unit=row.unit,
        person_id=row.person_id,
        person=row.person or "",
        mentor_id=row.mentor_id,
        mentor=row.mentor or "",
        overdue=due < on,
    )


def list_reminders(
    whose: Whose, *, on: date, person_id: int | None = None, most: int = MOST_OF_A_CALENDAR
) -> list[Reminder]:
    """The first ones, run."""
    statement = select_reminders(whose, on=on, person_id=person_id).limit(most)
    return [reminder_of(row, on=on) for row in db.session.execute(statement)]


@dataclass(frozen=True)
class KindCount:
    """How many of a kind are overdue, and how many come up."""

    kind: ReminderKind
    overdue: int
    coming: int


def count_reminders(whose: Whose, *, on: date) -> list[KindCount]:
    """Every kind of which something is due, in the order of the kinds; one statement."""
    due = select_due(scope=whose.scope, person_id=whose.person_id, window=window_on(on))
    late = and_(due.c.due < number_of(on))
    statement = (
        select(due.c.kind, func.sum(case((late, 1), else_=0)), func.count())
        .where(_is_open(whose, _key(due), on=on))
        .group_by(due.c.kind)
    )
    found = {kind: (int(overdue), int(count)) for kind, overdue, count in db.session.execute(statement)}
    return [
        KindCount(kind, found[kind.value][0], found[kind.value][1] - found[kind.value][0])
        for kind in ReminderKind
        if kind.value in found
    ]


def find_reminder(whose: Whose, key: str, *, on: date) -> bool:
    """Whether a key names something that is due to this user."""
    listed = select_reminders(whose, on=on).subquery("listed")
    return db.session.scalar(select(listed.c.record_id).where(listed.c.key == key).limit(1)) is not None


def find_calendar(account_id: int) -> CalendarToken | None:
    """The calendar address of an account."""
    return db.session.scalar(select(CalendarToken).where(CalendarToken.account_id == account_id))


def list_marks(account_id: int) -> Sequence[ReminderMark]:
    """A user's marks."""
    return db.session.scalars(
        select(ReminderMark).where(ReminderMark.account_id == account_id).order_by(ReminderMark.id)
    ).all()
