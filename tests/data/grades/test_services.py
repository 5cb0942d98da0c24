"""Proposal, judgement and decision: three fields, each with its own author."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.grades.records import (
    count_subjects,
    list_grade_steps,
    list_meetings,
    list_standings,
    list_unit_grades,
)
from talentpool.grades.services import (
    MeetingFacts,
    Proposal,
    adopt_judgements,
    caps_of,
    decide,
    file_proposal,
    judge,
    record_meeting,
    record_of,
)
from talentpool.midterm.places import Place, get_place
from talentpool.models import AuditEntry, GradeCap, GradeRecord, MidtermRound, PartyMeeting, Person, Unit
from talentpool.security.actor import console_operator
from talentpool.security.scope import Scope
from talentpool.vocabulary import RatedObject, ScaleKind
from tests.data.intake.midterm import midterm
from tests.data.intake.town import roster, row, take, units, village

EVERYTHING = Scope.everything()
JULY = date(2023, 7, 1)
BY = console_operator()


@pytest.fixture
def place(app: Flask) -> Place:
    """云山村 beside 金竹村 in a round, nothing graded."""
    take(
        units(village(), village("金竹村")),
        roster(
            row("郭国文", "党总支书记、村委会主任"),
            row("廖梅玉", "村委会委员"),
            row("钟文", "党支部书记", unit="金竹村"),
        ),
        midterm("走访统计", {"谈心谈话(人次)": "24"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "14"}),
    )
    return place_of("云山村")


def place_of(unit: str) -> Place:
    unit_id = db.session.scalars(select(Unit.id).where(Unit.name == unit)).one()
    newest = select(MidtermRound.id).order_by(MidtermRound.reference_on.desc()).limit(1)
    return get_place(db.session.scalars(newest).one(), unit_id, scope=EVERYTHING)


def step(place: Place, label: str, scale: ScaleKind = ScaleKind.TEAM_GRADE) -> int:
    steps = list_grade_steps(place.round.rule_set_id, scale)
    return next(one.step_id for one in steps if one.label == label)


def meeting(place: Place) -> PartyMeeting:
    facts = MeetingFacts("第8次党委会", date(2023, 6, 28), decision="同意")
    return record_meeting(None, place.round, facts, by=BY, on=JULY)


def judged(place: Place, label: str, *, reason: str = "") -> GradeRecord:
    return judge(
        place, None, step(place, label), judged_by="第一工作组", judged_on=JULY, reason=reason, by=BY, on=JULY
    )


def cap(place: Place, label: str, share: float) -> None:
    db.session.add(GradeCap(rule_set_id=place.round.rule_set_id, step_id=step(place, label), share=share))
    db.session.flush()


def test_each_of_the_three_stands_in_its_own_field_with_its_author(place: Place) -> None:
    record = record_of(place, None)
    file_proposal(record, Proposal(step(place, "好"), 88.5, [["民主测评", 90]]), on=JULY)
    judged(place, "正常", reason="信访较多")
    held = meeting(place)
    kept = decide(place, None, step(place, "好"), meeting=held, reason="信访已化解", by=BY, on=JULY)
    assert kept is record
    assert (kept.score, kept.proposed_on) == (88.5, JULY)
    assert (kept.judged_by, kept.judged_reason) == ("第一工作组", "信访较多")
    assert (kept.decided_on, kept.decided_reason) == (date(2023, 6, 28), "信访已化解")
    acts = select(AuditEntry.act).where(AuditEntry.record_table == "grade_record").order_by(AuditEntry.id)
    assert db.session.scalars(acts).all()[-2:] == ["研判等次", "审定等次"]


def test_another_grade_than_proposed_or_judged_wants_a_reason(place: Place) -> None:
    file_proposal(record_of(place, None), Proposal(step(place, "好"), 88.5, []), on=JULY)
    with pytest.raises(RuleBroken, match="请写明理由"):
        judged(place, "正常")
    judged(place, "好")
    with pytest.raises(RuleBroken, match="请写明调整理由"):
        decide(place, None, step(place, "较差"), meeting=meeting(place), by=BY, on=JULY)


def test_a_cap_is_held_against_the_whole_round_and_passed_only_with_a_reason_that_is_kept(
    place: Place,
) -> None:
    cap(place, "好", 0.5)
    held, other = meeting(place), place_of("金竹村")
    decide(place, None, step(place, "好"), meeting=held, by=BY, on=JULY)
    with pytest.raises(RuleBroken, match="评定“好”的班子在2个中最多1个,现为2个"):
        decide(other, None, step(place, "好"), meeting=held, by=BY, on=JULY)
    db.session.rollback()


def test_with_a_reason_the_cap_is_passed_and_the_reason_kept(place: Place) -> None:
    cap(place, "好", 0.5)
    held, other = meeting(place), place_of("金竹村")
    decide(place, None, step(place, "好"), meeting=held, by=BY, on=JULY)
    kept = decide(other, None, step(place, "好"), meeting=held, reason="受市级表彰", by=BY, on=JULY)
    assert kept.decided_reason == "受市级表彰"
    assert [one.passed for one in caps_of(place.round)] == [True]


def test_to_decide_the_same_again_does_not_count_it_twice(place: Place) -> None:
    cap(place, "好", 0.5)
    held = meeting(place)
    decide(place, None, step(place, "好"), meeting=held, by=BY, on=JULY)
    assert decide(place, None, step(place, "好"), meeting=held, by=BY, on=JULY).decided_on


def test_what_was_judged_is_decided_at_once_and_what_was_decided_before_stays(place: Place) -> None:
    other, held = place_of("金竹村"), meeting(place)
    judged(place, "好")
    decide(place, None, step(place, "正常"), meeting=held, reason="调整", by=BY, on=JULY)
    judge(other, None, step(place, "好"), judged_by="第二工作组", judged_on=JULY, by=BY, on=JULY)
    assert adopt_judgements(place.round, held, by=BY, on=JULY) == 1
    told = {one.name: one.decided for one in list_unit_grades(place.round.id, scope=EVERYTHING)}
    assert told == {"云山村": "正常", "金竹村": "好"}
    with pytest.raises(RuleBroken, match="没有已研判而未审定的等次"):
        adopt_judgements(place.round, held, by=BY, on=JULY)


def test_adopting_past_a_cap_wants_a_reason(place: Place) -> None:
    cap(place, "好", 0.4)
    judged(place, "好")
    with pytest.raises(RuleBroken, match="在2个中最多0个,现为1个。确需如此的,请写明例外理由"):
        adopt_judgements(place.round, meeting(place), by=BY, on=JULY)
    assert adopt_judgements(
        place.round, list_meetings(place.round.id, scope=EVERYTHING)[0], reason="一致同意", by=BY, on=JULY
    )


def test_judgement_ends_with_the_decision_and_everything_with_the_round(place: Place) -> None:
    judged(place, "好")
    decide(place, None, step(place, "好"), meeting=meeting(place), by=BY, on=JULY)
    with pytest.raises(RuleBroken, match="研判意见不再更改"):
        judged(place, "好")
    place.round.closed_on = JULY
    with pytest.raises(RuleBroken, match="已于2023-07-01办结"):
        decide(place, None, step(place, "好"), meeting=meeting_of(place), by=BY, on=JULY)


def meeting_of(place: Place) -> PartyMeeting:
    return list_meetings(place.round.id, scope=EVERYTHING)[0]


def test_a_grade_of_another_scale_and_a_day_to_come_are_refused(place: Place) -> None:
    member = step(place, "好", ScaleKind.MEMBER_GRADE)
    with pytest.raises(RuleBroken, match="请选择本轮规则中的等次"):
        judge(place, None, member, judged_by="组", judged_on=JULY, by=BY, on=JULY)
    with pytest.raises(RuleBroken, match="还没有到"):
        record_meeting(None, place.round, MeetingFacts("会", date(2023, 7, 2)), by=BY, on=JULY)


def test_teams_are_counted_by_units_and_members_by_people(place: Place) -> None:
    assert count_subjects(place.round) == {RatedObject.TEAM: 2, RatedObject.MEMBER: 3}


def test_the_failing_grade_of_the_last_round_and_of_this_one_are_pointed_out_with_the_law(
    place: Place,
) -> None:
    person = db.session.scalars(select(Person).where(Person.name == "廖梅玉")).one()
    earlier = MidtermRound(
        unit_id=place.round.unit_id,
        name="2021年届中分析",
        rule_set_id=place.round.rule_set_id,
        reference_on=date(2021, 6, 30),
        starts_on=date(2021, 6, 1),
        ends_on=date(2021, 6, 30),
    )
    db.session.add(earlier)
    db.session.flush()
    poor = step(place, "较差", ScaleKind.MEMBER_GRADE)
    db.session.add(
        GradeRecord(
            round_id=earlier.id,
            unit_id=place.unit.id,
            person_id=person.id,
            decided_step_id=poor,
            decided_on=date(2021, 6, 30),
        )
    )
    judge(place, person, poor, judged_by="组", judged_on=JULY, by=BY, on=JULY)
    told = {one.name: one for one in list_standings(place)}
    assert told["廖梅玉"].previous is not None
    assert "《村民委员会组织法》第三十三条" in told["廖梅玉"].pointed_out
    assert told["郭国文"].pointed_out == ""
    assert [one.name for one in list_standings(place)] == ["班子", "郭国文", "廖梅玉"]
