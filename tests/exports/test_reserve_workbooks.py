"""The workbooks of the reserve force, cell by cell: 金竹村 has two reserves, a course and an adviser."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import AdviceRecord, FormerCadre, FormerSubsidy, Person, PoolEntry, Unit
from talentpool.vocabulary import AdviceKind, ExitReason, SchoolingLevel
from tests.exports.taken import opened, table, take
from tests.factories import month
from tests.factories.reserves import add_course, add_rules

LEDGERS = {
    (
        "reserves",
        "后备干部",
    ): "序号 村(社区) 姓名 性别 民族 出生年月 年龄 政治面貌 入党时间 学历 毕业院校及专业 "
    "现工作单位及职务(从业情况) 人员类别(来源) 培养方向(拟任职务) 推荐方式 成熟程度 帮带责任人 入库时间 身份证号 "
    "联系电话 备注",
    (
        "education",
        "学历提升",
    ): "序号 村(社区) 姓名 性别 出生年月 职务 现(原)学历 报读院校 报读专业 报读层次 学习形式 "
    "入学时间 预计毕业时间 学籍状态 学费补助情况 联系电话 备注",
    (
        "advisers",
        "离任干部",
    ): "序号 村(社区) 姓名 性别 出生年月 身份证号 政治面貌 离任前职务 任职起止时间 任职年限 "
    "离任时间 离任原因 是否享受生活补贴 补贴标准(元/月) 特长 是否纳入智囊团 再上岗意愿 联系电话 健康状况 备注",
}


def entry_of(name: str) -> PoolEntry:
    return db.session.scalars(select(PoolEntry).join(Person).where(Person.name == name)).one()


@pytest.mark.parametrize(("slug", "sheet"), LEDGERS)
def test_the_headers_are_those_of_the_office_s_own_ledger(slug: str, sheet: str, town: Unit) -> None:
    assert table(take(slug), sheet).headers == LEDGERS[slug, sheet].split()


def test_reserves_stand_with_readiness_targets_and_age(town: Unit) -> None:
    found = table(take("reserves"), "后备干部")
    assert found.title == "青禾镇村(社区)后备干部花名册"
    assert [
        (row["村(社区)"], row["姓名"], row["年龄"], row["培养方向(拟任职务)"], row["成熟程度"])
        for row in found.rows
    ] == [
        ("金竹村", "方成", 33, "党支部书记、村委会委员", "成熟"),
        ("金竹村", "吴学", 55, "党支部书记", "培养"),
    ]
    assert "说明:1.截至当日在库2人,其中成熟1人。" in found.foot
    entry = entry_of("吴学")
    entry.exited_on, entry.exit_reason = month("2023-06"), ExitReason.UNWILLING
    db.session.commit()
    assert table(take("reserves"), "后备干部").column("姓名") == ["方成"]
    assert len(table(take("reserves", on=date(2023, 5, 1)), "后备干部").rows) == 2


def test_numbers_are_masked_unless_a_purpose_is_given(town: Unit) -> None:
    entry_of("方成").person.id_number = "519901199001011218"
    db.session.commit()
    assert table(take("reserves"), "后备干部").column("身份证号") == ["519***********1218", None]
    shown = table(take("reserves", unmasked=True, purpose="上报"), "后备干部")
    assert shown.column("身份证号")[0] == "519901199001011218"


def test_each_post_stands_with_its_holder_risk_and_candidates(town: Unit) -> None:
    found = table(take("succession"), "职务接替")
    rows = {(row["村(社区)"], row["职务"]): row for row in found.rows}
    secretary = rows["金竹村", "党支部书记"]
    assert (secretary["任职人"], secretary["现年龄"], secretary["届时年龄"]) == ("郝天成", "51", "53")
    assert (secretary["第一人选/姓名"], secretary["第一人选/成熟程度"]) == ("方成", "成熟")
    assert (secretary["第二人选/姓名"], secretary["第三人选/姓名"]) == ("吴学", None)
    assert (secretary["后备人数"], secretary["成熟人数"], secretary["届时合龄人数"]) == (2, 1, 2)
    deputy = rows["金竹村", "村委会副主任"]
    assert (deputy["任职人"], deputy["风险"]) == ("空缺", "空缺、无后备人选")
    assert any("“届时”指到2026-01-01" in line for line in found.foot)


def test_figures_stand_with_numerator_and_denominator_and_the_units_add_up(town: Unit) -> None:
    taken = take("succession")
    figures = {row["指标"]: row for row in table(taken, "总览").rows}
    covered = figures["有后备人选的职务"]
    assert (covered["数值"], covered["分子"], covered["分母"]) == ("2个", 2, 7)
    shared = figures["兼作几个职务后备的人选"]
    assert (shared["数值"], shared["分子"], shared["分母"]) == ("1人", 1, 2)
    units = table(taken, "单位汇总")
    assert units.total["职务数"] == 7
    assert [units.total[key] for key in ("有成熟人选", "有人选未成熟", "没有人选")] == [2, 0, 5]


def test_what_was_found_is_drawn_as_native_charts(town: Unit) -> None:
    titles = [
        "".join(run.t for part in chart.title.tx.rich.p for run in part.r or [])
        for chart in opened(take("succession"))["总览"]._charts
    ]
    assert titles == [
        "3个村(社区)中2个无成熟后备人选(青禾社区、双河村)",
        "到2026-01-01,3个村(社区)中2个没有仍合龄的后备人选(青禾社区、双河村)",
    ]


def test_units_without_cover_and_what_each_candidate_lacks_are_listed(town: Unit) -> None:
    taken = take("succession")
    [river, bamboo] = table(taken, "无人选职务").rows
    assert (river["村(社区)"], river["没有后备人选的职务"]) == ("双河村", "党支部书记")
    assert bamboo["届时无人可接的职务"] == "村委会副主任"
    people = table(taken, "人选及差距").rows
    assert [(row["人选"], row["对应职务"], row["折算"], row["还差什么"]) for row in people] == [
        ("方成", "党支部书记", "1/2", "没有帮带导师"),
        ("方成", "村委会委员", "1/2", "没有帮带导师"),
        ("吴学", "党支部书记", "1", "成熟程度为“培养”;没有帮带导师"),
    ]


def test_quota_gaps_tell_what_is_wanted_what_is_there_and_what_is_missing(town: Unit) -> None:
    told = table(take("quota-gaps"), "配备缺口")
    assert [row["是否达标"] for row in told.rows] == ["未规定"] * 3
    add_rules(db.session, db.session.get_one(Unit, town.id), at_least=3)
    db.session.commit()
    found = table(take("quota-gaps"), "配备缺口")
    bamboo = found.rows[2]
    assert [
        bamboo[key] for key in ("应有人数", "现有人数", "尚缺人数", "应有成熟", "现有成熟", "尚缺成熟")
    ] == [
        3,
        2,
        1,
        1,
        1,
        0,
    ]
    assert bamboo["是否达标"] == "否"
    assert any("3个村(社区)中3个未达配备要求" in line for line in found.foot)


def test_a_finished_course_is_told_and_counted_for_the_unit_in_its_term(town: Unit) -> None:
    entry = entry_of("吴学")
    unit = db.session.get_one(Unit, entry.unit_id)
    add_course(db.session, entry.person_id, unit, level=SchoolingLevel.UNDERGRADUATE, graduated="2023-01")
    db.session.commit()
    taken = take("education")
    rows = {row["姓名"]: row for row in table(taken, "学历提升").rows}
    assert (rows["吴学"]["报读层次"], rows["吴学"]["学籍状态"], rows["吴学"]["预计毕业时间"]) == (
        "本科",
        "已毕业",
        "2023.01",
    )
    assert (rows["方成"]["报读层次"], rows["方成"]["学籍状态"]) == ("大专", "在读")
    [gain] = table(taken, "本届取得学历").rows
    assert (gain["村(社区)"], gain["本科"], gain["合计"]) == ("金竹村", 1, 1)
    before = take("education", on=date(2022, 12, 31))
    assert {row["姓名"]: row["学籍状态"] for row in table(before, "学历提升").rows} == {
        "吴学": "在读",
        "方成": "在读",
    }
    assert table(before, "本届取得学历").rows == []


def test_former_cadres_stand_with_subsidy_and_the_group_with_what_it_did(town: Unit) -> None:
    former = db.session.scalars(select(FormerCadre)).one()
    for since, yuan in (("2021-02", 200.0), ("2023-01", 250.5), ("2024-01", 300.0)):
        db.session.add(
            FormerSubsidy(former_cadre_id=former.id, since=month(since), yuan_a_month=yuan, receives=True)
        )
    for kind, day in ((AdviceKind.CONSULTATION, 1), (AdviceKind.CONSULTATION, 9), (AdviceKind.PASSING_ON, 5)):
        db.session.add(
            AdviceRecord(
                former_cadre_id=former.id,
                kind=kind,
                held_on=date(2023, 5, day),
                unit_id=former.unit_id,
                topic="换届",
            )
        )
    db.session.commit()
    taken = take("advisers")
    [row] = table(taken, "离任干部").rows
    assert (row["任职年限"], row["补贴标准(元/月)"], row["是否纳入智囊团"]) == (10, 250.5, "是")
    [member] = table(taken, "智囊团").rows
    assert (member["成员"], member["咨询建议(次)"], member["传帮带(次)"]) == ("欧阳秀", 2, 1)
    earlier = take("advisers", on=date(2021, 3, 1))
    assert table(earlier, "离任干部").rows[0]["补贴标准(元/月)"] == 200
    assert table(earlier, "智囊团").rows == []
