"""The list of courses of study as of a day, narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, or_, select, type_coerce

from talentpool.dates import PartialDate, UnreadableDate, parse_partial_date
from talentpool.extensions import db
from talentpool.models import EducationUpgrade, Person, StudyStatusChange, StudySubsidy, Unit
from talentpool.people.picking import is_called
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.units.queries import within_unit
from talentpool.vocabulary import SchoolingLevel, StudyStatus
from talentpool.writing import read_id

MOST_OFFERED = 30
"""So many schools or majors are offered in a form."""


@dataclass(frozen=True)
class CourseFilter:
    """What the list is narrowed to; `year` is that of enrolment, the dates bound the graduation."""

    q: str = ""
    unit_id: int | None = None
    status: StudyStatus | None = None
    level: SchoolingLevel | None = None
    year: int | None = None
    finished_from: PartialDate | None = None
    finished_until: PartialDate | None = None

    def __bool__(self) -> bool:
        return self != CourseFilter()


def read_course_filter(values: Mapping[str, str]) -> CourseFilter:
    """The filter in an address; a value nobody knows narrows nothing."""
    year = read_id(values.get("year"))
    return CourseFilter(
        q=values.get("q", "").strip()[:60],
        unit_id=read_id(values.get("unit")),
        status=next((one for one in StudyStatus if one.value == values.get("status")), None),
        level=next((one for one in SchoolingLevel if one.value == values.get("level")), None),
        year=year if year is not None and 1900 <= year <= 2100 else None,
        finished_from=from_its_month(read_month(values.get("from"))),
        finished_until=read_month(values.get("until")),
    )


def read_month(text: str | None) -> PartialDate | None:
    """A month or day in an address; None for what is none."""
    try:
        return parse_partial_date(text, first_means_month=False)
    except UnreadableDate:
        return None


def from_its_month(day: PartialDate | None) -> PartialDate | None:
    """A lower bound on the first of a month counts the whole month, as most dates know no day."""
    return day.month_only() if day is not None and day.day == 1 else day


def status_on(on: date) -> Any:
    """How a course stood on a day, by its changes."""
    return (
        select(StudyStatusChange.status)
        .where(StudyStatusChange.upgrade_id == EducationUpgrade.id, StudyStatusChange.since <= on)
        .order_by(StudyStatusChange.since.desc(), StudyStatusChange.id.desc())
        .limit(1)
        .correlate(EducationUpgrade)
        .scalar_subquery()
    )


def begun(on: date) -> ColumnElement[bool]:
    """Whether a course was known to have begun by a day."""
    changed = (
        select(StudyStatusChange.id)
        .where(StudyStatusChange.upgrade_id == EducationUpgrade.id, StudyStatusChange.since <= on)
        .correlate(EducationUpgrade)
    )
    return changed.exists()


def paid_by(on: date) -> Any:
    """Yuan paid towards a course by a day."""
    return (
        select(func.coalesce(func.sum(StudySubsidy.yuan), 0))
        .where(StudySubsidy.upgrade_id == EducationUpgrade.id, StudySubsidy.paid_on <= on)
        .correlate(EducationUpgrade)
        .scalar_subquery()
    )


def select_courses(*, scope: Scope, on: date, wanted: CourseFilter) -> Select[Any]:
    """Rows (EducationUpgrade, Person, Unit, status, paid) begun by a day, in office order."""
    status = status_on(on)
    return (
        select(EducationUpgrade, Person, Unit, status.label("status"), paid_by(on).label("paid"))
        .join(Person, EducationUpgrade.person_id == Person.id)
        .join(Unit, EducationUpgrade.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(scope.condition(), begun(on), *_conditions(wanted, status))
        .order_by(*office_order(), EducationUpgrade.enrolled_on.desc(), Person.id, EducationUpgrade.id)
    )


def select_years(*, scope: Scope) -> Select[Any]:
    """The years of enrolment within reach, the latest first."""
    year = func.substr(type_coerce(EducationUpgrade.enrolled_on, String), 1, 4)
    return (
        select(year)
        .join(Unit, EducationUpgrade.unit_id == Unit.id)
        .where(scope.condition(), EducationUpgrade.enrolled_on.is_not(None))
        .distinct()
        .order_by(year.desc())
    )


def _conditions(wanted: CourseFilter, status: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found.append(
            or_(
                is_called(wanted.q),
                EducationUpgrade.school.contains(wanted.q, autoescape=True),
                EducationUpgrade.major.contains(wanted.q, autoescape=True),
            )
        )
    if wanted.unit_id is not None:
        found.append(within_unit(wanted.unit_id))
    if wanted.status is not None:
        found.append(status == wanted.status)
    if wanted.level is not None:
        found.append(EducationUpgrade.level == wanted.level)
    if wanted.year is not None:
        enrolled = type_coerce(EducationUpgrade.enrolled_on, String)
        found.append(enrolled.startswith(f"{wanted.year:04d}-"))
    if wanted.finished_from is not None:
        found.append(EducationUpgrade.graduated_on >= wanted.finished_from)
    if wanted.finished_until is not None:
        found.append(EducationUpgrade.graduated_on <= wanted.finished_until.last_day())
    return found


def list_words_used(*, scope: Scope) -> tuple[list[str], list[str]]:
    """(schools, majors) that courses within reach name, to be offered in a form."""
    found = []
    for column in (EducationUpgrade.school, EducationUpgrade.major):
        statement = (
            select(column)
            .join(Unit, EducationUpgrade.unit_id == Unit.id)
            .where(scope.condition(), column != "")
            .group_by(column)
            .order_by(func.count().desc(), column)
            .limit(MOST_OFFERED)
        )
        found.append(list(db.session.scalars(statement)))
    return found[0], found[1]
