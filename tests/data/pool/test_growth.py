"""The growth file: everything recorded by a day, what agencies told only for those who need it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from talentpool.extensions import db
from talentpool.models import (
    Attendance,
    EducationUpgrade,
    GuidanceLog,
    Pairing,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
)
from talentpool.pool.growth import GrowthFile, GrowthSection, growth_file
from talentpool.pool.services.entries import rate_readiness
from talentpool.pool.stays import RatingFacts
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.vocabulary import GuidanceWay, SchoolingLevel, StudyMode, StudyStatus, TaskKind, TaskResult
from tests.data.acts.towns import ON, Town, day, make_town
from tests.data.pool.cases import ask_and_clear, make_rules, put_forward, step
from tests.data.pool.reserves import enter


@pytest.fixture
def town(app: Flask) -> Town:
    """晏秋: in the pool since 2022.03, mentored, trained, tempered, studying."""
    town = make_town()
    session = db.session
    entry = enter(town.yan, town.jinzhu)
    rate_readiness(entry, RatingFacts("成熟", date(2023, 5, 1), "镇党委", "考察情况好"), by=town.by, on=ON)
    pair = Pairing(
        mentor_id=town.hao.id, mentee_id=town.yan.id, started_on=day("2022-04"), known_from=day("2022-04")
    )
    training = Training(
        unit_id=town.township.id, name="后备培训班", starts_on=date(2022, 6, 1), ends_on=date(2022, 6, 2)
    )
    session.add_all([pair, training])
    session.flush()
    place = TrainingPlace(training_id=training.id, person_id=town.yan.id, result=TaskResult.GOOD)
    sessions = [
        TrainingSession(training_id=training.id, held_on=date(2022, 6, 1 + number), topic="课", hours=2)
        for number in range(2)
    ]
    session.add_all([place, *sessions])
    session.flush()
    session.add_all(
        [
            Attendance(session_id=sessions[0].id, place_id=place.id, present=True),
            Attendance(session_id=sessions[1].id, place_id=place.id, present=False),
            GuidanceLog(pairing_id=pair.id, held_on=day("2022-05-06"), way=GuidanceWay.TALK, topic="谈思想"),
            TemperingTask(
                person_id=town.yan.id, kind=TaskKind.KEY_WORK, name="防汛", started_on=day("2022-07")
            ),
            EducationUpgrade(
                person_id=town.yan.id,
                unit_id=town.jinzhu.id,
                level=SchoolingLevel.COLLEGE,
                mode=StudyMode.OPEN,
                school="开放大学",
                enrolled_on=day("2022-09"),
                status=StudyStatus.STUDYING,
            ),
        ]
    )
    session.flush()
    return town


def part(file: GrowthFile, key: str) -> GrowthSection:
    return next(one for one in file.sections if one.key == key)


def rows(file: GrowthFile, key: str) -> list[tuple[str, ...]]:
    return [row for table in part(file, key).tables for row in table.rows]


def test_the_file_tells_everything_in_reading_order(town: Town) -> None:
    file = growth_file(town.yan, by=town.by, on=ON)
    assert [one.key for one in file.sections] == [
        "person",
        "stays",
        "nominations",
        "readiness",
        "targets",
        "reviews",
        "mentors",
        "trainings",
        "tempering",
        "education",
        "appraisals",
    ]
    assert ("年龄", "31岁(2023-06-30)") in part(file, "person").facts
    assert rows(file, "stays") == [("金竹村", "2022.03", "按台账登记", "退役军人", "", "")]
    assert rows(file, "readiness") == [
        ("2023-05-01", "成熟", "镇党委", "考察情况好"),
        ("2022-03-15", "培养", "", "按台账登记"),
    ]
    assert rows(file, "mentors") == [
        ("郝天成", "", "2022.04", "", ""),
        ("2022.05.06", "郝天成", "谈心谈话", "谈思想", ""),
    ]
    assert rows(file, "trainings") == [("后备培训班", "2022-06-01-2022-06-02", "", "1/2次", "良好")]
    assert rows(file, "tempering") == [("重点工作", "防汛", "", "2022.07", "", "")]
    assert rows(file, "education") == [("大专", "开放大学", "", "2022.09", "在读", "")]
    assert part(file, "appraisals").is_empty
    assert (file.since, [one.readiness for one in file.ratings]) == (date(2022, 3, 1), ["培养", "成熟"])


def test_an_earlier_day_tells_what_was_known_then(town: Town) -> None:
    file = growth_file(town.yan, by=town.by, on=date(2022, 4, 30))
    assert [len(rows(file, key)) for key in ("stays", "readiness", "mentors", "trainings", "education")] == [
        1,
        1,
        1,
        0,
        0,
    ]
    before = growth_file(town.yan, by=town.by, on=date(2022, 2, 28))
    assert part(before, "stays").is_empty
    assert before.since is None


def test_conclusions_stand_in_the_file_of_those_who_need_them_only(town: Town) -> None:
    make_rules(town)
    from talentpool.models import Schooling
    from talentpool.vocabulary import SchoolingMode

    db.session.add(
        Schooling(
            person_id=town.diao.id,
            level=SchoolingLevel.COLLEGE,
            rank=SchoolingLevel.COLLEGE.rank,
            mode=SchoolingMode.UNSPECIFIED,
            written="大专",
        )
    )
    db.session.flush()
    nomination = put_forward(town, town.diao)
    step(nomination, town, date(2023, 5, 5))
    ask_and_clear(nomination, town, date(2023, 5, 8))
    with_right = growth_file(town.diao, by=town.by, on=ON)
    assert ("派出所", "2023-05-08", "未发现问题", "", "") in rows(with_right, "nominations")
    staff: Actor = replace(town.by, permissions=town.by.permissions - {Permission.POOL_CONCLUSIONS})
    without = rows(growth_file(town.diao, by=staff, on=ON), "nominations")
    assert [row[:3] for row in without] == [
        ("2023-05-03", "推荐", "通过"),
        ("2023-05-05", "村(社区)初审", "通过"),
    ]
