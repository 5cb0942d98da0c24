"""What is due by a day, as one statement: a branch a kind, all with the same columns.

(kind, record_id, parent_id, unit_id, person_id, mentor_id, due): whole numbers but for the kind; `due` is
a day as in `days`, `parent_id` the course of a term or a subsidy, which have no page of their own. Reach is asked in every branch: by unit, or by the mentor of a pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from talentpool.mentorship.own import next_meeting
from talentpool.mentorship.queries import has_mentor, last_contact
from talentpool.models import (
    EducationUpgrade,
    FormerCadre,
    Pairing,
    Person,
    PoolEntry,
    Post,
    ReEngagement,
    StudySubsidy,
    StudyTerm,
    Term,
    Vacancy,
    YearlyReview,
)
from talentpool.posts.queries import vacancy_open
from talentpool.reminders.days import day_later, day_number, number_of
from talentpool.security.scope import Scope
from talentpool.vocabulary import ReminderKind, StudyStatus

MENTOR_WITHIN = 30
"""Days after the entry within which a reserve gets a mentor."""
TERM_AHEAD = 183
"""Days before its end from which a term is told of, at least: a re-election takes half a year."""


@dataclass(frozen=True)
class Reach:
    """Whose reminders: of the units of a scope, and of the pairs that a person mentors."""

    scope: Scope
    person_id: int | None = None

    def units(self, unit_id: Any) -> ColumnElement[bool]:
        """Whether a unit is within reach."""
        if self.scope.paths == ():
            return false()
        found: ColumnElement[bool] = unit_id.in_(self.scope.unit_ids())
        return found

    def pairs(self, unit_id: Any) -> ColumnElement[bool]:
        """Whether a pair is: by the mentee's unit, or as one's own."""
        if self.person_id is None:
            return self.units(unit_id)
        return or_(self.units(unit_id), Pairing.mentor_id == self.person_id)


@dataclass(frozen=True)
class Window:
    """As of which day, up to which day ahead, and after how many days a pair is overdue."""

    on: date
    until: date
    guidance_days: int


def select_due(*, scope: Scope, person_id: int | None, window: Window) -> Any:
    """The union of all kinds, to be selected from."""
    reach = Reach(scope, person_id)
    return union_all(*_branches(reach, window)).subquery("due")


def _branches(reach: Reach, window: Window) -> Iterable[Select[Any]]:
    yield _no_mentor(reach, window)
    yield _guidance(reach, window)
    yield _meetings(reach, window)
    yield from _pairing_ends(reach, window)
    yield from _reviews(reach, window)
    yield from _studies(reach, window)
    yield _by_elections(reach, window)
    yield _terms(reach, window)
    yield _re_engagements(reach, window)


NOBODY = cast(null(), Integer)


def _row(
    kind: ReminderKind,
    record: Any,
    unit: Any,
    due: Any,
    *,
    person: Any = NOBODY,
    mentor: Any = NOBODY,
    parent: Any = NOBODY,
) -> Select[Any]:
    return select(
        literal(kind.value, String).label("kind"),
        record.label("record_id"),
        parent.label("parent_id"),
        unit.label("unit_id"),
        person.label("person_id"),
        mentor.label("mentor_id"),
        due.label("due"),
    )


def _no_mentor(reach: Reach, window: Window) -> Select[Any]:
    due = day_later(PoolEntry.entered_on, MENTOR_WITHIN)
    return _row(
        ReminderKind.NO_MENTOR, PoolEntry.id, PoolEntry.unit_id, due, person=PoolEntry.person_id
    ).where(
        PoolEntry.in_pool(window.on),
        PoolEntry.entered_on <= window.until - timedelta(days=MENTOR_WITHIN),
        ~has_mentor(window.on),
        reach.units(PoolEntry.unit_id),
    )


def _of_pair(kind: ReminderKind, due: Any, reach: Reach, window: Window) -> Select[Any]:
    return (
        _row(kind, Pairing.id, Person.unit_id, due, person=Pairing.mentee_id, mentor=Pairing.mentor_id)
        .select_from(Pairing)
        .join(Person, Pairing.mentee_id == Person.id)
        .where(Pairing.in_force(window.on), reach.pairs(Person.unit_id))
    )


def _guidance(reach: Reach, window: Window) -> Select[Any]:
    days, last = window.guidance_days, last_contact(window.on)
    return _of_pair(ReminderKind.GUIDANCE, day_later(last, days), reach, window).where(
        last <= window.until - timedelta(days=days)
    )


def _meetings(reach: Reach, window: Window) -> Select[Any]:
    agreed = next_meeting(window.on)
    return _of_pair(ReminderKind.MEETING, day_number(agreed), reach, window).where(agreed <= window.until)


def _pairing_ends(reach: Reach, window: Window) -> Iterable[Select[Any]]:
    """The agreed end, or the day on which the mentee left the pool for good."""
    kind = ReminderKind.PAIRING_END
    yield _of_pair(kind, day_number(Pairing.due_on), reach, window).where(Pairing.due_on <= window.until)
    later = aliased(PoolEntry)
    stays_on = exists().where(
        later.person_id == PoolEntry.person_id,
        later.id != PoolEntry.id,
        or_(later.exited_on.is_(None), later.exited_on > PoolEntry.exited_on),
    )
    yield (
        _of_pair(kind, day_number(PoolEntry.exited_on), reach, window)
        .join(PoolEntry, PoolEntry.person_id == Pairing.mentee_id)
        .where(
            PoolEntry.exited_on <= window.on,
            ~stays_on,
            or_(Pairing.due_on.is_(None), Pairing.due_on > window.until),
        )
    )


def _reviews(reach: Reach, window: Window) -> Iterable[Select[Any]]:
    """A review a year, by its end, of whoever was in the pool, and known to be, for half of it."""
    for year in (window.on.year - 1, window.on.year):
        end, middle = date(year, 12, 31), date(year, 7, 1)
        if end > window.until:
            continue
        reviewed = exists().where(YearlyReview.entry_id == PoolEntry.id, YearlyReview.year == year)
        yield _row(
            ReminderKind.REVIEW,
            PoolEntry.id,
            PoolEntry.unit_id,
            literal(number_of(end), Integer),
            person=PoolEntry.person_id,
        ).where(
            PoolEntry.in_pool(window.on),
            PoolEntry.entered_on < middle,
            or_(PoolEntry.known_from.is_(None), PoolEntry.known_from < middle),
            ~reviewed,
            reach.units(PoolEntry.unit_id),
        )


def _studies(reach: Reach, window: Window) -> Iterable[Select[Any]]:
    course = EducationUpgrade

    def row(kind: ReminderKind, record: Any, due: Any) -> Select[Any]:
        found = _row(kind, record, course.unit_id, day_number(due), person=course.person_id, parent=course.id)
        return found.where(due <= window.until, reach.units(course.unit_id))

    yield (
        row(ReminderKind.STUDY_TERM, StudyTerm.id, StudyTerm.ends_on)
        .join(course, StudyTerm.upgrade_id == course.id)
        .where(StudyTerm.result == "", course.status == StudyStatus.STUDYING)
    )
    yield row(ReminderKind.GRADUATION, course.id, course.expected_on).where(
        course.status == StudyStatus.STUDYING
    )
    yield (
        row(ReminderKind.SUBSIDY, StudySubsidy.id, StudySubsidy.due_on)
        .join(course, StudySubsidy.upgrade_id == course.id)
        .where(StudySubsidy.paid_on.is_(None))
    )


def _by_elections(reach: Reach, window: Window) -> Select[Any]:
    due = Vacancy.by_election_due
    return (
        _row(ReminderKind.BY_ELECTION, Vacancy.id, Post.unit_id, day_number(due))
        .join(Post, Vacancy.post_id == Post.id)
        .where(vacancy_open(window.on), due <= window.until, reach.units(Post.unit_id))
    )


def _terms(reach: Reach, window: Window) -> Select[Any]:
    later = aliased(Term)
    followed = exists().where(later.unit_id == Term.unit_id, later.started_on > Term.started_on)
    until = max(window.until, window.on + timedelta(days=TERM_AHEAD))
    return _row(ReminderKind.TERM, Term.id, Term.unit_id, day_number(Term.ends_on)).where(
        Term.started_on <= window.on, Term.ends_on <= until, ~followed, reach.units(Term.unit_id)
    )


def _re_engagements(reach: Reach, window: Window) -> Select[Any]:
    due = ReEngagement.due_on
    return (
        _row(
            ReminderKind.RE_ENGAGEMENT,
            ReEngagement.id,
            ReEngagement.unit_id,
            day_number(due),
            person=FormerCadre.person_id,
        )
        .join(FormerCadre, ReEngagement.former_cadre_id == FormerCadre.id)
        .where(and_(ReEngagement.ended_on.is_(None), due <= window.until), reach.units(ReEngagement.unit_id))
    )
