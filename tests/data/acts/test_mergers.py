"""Units merged: people, posts, seats and names go on; what was before stays readable; all can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.undo import list_acts, undo
from talentpool.errors import Doubtful, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    Person,
    PoolEntry,
    SeatStatement,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
    Vacancy,
)
from talentpool.posts.elections import Move
from talentpool.posts.queries import find_seats, list_team
from talentpool.posts.services.merger_plan import MergerPlan, Seating, TargetPost
from talentpool.posts.services.mergers import merge_units
from talentpool.posts.services.term_dates import open_term
from talentpool.units.queries import find_by_name_or_code, list_units
from talentpool.vocabulary import DutyRole, EndCause, EntryBasis, ExitReason, PostClass, VacancyOutcome
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town
from tests.factories import add_person, add_unit, add_vacancy

MERGED_ON = date(2023, 5, 1)
SECRETARY = TargetPost("党支部书记", PostClass.PARTY_SECRETARY)
MEMBER = TargetPost("党支部委员", PostClass.PARTY_MEMBER)
DIRECTOR = TargetPost("村委会主任", PostClass.COMMITTEE_DIRECTOR)


def fill(town: Town) -> None:
    for unit, people in ((town.jinzhu, 100), (town.shiqiao, 40)):
        db.session.add(UnitStatement(unit_id=unit.id, stated_on=date(2023, 1, 1), party_member_count=people))
    leader = add_person(db.session(), "包片人", unit=town.township)
    for unit in (town.jinzhu, town.shiqiao):
        db.session.add(
            UnitDuty(
                unit_id=unit.id, person_id=leader.id, role=DutyRole.AREA_LEADER, known_from=day("2021-01")
            )
        )
    add_vacancy(db.session(), town.member, since="2022-01")


def into_new(town: Town) -> MergerPlan:
    return MergerPlan(
        sources=(town.jinzhu, town.shiqiao),
        into=None,
        name="金石村",
        merged_on=MERGED_ON,
        seatings=(
            Seating(town.hao, (SECRETARY,)),
            Seating(town.diao, (DIRECTOR,)),
            Seating(town.luo, ()),
        ),
        authorised=7,
        standing=4,
        document="民发〔2023〕3号",
    )


def team(unit: Unit, on: date) -> list[tuple[str, str]]:
    return [(person.name, post.title) for _a, post, person, _u in list_team(unit, scope=ANYWHERE, on=on)]


def names(on: date) -> list[str]:
    return [unit.name for unit in list_units(scope=ANYWHERE, on=on)]


def test_two_villages_become_a_new_one(app: Flask) -> None:
    town = make_town()
    fill(town)
    outcome = merge_units(into_new(town), by=town.by, on=ON)
    unit = outcome.unit
    assert (
        outcome.people_moved,
        outcome.posts_closed,
        outcome.appointments_ended,
        outcome.appointments_begun,
        outcome.vacancies_closed,
        outcome.duties_moved,
    ) == (4, 5, 3, 2, 1, 1)
    assert names(ON) == ["金石村"]
    assert names(date(2023, 4, 30)) == ["金竹村", "石桥村"]
    assert team(unit, ON) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]
    assert team(town.jinzhu, date(2023, 4, 30)) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]
    assert team(town.shiqiao, date(2023, 4, 30)) == [("罗小川", "党支部书记")]
    assert team(town.jinzhu, ON) == []
    assert [(move.person, move.move) for move in outcome.moves] == [
        ("郝天成", Move.CHANGES),
        ("刁汝平", Move.CHANGES),
        ("罗小川", Move.LEAVES),
    ]
    assert (town.hao_secretary.end_cause, town.hao_secretary.end_note) == (EndCause.OTHER, "合村并组")
    seats = find_seats(unit.id, on=ON)
    assert seats is not None
    assert (seats.authorised, seats.standing, seats.document) == (7, 4, "民发〔2023〕3号")
    statement = db.session.scalars(select(UnitStatement).where(UnitStatement.unit_id == unit.id)).one()
    assert (statement.party_member_count, statement.merger_note) == (
        140,
        "2023年5月1日金竹村、石桥村并入金石村",
    )
    vacancy = db.session.scalars(select(Vacancy)).one()
    assert (vacancy.outcome, vacancy.closed_on) == (VacancyOutcome.SEAT_CUT, day("2023-05-01"))


def test_old_units_are_found_by_their_names_and_lead_to_the_new_one(app: Flask) -> None:
    town = make_town()
    unit = merge_units(into_new(town), by=town.by, on=ON).unit
    assert find_by_name_or_code("石桥村", scope=ANYWHERE).merged_into_id == unit.id
    former = db.session.scalars(
        select(UnitName.name).where(UnitName.unit_id == unit.id).order_by(UnitName.id)
    )
    assert former.all() == ["金竹村", "石桥村"]


def test_a_village_goes_into_another_that_keeps_its_team(app: Flask) -> None:
    town = make_town()
    plan = MergerPlan(
        sources=(town.shiqiao,),
        into=town.jinzhu,
        name="",
        merged_on=MERGED_ON,
        seatings=(
            Seating(town.hao, (SECRETARY,)),
            Seating(town.diao, ()),
            Seating(town.luo, (MEMBER,)),
        ),
        authorised=6,
    )
    outcome = merge_units(plan, by=town.by, on=ON)
    assert (outcome.unit.id, outcome.appointments_ended, outcome.appointments_begun) == (town.jinzhu.id, 2, 1)
    assert town.hao_secretary.ended_on is None
    assert team(town.jinzhu, ON) == [("郝天成", "党支部书记"), ("罗小川", "党支部委员")]
    assert names(ON) == ["金竹村"]
    assert db.session.scalars(select(Person.unit_id).distinct()).all() == [town.jinzhu.id]


def test_the_unit_that_goes_on_may_take_a_new_name(app: Flask) -> None:
    town = make_town()
    plan = MergerPlan(sources=(town.shiqiao,), into=town.jinzhu, name="金石村", merged_on=MERGED_ON)
    unit = merge_units(plan, by=town.by, on=ON).unit
    assert unit.name == "金石村"
    former = select(UnitName.name).where(UnitName.unit_id == unit.id).order_by(UnitName.id)
    assert db.session.scalars(former).all() == ["金竹村", "石桥村"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "金竹村"}, "青禾镇已有“金竹村”"),
        ({"merged_on": date(2023, 7, 1)}, "还没有到"),
        ({"sources": ()}, "请至少选两个单位合并"),
    ],
)
def test_what_cannot_be_merged_is_refused(app: Flask, changed: dict[str, object], reason: str) -> None:
    town = make_town()
    with pytest.raises(RuleBroken, match=reason):
        merge_units(replace(into_new(town), **changed), by=town.by, on=ON)  # type: ignore[arg-type]


def test_two_secretaries_in_one_unit_are_refused(app: Flask) -> None:
    town = make_town()
    plan = replace(
        into_new(town), seatings=(Seating(town.hao, (SECRETARY,)), Seating(town.luo, (SECRETARY,)))
    )
    with pytest.raises(RuleBroken, match="“党支部书记”由郝天成担任"):
        merge_units(plan, by=town.by, on=ON)


def test_a_merger_is_taken_back_whole(app: Flask) -> None:
    town = make_town()
    fill(town)
    merge_units(into_new(town), by=town.by, on=ON)
    [act] = list_acts(scope=ANYWHERE, kind="merger")
    assert act.label == "金竹村、石桥村并入金石村"
    undo(act.id, by=town.by)
    assert names(ON) == ["金竹村", "石桥村"]
    assert team(town.jinzhu, ON) == [("郝天成", "党支部书记"), ("刁汝平", "村委会主任")]
    assert db.session.scalars(select(Unit.name).order_by(Unit.id)).all() == ["青禾镇", "金竹村", "石桥村"]
    assert len(db.session.scalars(select(SeatStatement)).all()) == 2
    assert db.session.scalars(select(Vacancy.closed_on)).all() == [None]


def test_a_merger_that_was_followed_by_work_says_what_stands_in_the_way(app: Flask) -> None:
    from talentpool.posts.services.appointments import end_appointment

    town = make_town()
    unit = merge_units(into_new(town), by=town.by, on=ON).unit
    appointment = list_team(unit, scope=ANYWHERE, on=ON)[0][0]
    end_appointment(appointment, ended_on=day("2023-06"), cause=EndCause.RESIGNED, by=town.by, on=ON)
    [act] = list_acts(scope=ANYWHERE, kind="merger")
    with pytest.raises(RuleBroken):
        undo(act.id, by=town.by)


def test_the_pool_and_the_former_cadres_of_the_villages_go_on_in_the_new_one(app: Flask) -> None:
    town = make_town()
    fill(town)
    stays = [
        PoolEntry(
            person_id=town.diao.id, unit_id=town.jinzhu.id, basis=EntryBasis.STATED, entered_on=day("2021-03")
        ),
        PoolEntry(
            person_id=town.luo.id,
            unit_id=town.jinzhu.id,
            basis=EntryBasis.STATED,
            entered_on=day("2019-03"),
            exited_on=day("2020-03"),
            exit_reason=ExitReason.OVER_AGE,
        ),
    ]
    db.session.add_all(stays)
    db.session.flush()
    outcome = merge_units(into_new(town), by=town.by, on=ON)
    assert [stay.unit_id for stay in stays] == [outcome.unit.id, town.jinzhu.id]
    [act] = list_acts(scope=ANYWHERE, kind="merger")
    undo(act.id, by=town.by)
    db.session.expire_all()
    assert [stay.unit_id for stay in stays] == [town.jinzhu.id, town.jinzhu.id]


def test_units_are_not_merged_before_what_is_recorded_of_them(app: Flask) -> None:
    town = make_town()
    with pytest.raises(RuleBroken) as refused:
        merge_units(replace(into_new(town), merged_on=date(2010, 1, 1)), by=town.by, on=ON)
    assert refused.value.reasons == (
        "石桥村的核定职数自2021.01.01起,合并日期(2010.01.01)不能早于它",
        "金竹村的核定职数自2021.01.01起,合并日期(2010.01.01)不能早于它",
        "“本届”这一届自2021.01起,合并日期(2010.01.01)不能早于它",
        "另有3处类似情况",
    )


def test_a_later_vacancy_or_holding_stands_against_the_date(app: Flask) -> None:
    town = make_town()
    add_vacancy(db.session(), town.member, since="2023-06")
    with pytest.raises(RuleBroken, match="金竹村“村委会委员”空缺自2023.06起"):
        merge_units(into_new(town), by=town.by, on=ON)


def test_a_term_prepared_for_later_does_not(app: Flask) -> None:
    town = make_town()
    open_term(
        town.township, name="第十二届", started_on=day("2026-01"), ends_on=day("2031-01"), by=town.by, on=ON
    )
    assert merge_units(into_new(town), by=town.by, on=ON).unit.name == "金石村"


def test_the_seats_of_the_form_hold_from_the_merger_whatever_the_unit_had(app: Flask) -> None:
    town = make_town()
    plan = replace(into_new(town), sources=(town.shiqiao,), into=town.jinzhu, name="", authorised=9)
    merge_units(replace(plan, seatings=()), by=town.by, on=ON)
    kept = [find_seats(town.jinzhu.id, on=on) for on in (date(2023, 4, 30), MERGED_ON, ON)]
    assert [seats and seats.authorised for seats in kept] == [5, 9, 9]


def test_a_former_name_of_another_unit_is_asked_about(app: Flask) -> None:
    town = make_town()
    other = add_unit(db.session(), "双河村", parent=town.township, position=3)
    db.session.add(UnitName(unit_id=other.id, name="上河村", until_on=day("2020-01")))
    db.session.flush()
    plan = replace(into_new(town), name="上河村")
    with pytest.raises(Doubtful, match="“上河村”是双河村的曾用名"):
        merge_units(plan, by=town.by, on=ON)
    assert merge_units(replace(plan, name_confirmed=True), by=town.by, on=ON).unit.name == "上河村"
