"""Layouts of other offices, as files of every kind: what comes in is what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.intake.plan import Level, SheetPlan
from talentpool.intake.sources import Upload
from talentpool.models import Person, Schooling, Unit, UnitStatement, Vacancy
from talentpool.vocabulary import SheetKind
from tests.data.intake.town import TOWN, counts, held, messages, person, take
from tests.data.intake.workbooks import VILLAGE_MERGES, Rows, delimited, several_villages, workbook

XLS = TOWN.parents[2] / "tests" / "data_files" / "layouts" / "villages.xls"
WAYS: dict[str, Callable[[Rows], Upload]] = {
    "xlsx": lambda rows: workbook({"Sheet1": rows}),
    "csv in UTF-8": lambda rows: delimited(rows),
    "csv in UTF-8 with a mark": lambda rows: delimited(rows, encoding="utf-8-sig"),
    "csv in GB18030": lambda rows: delimited(rows, encoding="gb18030"),
}
FORMATS: dict[str, Callable[[], Upload]] = {
    "xlsx": lambda: workbook(several_villages(), merged={"云山村": VILLAGE_MERGES, "金竹村": VILLAGE_MERGES}),
    "xlsx without merges": lambda: workbook(several_villages()),
    "xls": lambda: Upload("册.xls", XLS.read_bytes()),
    "et": lambda: Upload("册.et", XLS.read_bytes()),
}


@pytest.fixture(autouse=True)
def town(app: Flask) -> None:
    take(TOWN / "units.xlsx")


def kinds(sheets: list[SheetPlan]) -> list[str | None]:
    return [sheet.kind.value if sheet.kind else None for sheet in sheets]


def posts(name: str) -> list[tuple[str, str]]:
    return [(unit, title) for unit, title, *_rest in held(name)]


@pytest.mark.parametrize("way", FORMATS)
def test_instructions_first_and_one_sheet_a_village(way: str) -> None:
    sheets = take(FORMATS[way]())
    assert kinds(sheets) == [None, "roster", "roster"]
    assert [counts(sheet)[0] for sheet in sheets[1:]] == [2, 1]
    assert [messages(sheet, Level.ERROR) for sheet in sheets] == [[], [], []]
    assert held("甘一") == [
        ("云山村", "党总支书记", "2021-01", None, None),
        ("云山村", "村委会主任", "2021-01", None, None),
    ]
    assert posts("甘二") == [("云山村", "组织委员"), ("云山村", "村委会委员"), ("云山村", "妇联主席")]
    assert posts("甘三") == [("金竹村", "党支部副书记"), ("金竹村", "村务监督委员会主任")]
    assert [person(name).born_on and person(name).born_on.iso for name in ("甘一", "甘二", "甘三")] == [  # type: ignore[union-attr]
        "1978-06",
        "1979-08",
        "1985-03",
    ]
    levels = select(Schooling.mode, Schooling.level).join(Person).where(Person.name == "甘一")
    assert sorted(map(tuple, db.session.execute(levels).all())) == [
        ("full_time", "senior_high"),
        ("in_service", "college"),
    ]


TITLE = ["青禾镇村(社区)“两委”干部花名册"]
DATED = ["填报单位(盖章):青禾镇党群办 填报时间:2023年6月30日"]


@pytest.mark.parametrize("way", WAYS)
def test_villages_as_section_rows_with_subtotals(way: str) -> None:
    rows: Rows = [
        TITLE,
        DATED,
        ["序号", "姓名", "性别", "出生年月", "现任职务", "任现职时间", "网格"],
        ["一、云山村(2人)"],
        ["1", "甘一", "男", "1978年6月", "书记、主任(一肩挑)", "2021.01", "一"],
        ["2", "甘二", "女", "1979-08", "党总支委员/村委会委员", "2021.01", "二"],
        ["小计", "2人"],
        ["二、金竹村"],
        ["3", "甘三", "男", "1985/3", "支部副书记,监委会主任", "2021.01", ""],
        ["小计", "1人"],
        [],
        ["合 计", "3人"],
        ["填表人:某某", "", "", "审核人:某某"],
    ]
    (sheet,) = take(WAYS[way](rows))
    assert counts(sheet) == (3, 0, 0, 0)
    assert posts("甘一") == [("云山村", "党总支书记"), ("云山村", "村委会主任")]
    assert posts("甘二") == [("云山村", "党总支委员"), ("云山村", "村委会委员")]
    assert posts("甘三") == [("金竹村", "党支部副书记"), ("金竹村", "村务监督委员会主任")]


@pytest.mark.parametrize("way", WAYS)
def test_posts_as_columns_with_ticks(way: str) -> None:
    rows: Rows = [
        ["党员信息导入模板"],
        ["姓名", "支部信息", "政治面貌", "支部书记", "支部副书记", "组织委员", "宣传委员", "工会主席"],
        ["甘一", "金竹村党支部", "党员", "是", "", "√", "", ""],
        ["甘二", "金竹村党支部", "党员", "", "是", "", "是", "是"],
        ["甘三", "金竹村党支部", "预备党员", "", "", "", "", ""],
    ]
    (sheet,) = take(WAYS[way](rows))
    assert counts(sheet) == (3, 0, 0, 0)
    assert posts("甘一") == [("金竹村", "党支部书记"), ("金竹村", "组织委员")]
    assert posts("甘二") == [("金竹村", "党支部副书记"), ("金竹村", "宣传委员"), ("金竹村", "工会主席")]
    assert posts("甘三") == []


def test_a_roster_of_the_cadre_system_with_party_and_committee_posts_apart() -> None:
    rows: Rows = [
        ["干部编号", "身份证号", "单位简称", "姓名", "性别", "民族", "生日", "参加工作时间", "入党时间", "政治面貌", "籍贯",
         "现任行政职务", "现任党内职务", "现任群团职务", "任现职务年月", "是否后备干部", "后备干部确定年月", "专长", "最高学历"],
        ["G1", "51990119780609003X", "云山村", "甘一", "男", "汉", 19780609, 200107, 200212, "中共党员", "四川清川",
         "村委会主任", "党总支书记", None, 202101, "是", 201903, "农技", "大专"],
        ["G2", "", "云山村", "甘二", "女", "汉", datetime(1979, 8, 13), None, None, "群众", "",  # noqa: DTZ001 - a cell has no zone
         "委员", None, "妇联主席", "2021-02", "否", None, "", "高中"],
    ]  # fmt: skip
    (sheet,) = take(workbook({"Sheet1": rows}))
    assert counts(sheet) == (2, 0, 0, 0)
    assert messages(sheet, Level.ERROR) == []
    assert posts("甘一") == [("云山村", "党总支书记"), ("云山村", "村委会主任")]
    assert posts("甘二") == [("云山村", "村委会委员"), ("云山村", "妇联主席")]
    assert person("甘二").born_on is not None
    assert person("甘二").born_on.iso == "1979-08-13"  # type: ignore[union-attr]
    assert [c.header_text for c in sheet.columns if c.field_key is None] == [
        "是否后备干部",
        "后备干部确定年月",
    ]


def test_a_form_with_labels_and_several_names_in_a_cell() -> None:
    form: Rows = [
        ["村级组织基本情况表", None, None, None, None, None],
        ["村名", "云山村", "填报时间", "2023年6月30日", None, None],
        ["村党组织情况", "书记姓名", "甘 一", "性别", "男", None],
        [None, "出生年月", "1978.06", "文化程度", "大专", None],
        [None, "联系方式", "19900000001", "任现职时间", "2021.01", None],
        [None, "任职年限", "2年", "村党组织委员姓名", "甘二、甘三", None],
        ["村委会情况", "村委会主任姓名", "甘一", "村委会委员姓名", "甘三 甘四", None],
        ["监委会情况", "监委会主任姓名", "甘五", "性别", "女", None],
        ["大学生村官情况", "姓名", "甘六", "性别", "男", None],
        ["党员总数", 56, "女党员数", 20, "35岁以下党员数量", 5],
    ]
    (sheet,) = take(workbook({"Sheet1": form}, merged={"Sheet1": ["A1:F1", "A3:A6"]}))
    assert (sheet.kind, sheet.is_form) == (SheetKind.ROSTER, True)
    assert counts(sheet) == (5, 0, 0, 0)
    assert messages(sheet, Level.ERROR) == []
    assert posts("甘一") == [("云山村", "党总支书记"), ("云山村", "村委会主任")]
    assert posts("甘二") == [("云山村", "党总支委员")]
    assert posts("甘三") == [("云山村", "党总支委员"), ("云山村", "村委会委员")]
    assert posts("甘四") == [("云山村", "村委会委员")]
    assert posts("甘五") == [("云山村", "村务监督委员会主任")]
    leader = person("甘一")
    assert (leader.sex, leader.phone, leader.born_on and leader.born_on.iso) == (
        "male",
        "19900000001",
        "1978-06",
    )


def test_a_county_list_of_villages_with_rows_above_and_unknown_columns() -> None:
    rows: Rows = [
        ["附件3"], ["全县行政村一览表"], ["(截至2023年6月30日)"], ["单位:人、户"],
        ["", "县（市、区）", "乡镇（街道）", "行政村", "户籍人口\n(人)", "常住人口\n(人)", "村党组织书记\n姓名", "联系电话", "民宿\n农家乐"],
        [1, "清川县", "青禾镇", "云山村", 2300, 1900, "甘一", "19900000001", 3],
        [2, "清川县", "青禾镇", "金竹村村民委员会", "1,200", 1100, "甘二", "19900000002", 0],
        ["合计", None, None, None, 3500, 3000, None, None, 3],
    ]  # fmt: skip
    (sheet,) = take(workbook({"附件3": rows}))
    assert sheet.kind is SheetKind.UNITS
    assert counts(sheet)[3] == 0
    statement = (
        select(UnitStatement.registered_population)
        .join(Unit, Unit.id == UnitStatement.unit_id)
        .where(Unit.name == "金竹村")
        .order_by(UnitStatement.stated_on.desc(), UnitStatement.id.desc())
        .limit(1)
    )
    assert db.session.scalar(statement) == 1200


@pytest.mark.parametrize("way", WAYS)
def test_a_ledger_of_seats_and_vacancies(way: str) -> None:
    rows: Rows = [
        ["青禾镇村(社区)“两委”职数空缺台账"],
        DATED,
        ["序号", "村(社区)", "核定职数", "实有人数", "空缺数", "空缺职务", "空缺时间", "空缺原因", "拟补选方式/时间", "拟任人选(后备)", "联审情况", "备注"],
        ["1", "云山村", "5", "0", "5", "村委会副主任、村委会委员2名", "2022.11", "原任辞职", "2023年12月前补选", "某某", "未联审", ""],
        ["合计", "", "5", "0", "5"],
    ]  # fmt: skip
    (sheet,) = take(WAYS[way](rows))
    assert sheet.kind is SheetKind.POSTS
    assert counts(sheet)[3] == 0
    found = db.session.scalars(select(Vacancy).order_by(Vacancy.id)).all()
    assert [(v.since.iso, v.cause.value, v.candidate) for v in found] == [("2022-11", "resigned", "某某")] * 3


NO_PEOPLE: dict[str, Rows] = {
    "certificates": [
        ["编号", "姓名", "手机号", "身份证号", "证书名称", "证书编号", "获取证书时间", "备注"],
        ["1", "甘一", "19900000001", "", "社工师", "A1", "2020.01", ""],
    ],
    "transfers": [
        [
            "编号",
            "姓名",
            "手机号",
            "调动前街道",
            "调动前社区",
            "调动后街道",
            "调动后社区",
            "调动人",
            "调动时间",
        ],
        ["1", "甘一", "19900000001", "甲街道", "甲社区", "乙街道", "乙社区", "某某", "2020.01"],
    ],
    "party members": [
        [
            "所属党支部",
            "姓名",
            "性别",
            "出生日期",
            "民族",
            "学历",
            "身份证号码",
            "联系电话",
            "入党时间",
            "党籍状态",
        ],
        ["云山村党支部", "甘一", "男", "1978-06-09", "汉", "专科", "", "", "2002-12", "正式党员"],
    ],
    "schooling only": [
        ["姓名", "性别", "年龄", "身份证", "普通高等学校全日制教育", None, None],
        [None, None, None, None, "学历", "学位", "专业"],
        ["甘一", "男", 45, "", "大学", "学士", "农学"],
    ],
    "Party statistics": [
        ["建制村总数", "党组织软弱涣散的村", "村党组织书记", None, None],
        [None, None, "总人数", "属于农村致富带头人", "属于大学生村官"],
        ["甲", "1", "2", "3", "4"],
        [120, 3, 120, 40, 6],
    ],
    "appraisal": [
        ["姓名", "现任职务", "民主测评情况", "当年受党纪政纪处分情况", "4季度平时考核评定"],
        ["甘一", "村委会主任", "好", "无", "好"],
    ],
    "office statistics": [
        ["街道", "社区", "人数", "男", "女", "≤30", "党员", "大专", "一肩挑", "书记", "主任"],
        ["甲街道", "甲社区", 8, 4, 4, 2, 6, 5, 1, 1, 1],
        ["合计", None, 8, 4, 4, 2, 6, 5, 1, 1, 1],
    ],
}


@pytest.mark.parametrize("name", NO_PEOPLE)
def test_what_is_no_roster_is_left_for_the_clerk_to_say(name: str) -> None:
    (sheet,) = take(workbook({"Sheet1": NO_PEOPLE[name]}))
    assert sheet.kind is None
    assert [issue.level for issue in sheet.issues] == [Level.WARNING]
    assert "甘一" not in db.session.scalars(select(Person.name)).all()


def test_two_tables_side_by_side_are_refused_with_the_way_out() -> None:
    header = ["村", "姓名", "职务", "出生年月"]
    rows: Rows = [
        [*header, "", *header],
        ["云山村", "甘一", "村委会委员", "1980.1", "", "金竹村", "甘二", "村委会委员", "1981.1"],
    ]
    [sheet] = take(workbook({"Sheet1": rows}))
    assert sheet.kind is None
    assert messages(sheet, Level.ERROR) == [
        (
            0,
            "",
            "本工作表左右并排有两张表,F—I列的表没有读取;为免漏人,整张工作表没有导入。请把右边的表移到左边的表下面,或另放一张工作表,再重新上传",
        )
    ]
    assert db.session.scalars(select(Person.name).where(Person.name.in_(["甘一", "甘二"]))).all() == []
