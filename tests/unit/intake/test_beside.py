"""A second table beside the first is noticed; groups of columns about the same person are none."""

from __future__ import annotations

from talentpool.files.reader import Cell, RawSheet
from talentpool.intake.layout import columns_beside
from tests.unit.intake.sheets import found, sheet

HEADER = ["序号", "姓名", "性别", "出生年月", "职务"]
LEFT: list[Cell] = [1, "甘一", "男", "1980.1", "村委会委员"]
RIGHT: list[Cell] = [1, "甘二", "女", "1981.1", "村委会主任"]


def beside(raw: RawSheet) -> str:
    """The letters of the columns of a second table."""
    return "".join(column.letter for column in columns_beside(found(raw), raw))


def test_a_second_table_after_a_blank_column_is_noticed() -> None:
    assert beside(sheet([*HEADER, None, *HEADER], [*LEFT, None, *RIGHT])) == "HIJK"


def test_a_second_table_without_a_blank_column_is_noticed() -> None:
    assert beside(sheet([*HEADER, *HEADER], [*LEFT, *RIGHT])) == "GHIJ"


def test_a_second_table_whose_people_begin_further_down_is_noticed() -> None:
    blank: list[Cell] = [None] * 5
    assert beside(sheet([*HEADER, *HEADER], *([[*LEFT, *blank]] * 3), [*blank, *RIGHT])) == "GHIJ"


def test_each_table_under_the_name_of_its_village_is_noticed() -> None:
    villages = ["云山村", None, None, None, None, "金竹村", None, None, None, None]
    raw = sheet(villages, [*HEADER, *HEADER], [*LEFT, *RIGHT], merged=[(1, 0, 1, 4), (1, 5, 1, 9)])
    assert beside(raw) == "GHIJ"


def test_a_second_header_without_people_loses_nobody() -> None:
    assert beside(sheet([*HEADER, *HEADER], LEFT)) == ""


def test_columns_of_the_family_are_no_second_table() -> None:
    family = ["称谓", "姓名", "性别", "出生年月", "职务"]
    raw = sheet([*HEADER, *family], [*LEFT, "妻子", "甘三", "女", "1982.1", "教师"])
    assert beside(sheet(["云山村花名册"], *raw.rows)) == ""


def test_groups_of_schooling_are_no_second_table() -> None:
    top = [*HEADER, "全日制教育", None, None, "在职教育", None, None]
    lower = [None] * 5 + ["学历", "院校", "专业"] * 2
    merges = [*((1, column, 2, column) for column in range(5)), (1, 5, 1, 7), (1, 8, 1, 10)]
    raw = sheet(top, lower, [*LEFT, "高中", "一中", "文科", "大专", "农大", "农学"], merged=merges)
    assert beside(raw) == ""
