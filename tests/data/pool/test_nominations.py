"""The way into the pool: every step recorded, none skipped, what stands in the way said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.audit.undo import list_acts, undo
from talentpool.errors import Doubtful, Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import Nomination, Person, PoolEntry, Schooling
from talentpool.pool.nominations import (
    NominationFilter,
    case_of,
    get_nomination,
    list_conclusions,
    select_nominations,
)
from talentpool.pool.queries import list_sources, list_targets
from talentpool.pool.rules import Result
from talentpool.pool.services.nominations import (
    AnswerFacts,
    add_voice,
    ask_agencies,
    enter_pool,
    except_rule,
    give_notice,
    keep_answer,
    keep_objections,
)
from talentpool.pool.steps import Decision
from talentpool.security.scope import Scope
from talentpool.vocabulary import (
    Conclusion,
    EntryBasis,
    NominationStage,
    NominationWay,
    SchoolingLevel,
    SchoolingMode,
    StepOutcome,
)
from tests.data.acts.towns import ANYWHERE, ON, Town, make_town
from tests.data.pool.cases import (
    BRANCH,
    ENTERING,
    SELF,
    ask_and_clear,
    enter_by,
    make_rules,
    pass_all,
    put_forward,
    step,
)
from tests.data.pool.reserves import enter


@pytest.fixture
def town(app: Flask) -> Town:
    """晏秋 (born 1992-05) has finished college, 郝天成 (born 1975-03) senior high school."""
    town = make_town()
    make_rules(town)
    db.session.add(
        Schooling(
            person_id=town.yan.id,
            level=SchoolingLevel.COLLEGE,
            rank=SchoolingLevel.COLLEGE.rank,
            mode=SchoolingMode.UNSPECIFIED,
            written="大专",
        )
    )
    db.session.flush()
    return town


def test_a_nomination_goes_all_the_way_with_every_step_on_file(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    pass_all(nomination, town)
    enter_by(nomination, town)
    assert [(one.stage, one.decided_on.isoformat(), one.decider) for one in case_of(nomination).steps] == [
        (NominationStage.NOMINATED, "2023-05-03", "金竹村党支部"),
        (NominationStage.UNIT_REVIEW, "2023-05-05", "青禾镇党委"),
        (NominationStage.TOWNSHIP_REVIEW, "2023-05-10", "青禾镇党委"),
        (NominationStage.COUNTY_REVIEW, "2023-05-15", "青禾镇党委"),
        (NominationStage.PUBLIC_NOTICE, "2023-05-21", "青禾镇党委"),
        (NominationStage.ENTRY, "2023-05-22", "青禾镇党委"),
    ]
    entry = db.session.scalars(select(PoolEntry)).one()
    assert (entry.basis, entry.way, entry.document, entry.occupation) == (
        EntryBasis.REVIEWED,
        NominationWay.SELF,
        "青党〔2023〕6号",
        "种植大户",
    )
    assert [one.title for one in list_targets(entry)] == ["党组织书记"]
    assert [one.main for one in list_sources(entry)] == [True]
    assert (nomination.closed_on, nomination.outcome) == (entry.entered_on, StepOutcome.PASSED)
    with pytest.raises(RuleBroken, match="已办结"):
        step(nomination, town, ON)


def test_who_is_in_a_pool_or_nominated_is_not_nominated_again(town: Town) -> None:
    enter(town.diao, town.jinzhu)
    with pytest.raises(RuleBroken, match=r"刁汝平已在金竹村的库中\(2022.03入库\),不必再推荐"):
        put_forward(town, town.diao)
    put_forward(town, town.yan)
    with pytest.raises(RuleBroken, match=r"晏秋已由金竹村推荐\(2023.05.01\),正在办理"):
        put_forward(town, town.yan)


def test_without_rules_or_a_voice_nobody_is_nominated(town: Town) -> None:
    early = replace(SELF, on=date(2022, 12, 31))
    with pytest.raises(RuleBroken, match="金竹村在2022-12-31没有适用的审核规则"):
        put_forward(town, town.yan, voices=(early,))
    with pytest.raises(RuleBroken, match="请至少填写一种推荐及其时间"):
        put_forward(town, town.yan, voices=())
    with pytest.raises(RuleBroken, match="推荐时间.2023-07-01.还没有到"):
        put_forward(town, town.yan, voices=(replace(SELF, on=date(2023, 7, 1)),))


def test_another_voice_joins_once(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    masses = replace(BRANCH, way=NominationWay.MASSES, by="12名党员")
    add_voice(nomination, masses, by=town.by, on=ON)
    assert len(case_of(nomination).voices) == 3
    with pytest.raises(RuleBroken, match="这一推荐已经登记"):
        add_voice(nomination, masses, by=town.by, on=ON)


def test_a_rule_that_fails_is_shown_with_its_facts_and_wants_an_exception_that_is_kept(town: Town) -> None:
    nomination = put_forward(town, town.hao)
    found = case_of(nomination).findings[:2]
    assert [(one.code, one.result, one.facts) for one in found] == [
        ("Z1", Result.FAILS, "47周岁(截至2023-02-28)、高中"),
        ("Z2", Result.FAILS, "47周岁(截至2023-02-28)、高中、中共党员"),
    ]
    with pytest.raises(RuleBroken, match="没有满足"):
        step(nomination, town, date(2023, 5, 5))

    def make_exception(**more: object) -> None:
        values = {"reason": "特别优秀", "decided_on": date(2023, 5, 4), "decider": "青禾镇党委"} | more
        except_rule(nomination, "Z2", by=town.by, on=ON, **values)  # type: ignore[arg-type]

    with pytest.raises(Doubtful, match="属于“不得”的条款"):
        make_exception()
    with pytest.raises(RuleBroken, match="请写明例外理由"):
        make_exception(reason=" ", confirmed=True)
    make_exception(confirmed=True)
    [kept] = case_of(nomination).exceptions
    assert (kept.rule_text, kept.facts, kept.reason) == (
        "45周岁以下,高中(中专)及以上学历,中共党员",
        "47周岁(截至2023-02-28)、高中、中共党员",
        "特别优秀",
    )
    step(nomination, town, date(2023, 5, 5))
    assert nomination.stage is NominationStage.TOWNSHIP_REVIEW
    with pytest.raises(Missing):
        make_exception(confirmed=True)


def test_the_joint_review_waits_for_every_agency_of_its_level(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    step(nomination, town, date(2023, 5, 5))
    with pytest.raises(RuleBroken, match="还没有书面答复的部门:派出所、司法所、镇纪委"):
        step(nomination, town, date(2023, 5, 10))
    assert ask_agencies(nomination, asked_on=date(2023, 5, 6), by=town.by, on=ON) == 3
    with pytest.raises(RuleBroken, match="没有需要征求意见的部门"):
        ask_agencies(nomination, asked_on=date(2023, 5, 6), by=town.by, on=ON)
    police = list_conclusions(nomination)[0]
    with pytest.raises(RuleBroken, match="请选择所涉及的负面清单条款"):
        keep_answer(nomination, police, AnswerFacts(date(2023, 5, 8), Conclusion.HIT), by=town.by, on=ON)
    with pytest.raises(RuleBroken, match="时间早于上一步"):
        keep_answer(nomination, police, AnswerFacts(date(2023, 5, 5), Conclusion.CLEAR), by=town.by, on=ON)


def hit(nomination: Nomination, town: Town, *, occurred: date) -> None:
    """The police name item C2 (60 months), everybody else nothing."""
    ask_agencies(nomination, asked_on=date(2023, 5, 6), by=town.by, on=ON)
    for row in list_conclusions(nomination):
        facts = AnswerFacts(date(2023, 5, 8), Conclusion.CLEAR)
        if row.agency.name == "派出所":
            facts = replace(
                facts,
                conclusion=Conclusion.CAUTION,
                rule_code="C2",
                occurred_on=occurred,
                disposition="已拘留",
            )
        keep_answer(nomination, row, facts, by=town.by, on=ON)


def test_what_an_agency_names_bars_within_the_window_until_an_exception_is_made(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    step(nomination, town, date(2023, 5, 5))
    hit(nomination, town, occurred=date(2020, 1, 1))
    with pytest.raises(RuleBroken, match="派出所 2023-05-08:有情况需研判"):
        step(nomination, town, date(2023, 5, 10))
    row = except_rule(
        nomination,
        "C2",
        reason="情节轻微,已改正",
        decided_on=date(2023, 5, 9),
        decider="青禾镇党委",
        by=town.by,
        on=ON,
    )
    assert (row.rule_text, row.facts) == ("负面清单C2", "见部门书面结论")
    step(nomination, town, date(2023, 5, 10))
    police = list_conclusions(nomination)[0]
    with pytest.raises(RuleBroken, match="这一步的审核已经结束"):
        keep_answer(nomination, police, AnswerFacts(date(2023, 5, 11), Conclusion.CLEAR), by=town.by, on=ON)


def test_what_lies_before_the_window_does_not(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    step(nomination, town, date(2023, 5, 5))
    hit(nomination, town, occurred=date(2018, 5, 8))
    step(nomination, town, date(2023, 5, 10))
    assert nomination.stage is NominationStage.COUNTY_REVIEW


def test_dates_go_forward_and_not_beyond_today(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    with pytest.raises(RuleBroken, match="决定时间早于上一步.2023-05-03."):
        step(nomination, town, date(2023, 5, 2))
    with pytest.raises(RuleBroken, match="还没有到"):
        step(nomination, town, date(2023, 7, 1))


def test_a_return_leads_one_step_back_with_its_reason_and_a_refusal_ends_it(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    with pytest.raises(RuleBroken, match="请写明理由"):
        step(nomination, town, date(2023, 5, 5), StepOutcome.RETURNED)
    step(nomination, town, date(2023, 5, 5), StepOutcome.RETURNED, reason="材料不全")
    assert nomination.stage is NominationStage.NOMINATED
    step(nomination, town, date(2023, 5, 6))
    step(nomination, town, date(2023, 5, 7), StepOutcome.REJECTED, reason="群众反映不好")
    assert (nomination.stage, nomination.outcome) == (NominationStage.UNIT_REVIEW, StepOutcome.REJECTED)
    again = put_forward(town, town.yan)
    step(again, town, date(2023, 5, 8), StepOutcome.WITHDRAWN)
    assert again.outcome is StepOutcome.WITHDRAWN


def test_the_notice_stands_as_long_as_the_rules_ask_and_objections_are_answered(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    with pytest.raises(RuleBroken, match="县级联审通过之后才能公示"):
        give_notice(nomination, starts_on=date(2023, 5, 16), ends_on=date(2023, 5, 20), place="", by=town.by)
    step(nomination, town, date(2023, 5, 5))
    ask_and_clear(nomination, town, date(2023, 5, 8))
    step(nomination, town, date(2023, 5, 10))
    ask_and_clear(nomination, town, date(2023, 5, 12))
    step(nomination, town, date(2023, 5, 15))
    with pytest.raises(RuleBroken, match="还没有登记公示"):
        step(nomination, town, date(2023, 5, 30))
    with pytest.raises(RuleBroken, match="公示4天,少于规则要求的5天"):
        give_notice(nomination, starts_on=date(2023, 5, 16), ends_on=date(2023, 5, 19), place="", by=town.by)
    notice = give_notice(
        nomination, starts_on=date(2023, 5, 16), ends_on=date(2023, 5, 20), place="", by=town.by
    )
    with pytest.raises(RuleBroken, match="公示到2023-05-20为止,期满后才能通过"):
        step(nomination, town, date(2023, 5, 20))
    keep_objections(nomination, notice, "有人反映", by=town.by)
    with pytest.raises(RuleBroken, match="公示期间有异议"):
        step(nomination, town, date(2023, 5, 21))
    step(nomination, town, date(2023, 5, 21), reason="经核查不属实")
    assert nomination.stage is NominationStage.ENTRY


def test_nobody_enters_before_every_step_has_passed(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    with pytest.raises(RuleBroken, match="还没有到入库这一步,现在等待“村.社区.初审”"):
        enter_pool(nomination, ENTERING, by=town.by, on=ON)
    pass_all(nomination, town)
    with pytest.raises(RuleBroken, match="不能作这样的决定"):
        step(nomination, town, date(2023, 5, 22))
    enter(town.yan, town.shiqiao)
    with pytest.raises(RuleBroken, match="晏秋已在石桥村的库中"):
        enter_pool(nomination, ENTERING, by=town.by, on=ON)


def test_the_last_step_can_be_taken_back(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    pass_all(nomination, town)
    enter_by(nomination, town)
    db.session.commit()
    undo(list_acts(scope=ANYWHERE, kind="pool")[0].id, by=town.by)
    assert db.session.scalars(select(PoolEntry)).all() == []
    again = db.session.get_one(Nomination, nomination.id)
    assert (again.stage, again.closed_on) == (NominationStage.ENTRY, None)


def test_nominations_beyond_reach_are_not_there(town: Town) -> None:
    nomination = put_forward(town, town.yan)
    elsewhere = Scope((town.shiqiao.path,))
    with pytest.raises(Missing):
        get_nomination(nomination.id, scope=elsewhere)

    def names(scope: Scope, wanted: NominationFilter) -> list[str]:
        rows = db.session.execute(select_nominations(scope=scope, wanted=wanted))
        return [row[1].name for row in rows]

    assert names(elsewhere, NominationFilter(closed=None)) == []
    assert names(ANYWHERE, NominationFilter(q="晏")) == ["晏秋"]
    assert names(ANYWHERE, NominationFilter(closed=True)) == []
    assert names(ANYWHERE, NominationFilter(stage=NominationStage.ENTRY)) == []


def test_a_decision_names_its_decider_in_the_database_too(town: Town) -> None:
    from sqlalchemy.exc import IntegrityError

    from talentpool.pool.services.nominations import decide

    nomination = put_forward(town, town.yan)
    with pytest.raises(IntegrityError):
        decide(nomination, Decision(StepOutcome.PASSED, date(2023, 5, 5), ""), by=town.by, on=ON)
    db.session.rollback()
    assert db.session.scalars(select(Person.id)).first() is None
