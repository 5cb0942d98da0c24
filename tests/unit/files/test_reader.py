from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from talentpool.errors import UnreadableFile
from talentpool.files.reader import read_workbook
from tests.unit.files.hostile import compound, record

SAMPLE = Path(__file__).parents[3] / "talentpool" / "sample" / "town"


HALF_PAST_EIGHT = datetime.datetime(1983, 10, 1, 8, 30)  # noqa: DTZ001 - cells know no zone


def made() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("花名册")
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    clock = book.add_format({"num_format": "h:mm"})
    sheet.merge_range(3, 2, 5, 2, "青禾社区")
    sheet.write_datetime(3, 3, datetime.date(1983, 10, 1), month)
    sheet.write_datetime(4, 3, HALF_PAST_EIGHT, month)
    sheet.write_number(5, 3, 0.5, clock)
    sheet.write_number(6, 3, 12)
    sheet.write_number(6, 4, 1.5)
    sheet.write_boolean(6, 5, True)
    sheet.write_string(6, 6, "519901197806090030")
    sheet.write_number(6, 7, 519901198303060000)
    book.add_worksheet("旧表").hide()
    book.close()
    return target.getvalue()


def test_rows_and_columns_keep_the_numbers_excel_shows() -> None:
    sheet = read_workbook(made(), name="a.xlsx")[0]
    assert sheet.first_row == 1
    assert sheet.rows[0] == [None] * 8
    assert sheet.rows[3][2] == "青禾社区"
    assert sheet.merged == [(4, 2, 6, 2)]


def test_cells_keep_their_kind() -> None:
    rows = read_workbook(made(), name="a.xlsx")[0].rows
    assert rows[3][3] == datetime.date(1983, 10, 1)
    assert rows[4][3] == HALF_PAST_EIGHT
    assert rows[5][3] == "12:00:00"
    assert rows[6][3:] == [12, 1.5, True, "519901197806090030", 519901198303060000]
    assert isinstance(rows[6][3], int)


def test_hidden_sheets_are_marked_and_an_empty_sheet_has_no_rows() -> None:
    sheets = read_workbook(made(), name="a.xlsx")
    assert [(sheet.name, sheet.hidden, len(sheet.rows)) for sheet in sheets] == [
        ("花名册", False, 7),
        ("旧表", True, 0),
    ]


@pytest.mark.parametrize("name", ["花名册.xlsx", "花名册.xls", "花名册.et", "花名册"])
def test_a_workbook_goes_by_any_ending_of_workbooks(name: str) -> None:
    assert read_workbook(made(), name=name)[0].name == "花名册"


@pytest.mark.parametrize("name", ["花名册.pdf", "花名册.csv", "花名册.zip"])
def test_a_workbook_under_the_ending_of_something_else_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFile, match="请把后缀改为.xlsx"):
        read_workbook(made(), name=name)


def test_text_under_the_ending_of_a_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="内容却是文本文件"):
        read_workbook("姓名,性别\n钟文,男\n".encode(), name="花名册.xlsx")


def test_short_lines_are_padded_and_quoted_line_breaks_stay_in_their_cell() -> None:
    rows = read_workbook('姓名,"参加工\n作时间",备注\n钟文\n'.encode(), name="a.csv")[0].rows
    assert rows == [["姓名", "参加工\n作时间", "备注"], ["钟文", None, None]]


@pytest.mark.parametrize("data", [b"," * 9_000_000, b'"' * 300_000, b"\x01\x00\x02", b"\n" * 6_000_000])
def test_text_that_is_no_table_or_spans_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="请"):
        read_workbook(data, name="a.csv")


def test_a_zip_that_only_claims_to_be_a_workbook_is_refused_in_words() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(UnreadableFile, match="请"):
        read_workbook(target.getvalue(), name="a.xlsx")


def test_a_broken_binary_workbook_is_refused_in_words() -> None:
    data = compound({"Workbook": record(0x0809, b"\x00\x06\x05\x00" + b"\x00" * 12) + record(0x85, b"\x01")})
    with pytest.raises(UnreadableFile, match="请"):
        read_workbook(data, name="a.xls")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_either_read_or_refused(data: st.DataObject) -> None:
    content = bytearray((SAMPLE / "posts.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(content), len(content) // 2, 100]))
    try:
        sheets = read_workbook(bytes(content[:cut]), name="a.xlsx")
    except UnreadableFile:
        return
    assert all(sheet.first_row == 1 for sheet in sheets)
