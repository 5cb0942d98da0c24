"""Workbooks of other offices' layouts, built in place."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from talentpool.files.reader import Cell
from talentpool.intake.sources import Upload

Rows = Sequence[Sequence[Cell]]


def workbook(
    sheets: Mapping[str, Rows], *, name: str = "册.xlsx", merged: Mapping[str, Sequence[str]] | None = None
) -> Upload:
    """An .xlsx of sheets by name; `merged` are ranges such as “A1:F1”, whose first cell holds the text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    plain = book.add_format()
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        ranges = {reference.partition(":")[0]: reference for reference in (merged or {}).get(title, ())}
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                place = xlsxwriter.utility.xl_rowcol_to_cell(row, column)
                if place in ranges:
                    sheet.merge_range(ranges[place], value, plain)
                elif isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write_number(row, column, value)
    book.close()
    return Upload(name, out.getvalue())


def delimited(rows: Rows, *, name: str = "册.csv", encoding: str = "utf-8") -> Upload:
    """A .csv of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return Upload(name, out.getvalue().encode(encoding))


def several_villages() -> dict[str, Rows]:
    """A sheet of instructions, then one sheet a village, with header breaks, serial dates and posts in three columns."""
    header = [
        [
            "姓\n名",
            "性别",
            "民族",
            "出生\n年月",
            "学历学位",
            None,
            "职  务",
            None,
            None,
            "任现职\n时间",
            "身份证号码(18位)",
            "网格",
        ],
        [
            None,
            None,
            None,
            None,
            "全日制\n教育",
            "在职\n教育",
            "党内职务",
            "村(居)委会职务",
            "其他职务",
            None,
            None,
            None,
        ],
    ]
    return {
        "填表说明": [["填表说明"], ["1.请按村(社区)分别填写姓名、性别、现任职务。"], ["2.出生年月精确到月。"]],
        "云山村": [
            ["青禾镇云山村“两委”干部花名册", *[None] * 11],
            ["填报时间:2023年6月30日", *[None] * 11],
            *header,
            ["甘一", "男", "汉", 28642, "高中", "大专", "党总支书记", "主任", None, 44197, None, "一"],
            ["甘 二", "女", "羌族", "197908", None, None, "组织委员", "委员", "妇联主席", "2021.02", None, "二"],
        ],
        "金竹村": [
            ["青禾镇金竹村“两委”干部花名册", *[None] * 11],
            ["填报时间:2023年6月30日", *[None] * 11],
            *header,
            ["甘三", "男", "汉族", datetime(1985, 3, 1), "大学", None, "副书记", None, "监委会主任", "2021年1月", None, "一"],  # noqa: DTZ001 - a cell has no zone
        ],
    }  # fmt: skip


VILLAGE_MERGES = (
    "A1:L1",
    "A2:L2",
    "A3:A4",
    "B3:B4",
    "C3:C4",
    "D3:D4",
    "E3:F3",
    "G3:I3",
    "J3:J4",
    "K3:K4",
    "L3:L4",
)
