"""The reports of a mid-term analysis, from what was recorded: the sample town's and another town's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.files.official import Run
from talentpool.midterm.queries import find_last_round
from talentpool.models import Finding, MidtermRound, Unit
from talentpool.reports.facts import RoundFacts, load_facts
from talentpool.reports.services import write_town_report, write_unit_reports
from talentpool.reports.town import town_report
from talentpool.reports.unit import unit_report
from talentpool.security.scope import Scope
from talentpool.vocabulary import FindingOrigin, FindingState
from tests.data.intake.ledgers import reserve, reserves
from tests.data.intake.midterm import midterm
from tests.data.intake.town import TOWN, ledger, roster, row, take, take_sample_town, units, village
from tests.unit.files.official.reports import part

JUNE = date(2023, 6, 30)
EVERYTHING = Scope.everything()


def last_round() -> MidtermRound:
    found = find_last_round(scope=EVERYTHING, on=JUNE)
    assert found is not None
    return found


def facts(scope: Scope = EVERYTHING) -> RoundFacts:
    return load_facts(last_round(), scope=scope)


@pytest.fixture
def sample(app: Flask) -> RoundFacts:
    """The sample town with all its ledgers."""
    take_sample_town()
    take(*(TOWN / f"{name}.xlsx" for name in ("reserves", "education", "mentorship", "former", "midterm")))
    return facts()


@pytest.fixture
def other(app: Flask) -> RoundFacts:
    """Another town: two villages, other figures, no agencies, no grades, a vacancy."""
    take(
        units(village(党员数="31"), village("金竹村", 党组织形式="党支部")),
        roster(
            row("郭国文", "党总支书记、村委会主任"),
            row("廖梅玉", "村委会委员"),
            row("钟文", "党支部书记", unit="金竹村"),
        ),
        ledger(
            {
                "村(社区)": "云山村",
                "核定职数": "5",
                "实有人数": "2",
                "空缺数": "3",
                "空缺职务": "村委会副主任",
                "空缺时间": "2022.03",
            }
        ),
        midterm("走访统计", {"谈心谈话(人次)": "8"}, {"村(社区)": "金竹村", "谈心谈话(人次)": "33"}),
        midterm("运行情况", {"运行情况": "工作平稳"}),
    )
    return facts()


def test_the_sample_town_s_counts_are_told_in_tens(sample: RoundFacts) -> None:
    told = str(town_report(sample).conduct[1].text)
    assert "召开党员群众代表会议9场次,谈心谈话150余人次,发放并收回问卷调查表310余份" in told
    assert "满意度测评表460余份,收集问题建议70余条。" in told


def test_exact_counts_stand_in_the_annex_and_add_up(sample: RoundFacts) -> None:
    table = town_report(sample).annexes[0].table
    assert table.rows[-1] == ("合计", "9", "158", "314", "312", "468", "78")
    assert len(table.rows) == 10


def test_the_grades_of_teams_and_members_are_counted_those_that_nobody_got_left_out(
    sample: RoundFacts,
) -> None:
    told = str(town_report(sample).conduct[3].text)
    assert "按照“好”“正常”“较差”三个档次对村(社区)领导班子及成员作出定性评价" in told
    assert "评定“好”的班子4个、“正常”的班子5个、“好”的班子成员31名、“正常”的班子成员19名。" in told
    assert "2023年6月28日召开青禾镇党委专题会(第8次)分析研究" in told


def test_every_unit_has_an_item_on_operation_and_one_on_problems_in_the_same_order(
    sample: RoundFacts,
) -> None:
    report = town_report(sample)
    names = [unit.name for unit in sample.units]
    assert [one.head for one in report.operation] == [f"{name}“两委”班子运行情况。" for name in names]
    assert [one.head for one in report.problems] == [f"{name}存在的问题。" for name in names]
    assert [one.number for one in report.problems][:3] == ["(一)", "(二)", "(三)"]


def test_from_data_alone_an_item_tells_form_branches_groups_members_seats_merger_head_and_degrees(
    sample: RoundFacts,
) -> None:
    told = {
        unit.name: str(item.text)
        for unit, item in zip(sample.units, town_report(sample).operation, strict=True)
    }
    assert told["双河村"].startswith(
        "双河村2020年由上河村、下河村合并而成,设党总支,下设2个党支部,有9个村民小组、党员79人;"
        "“两委”核定职数7名、实有7人,常职干部5人,书记、主任“一肩挑”。"
        "本届以来,干部通过学历提升,4人得到大专学历,1人得到本科学历。做好两项改革"
    )
    assert "12个居民小组" in told["青禾社区"]


def test_vacancies_and_missing_mature_reserves_are_proposed_and_marked(sample: RoundFacts) -> None:
    items = dict(zip((unit.name for unit in sample.units), town_report(sample).problems, strict=True))
    notes = {name: [run.text for run in item.text.runs if run.note] for name, item in items.items()}
    assert "村委会副主任自2021年11月空缺至今。" in str(items["金竹村"].text)
    assert [name for name, some in notes.items() if some] == [
        "银杏村",
        "竹海村",
        "果香村",
        "茶坪村",
        "金竹村",
    ]
    assert len(notes["金竹村"]) == 2


def test_what_somebody_struck_is_not_proposed_again(sample: RoundFacts) -> None:
    unit = db.session.scalars(select(Unit).where(Unit.name == "银杏村")).one()
    db.session.add(
        Finding(
            round_id=sample.round.id,
            unit_id=unit.id,
            category="后备力量",
            text="无成熟后备人选",
            origin=FindingOrigin.DATA,
            state=FindingState.STRUCK,
            found_on=JUNE,
            proposal_key="no-mature-reserve",
        )
    )
    db.session.flush()
    items = dict(zip((one.name for one in facts().units), town_report(facts()).problems, strict=True))
    assert "后备人选" not in str(items["银杏村"].text)
    assert "无成熟后备人选。" in str(items["竹海村"].text)


def test_another_town_with_other_figures_comes_out_as_well(other: RoundFacts) -> None:
    report = town_report(other)
    assert "对辖区内2个村(社区)" in str(report.lead[0])
    assert "工作组" not in str(report.lead[0])
    assert [str(one.text) for one in report.conduct][0] == "本轮没有登记部门摸底情况。"
    assert "谈心谈话40余人次。" in str(report.conduct[1].text)
    assert str(report.conduct[3].text).endswith("等次尚未评定。")
    assert [str(one.text) for one in report.operation] == [
        "云山村设党总支,有党员31人;“两委”核定职数5名、实有2人,书记、主任“一肩挑”。工作平稳。",
        "金竹村设党支部;“两委”核定职数5名、实有1人。",
    ]
    assert [run for run in report.problems[0].text.runs if not run.note] == [
        Run(""),
        Run("村委会副主任自2022年3月空缺至今。"),
        Run("无成熟后备人选。"),
    ]
    assert report.next_steps == ()
    assert [annex.caption for annex in report.annexes] == [
        "届中分析实地调研情况统计表",
        "班子配备和后备人选情况表",
    ]


def test_whom_the_viewer_does_not_reach_no_report_tells(sample: RoundFacts) -> None:
    unit = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
    narrow = facts(Scope(paths=(unit.path,)))
    assert [one.name for one in narrow.units] == ["金竹村"]
    told = str(town_report(narrow))
    assert "双河村" not in told
    assert "杨河家" not in str(unit_report(narrow, narrow.units[0]))


def test_the_unit_s_report_has_its_team_ballots_and_grades(sample: RoundFacts) -> None:
    unit = next(one for one in sample.units if one.name == "双河村")
    report = unit_report(sample, unit)
    assert report.team_table is not None
    assert report.team_table.rows[0] == (
        "杨河家",
        "党总支书记、村委会主任",
        "男",
        "1972.03",
        "2021.01",
        "正常",
    )
    assert len(report.members) == 7
    assert str(report.members[0].text) == (
        "民主测评收回46票,其中优秀24票、称职15票、基本称职5票、不称职2票。评定等次为“正常”。"
    )
    assert [str(one) for one in report.reserves] == ["现有后备人选3人,其中成熟人选1人。"]
    assert report.proposal.grade == "好"
    assert report.signed_by == "第六工作组"


def test_reserves_that_become_mature_end_the_proposal(other: RoundFacts) -> None:
    take(reserves(reserve("高一", readiness="成熟")))
    items = town_report(facts()).problems
    assert "后备人选" not in str(items[0].text)
    assert "无成熟后备人选。" in str(items[1].text)


def test_the_documents_hold_the_same_words(sample: RoundFacts) -> None:
    content = write_town_report(last_round(), scope=EVERYTHING)
    plain = re.sub(r"<[^>]+>", "", part(content))
    assert "4人得到大专学历,1人得到本科学历" in plain
    assert "村委会副主任自2021年11月空缺至今" in plain
    assert [name for name, _ in write_unit_reports(sample)] == [unit.name for unit in sample.units]
