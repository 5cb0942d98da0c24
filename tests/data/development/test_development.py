"""Trainings with attendance, tempering tasks and postings in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.undo import undo
from talentpool.development.listing import (
    DeedFilter,
    select_places,
    select_postings,
    select_tasks,
    select_trainings,
)
from talentpool.development.records import (
    get_posting,
    get_task,
    get_training,
    list_sessions,
    read_development,
)
from talentpool.development.services import (
    PostingFacts,
    SessionFacts,
    TaskFacts,
    TrainingFacts,
    add_people,
    correct_place,
    correct_training,
    open_training,
    state_posting,
    state_session,
    state_task,
    tell_attendance,
)
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    Attendance,
    Posting,
    TemperingTask,
    Training,
    TrainingPlace,
    TrainingSession,
    UndoableAct,
)
from talentpool.security.scope import Scope
from talentpool.vocabulary import TaskKind, TaskResult
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town

COURSE = TrainingFacts("后备干部培训班", date(2023, 5, 8), date(2023, 5, 9), organiser="镇党校")


def trained(town: Town) -> Training:
    """Two sessions of 4 and 3.5 hours, with 晏秋 and 罗小川."""
    training = open_training(COURSE, unit=town.township, by=town.by)
    state_session(training, SessionFacts(date(2023, 5, 8), "乡村振兴", 4), by=town.by)
    state_session(training, SessionFacts(date(2023, 5, 9), "矛盾调解", 3.5), by=town.by)
    assert add_people(training, "晏秋\n罗小川 石桥村", by=town.by) == 2
    return training


def last_act() -> UndoableAct:
    return db.session.scalars(select(UndoableAct).order_by(UndoableAct.id.desc()).limit(1)).one()


def hours(training: Training, on: date = ON, scope: Scope = ANYWHERE) -> dict[str, float]:
    rows = db.session.execute(select_places(training, scope=scope, on=on)).all()
    return {row[1].name: float(row[3]) for row in rows}


def place_of(person_id: int) -> TrainingPlace:
    return db.session.scalars(select(TrainingPlace).where(TrainingPlace.person_id == person_id)).one()


def attend(town: Town, training: Training, session: TrainingSession, *present: int) -> None:
    asked = set(db.session.scalars(select(TrainingPlace.id)))
    there = {place_of(person_id).id for person_id in present}
    tell_attendance(session, training, present=there, asked=asked, by=town.by, on=ON)


def test_hours_are_those_of_the_sessions_attended(app: Flask) -> None:
    town = make_town()
    training = trained(town)
    first, second = list_sessions(training)
    attend(town, training, first, town.yan.id, town.luo.id)
    attend(town, training, second, town.yan.id)
    assert hours(training) == {"晏秋": 7.5, "罗小川": 4}
    assert hours(training, date(2023, 5, 8)) == {"晏秋": 4, "罗小川": 4}
    assert hours(training, scope=Scope((town.shiqiao.path,))) == {"罗小川": 4}
    attend(town, training, second, town.luo.id)
    assert hours(training) == {"晏秋": 4, "罗小川": 7.5}
    undo(last_act().id, by=town.by)
    assert hours(training) == {"晏秋": 7.5, "罗小川": 4}


def test_what_cannot_be_of_a_training_is_refused(app: Flask) -> None:
    town = make_town()
    training = trained(town)
    with pytest.raises(RuleBroken, match="登记册中没有“无此人”"):
        add_people(training, "无此人", by=town.by)
    assert add_people(training, "晏秋", by=town.by) == 0
    with pytest.raises(RuleBroken, match="上课日期应在"):
        state_session(training, SessionFacts(date(2023, 6, 1), "课", 1), by=town.by)
    with pytest.raises(RuleBroken, match="的课次不在培训起止日期之内"):
        correct_training(training, replace(COURSE, ends_on=date(2023, 5, 8)), unit=town.township, by=town.by)
    with pytest.raises(RuleBroken, match="的课还没有上"):
        tell_attendance(
            list_sessions(training)[0], training, present=(), asked=(), by=town.by, on=date(2023, 5, 1)
        )
    stranger = replace(town.by, scope=Scope((town.shiqiao.path,)))
    with pytest.raises(Missing):
        add_people(training, "罗小川", by=stranger)
    with pytest.raises(Missing):
        get_training(training.id, scope=stranger.scope)


def test_a_training_struck_takes_all_with_it_and_comes_back_whole(app: Flask) -> None:
    town = make_town()
    training = trained(town)
    attend(town, training, list_sessions(training)[0], town.yan.id)
    correct_training(training, COURSE, unit=town.township, remove=True, by=town.by)
    db.session.expire_all()
    for model in (Training, TrainingSession, TrainingPlace, Attendance):
        assert db.session.scalars(select(model)).all() == []
    undo(last_act().id, by=town.by)
    assert hours(db.session.scalars(select(Training)).one()) == {"晏秋": 4, "罗小川": 0}


def test_a_result_and_who_did_not_come(app: Flask) -> None:
    town = make_town()
    training = trained(town)
    correct_place(place_of(town.yan.id), training, result=TaskResult.EXCELLENT, by=town.by)
    correct_place(place_of(town.luo.id), training, result=None, remove=True, by=town.by)
    assert hours(training) == {"晏秋": 0}
    development = read_development(town.yan, scope=ANYWHERE, on=ON)
    assert [(row[0].result, row[1].name) for row in development.trainings] == [
        (TaskResult.EXCELLENT, "后备干部培训班")
    ]
    assert not read_development(town.yan, scope=ANYWHERE, on=date(2023, 5, 1))


def found(select_rows: Any, on: date = ON, scope: Scope = ANYWHERE, **wanted: Any) -> list[str]:
    rows = db.session.execute(select_rows(scope=scope, on=on, wanted=DeedFilter(**wanted))).all()
    return [row[1].name for row in rows]


def test_the_list_of_trainings(app: Flask) -> None:
    town = make_town()
    training = trained(town)
    rows = db.session.execute(select_trainings(scope=ANYWHERE, on=ON, wanted=DeedFilter())).all()
    assert [(row[0].id, row[2], float(row[3]), row[4]) for row in rows] == [(training.id, 2, 7.5, 2)]
    assert found(select_trainings, year=2022) == []
    assert found(select_trainings, q="党校") == ["青禾镇"]
    assert found(select_trainings, date(2023, 5, 1)) == []
    assert found(select_trainings, scope=Scope((town.jinzhu.path,))) == []


def test_tasks_run_and_end_with_their_result(app: Flask) -> None:
    town = make_town()
    told = TaskFacts(TaskKind.URGENT_WORK, "防汛抢险", day("2022-07"), duty="转移群众")
    state_task(town.yan, told, by=town.by, on=ON)
    assert found(select_tasks, running=True) == ["晏秋"]
    task = db.session.scalars(select(TemperingTask)).one()
    done = replace(told, ended_on=day("2022-09"), result=TaskResult.GOOD, evidence="镇政府通报")
    state_task(town.yan, done, row=task, by=town.by, on=ON)
    assert found(select_tasks, running=True) == []
    assert found(select_tasks, date(2022, 8, 1), running=True) == ["晏秋"]
    assert found(select_tasks, kind=TaskKind.URGENT_WORK, result=TaskResult.GOOD) == ["晏秋"]
    assert found(select_tasks, q="防汛", unit_id=town.shiqiao.id) == []
    with pytest.raises(RuleBroken, match="结束时间早于开始时间"):
        state_task(town.yan, replace(told, ended_on=day("2022-06")), by=town.by, on=ON)
    with pytest.raises(Missing):
        get_task(task.id, scope=Scope((town.shiqiao.path,)))
    state_task(town.yan, done, row=task, remove=True, by=town.by, on=ON)
    assert found(select_tasks) == []


def test_postings_belong_to_the_unit_where_one_is_sent(app: Flask) -> None:
    town = make_town()
    told = PostingFacts("到村任职选调生", day("2022-08"), due_on=day("2024-08"))
    state_posting(town.yan, told, unit=town.shiqiao, by=town.by, on=ON)
    posting = db.session.scalars(select(Posting)).one()
    assert found(select_postings, scope=Scope((town.shiqiao.path,))) == ["晏秋"]
    assert found(select_postings, scope=Scope((town.jinzhu.path,))) == []
    with pytest.raises(Missing):
        get_posting(posting.id, scope=Scope((town.jinzhu.path,)))
    done = replace(told, ended_on=day("2023-06"), result=TaskResult.EXCELLENT)
    state_posting(town.yan, done, unit=town.shiqiao, row=posting, by=town.by, on=ON)
    assert found(select_postings, running=False) == ["晏秋"]
    undo(last_act().id, by=town.by)
    assert found(select_postings, running=True) == ["晏秋"]
