"""Courses of study in the database: one act each, taken back whole, and what the units gained."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.undo import undo
from talentpool.education.gains import list_gains
from talentpool.education.listing import CourseFilter, select_courses
from talentpool.education.part_services import (
    SubsidyFacts,
    TermFacts,
    add_subsidy,
    add_term,
    correct_subsidy,
    correct_term,
)
from talentpool.education.records import get_course, list_courses_of, read_course
from talentpool.education.services import Course, change_status, correct_course, enrol
from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    AuditEntry,
    EducationUpgrade,
    Person,
    Schooling,
    StudyStatusChange,
    StudySubsidy,
    StudyTerm,
    UndoableAct,
)
from talentpool.security.scope import Scope
from talentpool.vocabulary import SchoolingLevel, SchoolingMode, StudyMode, StudyStatus
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town
from tests.factories import add_person

COLLEGE = SchoolingLevel.COLLEGE


def told(level: SchoolingLevel = COLLEGE, enrolled: str = "2020-09", **more: object) -> Course:
    values: dict[str, object] = {"school": "川东开放大学", "major": "行政管理", "expected_on": day("2023-01")}
    return Course(level=level, mode=StudyMode.OPEN, enrolled_on=day(enrolled), **{**values, **more})  # type: ignore[arg-type]


def enrolled(town: Town, person: Person | None = None, **more: object) -> EducationUpgrade:
    person = person or town.yan
    return enrol(person, told(**more), unit=town.jinzhu, by=town.by, on=ON)  # type: ignore[arg-type]


def graduate(town: Town, course: EducationUpgrade, since: str = "2023-01") -> None:
    change_status(
        course, StudyStatus.GRADUATED, since=day(since), certificate_number="A-1", by=town.by, on=ON
    )


def levels(person: Person) -> list[tuple[SchoolingLevel, str | None]]:
    rows = db.session.scalars(
        select(Schooling).where(Schooling.person_id == person.id).order_by(Schooling.rank)
    )
    return [(row.level, row.finished_on.iso if row.finished_on else None) for row in rows]


def last_act() -> UndoableAct:
    return db.session.scalars(select(UndoableAct).order_by(UndoableAct.id.desc()).limit(1)).one()


def test_an_enrolment_keeps_what_the_person_was_then(app: Flask) -> None:
    town = make_town()
    course = enrolled(town, town.hao)
    assert (course.post_written, course.from_level, course.status) == (
        "党支部书记",
        SchoolingLevel.SENIOR_HIGH,
        StudyStatus.STUDYING,
    )
    [change] = db.session.scalars(select(StudyStatusChange)).all()
    assert (change.status, change.since) == (StudyStatus.STUDYING, day("2020-09"))
    assert last_act().label == "登记入学:金竹村郝天成 大专"


def test_enrolling_beyond_ones_reach_is_missing(app: Flask) -> None:
    from dataclasses import replace

    town = make_town()
    stranger = replace(town.by, scope=Scope((town.shiqiao.path,)))
    with pytest.raises(Missing):
        enrol(town.yan, told(), unit=town.jinzhu, by=stranger, on=ON)
    course = enrolled(town)
    with pytest.raises(Missing):
        get_course(course.id, scope=stranger.scope)
    with pytest.raises(Missing):
        change_status(course, StudyStatus.WITHDRAWN, since=day("2022-01"), by=stranger, on=ON)


def test_graduation_raises_the_schooling_in_the_same_act_and_one_undo_takes_both_back(app: Flask) -> None:
    town = make_town()
    course = enrolled(town)
    graduate(town, course)
    assert levels(town.yan) == [(SchoolingLevel.SENIOR_HIGH, None), (COLLEGE, "2023-01")]
    assert course.schooling is not None
    assert (course.schooling.school, course.schooling.mode) == ("川东开放大学", SchoolingMode.IN_SERVICE)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "登记毕业")).all()
    assert {entry.record_table for entry in entries} == {
        "education_upgrade",
        "schooling",
        "study_status_change",
    }
    undo(last_act().id, by=town.by)
    assert levels(town.yan) == [(SchoolingLevel.SENIOR_HIGH, None)]
    course = db.session.get_one(EducationUpgrade, course.id)
    assert (course.status, course.graduated_on, course.certificate_number) == (StudyStatus.STUDYING, None, "")
    assert [one.status for one in read_course(course).changes] == [StudyStatus.STUDYING]


def test_a_level_that_a_roster_told_without_a_date_is_the_one_that_the_course_brought(app: Flask) -> None:
    town = make_town()
    person = add_person(db.session(), "岳明", unit=town.jinzhu, schooling=COLLEGE)
    with pytest.raises(Doubtful, match="已有大专学历"):
        enrolled(town, person)
    course = enrol(person, told(), unit=town.jinzhu, confirmed=True, by=town.by, on=ON)
    graduate(town, course)
    assert levels(person) == [(COLLEGE, "2023-01")]


def test_correcting_a_finished_course_corrects_the_schooling(app: Flask) -> None:
    town = make_town()
    course = enrolled(town)
    graduate(town, course)
    better = told(
        level=SchoolingLevel.UNDERGRADUATE,
        enrolled="2020-03",
        graduated_on=day("2023-02"),
        certificate_number="B",
    )
    correct_course(course, better, unit=town.jinzhu, by=town.by, on=ON)
    assert levels(town.yan) == [
        (SchoolingLevel.SENIOR_HIGH, None),
        (SchoolingLevel.UNDERGRADUATE, "2023-02"),
    ]
    assert [one.since.iso for one in read_course(course).changes] == ["2020-03", "2023-02"]
    with pytest.raises(RuleBroken, match="已毕业的学习要有毕业时间"):
        correct_course(course, told(), unit=town.jinzhu, by=town.by, on=ON)


def test_illegal_steps_change_nothing(app: Flask) -> None:
    town = make_town()
    course = enrolled(town)
    change_status(course, StudyStatus.SUSPENDED, since=day("2021-09"), reason="生病", by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="不能从“休学”直接变为“已毕业”"):
        graduate(town, course)
    assert course.status is StudyStatus.SUSPENDED
    assert levels(town.yan) == [(SchoolingLevel.SENIOR_HIGH, None)]


def test_terms_and_money_are_put_right_and_struck(app: Flask) -> None:
    town = make_town()
    course = enrolled(town)
    term = add_term(course, TermFacts("2020秋", day("2020-09"), credits=12.5), by=town.by)
    with pytest.raises(RuleBroken, match="“2020秋”已经登记"):
        add_term(course, TermFacts("2020秋", day("2020-09")), by=town.by)
    correct_term(term, course, TermFacts("2020秋", day("2020-09"), credits=14), by=town.by)
    money = add_subsidy(course, SubsidyFacts(1200, due_on=day("2021-03")), by=town.by, on=ON)
    paid = SubsidyFacts(1200, due_on=day("2021-03"), paid_on=day("2021-05"), purpose="第一学年")
    correct_subsidy(money, course, paid, by=town.by, on=ON)
    record = read_course(course)
    assert (record.credits, record.paid) == (14, 1200)
    with pytest.raises(RuleBroken, match="还没有到"):
        correct_subsidy(money, course, SubsidyFacts(1, paid_on=day("2024-01")), by=town.by, on=ON)
    correct_term(term, course, TermFacts("2020秋", day("2020-09")), remove=True, by=town.by)
    correct_subsidy(money, course, paid, remove=True, by=town.by, on=ON)
    assert not db.session.scalars(select(StudyTerm)).all()
    assert not db.session.scalars(select(StudySubsidy)).all()
    undo(last_act().id, by=town.by)
    assert [one.yuan for one in db.session.scalars(select(StudySubsidy))] == [1200]


def listed(on: date = ON, scope: Scope = ANYWHERE, **wanted: object) -> list[tuple[str, str, float]]:
    rows = db.session.execute(select_courses(scope=scope, on=on, wanted=CourseFilter(**wanted))).all()  # type: ignore[arg-type]
    return [(row[1].name, row[3].label, float(row[4])) for row in rows]


def test_the_list_is_that_of_the_day(app: Flask) -> None:
    town = make_town()
    course = enrolled(town)
    other = enrol(town.luo, told(enrolled="2022-03"), unit=town.shiqiao, by=town.by, on=ON)
    add_subsidy(course, SubsidyFacts(800, paid_on=day("2022-05")), by=town.by, on=ON)
    add_subsidy(course, SubsidyFacts(900), by=town.by, on=ON)
    change_status(other, StudyStatus.SUSPENDED, since=day("2022-09"), by=town.by, on=ON)
    graduate(town, course)
    assert listed() == [("晏秋", "已毕业", 800), ("罗小川", "休学", 0)]
    assert listed(date(2022, 4, 30)) == [("晏秋", "在读", 0), ("罗小川", "在读", 0)]
    assert listed(date(2021, 1, 1)) == [("晏秋", "在读", 0)]
    assert listed(status=StudyStatus.SUSPENDED) == [("罗小川", "休学", 0)]
    assert listed(unit_id=town.jinzhu.id) == [("晏秋", "已毕业", 800)]
    assert len(listed(unit_id=town.township.id)) == 2
    assert listed(year=2022) == [("罗小川", "休学", 0)]
    assert listed(q="小川") == [("罗小川", "休学", 0)]
    assert listed(finished_from=day("2023-01"), finished_until=day("2023-01")) == [("晏秋", "已毕业", 800)]
    assert listed(finished_until=day("2022-12")) == []
    assert listed(scope=Scope((town.shiqiao.path,))) == [("罗小川", "休学", 0)]
    assert [row[2] for row in list_courses_of(town.yan.id, scope=ANYWHERE, on=date(2022, 1, 1))] == [
        StudyStatus.STUDYING
    ]
    assert not list_courses_of(town.yan.id, scope=Scope((town.shiqiao.path,)), on=ON)


def test_what_a_unit_gained_in_the_term_and_in_a_chosen_time(app: Flask) -> None:
    town = make_town()
    people = [add_person(db.session(), f"学员{number}", unit=town.jinzhu) for number in range(5)]
    for number, person in enumerate(people):
        level = SchoolingLevel.UNDERGRADUATE if number == 4 else COLLEGE
        course = enrol(person, told(level, "2018-09", expected_on=None), unit=town.jinzhu, by=town.by, on=ON)
        graduate(town, course, f"202{number // 2}-0{number + 1}")
    gains = list_gains(scope=ANYWHERE, until=ON)
    assert [(one.unit, one.since) for one in gains] == [("金竹村", day("2021-01"))]
    assert [(gain.level.label, gain.finished) for gain in gains[0].gains] == [("大专", 2), ("大学", 1)]
    assert gains[0].finished == 3
    whole = list_gains(scope=ANYWHERE, until=ON, since=day("2020-01"))
    assert [(gain.level.label, gain.finished) for gain in whole[0].gains] == [("大专", 4), ("大学", 1)]
    assert list_gains(scope=Scope((town.shiqiao.path,)), until=ON) == []
