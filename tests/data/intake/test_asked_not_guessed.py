"""Where a sheet can be misread, the clerk is asked or told; nothing is guessed in silence."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.intake.plan import Level
from talentpool.models import Person, Unit
from tests.data.intake.town import JUNE, counts, held, messages, roster, row, take, units, village
from tests.data.intake.workbooks import workbook

HEADER = ["姓名", "性别", "出生年月", "文化程度", "职务", "任职时间"]


@pytest.fixture
def two_villages(app: Flask) -> None:
    """云山村, and 双河村 into which 上河村 was merged."""
    take(units(village(), village("双河村", 合并沿革="2020年由上河村、下河村合并")))


def test_blocks_with_their_own_titles_are_read_each_for_its_village(two_villages: None) -> None:
    block = [["填报时间:2023年6月30日"], HEADER]
    sheet = take(
        workbook(
            {
                "名单": [
                    ["青禾镇云山村“两委”班子成员名单"],
                    *block,
                    ["甲一", "男", "1980.05", "大专", "党总支书记", "2021.01"],
                    [None],
                    ["青禾镇双河村“两委”班子成员名单"],
                    *block,
                    ["乙一", "女", "1981.05", "大专", "村委会委员", "2021.01"],
                ]
            },
            merged={"名单": ["A1:F1", "A6:F6"]},
        )
    )[0]
    assert counts(sheet) == (2, 0, 0, 0)
    assert held("甲一")[0][0] == "云山村"
    assert held("乙一")[0][0] == "双河村"


def test_a_sheet_of_a_township_that_is_not_registered_names_none_of_our_villages(two_villages: None) -> None:
    sheet = take(
        workbook(
            {
                "名册": [
                    ["某县清河镇村干部登记表"],
                    ["清河镇上河村"],
                    HEADER,
                    ["丙一", "男", "1980.05", "大专", "村委会委员", ""],
                ]
            }
        ),
        valid_rows_only=True,
    )[0]
    assert counts(sheet) == (0, 0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_village_known_by_a_former_name_is_told(two_villages: None) -> None:
    sheet = take(roster(row("郭国文", "村委会委员", unit="上河村")))[0]
    assert messages(sheet) == [(4, "村(社区)", "“上河村”是双河村的曾用名或已并入双河村,按双河村登记,请核对")]
    assert held("郭国文")[0][0] == "双河村"


def test_a_cell_may_name_the_township_before_the_village(two_villages: None) -> None:
    sheet = take(roster(row("郭国文", "村委会委员", unit="青禾镇云山村")))[0]
    assert messages(sheet, Level.ERROR) == []
    assert held("郭国文")[0][0] == "云山村"


def test_a_date_before_birth_or_a_birth_to_come_is_refused(two_villages: None) -> None:
    sheet = take(
        roster(
            row("甲一", "村委会委员", born="2035.02"),
            row("甲二", "村委会委员", born="1980.01", status="中共党员", joined="1975.06"),
        ),
        valid_rows_only=True,
    )[0]
    assert messages(sheet, Level.ERROR) == [
        (4, "出生年月", "2035.02出生,晚于填报时间,请更正后重新导入"),
        (5, "入党时间", "1975.06早于出生年月(1980.01),请更正后重新导入"),
    ]


def test_a_number_that_lost_its_zero_is_read_as_october_and_told(two_villages: None) -> None:
    sheet = take(
        workbook({"名册": [["村", *HEADER], ["云山村", "甲一", "男", 1980.1, "大专", "村委会委员", ""]]}),
        on=JUNE,
    )[0]
    assert messages(sheet) == [(2, "出生年月", "数字“1980.1”按1980.10读取;如为1月,请写成1980.01后重新导入")]


def test_secretary_and_director_in_brackets_are_two_posts(two_villages: None) -> None:
    take(roster(row("郭国文", "书记(主任)")))
    assert [title for _, title, *_ in held("郭国文")] == ["党总支书记", "村委会主任"]


def test_rows_handed_in_again_are_no_complete_roster(two_villages: None) -> None:
    take(roster(row("郭国文", "党总支书记"), row("钟文", "村委会委员")))
    header = ["村(社区)", *HEADER, "退回原因"]
    again = take(
        workbook(
            {
                "名册": [
                    header,
                    ["云山村", "廖梅", "女", "1982.01", "大专", "村委会委员", "2021.01", "性别不符"],
                ]
            }
        )
    )[0]
    assert again.missing == []
    assert "本表是退回后改好的行,不是完整的花名册,不核对缺少的人员" in again.notes


def test_the_birth_of_somebody_in_a_form_is_not_the_date_of_the_sheet(two_villages: None) -> None:
    form = [
        ["云山村基本情况表"],
        ["书记姓名", "黄大", "性别", "男", "出生年月", "1975.01"],
        ["村委会委员姓名", "张三、李四"],
    ]
    sheet = take(workbook({"表": form}, merged={"表": ["A1:F1"]}))[0]
    assert counts(sheet) == (3, 0, 0, 0)
    assert db.session.scalar(select(Unit.roster_from).where(Unit.name == "云山村")) == JUNE


def test_names_under_columns_of_posts_are_people_who_hold_them(two_villages: None) -> None:
    roll = [
        ["青禾镇各村主要干部一览表", None, None, None],
        ["村名", "党支部书记", "村委会主任", "村委会委员"],
        ["云山村", "郭国文", "郭国文", "杨秀霞、新来者"],
        ["双河村", "郝天成", None, "汪雪敏"],
        ["合计", None, None, None],
    ]
    sheet = take(workbook({"一览": roll}, merged={"一览": ["A1:D1"]}))[0]
    assert counts(sheet) == (5, 0, 0, 0)
    assert [(unit, title) for unit, title, *_ in held("郭国文")] == [
        ("云山村", "党支部书记"),
        ("云山村", "村委会主任"),
    ]
    assert held("汪雪敏")[0][:2] == ("双河村", "村委会委员")


def test_marks_under_columns_of_posts_are_no_names(two_villages: None) -> None:
    marks = [["村名", "党支部书记", "村委会主任"], ["云山村", "√", "√"], ["双河村", 1, 2]]
    assert take(workbook({"表": marks}))[0].kind is None
