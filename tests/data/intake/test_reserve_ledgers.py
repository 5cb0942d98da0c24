"""The ledgers of reserves, education, mentorship and former cadres, as an office hands them in."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import (
    AdvisoryMembership,
    EducationUpgrade,
    FormerCadre,
    FormerSubsidy,
    GuidanceLog,
    Pairing,
    Person,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    Schooling,
    StudyStatusChange,
    TargetPost,
    Unit,
)
from talentpool.vocabulary import (
    EndCause,
    EntryBasis,
    ExitReason,
    GuidanceWay,
    NominationWay,
    PostClass,
    SchoolingLevel,
    SourceCategory,
    StudyStatus,
)
from tests.data.intake.ledgers import education, former, guidance, pairings, reserve, reserves
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

LEDGERS = tuple(TOWN / name for name in ("reserves.xlsx", "education.xlsx", "mentorship.xlsx", "former.xlsx"))


@pytest.fixture
def town(app: Flask) -> None:
    """云山村 with a secretary."""
    take(units(village()), roster(row("郭国文", "党总支书记", born="1973.06")))


def entry_of(name: str) -> PoolEntry:
    return db.session.scalars(select(PoolEntry).where(PoolEntry.person_id == person(name).id)).one()


def test_the_sample_town_s_ledgers_come_in_whole_and_a_second_time_change_nothing(app: Flask) -> None:
    take_sample_town()
    first = take(*LEDGERS)
    assert [counts(sheet) for sheet in first] == [
        (19, 0, 0, 0),
        (18, 0, 0, 0),
        (5, 16, 0, 0),
        (30, 0, 0, 0),
        (13, 0, 0, 0),
    ]
    for sheet in first:
        assert messages(sheet, Level.ERROR) == []
        assert messages(sheet, Level.WARNING) == []
    again = take(*LEDGERS)
    assert [counts(sheet) for sheet in again] == [
        (0, 0, 19, 0),
        (0, 0, 18, 0),
        (0, 0, 21, 0),
        (0, 0, 30, 0),
        (0, 0, 13, 0),
    ]
    roster_again = take(TOWN / "roster.xlsx")[0]
    assert counts(roster_again) == (0, 0, 59, 0)


def test_the_sample_town_s_pool_is_what_its_ledgers_say(app: Flask) -> None:
    take_sample_town()
    take(*LEDGERS)
    assert db.session.scalar(select(func.count()).select_from(PoolEntry)) == 19
    mature = select(func.count()).where(ReadinessRating.readiness == "成熟")
    assert db.session.scalar(mature.select_from(ReadinessRating)) == 5
    without = (
        select(Unit.name)
        .where(
            Unit.id.in_(select(PoolEntry.unit_id)),
            Unit.id.not_in(
                select(PoolEntry.unit_id)
                .join(ReadinessRating, ReadinessRating.entry_id == PoolEntry.id)
                .where(ReadinessRating.readiness == "成熟")
            ),
        )
        .order_by(Unit.position)
    )
    assert db.session.scalars(without).all() == ["银杏村", "竹海村", "果香村", "茶坪村", "金竹村"]
    assert db.session.scalar(select(func.count()).select_from(Pairing)) == 21
    assert db.session.scalar(select(func.count()).select_from(GuidanceLog)) == 30
    assert db.session.scalar(select(func.count()).select_from(FormerCadre)) == 13
    assert db.session.scalar(select(func.count()).select_from(AdvisoryMembership)) == 8


def test_a_reserve_enters_as_of_the_date_of_the_ledger_without_invented_steps(town: None) -> None:
    sheet = take(
        reserves(
            reserve(
                "邓素华",
                "成熟",
                **{
                    "人员类别(来源)": "致富能手、退伍军人",
                    "培养方向(拟任职务)": "党总支书记、村委会主任",
                    "帮带责任人": "郭国文",
                },
            )
        )
    )[0]
    assert counts(sheet) == (1, 0, 0, 0)
    entry = entry_of("邓素华")
    assert (entry.basis, entry.nomination_id, entry.way) == (
        EntryBasis.STATED,
        None,
        NominationWay.ORGANIZATION,
    )
    assert (entry.entered_on.iso, entry.known_from) == ("2021-03", date(2023, 6, 30))
    sources = db.session.scalars(select(PoolSource).order_by(PoolSource.id)).all()
    assert [(source.category, source.main) for source in sources] == [
        (SourceCategory.WEALTH_LEADER, True),
        (SourceCategory.VETERAN, False),
    ]
    targets = db.session.scalars(select(TargetPost).order_by(TargetPost.rank)).all()
    assert [(target.rank, target.post_class, target.title) for target in targets] == [
        (1, PostClass.PARTY_SECRETARY, "党总支书记"),
        (2, PostClass.COMMITTEE_DIRECTOR, "村委会主任"),
    ]
    rating = db.session.scalars(select(ReadinessRating)).one()
    assert (rating.readiness, rating.rated_on) == ("成熟", date(2023, 6, 30))
    pairing = db.session.scalars(select(Pairing)).one()
    assert (pairing.mentor.name, pairing.started_on, pairing.known_from.iso) == ("郭国文", None, "2023-06-30")


def test_readiness_keeps_its_history_and_only_a_change_is_rated(town: None) -> None:
    take(reserves(reserve("邓素华", "培养"), on="2022年6月30日"))
    take(reserves(reserve("邓素华", "培养"), on="2022年12月31日"))
    take(reserves(reserve("邓素华", "较成熟"), on="2023年6月30日"))
    ratings = db.session.scalars(select(ReadinessRating).order_by(ReadinessRating.rated_on)).all()
    assert [(rating.rated_on.isoformat(), rating.readiness) for rating in ratings] == [
        ("2022-06-30", "培养"),
        ("2023-06-30", "较成熟"),
    ]


def test_a_reserve_who_left_is_out_from_the_day_told_and_may_enter_again(town: None) -> None:
    take(reserves(reserve("邓素华"), on="2022年6月30日"))
    gone = take(reserves(reserve("邓素华", 出库时间="2022.09", 出库原因="外出务工"), on="2022年12月31日"))[0]
    assert changes(gone, 4) == [("出库时间", "", "2022.09"), ("出库原因", "", "外出(户口迁出)")]
    assert entry_of("邓素华").exit_reason is ExitReason.MOVED_AWAY
    take(reserves(reserve("邓素华", 入库时间="2023.03")))
    stays = db.session.scalars(select(PoolEntry).order_by(PoolEntry.entered_on)).all()
    assert [(stay.entered_on.iso, stay.exited_on and stay.exited_on.iso) for stay in stays] == [
        ("2021-03", "2022-09"),
        ("2023-03", None),
    ]


def test_what_is_wrong_in_a_roster_of_reserves_is_told_by_row_and_column(town: None) -> None:
    sheet = take(
        reserves(
            reserve("邓素华", "很好"),
            reserve("汪海", 入库时间="2024.01"),
            reserve("武晓琪", **{"培养方向(拟任职务)": "护林队长", "人员类别(来源)": "护林员"}),
        ),
        valid_rows_only=True,
    )[0]
    assert messages(sheet, Level.ERROR) == [(5, "入库时间", "2024.01晚于填报时间,请核对")]
    assert messages(sheet) == [
        (4, "成熟程度", "“很好”不在成熟程度等次(成熟、较成熟、培养)中,该项未导入,请在预览页选定是哪一项"),
        (6, "培养方向(拟任职务)", "“护林队长”不是已知的职务,按“其他职务”登记,请核对"),
        (6, "人员类别(来源)", "“护林员”不在人员类别表中,按“其他”登记,原文保留"),
    ]
    assert counts(sheet) == (2, 0, 0, 1)


def test_reserves_whom_a_later_roster_leaves_out_stay_and_are_told(town: None) -> None:
    take(reserves(reserve("邓素华"), reserve("汪海"), on="2022年6月30日"))
    sheet = take(reserves(reserve("汪海")))[0]
    assert sheet.notes == ["登记册中这些村(社区)还有1名后备人选本表没有列出,未作改动;已退出的请办理出库"]
    assert entry_of("邓素华").exited_on is None


def test_a_pair_named_in_two_ledgers_is_one_pair(town: None) -> None:
    take(reserves(reserve("邓素华", 帮带责任人="郭国文")))
    pair = {
        "后备干部姓名": "邓素华",
        "帮带导师": "郭国文",
        "导师单位及职务": "党总支书记",
        "结对时间": "2021.03",
    }
    told = take(pairings(pair))[0]
    assert changes(told, 4) == [("导师单位及职务", "", "党总支书记"), ("结对时间", "", "2021.03")]
    kept = db.session.scalars(select(Pairing)).one()
    assert kept.started_on is not None
    assert kept.started_on.iso == "2021-03"
    assert counts(take(reserves(reserve("邓素华", 帮带责任人="郭国文")))[0]) == (0, 0, 1, 0)


def test_a_mentor_whom_nobody_knows_is_registered_as_township_staff_and_told(town: None) -> None:
    take(reserves(reserve("邓素华")))
    pair = {"后备干部姓名": "邓素华", "帮带导师": "余荣小", "备注": "“3+1”联合帮带"}
    sheet = take(pairings(pair))[0]
    assert messages(sheet) == [(4, "帮带导师", "登记册中没有“余荣小”,按乡镇工作人员登记姓名,请核对")]
    assert person("余荣小").unit.name == "青禾镇"
    assert db.session.scalars(select(Pairing.joint)).one() == "“3+1”联合帮带"


def test_nobody_is_made_a_reserve_by_a_ledger_of_pairs(town: None) -> None:
    sheet = take(pairings({"后备干部姓名": "邓素华", "帮带导师": "郭国文"}), valid_rows_only=True)[0]
    assert messages(sheet, Level.ERROR) == [
        (4, "后备干部姓名", "登记册的这个村(社区)中没有“邓素华”,请先导入后备干部花名册,或核对姓名")
    ]


def test_a_meeting_belongs_to_its_pair_and_is_taken_once(town: None) -> None:
    take(reserves(reserve("邓素华", 帮带责任人="郭国文")))
    meeting = {
        "帮带对象": "邓素华",
        "帮带导师": "郭国文",
        "帮带时间": "2022-10-05",
        "帮带方式": "入户走访",
        "时长(分钟)": "60",
        "帮带内容": "学习“四议两公开”",
    }
    assert counts(take(guidance(meeting))[0]) == (1, 0, 0, 0)
    assert counts(take(guidance(meeting))[0]) == (0, 0, 1, 0)
    assert counts(take(guidance(meeting | {"帮带成效": "能独立组织会议"}))[0]) == (0, 1, 0, 0)
    log = db.session.scalars(select(GuidanceLog)).one()
    assert (log.held_on.iso, log.way, log.minutes, log.effect) == (
        "2022-10-05",
        GuidanceWay.HOME_VISIT,
        60,
        "能独立组织会议",
    )


def test_a_finished_course_raises_the_schooling_with_its_date(app: Flask) -> None:
    take(units(village()), roster(row("郭国文", "党总支书记", born="1973.06", schooling="高中")))
    course = {
        "姓名": "郭国文",
        "职务": "党总支书记",
        "现(原)学历": "高中",
        "报读院校": "国家开放大学",
        "报读专业": "行政管理",
        "报读层次": "大专",
        "学习形式": "开放教育",
        "入学时间": "2019.03",
        "预计毕业时间": "2021.07",
        "学籍状态": "在读",
    }
    take(education(course, on="2021年1月31日"))
    assert db.session.scalars(select(Schooling.level)).all() == [SchoolingLevel.SENIOR_HIGH]
    sheet = take(education(course | {"学籍状态": "已毕业"}))[0]
    assert changes(sheet, 4) == [
        ("学籍状态", "在读", "已毕业"),
        ("毕业时间", "", "2021.07"),
        ("最高学历", "高中", "大专"),
    ]
    upgrade = db.session.scalars(select(EducationUpgrade)).one()
    assert upgrade.schooling is not None
    assert (upgrade.schooling.level, upgrade.schooling.school) == (SchoolingLevel.COLLEGE, "国家开放大学")
    assert upgrade.schooling.finished_on is not None
    assert upgrade.schooling.finished_on.iso == "2021-07"
    history = db.session.scalars(select(StudyStatusChange).order_by(StudyStatusChange.id)).all()
    assert [(step.status, step.since.iso) for step in history] == [
        (StudyStatus.STUDYING, "2019-03"),
        (StudyStatus.GRADUATED, "2021-07"),
    ]


def test_a_roster_that_tells_the_highest_schooling_again_changes_nothing_after_graduation(app: Flask) -> None:
    cadre = row("郭国文", "党总支书记", born="1973.06", schooling="大专")
    take(units(village()), roster(cadre))
    take(
        education(
            {
                "姓名": "郭国文",
                "报读院校": "国家开放大学",
                "报读层次": "大专",
                "学习形式": "开放教育",
                "预计毕业时间": "2021.07",
                "学籍状态": "已毕业",
            }
        )
    )
    assert db.session.scalar(select(func.count()).select_from(Schooling)) == 1
    assert counts(take(roster(cadre))[0]) == (0, 0, 1, 0)


def test_a_former_cadre_comes_in_with_service_subsidy_and_advisory_group(town: None) -> None:
    sheet = take(
        former(
            {
                "姓名": "潘世",
                "性别": "男",
                "出生年月": "1961.12",
                "离任前职务": "村委会主任",
                "任职起止时间": "1998.01-2021.01",
                "任职年限": "23",
                "离任时间": "2021.01",
                "离任原因": "换届离任",
                "是否享受生活补贴": "是",
                "补贴标准(元/月)": "350元/月",
                "是否纳入智囊团": "是",
            }
        )
    )[0]
    assert messages(sheet) == []
    cadre = db.session.scalars(select(FormerCadre)).one()
    assert (cadre.person.name, cadre.last_title, cadre.years_stated) == ("潘世", "村委会主任", 23)
    assert (cadre.left_on.iso, cadre.leave_cause) == ("2021-01", EndCause.TERM_END)
    subsidy = db.session.scalars(select(FormerSubsidy)).one()
    assert (subsidy.receives, subsidy.yuan_a_month, subsidy.since.iso) == (True, 350, "2023-06-30")
    membership = db.session.scalars(select(AdvisoryMembership)).one()
    assert membership.joined_on.iso == "2023-06-30"
    assert db.session.scalar(select(func.count()).select_from(Person)) == 2


def test_an_unreadable_cell_of_a_former_cadre_is_told_and_the_rest_taken(town: None) -> None:
    sheet = take(
        former(
            {
                "姓名": "潘世",
                "出生年月": "1961.12",
                "离任前职务": "村委会主任",
                "任职起止时间": "很久",
                "任职年限": "多年",
                "离任时间": "2021.01",
                "离任原因": "换届离任",
                "补贴标准(元/月)": "若干",
            }
        )
    )[0]
    assert [(column, message.split(",")[0]) for _, column, message in messages(sheet)] == [
        ("任职年限", "任职年限看不懂"),
        ("任职起止时间", "“很久”看不懂"),
        ("补贴标准(元/月)", "“若干”不是金额"),
    ]
    assert counts(sheet) == (1, 0, 0, 0)
