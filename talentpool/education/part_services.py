"""The office's acts on what hangs on a course of study: its terms, and money towards it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from talentpool.dates import PartialDate
from talentpool.education.rules import may_have_term, may_pay
from talentpool.education.services import act_on_course
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import EducationUpgrade, StudySubsidy, StudyTerm
from talentpool.security.actor import Actor
from talentpool.wording import say


@dataclass(frozen=True)
class TermFacts:
    """One term of a course."""

    name: str
    starts_on: PartialDate
    ends_on: PartialDate | None = None
    credits: float | None = None
    result: str = ""


@dataclass(frozen=True)
class SubsidyFacts:
    """Money towards a course: `paid_on` None while it is only due."""

    yuan: float
    due_on: PartialDate | None = None
    paid_on: PartialDate | None = None
    purpose: str = ""


def add_term(course: EducationUpgrade, told: TermFacts, *, by: Actor) -> StudyTerm:
    """Enter a term."""
    by.must_reach(course.unit)
    _check_term(course, told, own_id=None)
    term = StudyTerm(upgrade_id=course.id, **vars(told))
    with act_on_course("登记学期", course, by=by):
        db.session.add(term)
        db.session.flush()
    return term


def correct_term(
    term: StudyTerm, course: EducationUpgrade, told: TermFacts, *, remove: bool = False, by: Actor
) -> None:
    """Put a term right, or strike one that was entered in error."""
    by.must_reach(course.unit)
    if not remove:
        _check_term(course, told, own_id=term.id)
    with act_on_course("删除学期" if remove else "更正学期", course, by=by):
        _state(term, told, remove=remove, course=course)


def add_subsidy(course: EducationUpgrade, told: SubsidyFacts, *, by: Actor, on: date) -> StudySubsidy:
    """Enter money towards a course."""
    by.must_reach(course.unit)
    may_pay(yuan=told.yuan, paid_on=told.paid_on, on=on).enforce()
    subsidy = StudySubsidy(upgrade_id=course.id, **vars(told))
    with act_on_course("登记学费补助", course, by=by):
        db.session.add(subsidy)
        db.session.flush()
    return subsidy


def correct_subsidy(
    subsidy: StudySubsidy,
    course: EducationUpgrade,
    told: SubsidyFacts,
    *,
    remove: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Put a subsidy right, tell that it was paid, or strike one that was entered in error."""
    by.must_reach(course.unit)
    if not remove:
        may_pay(yuan=told.yuan, paid_on=told.paid_on, on=on).enforce()
    with act_on_course("删除学费补助" if remove else "更正学费补助", course, by=by):
        _state(subsidy, told, remove=remove, course=course)


def _state(
    row: StudyTerm | StudySubsidy,
    told: TermFacts | SubsidyFacts,
    *,
    remove: bool,
    course: EducationUpgrade,
) -> None:
    """Bring a row beside the course to what is told; it counts as a new version of the course."""
    if remove:
        db.session.delete(row)
    else:
        for column, value in vars(told).items():
            setattr(row, column, value)
    flag_modified(course, "note")
    db.session.flush()


def _check_term(course: EducationUpgrade, told: TermFacts, *, own_id: int | None) -> None:
    may_have_term(starts_on=told.starts_on, ends_on=told.ends_on, points=told.credits).enforce()
    same = select(StudyTerm.id).where(
        StudyTerm.upgrade_id == course.id, StudyTerm.name == told.name, StudyTerm.id != (own_id or 0)
    )
    if db.session.scalar(same) is not None:
        raise RuleBroken(say("“%(name)s”已经登记", name=told.name))
