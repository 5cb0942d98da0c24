"""The ledger of a mid-term analysis, sheet by sheet, as an office hands it in."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from talentpool.analysis.midterm_figures import count_midterm_figures, midterm_as_json
from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import (
    AgencyInquiry,
    AssessmentGroup,
    FieldTotals,
    Finding,
    GradeRecord,
    GroupAssignment,
    GroupMember,
    MidtermRound,
    MidtermRuleSet,
    Narrative,
    PartyMeeting,
    RectificationStep,
    RoundUnit,
    ScaleStep,
    Tally,
    TallyCount,
)
from talentpool.security.actor import current_actor
from talentpool.vocabulary import FindingOrigin, FindingState, GroupRole, NarrativeKind, TallySource
from tests.data.intake.midterm import midterm
from tests.data.intake.test_undo_and_history import last_batch, register, undo
from tests.data.intake.town import (
    TOWN,
    changes,
    counts,
    messages,
    person,
    roster,
    row,
    take,
    take_sample_town,
    units,
    village,
)


@pytest.fixture
def town(app: Flask) -> None:
    """云山村 with a secretary and a member."""
    take(units(village()), roster(row("郭国文", "党总支书记", born="1973.06"), row("廖梅玉", "村委会委员")))


def only(model: type) -> object:
    return db.session.scalars(select(model)).one()


def how_many(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def figures(on: date = date(2023, 6, 30)) -> dict[str, object]:
    return midterm_as_json(count_midterm_figures(scope=current_actor().scope, on=on))


def test_the_sample_ledger_comes_in_whole_and_a_second_time_changes_nothing(app: Flask) -> None:
    take_sample_town()
    first = take(TOWN / "midterm.xlsx")
    assert [counts(sheet) for sheet in first] == [
        (9, 0, 0, 0),
        (9, 0, 0, 0),
        (3, 0, 0, 0),
        (9, 0, 0, 0),
        (50, 0, 0, 0),
        (9, 0, 0, 0),
        (50, 0, 0, 0),
        (1, 0, 0, 0),
        (9, 0, 0, 0),
        (16, 0, 0, 0),
        (3, 0, 0, 0),
    ]
    assert figures() == {
        "questionnaires_issued": 314,
        "questionnaires_returned": 312,
        "satisfaction_forms": 468,
        "talks": 158,
        "suggestions": 78,
        "meetings": 9,
        "team_grades": {"好": 4, "正常": 5, "较差": 0},
        "member_grades": {"好": 31, "正常": 19, "较差": 0},
        "findings": 16,
    }
    again = take(TOWN / "midterm.xlsx")
    assert all(counts(sheet)[0] == counts(sheet)[1] == counts(sheet)[3] == 0 for sheet in again)
    assert how_many(MidtermRound) == how_many(MidtermRuleSet) == 1


def test_before_its_day_a_round_counts_for_nothing(town: None) -> None:
    take(midterm("走访统计", {"谈心谈话(人次)": "14"}))
    assert figures(date(2023, 6, 29))["talks"] == 0
    assert figures(date(2023, 6, 30))["talks"] == 14


def test_the_first_sheet_opens_the_round_with_every_unit_and_the_usual_rules(town: None) -> None:
    take(units(village("金竹村")), midterm("走访统计", {"谈心谈话(人次)": "14"}))
    opened = only(MidtermRound)
    assert (opened.name, opened.reference_on, opened.previous_id) == (
        "2023年届中分析",
        date(2023, 6, 30),
        None,
    )
    assert how_many(RoundUnit) == 2
    grades = select(ScaleStep.label).where(ScaleStep.scale == "team_grade").order_by(ScaleStep.position)
    assert list(db.session.scalars(grades)) == ["好", "正常", "较差"]


def test_a_later_ledger_opens_a_round_that_is_compared_with_the_one_before(town: None) -> None:
    take(midterm("走访统计", {"谈心谈话(人次)": "14"}))
    take(midterm("走访统计", {"谈心谈话(人次)": "20"}, on="2026年6月30日"))
    rounds = db.session.scalars(select(MidtermRound).order_by(MidtermRound.reference_on)).all()
    assert [one.name for one in rounds] == ["2023年届中分析", "2026年届中分析"]
    assert rounds[1].previous_id == rounds[0].id
    assert how_many(MidtermRuleSet) == 1
    assert (figures()["talks"], figures(date(2026, 7, 1))["talks"]) == (14, 20)


def test_a_closed_round_takes_nothing_more(town: None) -> None:
    take(midterm("走访统计", {"谈心谈话(人次)": "14"}))
    only(MidtermRound).closed_on = date(2023, 7, 1)
    db.session.commit()
    (sheet,) = take(midterm("走访统计", {"谈心谈话(人次)": "15"}))
    assert messages(sheet, Level.ERROR) == [
        (4, "", "“2023年届中分析”已办结,不能再导入;确需更正的,请先重新打开")
    ]
    assert only(FieldTotals).talks == 14


def test_head_and_members_are_the_township_s_and_units_are_found(town: None) -> None:
    (sheet,) = take(
        midterm(
            "工作组",
            {
                "工作组": "第一工作组",
                "组长": "余荣小",
                "组长职务": "包片领导",
                "成员": "万红小、贺建子",
                "研判村(社区)": "云山村",
            },
        )
    )
    assert counts(sheet) == (1, 0, 0, 0)
    assert only(AssessmentGroup).name == "第一工作组"
    members = db.session.scalars(select(GroupMember).order_by(GroupMember.position)).all()
    assert [(one.person.name, one.role, one.title, one.person.unit.name) for one in members] == [
        ("余荣小", GroupRole.HEAD, "包片领导", "青禾镇"),
        ("万红小", GroupRole.MEMBER, "", "青禾镇"),
        ("贺建子", GroupRole.MEMBER, "", "青禾镇"),
    ]
    assert only(GroupAssignment).unit.name == "云山村"


def test_a_group_for_a_unit_that_nobody_knows_is_refused_with_its_column(town: None) -> None:
    (sheet,) = take(midterm("工作组", {"工作组": "第一工作组", "组长": "余荣小", "研判村(社区)": "黄竹村"}))
    assert [(line, column) for line, column, _ in messages(sheet, Level.ERROR)] == [(4, "研判村(社区)")]
    assert how_many(AssessmentGroup) == 0


def test_more_returned_than_issued_is_refused_with_the_way_out(town: None) -> None:
    (sheet,) = take(midterm("走访统计", {"问卷发放(份)": "31", "问卷收回(份)": "32"}))
    assert messages(sheet, Level.ERROR) == [(4, "问卷收回(份)", "32份多于31份,请核对后重新导入")]
    assert how_many(FieldTotals) == how_many(MidtermRound) == 0


def test_a_corrected_total_changes_the_one_before(town: None) -> None:
    take(midterm("走访统计", {"谈心谈话(人次)": "14", "收集问题建议(条)": "7"}))
    (sheet,) = take(midterm("走访统计", {"谈心谈话(人次)": "15"}))
    assert changes(sheet, 4) == [("谈心谈话(人次)", "14", "15")]
    totals = only(FieldTotals)
    assert (totals.talks, totals.suggestions) == (15, 7)


def test_what_an_agency_answered_is_sealed_and_read_for_being_clear(town: None) -> None:
    (sheet,) = take(
        midterm(
            "部门摸底",
            {"部门": "镇纪委", "摸底内容": "廉洁自律", "摸底日期": "2023.05.10", "结论": "暂未发现问题"},
            {"部门": "镇派出所", "摸底内容": "遵纪守法", "摸底日期": "2023.05.12", "结论": "一人被立案"},
        )
    )
    found = db.session.scalars(select(AgencyInquiry).order_by(AgencyInquiry.id)).all()
    assert [(one.agency, one.answered_on, one.clear, one.conclusion) for one in found] == [
        ("镇纪委", date(2023, 5, 10), True, "暂未发现问题"),
        ("镇派出所", date(2023, 5, 12), False, "一人被立案"),
    ]
    assert messages(sheet) == [(5, "结论", "结论中没有“未发现问题”字样,按“有情况”登记,请核对")]
    assert b"\xe7\xab\x8b\xe6\xa1\x88" not in (found[1].conclusion_sealed or b"")


def test_ballots_of_a_team_stand_by_the_steps_of_the_scale(town: None) -> None:
    take(
        midterm(
            "班子测评",
            {"应到人数": "49", "参加人数": "47", "好": "34", "较好": "9", "一般": "3", "较差": "1"},
        )
    )
    tally = only(Tally)
    assert (tally.due, tally.present, tally.returned, tally.source) == (49, 47, 47, TallySource.LEDGER)
    steps = select(ScaleStep.label, TallyCount.votes).join(TallyCount).order_by(ScaleStep.position)
    assert [tuple(one) for one in db.session.execute(steps)] == [
        ("好", 34),
        ("较好", 9),
        ("一般", 3),
        ("较差", 1),
    ]


def test_steps_called_otherwise_go_by_what_they_count_as(town: None) -> None:
    header = ("序号", "村(社区)", "姓名", "满意", "基本满意", "不满意")
    take(midterm("成员测评", {"姓名": "郭国文", "满意": "30", "基本满意": "4", "不满意": "2"}, header=header))
    steps = select(ScaleStep.label, TallyCount.votes).join(TallyCount).order_by(ScaleStep.position)
    assert [tuple(one) for one in db.session.execute(steps)] == [("优秀", 30), ("基本称职", 4), ("不称职", 2)]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (
            {"应到人数": "49", "参加人数": "40", "好": "34", "较好": "9"},
            "参加人数",
            "各档票数合计43,多于参加人数40,请核对",
        ),
        ({"应到人数": "39", "参加人数": "40", "好": "40"}, "参加人数", "参加人数40多于应到人数39,请核对"),
    ],
)
def test_ballots_that_do_not_add_up_are_refused(
    town: None, cells: dict[str, str], column: str, message: str
) -> None:
    (sheet,) = take(midterm("班子测评", cells))
    assert messages(sheet, Level.ERROR) == [(4, column, message)]
    assert how_many(Tally) == how_many(TallyCount) == 0


def test_ballots_of_a_member_must_add_up_to_those_returned(town: None) -> None:
    (sheet,) = take(midterm("成员测评", {"姓名": "郭国文", "收回票数": "58", "优秀": "37", "称职": "16"}))
    assert messages(sheet, Level.ERROR) == [(4, "收回票数", "各档票数合计53,与收回票数58不符,请核对")]


def test_a_member_whom_nobody_knows_is_refused_with_the_way_out(town: None) -> None:
    (sheet,) = take(midterm("成员测评", {"姓名": "方青子", "收回票数": "1", "优秀": "1"}))
    assert messages(sheet, Level.ERROR) == [
        (4, "姓名", "登记册的这个村(社区)中没有“方青子”,请先导入干部花名册,或核对姓名和村(社区)")
    ]


def test_the_committee_s_grades_carry_its_meeting(town: None) -> None:
    take(
        midterm("评定结果", {"班子评定等次": "好"}),
        midterm("成员评定", {"姓名": "郭国文", "评定等次": "正常"}),
        midterm("党委会议", {"会议名称": "党委专题会(第8次)", "会议日期": "2023.06.28", "议题": "届中分析"}),
    )
    grades = db.session.scalars(select(GradeRecord).order_by(GradeRecord.id)).all()
    assert [
        (one.person and one.person.name, one.decided_step.label, one.decided_on, one.meeting_id)
        for one in grades
    ] == [
        (None, "好", date(2023, 6, 28), only(PartyMeeting).id),
        ("郭国文", "正常", date(2023, 6, 28), only(PartyMeeting).id),
    ]
    assert all(one.proposed_step_id is None and one.judged_step_id is None for one in grades)


def test_a_grade_that_is_not_of_the_scale_is_refused_with_the_scale(town: None) -> None:
    (sheet,) = take(midterm("评定结果", {"班子评定等次": "优"}))
    assert messages(sheet, Level.ERROR) == [
        (4, "班子评定等次", "“优”不在本轮的评定等次(好、正常、较差)之中,请核对")
    ]


def test_texts_come_in_and_are_corrected_in_place(town: None) -> None:
    take(
        midterm("运行情况", {"运行情况": "运行良好。"}),
        midterm("下一步打算", {"标题": "加强教育", "内容": "甲"}),
    )
    take(
        midterm("运行情况", {"运行情况": "运行较好。"}),
        midterm("下一步打算", {"标题": "加强教育", "内容": "乙"}),
    )
    texts = db.session.scalars(select(Narrative).order_by(Narrative.kind)).all()
    assert [(one.kind, one.unit_id is None, one.heading, one.text) for one in texts] == [
        (NarrativeKind.NEXT_STEP, True, "加强教育", "乙"),
        (NarrativeKind.OPERATION, False, "", "运行较好。"),
    ]


def test_findings_are_accepted_and_closed_by_a_later_ledger(town: None) -> None:
    told = {
        "问题类别": "党建工作",
        "问题描述": "党员教育不够。",
        "责任领导": "余荣小",
        "责任人": "郭国文",
        "整改时限": "2023.09.30",
        "是否销号": "否",
    }
    take(midterm("问题整改台账", told))
    finding = only(Finding)
    assert (finding.state, finding.origin, finding.accepted_on) == (
        FindingState.OPEN,
        FindingOrigin.LEDGER,
        date(2023, 6, 30),
    )
    assert (finding.leader_written, finding.leader_id, finding.responsible_id, finding.due_on) == (
        "余荣小",
        None,
        person("郭国文").id,
        date(2023, 9, 30),
    )
    later = told | {"是否销号": "是", "销号时间": "2023.06.29", "进展情况": "已开展教育3次"}
    (sheet,) = take(midterm("问题整改台账", later))
    assert counts(sheet) == (0, 1, 0, 0)
    db.session.refresh(finding)
    assert (finding.state, finding.closed_on) == (FindingState.CLOSED, date(2023, 6, 29))
    steps = db.session.scalars(select(RectificationStep).order_by(RectificationStep.id)).all()
    assert [step.text for step in steps] == ["已开展教育3次", ""]


def test_closed_findings_and_open_ones_with_and_without_people_come_in_together(town: None) -> None:
    take(
        midterm(
            "问题整改台账",
            {"问题类别": "党建工作", "问题描述": "一。", "责任人": "待定人员"},
            {"问题类别": "党建工作", "问题描述": "二。", "是否销号": "是", "销号时间": "2023.06.29"},
            {"问题类别": "党建工作", "问题描述": "三。", "责任人": "郭国文"},
        )
    )
    found = db.session.scalars(select(Finding).order_by(Finding.position)).all()
    assert [(one.text, one.closed_on, one.responsible_id) for one in found] == [
        ("一。", None, None),
        ("二。", date(2023, 6, 29), None),
        ("三。", None, person("郭国文").id),
    ]


def test_columns_in_another_order_and_a_sheet_missing_do_no_harm(town: None) -> None:
    header = ("收集意见建议", "谈心谈话", "满意度测评", "村居", "召开会议")
    (sheet,) = take(
        midterm(
            "走访统计",
            {"收集意见建议": "7", "谈心谈话": "14", "满意度测评": "46", "村居": "云山村", "召开会议": "2"},
            header=header,
        )
    )
    assert counts(sheet) == (1, 0, 0, 0)
    told = only(FieldTotals)
    assert (told.suggestions, told.talks, told.satisfaction_forms, told.meetings) == (7, 14, 46, 2)
    assert (told.questionnaires_issued, figures()["team_grades"]) == (None, {"好": 0, "正常": 0, "较差": 0})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=st.lists(st.integers(0, 60), min_size=4, max_size=4), present=st.integers(0, 200))
def test_a_team_s_ballots_come_in_exactly_when_they_fit(town: None, votes: list[int], present: int) -> None:
    steps = dict(zip(("好", "较好", "一般", "较差"), map(str, votes), strict=True))
    (sheet,) = take(midterm("班子测评", {"应到人数": "200", "参加人数": str(present), **steps}))
    fits = sum(votes) <= present
    assert bool(messages(sheet, Level.ERROR)) is not fits
    if fits:
        kept = db.session.scalars(select(TallyCount.votes).join(ScaleStep).order_by(ScaleStep.position)).all()
        assert list(kept) == votes


def test_taking_the_ledger_back_leaves_the_register_as_it_was(town: None) -> None:
    before = register()
    take(
        midterm("工作组", {"工作组": "第一工作组", "组长": "余荣小", "研判村(社区)": "云山村"}),
        midterm("走访统计", {"谈心谈话(人次)": "14"}),
        midterm("班子测评", {"应到人数": "49", "参加人数": "47", "好": "47"}),
        midterm("成员评定", {"姓名": "郭国文", "评定等次": "正常"}),
        midterm("问题整改台账", {"问题描述": "党员教育不够。", "责任领导": "余荣小"}),
    )
    assert how_many(MidtermRound) == 1
    undo(last_batch().id)
    assert register() == before
