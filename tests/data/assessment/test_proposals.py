"""Scores and proposals from what is on file, and the analysis of one unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select

from talentpool.assessment.measures import list_weights, measure_round
from talentpool.assessment.score import read_score, score_of
from talentpool.assessment.services import propose_grades
from talentpool.assessment.sheet import analyse
from talentpool.extensions import db
from talentpool.grades.records import list_grade_steps
from talentpool.grades.services import MeetingFacts, decide, record_meeting
from talentpool.midterm.places import Place, get_place
from talentpool.models import (
    Finding,
    GradeRecord,
    MidtermRound,
    SatisfactionAnswer,
    SatisfactionSurvey,
    ScaleStep,
    Unit,
)
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import RatedObject, ScaleKind, ScoreComponent
from tests.data.intake.ledgers import reserve, reserves
from tests.data.intake.midterm import midterm
from tests.data.intake.town import ledger, roster, row, take, units, village

EVERYTHING = Scope.everything()
JULY = date(2023, 7, 1)
BY = console_operator()


@pytest.fixture
def place(app: Flask) -> Place:
    """云山村 with ballots, seats, a reserve and findings, beside 金竹村 of which little is known."""
    take(
        units(village(), village("金竹村")),
        roster(
            row("郭国文", "党总支书记、村委会主任"),
            row("廖梅玉", "村委会委员"),
            row("钟文", "党支部书记", unit="金竹村"),
        ),
        ledger({"村(社区)": "云山村", "核定职数": "4", "实有人数": "2", "空缺数": "2"}),
        reserves(reserve("李小红")),
        midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
        midterm("班子测评", {"应到人数": "50", "参加人数": "40", "好": "30", "较好": "10"}),
        midterm("成员测评", {"姓名": "郭国文", "收回票数": "40", "优秀": "20", "不称职": "20"}),
        midterm(
            "问题整改台账",
            {"问题类别": "党建工作", "问题描述": "一。", "是否销号": "是", "销号时间": "2023.06.29"},
            {"问题类别": "党建工作", "问题描述": "二。"},
        ),
    )
    return place_of("云山村")


def place_of(unit: str) -> Place:
    unit_id = db.session.scalars(select(Unit.id).where(Unit.name == unit)).one()
    return get_place(db.session.scalars(select(MidtermRound.id)).one(), unit_id, scope=EVERYTHING)


def record(place: Place, person: str | None = None) -> GradeRecord:
    found = db.session.scalars(
        select(GradeRecord).where(
            GradeRecord.round_id == place.round.id, GradeRecord.unit_id == place.unit.id
        )
    )
    return next(one for one in found if (one.person.name if one.person else None) == person)


def test_each_part_of_a_team_is_measured_with_its_source(place: Place) -> None:
    found = measure_round(place.round, [place.unit.id], scope=EVERYTHING)[place.unit.id, None]
    assert found[ScoreComponent.BALLOT].value == 95
    assert found[ScoreComponent.STAFFING].value == 50
    assert found[ScoreComponent.STAFFING].source == "实有÷核定: 2÷4"
    assert found[ScoreComponent.RECTIFICATION].value is None
    assert found[ScoreComponent.SATISFACTION].value is None
    assert found[ScoreComponent.SATISFACTION].source == "没有满意度测评"
    assert found[ScoreComponent.HONOURS].value is None


def test_rectification_is_that_of_the_last_round(place: Place) -> None:
    place.round.previous_id = last_round_of(place).id
    db.session.flush()
    for finding in db.session.scalars(select(Finding)):
        finding.round_id = place.round.previous_id
    db.session.flush()
    found = measure_round(place.round, [place.unit.id], scope=EVERYTHING)[place.unit.id, None]
    assert found[ScoreComponent.RECTIFICATION].value == 50
    assert found[ScoreComponent.RECTIFICATION].source == "已销号÷上轮台账中的问题: 1÷2"
    assert [one.closed_on is not None for one in analyse(place).findings_before] == [True, False]


def last_round_of(place: Place) -> MidtermRound:
    before = MidtermRound(
        unit_id=place.round.unit_id,
        name="2021年届中分析",
        rule_set_id=place.round.rule_set_id,
        reference_on=date(2021, 6, 30),
        starts_on=date(2021, 6, 1),
        ends_on=date(2021, 6, 30),
    )
    db.session.add(before)
    db.session.flush()
    return before


def test_satisfaction_is_counted_over_all_surveys_of_the_team(place: Place) -> None:
    steps = {
        one.label: one.id
        for one in db.session.scalars(select(ScaleStep).where(ScaleStep.scale == ScaleKind.SATISFACTION))
    }
    for forms in (10, 30):
        survey = SatisfactionSurvey(
            round_id=place.round.id, unit_id=place.unit.id, held_on=JULY, forms=forms * 2
        )
        db.session.add(survey)
        db.session.flush()
        db.session.add_all(
            [
                SatisfactionAnswer(survey_id=survey.id, step_id=steps["满意"], forms=forms),
                SatisfactionAnswer(survey_id=survey.id, step_id=steps["不满意"], forms=forms),
            ]
        )
    db.session.flush()
    found = measure_round(place.round, [place.unit.id], scope=EVERYTHING)[place.unit.id, None]
    assert found[ScoreComponent.SATISFACTION].value == 50


def test_a_proposal_is_filed_with_score_parts_and_step_and_nothing_else_is_touched(place: Place) -> None:
    assert propose_grades(place.round, by=BY, on=JULY) == 5
    team = record(place)
    weights = list_weights(place.round.rule_set_id)[RatedObject.TEAM]
    measured = measure_round(place.round, [place.unit.id], scope=EVERYTHING)[place.unit.id, None]
    assert read_score(team.proposed_facts) == score_of(measured, weights)
    assert team.score == score_of(measured, weights).value
    assert team.proposed_on == JULY
    assert (team.judged_step_id, team.decided_step_id) == (None, None)
    member = record(place, "郭国文")
    assert member.score is not None
    assert member.proposed_step is not None


def test_where_less_than_half_is_known_nothing_is_proposed(place: Place) -> None:
    propose_grades(place.round, by=BY, on=JULY)
    unknown = record(place_of("金竹村"), "钟文")
    assert (unknown.score, unknown.proposed_step_id, unknown.proposed_on) == (None, None, None)
    kept = read_score(unknown.proposed_facts)
    assert kept is not None
    assert {part.component for part in kept.missing} >= {ScoreComponent.BALLOT}


def test_to_propose_again_renews_but_what_was_decided_stays(place: Place) -> None:
    propose_grades(place.round, by=BY, on=JULY)
    steps = list_grade_steps(place.round.rule_set_id, ScaleKind.TEAM_GRADE)
    held = record_meeting(None, place.round, MeetingFacts("会", JULY), by=BY, on=JULY)
    decide(place, None, steps[0].step_id, meeting=held, reason="议定", by=BY, on=JULY)
    assert propose_grades(place.round, by=BY, on=date(2023, 7, 2)) == 4
    assert record(place).proposed_on == JULY
    assert record(place, "郭国文").proposed_on == date(2023, 7, 2)


def test_one_unit_alone_is_proposed(place: Place) -> None:
    assert propose_grades(place.round, unit=place.unit, by=BY, on=JULY) == 3
    assert db.session.scalars(select(GradeRecord.unit_id).distinct()).all() == [place.unit.id]


def test_the_analysis_puts_everything_side_by_side(place: Place) -> None:
    propose_grades(place.round, by=BY, on=JULY)
    sheet = analyse(place)
    assert [one.name for one in sheet.lines] == ["班子", "郭国文", "廖梅玉"]
    assert (sheet.lines[0].turnout, sheet.lines[0].best) == (0.8, 0.75)
    assert [one.text for one in sheet.lines[1].warned] == [
        "“不称职”票达到三分之一,应核实原因",
        "“不称职”票达到半数",
    ]
    assert sheet.peers.rank == 1
    assert sheet.team is not None
    assert sheet.team.authorised == 4
    assert sheet.totals is not None
    assert sheet.totals.used.talks == 24
    assert [one.text for one in sheet.findings] == ["一。", "二。"]
    assert sheet.score is not None


def test_a_unit_of_which_nothing_is_known_is_analysed_too(place: Place) -> None:
    sheet = analyse(place_of("金竹村"))
    assert sheet.score is None
    assert sheet.lines[0].tally is None
    assert sheet.peers.scored == 0


def counted(act: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_to_measure_two_units_takes_as_many_statements_as_one(place: Place) -> None:
    both = [place.unit.id, place_of("金竹村").unit.id]
    one = counted(lambda: measure_round(place.round, both[:1], scope=EVERYTHING))
    assert counted(lambda: measure_round(place.round, both, scope=EVERYTHING)) <= one <= 14
