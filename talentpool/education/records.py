"""Courses of study by themselves: one within reach, its terms and money, those of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload

from talentpool.education.listing import begun, status_on
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    EducationUpgrade,
    Person,
    Schooling,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    Unit,
)
from talentpool.security.scope import Scope
from talentpool.vocabulary import SchoolingLevel, StudyStatus
from talentpool.wording import say


@dataclass(frozen=True)
class CourseRecord:
    """A course with all that hangs on it, each in its order."""

    course: EducationUpgrade
    changes: Sequence[StudyStatusChange]
    terms: Sequence[StudyTerm]
    subsidies: Sequence[StudySubsidy]

    @property
    def credits(self) -> float:
        """Credits of all terms."""
        return sum(term.credits or 0 for term in self.terms)

    @property
    def paid(self) -> float:
        """Yuan paid so far."""
        return sum(one.yuan for one in self.subsidies if one.paid_on is not None)


def get_course(course_id: int, *, scope: Scope) -> EducationUpgrade:
    """One course within reach, or Missing."""
    statement = (
        select(EducationUpgrade)
        .join(Unit, EducationUpgrade.unit_id == Unit.id)
        .where(EducationUpgrade.id == course_id, scope.condition())
        .options(joinedload(EducationUpgrade.person), joinedload(EducationUpgrade.unit))
    )
    course = db.session.scalar(statement)
    if course is None:
        raise Missing(say("没有这条学历提升记录,或不在您的管辖范围内"))
    return course


def read_course(course: EducationUpgrade) -> CourseRecord:
    """What hangs on a course."""
    return CourseRecord(
        course=course,
        changes=db.session.scalars(
            select(StudyStatusChange)
            .where(StudyStatusChange.upgrade_id == course.id)
            .order_by(StudyStatusChange.since, StudyStatusChange.id)
        ).all(),
        terms=db.session.scalars(
            select(StudyTerm)
            .where(StudyTerm.upgrade_id == course.id)
            .order_by(StudyTerm.starts_on, StudyTerm.id)
        ).all(),
        subsidies=db.session.scalars(
            select(StudySubsidy)
            .where(StudySubsidy.upgrade_id == course.id)
            .order_by(StudySubsidy.due_on, StudySubsidy.id)
        ).all(),
    )


def get_term(term_id: int, *, scope: Scope) -> tuple[StudyTerm, EducationUpgrade]:
    """A term with its course, or Missing."""
    term = db.session.get(StudyTerm, term_id)
    if term is None:
        raise Missing(say("没有这个学期"))
    return term, get_course(term.upgrade_id, scope=scope)


def get_subsidy(subsidy_id: int, *, scope: Scope) -> tuple[StudySubsidy, EducationUpgrade]:
    """A subsidy with its course, or Missing."""
    subsidy = db.session.get(StudySubsidy, subsidy_id)
    if subsidy is None:
        raise Missing(say("没有这笔补助"))
    return subsidy, get_course(subsidy.upgrade_id, scope=scope)


def list_courses_of(
    person_id: int, *, scope: Scope, on: date
) -> Sequence[Row[EducationUpgrade, Unit, StudyStatus]]:
    """(course, unit, status on the day) of a person's courses begun by a day, the latest first."""
    statement = (
        select(EducationUpgrade, Unit, status_on(on))
        .join(Unit, EducationUpgrade.unit_id == Unit.id)
        .where(EducationUpgrade.person_id == person_id, scope.condition(), begun(on))
        .order_by(EducationUpgrade.enrolled_on.desc(), EducationUpgrade.id.desc())
    )
    return db.session.execute(statement).all()


def list_levels(person: Person) -> Sequence[SchoolingLevel]:
    """The levels that a person has finished."""
    return db.session.scalars(
        select(Schooling.level).where(Schooling.person_id == person.id).order_by(Schooling.rank.desc())
    ).all()


def list_studies(person: Person, *, without: int | None = None) -> Sequence[EducationUpgrade]:
    """All courses of a person, whoever keeps them."""
    statement = select(EducationUpgrade).where(
        EducationUpgrade.person_id == person.id, EducationUpgrade.id != (without or 0)
    )
    return db.session.scalars(statement.order_by(EducationUpgrade.id)).all()
