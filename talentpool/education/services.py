"""The office's acts on courses of study; each is one transaction and can be taken back whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from talentpool.audit.daily import daily_act
from talentpool.dates import PartialDate
from talentpool.education.records import list_levels, list_studies, read_course
from talentpool.education.rules import (
    OPEN_STATUSES,
    CourseFacts,
    may_change_status,
    may_correct,
    may_enrol,
)
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    EducationUpgrade,
    Person,
    Schooling,
    StudyStatusChange,
    Unit,
)
from talentpool.people.queries import list_posts_held
from talentpool.security.actor import Actor
from talentpool.vocabulary import SchoolingLevel, SchoolingMode, StudyMode, StudyStatus
from talentpool.wording import say

KIND = "education"


@dataclass(frozen=True)
class Course:
    """What is told of a course; `graduated_on` and `certificate_number` of a finished one only."""

    level: SchoolingLevel
    mode: StudyMode
    enrolled_on: PartialDate | None
    school: str = ""
    major: str = ""
    expected_on: PartialDate | None = None
    graduated_on: PartialDate | None = None
    certificate_number: str = ""
    note: str = ""


def enrol(
    person: Person, told: Course, *, unit: Unit, confirmed: bool = False, by: Actor, on: date
) -> EducationUpgrade:
    """Enter that somebody began to study; RuleBroken or Doubtful where it cannot be, or looks odd."""
    by.must_reach(unit)
    levels = list_levels(person)
    may_enrol(_facts(person, told, known_levels=tuple(levels)), on=on).enforce(confirmed=confirmed)
    assert told.enrolled_on is not None
    course = EducationUpgrade(
        person=person,
        unit=unit,
        level=told.level,
        from_level=levels[0] if levels else None,
        post_written="、".join(
            post.title for _person, post, _unit, _held in list_posts_held([person.id], on=on)
        )[:120],
        school=told.school,
        major=told.major,
        mode=told.mode,
        enrolled_on=told.enrolled_on,
        expected_on=told.expected_on,
        status=StudyStatus.STUDYING,
        known_from=on,
        note=told.note,
    )
    with act_on_course("登记入学", course, by=by):
        db.session.add(course)
        db.session.flush()
        _note(course, StudyStatus.STUDYING, since=told.enrolled_on)
    return course


def correct_course(
    course: EducationUpgrade, told: Course, *, unit: Unit, confirmed: bool = False, by: Actor, on: date
) -> None:
    """Put the facts of a course right; the schooling that it brought follows, and so do dates of its changes."""
    by.must_reach(course.unit)
    by.must_reach(unit)
    graduated = course.status is StudyStatus.GRADUATED
    if graduated and told.graduated_on is None:
        raise RuleBroken(say("已毕业的学习要有毕业时间;没有毕业的,请撤销登记毕业的那次操作"))
    may_correct(_facts(course.person, told, course=course), on=on).enforce(confirmed=confirmed)
    with act_on_course("更正学历提升", course, by=by):
        _move_change(course.id, StudyStatus.STUDYING, course.enrolled_on, told.enrolled_on)
        if graduated:
            _move_change(course.id, StudyStatus.GRADUATED, course.graduated_on, told.graduated_on)
            course.graduated_on = told.graduated_on
            course.certificate_number = told.certificate_number
        course.unit = unit
        course.level, course.mode = told.level, told.mode
        course.school, course.major, course.note = told.school, told.major, told.note
        course.enrolled_on, course.expected_on = told.enrolled_on, told.expected_on
        if graduated:
            _raise_schooling(course)
        db.session.flush()


def change_status(
    course: EducationUpgrade,
    after: StudyStatus,
    *,
    since: PartialDate,
    reason: str = "",
    certificate_number: str = "",
    confirmed: bool = False,
    by: Actor,
    on: date,
) -> None:
    """Suspend, resume, withdraw or graduate; graduation raises the person's schooling in the same act."""
    by.must_reach(course.unit)
    may_change_status(_facts_of(course), before=course.status, after=after, since=since, on=on).enforce(
        confirmed=confirmed
    )
    with act_on_course(WORDS[after], course, by=by):
        _note(course, after, since=since, reason=reason)
        course.status = after
        if after is StudyStatus.GRADUATED:
            course.graduated_on, course.certificate_number = since, certificate_number
            _raise_schooling(course)
        db.session.flush()


WORDS = {
    StudyStatus.STUDYING: "登记复学",
    StudyStatus.SUSPENDED: "登记休学",
    StudyStatus.WITHDRAWN: "登记退学",
    StudyStatus.GRADUATED: "登记毕业",
}
"""What an act is called by the status that it leads to."""


def act_on_course(word: str, course: EducationUpgrade, *, by: Actor) -> AbstractContextManager[None]:
    """“登记毕业:双河村方大河 大专”."""
    about = f"{course.unit.name}{course.person.name} {course.level.label}"
    return daily_act(word, about, kind=KIND, unit=course.unit, by=by)


def _note(course: EducationUpgrade, status: StudyStatus, *, since: PartialDate, reason: str = "") -> None:
    db.session.add(StudyStatusChange(upgrade_id=course.id, status=status, since=since, reason=reason))
    db.session.flush()


def _move_change(
    course_id: int, status: StudyStatus, before: PartialDate | None, after: PartialDate | None
) -> None:
    """Let the change that tells a date of the course tell the corrected one."""
    if before is None or after is None or before == after:
        return
    statement = select(StudyStatusChange).where(
        StudyStatusChange.upgrade_id == course_id,
        StudyStatusChange.status == status,
        StudyStatusChange.since == before,
    )
    for change in db.session.scalars(statement.order_by(StudyStatusChange.id).limit(1)).all():
        change.since = after


def _raise_schooling(course: EducationUpgrade) -> None:
    """The level that a finished course brought: its own row, the level as it was stated, or a new row."""
    row = course.schooling or _stated_level(course)
    if row is None:
        row = Schooling(person_id=course.person_id)
        db.session.add(row)
    row.mode, row.level, row.rank = SchoolingMode.IN_SERVICE, course.level, course.level.rank
    row.written = course.level.label
    row.school, row.major, row.finished_on = course.school, course.major, course.graduated_on
    if course.mode is StudyMode.FULL_TIME:
        row.mode = SchoolingMode.FULL_TIME
    db.session.flush()
    course.schooling = row
    flag_modified(course.person, "name_key")  # rows beside the person's own count as a new version of it


def _stated_level(course: EducationUpgrade) -> Schooling | None:
    """The level where the register has it without date and school, as a ledger told it in advance."""
    statement = (
        select(Schooling)
        .where(
            Schooling.person_id == course.person_id,
            Schooling.level == course.level,
            Schooling.mode != SchoolingMode.FULL_TIME,
            Schooling.finished_on.is_(None),
            Schooling.school.in_(("", course.school)),
        )
        .order_by(Schooling.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def _facts(
    person: Person,
    told: Course,
    *,
    known_levels: tuple[SchoolingLevel, ...] = (),
    course: EducationUpgrade | None = None,
) -> CourseFacts:
    others = list_studies(person, without=course.id if course else None)
    between: tuple[PartialDate, ...] = ()
    if course is not None:
        between = tuple(
            change.since
            for change in read_course(course).changes
            if change.since not in (course.enrolled_on, course.graduated_on)
        )
    wanted = [one for one in others if one.status in OPEN_STATUSES or one.enrolled_on == told.enrolled_on]
    return CourseFacts(
        person=person.name,
        level=told.level,
        enrolled_on=told.enrolled_on,
        expected_on=told.expected_on,
        graduated_on=told.graduated_on,
        died_on=person.died_on,
        known_levels=known_levels,
        studies=tuple((one.level, one.enrolled_on) for one in wanted),
        between=between,
    )


def _facts_of(course: EducationUpgrade) -> CourseFacts:
    last = db.session.scalar(
        select(StudyStatusChange.since)
        .where(StudyStatusChange.upgrade_id == course.id)
        .order_by(StudyStatusChange.since.desc())
        .limit(1)
    )
    return CourseFacts(
        person=course.person.name,
        level=course.level,
        enrolled_on=course.enrolled_on,
        expected_on=course.expected_on,
        last_change=last,
    )
