"""Refused rows come back as they were, with the reason, and go in again once mended."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
from flask import Flask

from talentpool.extensions import db
from talentpool.files.reader import read_workbook
from talentpool.intake import services
from talentpool.intake.options import Options
from talentpool.intake.plan import Level
from talentpool.intake.returned import Returned, refused_rows
from talentpool.intake.sources import Upload
from talentpool.security.actor import current_actor
from tests.data.intake.town import JUNE, ROSTERS, TOWN, counts, messages, person, roster, row, take

FAULTS = ROSTERS / "with_faults.xlsx"


def refused_of(upload: Upload, **options: Any) -> Returned:
    """What comes back when the valid rows are taken in."""
    chosen = replace(Options(on=JUNE), **options)
    outcome = services.take_in([upload], by=current_actor(), options=replace(chosen, valid_rows_only=True))
    db.session.commit()
    returned = refused_rows(outcome.sources)
    assert returned is not None
    return returned


def opened(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_only_refused_rows_come_back_under_the_same_title_and_headers(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    returned = refused_of(Upload(FAULTS.name, FAULTS.read_bytes()))
    assert returned.rows == 9
    sheet = opened(returned.content)
    before = openpyxl.load_workbook(FAULTS).worksheets[0]
    assert sheet.title == before.title == "花名册"
    assert [cell.value for cell in sheet[1]][:14] == [cell.value for cell in before[1]]
    assert [cell.value for cell in sheet[2]] == [*(cell.value for cell in before[2]), "退回原因"]
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:N1"]
    assert [r[0].value for r in sheet.iter_rows(min_row=3)] == [2, 3, 5, 6, 7, 8, 9, 11, 12]
    assert sheet.cell(3, 15).value == "身份证号码:身份证号的校验码(末位)不符,请核对各位数字"
    assert sheet.cell(3, 12).value == "519901197711020040"
    assert sheet.cell(3, 12).fill.fgColor.rgb == "FFFDF0CF"
    assert sheet.cell(4, 12).value == "519901198303060000"
    assert sheet.cell(4, 12).data_type == "s"
    assert sheet.cell(5, 6).value == "一九八五年"


def test_they_are_refused_again_for_the_same_reasons_and_go_in_once_mended(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    returned = refused_of(Upload(FAULTS.name, FAULTS.read_bytes()))
    again = services.preview(
        [Upload("退回.xlsx", returned.content)], by=current_actor(), options=Options(on=JUNE)
    )
    assert counts(again.sheets[0]) == (0, 0, 0, 9)
    twice = refused_rows(again.sources)
    assert twice is not None
    assert [cell.value for cell in opened(twice.content)[2]][-2:] == ["备注", "退回原因"]

    book = openpyxl.load_workbook(io.BytesIO(returned.content))
    book.worksheets[0].cell(5, 6).value = "1981.02"
    book.worksheets[0].cell(6, 3).value = "马小花"
    out = io.BytesIO()
    book.save(out)
    (sheet,) = take(Upload("退回.xlsx", out.getvalue()), valid_rows_only=True)
    assert counts(sheet) == (2, 0, 0, 7)
    assert person("马小花").note == ""
    assert [column for _, column, _ in messages(sheet, Level.ERROR)].count("退回原因") == 0


def test_a_merged_unit_a_section_and_the_date_below_stay_with_their_rows(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    lines = [
        "青禾镇村(社区)“两委”干部花名册",
        "姓名,性别,出生年月,现任职务,任现职时间,身份证号",
        "一、云山村",
        "甘一,男,1980.01,书记,2021.01,",
        "二、金竹村",
        "甘二,男,1980.13,书记,2021.01,",
        "小计,1人",
        "填表人:某某 填表时间:2023年5月31日",
    ]
    returned = refused_of(Upload("册.csv", "\n".join(lines).encode("gb18030")))
    (back,) = read_workbook(returned.content, name="退回.xlsx")
    assert [r[0] for r in back.rows] == [lines[0], "姓名", "二、金竹村", "甘二", lines[-1]]
    again = services.preview(
        [Upload("退回.xlsx", returned.content)], by=current_actor(), options=Options(on=JUNE)
    )
    (plan,) = again.sheets
    assert [each.subject for each in plan.rows] == ["金竹村 甘二"]
    assert plan.stated_on is not None
    assert plan.stated_on.isoformat() == "2023-05-31"


def test_cells_that_the_row_above_told_are_written_out(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    second = row("甘二", "村委会委员", unit="", born="1980.13")
    returned = refused_of(roster(row("甘一", "村委会委员"), second))
    (back,) = read_workbook(returned.content, name="退回.xlsx")
    assert back.rows[-1][1] == "云山村"


def test_no_text_becomes_a_formula(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    returned = refused_of(roster(row("=HYPERLINK(A1)", "村委会委员", born="1980.13", note="=1+1")))
    sheet = opened(returned.content)
    assert {cell.data_type for cell in sheet[4] if cell.value} == {"s"}


def test_nothing_refused_is_nothing_to_come_back(app: Flask) -> None:
    take(TOWN / "units.xlsx")
    outcome = services.preview([roster(row("甘一", "书记"))], by=current_actor(), options=Options(on=JUNE))
    assert refused_rows(outcome.sources) is None
