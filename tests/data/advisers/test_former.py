"""Former cadres in the database: registered from what ended, in the group, advising, at work again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.advisers.ledger import former_lines
from talentpool.advisers.listing import (
    DeedFilter,
    FormerFilter,
    select_advice,
    select_former,
    select_re_engagements,
)
from talentpool.advisers.queries import count_former, subsidy_rule
from talentpool.advisers.records import get_former, list_passed_on, read_former
from talentpool.advisers.rules import SubsidyRule
from talentpool.advisers.services import (
    AdviceFacts,
    Leaving,
    PeriodFacts,
    SubsidyFacts,
    WorkFacts,
    correct_former,
    join_group,
    leave_group,
    register_former,
    state_advice,
    state_period,
    state_subsidy,
    state_work,
)
from talentpool.audit.undo import undo
from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import AdvisoryMembership, FormerCadre, ServicePeriod, UndoableAct
from talentpool.posts.services.appointments import end_appointment
from talentpool.security.scope import Scope
from talentpool.settings.rules import read_value
from talentpool.settings.services import set_value
from talentpool.vocabulary import AdviceKind, EndCause, Health, SettingKey, TaskResult, Willingness
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town

LEFT = Leaving(
    last_title="村委会主任",
    left_on=day("2023-05"),
    leave_cause=EndCause.OVER_AGE,
    years_stated=2,
    expertise="茶叶种植",
    willingness=Willingness.LONG,
    health=Health.GOOD,
)


def retired(town: Town, **more: Any) -> FormerCadre:
    """刁汝平, director of 金竹村 since 2021.01, left in 2023.05."""
    end_appointment(town.diao_director, ended_on=day("2023-05"), cause=EndCause.OVER_AGE, by=town.by, on=ON)
    return register_former(town.diao, replace(LEFT, **more), unit=town.jinzhu, by=town.by, on=ON)


def last_act() -> UndoableAct:
    return db.session.scalars(select(UndoableAct).order_by(UndoableAct.id.desc()).limit(1)).one()


def lines(on: date = ON, scope: Scope = ANYWHERE, **wanted: Any) -> list[tuple[Any, ...]]:
    rows = db.session.execute(select_former(scope=scope, on=on, wanted=FormerFilter(**wanted))).all()
    return [
        (one.person.name, one.served_words, one.advises, one.subsidy, one.agrees)
        for one in former_lines(rows, on=on)
    ]


def test_an_ended_appointment_makes_a_former_cadre_with_his_service(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    record = read_former(former)
    assert [(one.title, one.started_on.iso, one.ended_on.iso) for one in record.periods] == [
        ("村委会主任", "2021-01", "2023-05")
    ]
    assert (record.served.months, record.membership) == (28, None)
    assert lines() == [("刁汝平", "2年4个月", False, None, True)]
    assert lines(date(2023, 4, 30)) == []
    with pytest.raises(RuleBroken, match="刁汝平已登记为离任干部"):
        register_former(town.diao, LEFT, unit=town.jinzhu, by=town.by, on=ON)
    undo(last_act().id, by=town.by)
    assert not db.session.scalars(select(FormerCadre)).all()
    assert not db.session.scalars(select(ServicePeriod)).all()


def test_who_still_holds_a_post_is_asked_about_and_may_join_the_group_at_once(app: Flask) -> None:
    town = make_town()
    with pytest.raises(Doubtful, match="仍任“党支部书记”"):
        register_former(town.hao, LEFT, unit=town.jinzhu, by=town.by, on=ON)
    former = register_former(town.hao, LEFT, unit=town.jinzhu, joins=True, confirmed=True, by=town.by, on=ON)
    assert count_former(scope=ANYWHERE, on=ON) == (1, 1)
    assert read_former(former).periods == []


def test_nothing_of_another_village_is_reached(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    stranger = replace(town.by, scope=Scope((town.shiqiao.path,)))
    with pytest.raises(Missing):
        get_former(former.id, scope=stranger.scope)
    with pytest.raises(Missing):
        join_group(former, joined_on=day("2023-06"), by=stranger, on=ON)
    with pytest.raises(Missing):
        state_subsidy(former, SubsidyFacts(day("2023-06"), 300), by=stranger, on=ON)
    assert lines(scope=stranger.scope) == []


def test_periods_are_added_put_right_and_struck_and_a_difference_is_pointed_out(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    state_period(former, PeriodFacts(day("2015-01"), day("2021-06"), "文书"), by=town.by, on=ON)
    assert lines() == [("刁汝平", "8年4个月", False, None, False)]
    correct_former(former, replace(LEFT, years_stated=8), unit=town.jinzhu, by=town.by, on=ON)
    assert lines() == [("刁汝平", "8年4个月", False, None, True)]
    first = read_former(former).periods[0]
    told = PeriodFacts(day("2016-01"), day("2021-06"), "文书")
    state_period(former, told, row=first, by=town.by, on=ON)
    assert read_former(former).served.months == 88
    with pytest.raises(RuleBroken, match="结束时间早于开始时间"):
        state_period(former, PeriodFacts(day("2016-01"), day("2015-01")), by=town.by, on=ON)
    state_period(former, told, row=first, remove=True, by=town.by, on=ON)
    assert read_former(former).served.months == 28


def test_the_subsidy_keeps_its_history(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    state_subsidy(former, SubsidyFacts(day("2023-05"), 300), by=town.by, on=ON)
    state_subsidy(former, SubsidyFacts(day("2023-06"), 320.5), by=town.by, on=ON)
    with pytest.raises(RuleBroken, match=r"2023.06起的补贴标准已登记"):
        state_subsidy(former, SubsidyFacts(day("2023-06"), 1), by=town.by, on=ON)
    assert lines()[0][3] == 320.5
    assert lines(date(2023, 5, 31))[0][3] == 300
    newest = read_former(former).subsidies[0]
    state_subsidy(former, SubsidyFacts(day("2023-06"), 0), row=newest, by=town.by, on=ON)
    assert [one.receives for one in read_former(former).subsidies] == [False, True]


def test_the_standard_of_the_subsidy_is_a_setting_from_a_date_on(app: Flask) -> None:
    town = make_town()
    assert subsidy_rule(ON) is None
    typed = "每月基数:120\n每任职一年增加:10\n最低任职年限:9\n男满岁数:60\n女满岁数:55"
    value = read_value(SettingKey.FORMER_SUBSIDY, typed)
    set_value(SettingKey.FORMER_SUBSIDY, value, valid_from=day("2022-01"), basis="", by=town.by)
    assert subsidy_rule(ON) == SubsidyRule(120, 10, 9, 60, 55)
    assert subsidy_rule(date(2021, 12, 31)) is None


def test_in_and_out_of_the_group(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    membership = join_group(former, joined_on=day("2023-05-10"), by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="刁汝平已在智囊团"):
        join_group(former, joined_on=day("2023-06"), by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="结束时间早于开始时间"):
        leave_group(membership, left_on=day("2023-04"), by=town.by, on=ON)
    leave_group(membership, left_on=day("2023-06"), reason="迁居", by=town.by, on=ON)
    with pytest.raises(RuleBroken, match=r"刁汝平已于2023.06退出"):
        leave_group(membership, left_on=day("2023-06"), by=town.by, on=ON)
    assert count_former(scope=ANYWHERE, on=date(2023, 5, 31)) == (1, 1)
    assert count_former(scope=ANYWHERE, on=ON) == (1, 0)
    assert lines(advises=True) == []
    assert len(lines(advises=False)) == 1
    join_group(former, joined_on=day("2023-06-20"), by=town.by, on=ON)
    assert len(db.session.scalars(select(AdvisoryMembership)).all()) == 2


def test_advice_and_experience_passed_on_are_listed(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    first = AdviceFacts(AdviceKind.CONSULTATION, date(2023, 6, 1), "茶园改造", outcome="已采纳")
    second = AdviceFacts(AdviceKind.PASSING_ON, date(2023, 6, 10), "矛盾调解")
    state_advice(former, first, unit=town.jinzhu, by=town.by, on=ON)
    state_advice(former, second, unit=town.jinzhu, learner=town.yan, by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="传帮带对象不能是本人"):
        state_advice(former, second, unit=town.jinzhu, learner=town.diao, by=town.by, on=ON)
    with pytest.raises(Doubtful, match="日期早于离任时间"):
        state_advice(former, replace(first, held_on=date(2023, 1, 1)), unit=town.jinzhu, by=town.by, on=ON)

    def topics(on: date = ON, scope: Scope = ANYWHERE, **wanted: Any) -> list[str]:
        statement = select_advice(scope=scope, on=on, wanted=DeedFilter(**wanted))
        return [row[0].topic for row in db.session.execute(statement)]

    assert topics() == ["矛盾调解", "茶园改造"]
    assert topics(date(2023, 6, 5)) == ["茶园改造"]
    assert topics(kind=AdviceKind.PASSING_ON) == ["矛盾调解"]
    assert topics(q="茶园") == ["茶园改造"]
    assert topics(unit_id=town.shiqiao.id) == []
    assert topics(scope=Scope((town.shiqiao.path,))) == []
    assert [row[1].name for row in list_passed_on(town.yan, scope=ANYWHERE, on=ON)] == ["刁汝平"]
    row = read_former(former).advice[0][0]
    state_advice(former, second, unit=town.jinzhu, row=row, remove=True, by=town.by, on=ON)
    assert topics() == ["茶园改造"]


def test_work_again_ends_with_its_result(app: Flask) -> None:
    town = make_town()
    former = retired(town)
    work = WorkFacts("产业顾问", day("2023-05"), due_on=day("2023-06"))
    state_work(former, work, unit=town.shiqiao, by=town.by, on=ON)

    def duties(on: date = ON, **wanted: Any) -> list[str]:
        statement = select_re_engagements(scope=ANYWHERE, on=on, wanted=DeedFilter(**wanted))
        return [row[0].duty for row in db.session.execute(statement)]

    assert duties(running=True) == ["产业顾问"]
    row = read_former(former).re_engagements[0][0]
    done = replace(work, ended_on=day("2023-06"), result=TaskResult.GOOD, evidence="验收")
    state_work(former, done, unit=town.shiqiao, row=row, by=town.by, on=ON)
    assert duties(running=True) == []
    assert duties(running=False) == ["产业顾问"]
    assert duties(date(2023, 5, 31), running=True) == ["产业顾问"]
    with pytest.raises(RuleBroken, match="到期时间早于开始时间"):
        state_work(former, replace(work, due_on=day("2023-04")), unit=town.shiqiao, by=town.by, on=ON)
    undo(last_act().id, by=town.by)
    assert duties(running=True) == ["产业顾问"]
