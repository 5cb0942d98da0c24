"""What the places of the county keep of study, development and former cadres."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session, scoped_session

from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    EducationUpgrade,
    FormerCadre,
    FormerSubsidy,
    Person,
    Posting,
    ReEngagement,
    ServicePeriod,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
    Unit,
)
from talentpool.vocabulary import AdviceKind, EndCause, SchoolingLevel, StudyMode, StudyStatus, TaskKind
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


def add_former(
    session: scoped_session[Session], person: Person, learner: Person, unit: Unit
) -> dict[str, int]:
    """A former cadre in the group, with everything that hangs on him; the ids by the names of arguments."""
    former = FormerCadre(
        person_id=person.id,
        unit_id=unit.id,
        last_title="",
        left_on=month("2021-01"),
        leave_cause=EndCause.OVER_AGE,
    )
    session.add(former)
    session.flush()
    rows = {
        "period_id": ServicePeriod(
            former_cadre_id=former.id, started_on=month("2010-01"), ended_on=month("2021-01")
        ),
        "former_subsidy_id": FormerSubsidy(
            former_cadre_id=former.id, since=month("2021-01"), yuan_a_month=300, receives=True
        ),
        "membership_id": AdvisoryMembership(former_cadre_id=former.id, joined_on=month("2021-02")),
        "advice_id": AdviceRecord(
            former_cadre_id=former.id,
            kind=AdviceKind.PASSING_ON,
            held_on=date(2022, 1, 5),
            unit_id=unit.id,
            learner_id=learner.id,
            topic="",
        ),
        "engagement_id": ReEngagement(
            former_cadre_id=former.id, unit_id=unit.id, duty="", started_on=month("2022-01")
        ),
    }
    session.add_all(rows.values())
    session.flush()
    return {"former_id": former.id, **{name: row.id for name, row in rows.items()}}


def add_development(
    session: scoped_session[Session], person: Person, unit: Unit, *, canary: str
) -> dict[str, int]:
    """A training with a session and somebody in it, a task and a posting; the ids by the names of arguments."""
    day = date(2023, 5, 8)
    training = Training(unit_id=unit.id, name=f"培训{canary}", starts_on=day, ends_on=day)
    session.add(training)
    session.flush()
    rows = {
        "training_session_id": TrainingSession(training_id=training.id, held_on=day, topic="", hours=4),
        "place_id": TrainingPlace(training_id=training.id, person_id=person.id),
        "task_id": TemperingTask(
            person_id=person.id, kind=TaskKind.KEY_WORK, name="", started_on=month("2022-01")
        ),
        "posting_id": Posting(person_id=person.id, unit_id=unit.id, duty="", started_on=month("2022-01")),
    }
    session.add_all(rows.values())
    session.flush()
    return {"training_id": training.id, **{name: row.id for name, row in rows.items()}}
