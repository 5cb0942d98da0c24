"""What the places of the county keep of study, development and former cadres."""

from __future__ import annotations

from sqlalchemy.orm import Session, scoped_session

from talentpool.models import (
    EducationUpgrade,
    Person,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    Unit,
)
from talentpool.vocabulary import SchoolingLevel, StudyMode, StudyStatus
from tests.factories import month


def add_course(session: scoped_session[Session], person: Person, unit: Unit) -> dict[str, int]:
    """A course that goes on, with a term and a subsidy; the ids by the names of arguments."""
    course = EducationUpgrade(
        person_id=person.id,
        unit_id=unit.id,
        level=SchoolingLevel.COLLEGE,
        mode=StudyMode.OPEN,
        enrolled_on=month("2020-09"),
        status=StudyStatus.STUDYING,
    )
    session.add(course)
    session.flush()
    term = StudyTerm(upgrade_id=course.id, name="", starts_on=month("2020-09"))
    subsidy = StudySubsidy(upgrade_id=course.id, yuan=1200)
    change = StudyStatusChange(upgrade_id=course.id, status=course.status, since=month("2020-09"))
    session.add_all([term, subsidy, change])
    session.flush()
    return {"course_id": course.id, "study_term_id": term.id, "subsidy_id": subsidy.id}
