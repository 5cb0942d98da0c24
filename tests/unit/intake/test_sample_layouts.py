from __future__ import annotations

from datetime import date

import pytest

from talentpool.dates import PartialDate
from talentpool.intake.layout import MatchedBy
from talentpool.vocabulary import SheetKind
from tests.unit.intake.sheets import ROSTERS, TOWN, fields, layout_of, rows_skipped, units


@pytest.mark.parametrize(
    ("file", "kind", "title"),
    [
        ("units.xlsx", SheetKind.UNITS, "青禾镇村(社区)基本情况表"),
        ("roster.xlsx", SheetKind.ROSTER, "青禾镇村(社区)“两委”干部花名册"),
        ("posts.xlsx", SheetKind.POSTS, "青禾镇村(社区)“两委”职数及空缺情况台账"),
    ],
)
def test_title_rows_tell_unit_town_and_date(file: str, kind: SheetKind, title: str) -> None:
    layout = layout_of(TOWN / file)
    assert layout.kind is kind
    assert layout.title == title
    assert layout.reporting_unit == "青禾镇党群办"
    assert layout.township_name == "青禾镇"
    assert layout.unit_name is None
    assert layout.stated_on == PartialDate(2023, 6, 30)
    assert layout.header_rows == (3,)
    assert layout.unmapped == ()


def test_the_units_sheet_is_mapped() -> None:
    layout = layout_of(TOWN / "units.xlsx")
    assert fields(layout) == {
        "序号": "serial",
        "单位名称": "unit",
        "类型": "unit_type",
        "区划代码": "code",
        "党组织形式": "party_form",
        "下设党支部数": "branch_count",
        "党员数": "member_count",
        "村(居)民小组数": "group_count",
        "户数": "household_count",
        "户籍人口": "registered_population",
        "常住人口": "resident_population",
        "“两委”核定职数": "authorised",
        "常职职数": "standing_seats",
        "包片领导": "area_leader",
        "驻村干部": "stationed_cadres",
        "合并沿革": "merger_note",
    }
    assert len(layout.rows) == 9
    assert layout.rows[8].row_number == 12
    assert layout.rows[8].cells["unit"] == "金竹村"
    assert layout.rows[8].cells["member_count"] == 49
    assert layout.skipped == ()


def test_the_roster_is_mapped_and_its_merged_units_are_filled_down() -> None:
    layout = layout_of(TOWN / "roster.xlsx")
    assert fields(layout) == {
        "序号": "serial",
        "村(社区)": "unit",
        "姓名": "name",
        "性别": "sex",
        "民族": "nationality",
        "出生年月": "born_on",
        "文化程度": "schooling",
        "政治面貌": "political_status",
        "入党时间": "party_joined_on",
        "现任职务": "posts",
        "任现职时间": "post_started_on",
        "身份证号码": "id_number",
        "联系电话": "phone",
        "备注": "note",
    }
    assert len(layout.rows) == 59
    counts = {unit: units(layout).count(unit) for unit in dict.fromkeys(units(layout))}
    assert counts == {
        "青禾社区": 8,
        "云山村": 6,
        "银杏村": 6,
        "文昌村": 8,
        "竹海村": 6,
        "双河村": 8,
        "果香村": 6,
        "茶坪村": 6,
        "金竹村": 5,
    }
    assert all(not row.inherited for row in layout.rows)
    assert layout.rows[3].row_number == 7
    assert layout.rows[3].cells["born_on"] == date(1983, 10, 1)
    assert rows_skipped(layout) == [(63, "footnote")]


def test_the_ledger_of_posts_leaves_out_its_total() -> None:
    layout = layout_of(TOWN / "posts.xlsx")
    assert fields(layout) == {
        "序号": "serial",
        "村(社区)": "unit",
        "核定职数": "authorised",
        "实有人数": "filled",
        "空缺数": "vacant_count",
        "空缺职务": "vacant_post",
        "空缺时间": "vacant_since",
        "空缺原因": "vacancy_cause",
        "拟补选方式/时间": "by_election_plan",
        "拟任人选": "candidate",
        "联审情况": "joint_review",
        "备注": "note",
    }
    assert len(layout.rows) == 9
    assert layout.rows[8].cells["vacant_post"] == "村委会副主任"
    assert rows_skipped(layout) == [(13, "total")]


def test_two_header_rows_with_equal_lower_headers_are_told_apart() -> None:
    layout = layout_of(ROSTERS / "two_level_header.xlsx")
    assert layout.header_rows == (3, 4)
    assert layout.reporting_unit is None
    assert layout.stated_on == PartialDate(2023, 6, 30)
    assert [(column.header_text, column.field_key) for column in layout.columns[10:17]] == [
        ("学历学位/全日制教育", "full_time_schooling"),
        ("学历学位/毕业院校及专业", "full_time_school"),
        ("学历学位/在职教育", "in_service_schooling"),
        ("学历学位/毕业院校及专业", "in_service_school"),
        ("职务/党内职务", "party_post"),
        ("职务/村(居)委会职务", "committee_post"),
        ("职务/其他职务", "other_post"),
    ]
    assert [column.field_key for column in layout.columns[17:]] == [
        "first_cadre_on",
        "post_started_on",
        "dual_head",
        "cross_appointed",
        "standing",
        "note",
    ]
    assert len(layout.rows) == 50
    assert layout.rows[0].row_number == 5
    assert layout.rows[0].cells["in_service_school"] == "四川农业大学(函授) 农村行政管理"
    assert len(set(units(layout))) == 9


def test_an_export_of_community_workers_without_title_is_mapped() -> None:
    layout = layout_of(ROSTERS / "community_workers.xlsx")
    assert layout.kind is SheetKind.ROSTER
    assert layout.title == ""
    assert layout.township_name == "锦程街道"
    assert fields(layout) == {
        "编号": "serial",
        "街道": "township",
        "社区": "unit",
        "姓名": "name",
        "性别": "sex",
        "手机号": "phone",
        "身份证号": "id_number",
        "出生年月": "born_on",
        "民族": "nationality",
        "政治面貌": "political_status",
        "第一学历": "full_time_schooling",
        "毕业院校": "full_time_school",
        "所学专业": "full_time_major",
        "最高学历": "schooling",
        "任职情况": "posts",
        "任职年月": "post_started_on",
        "工作年月": "work_started_on",
        "特长": "tags",
        "备注": "note",
        "是否退休": "retired",
        "是否辞职": "resigned",
    }
    assert len(layout.rows) == 15
    assert set(units(layout)) == {"锦程社区", "望江社区", "和苑社区"}


def test_a_row_without_a_name_is_data_and_not_left_out() -> None:
    layout = layout_of(ROSTERS / "with_faults.xlsx")
    assert len(layout.rows) == 21
    assert layout.rows[5].row_number == 8
    assert layout.rows[5].cells["name"] is None
    assert layout.rows[2].cells["id_number"] == 519901198303060000
    assert layout.header_of("id_number") == "身份证号码"
    assert rows_skipped(layout) == [(24, "footnote")]


def test_equal_headers_give_equal_fingerprints_and_others_do_not() -> None:
    roster = layout_of(TOWN / "roster.xlsx").fingerprint
    assert roster == layout_of(ROSTERS / "with_faults.xlsx").fingerprint
    assert roster != layout_of(ROSTERS / "two_level_header.xlsx").fingerprint
    assert len(roster) == 32


def test_a_column_says_how_it_was_recognised_and_gives_examples() -> None:
    column = layout_of(TOWN / "roster.xlsx").column("posts")
    assert column is not None
    assert (column.by, column.confidence, column.letter) == (MatchedBy.ALIAS, 1.0, "J")
    assert column.examples == ("党委书记、居委会主任", "党委副书记", "居委会副主任")
