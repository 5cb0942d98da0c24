"""Large tables are written as they come, and look and read like small ones."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from talentpool.dates import PartialDate
from talentpool.files.xlsx import DoesNotFit, RowsChanged, save_workbook, write_workbook
from talentpool.files.xlsx.cellxml import serial
from talentpool.sheets import (
    Bands,
    Chart,
    Column,
    Kind,
    Marked,
    Provenance,
    ReportingLine,
    Row,
    Series,
    Sheet,
    StreamedRows,
    Workbook,
)
from talentpool.vocabulary import Sex, TargetState

AT_ONCE = 10**9
"""No table has so many rows: everything is drawn by XlsxWriter."""
ORIGIN = Provenance(date(2023, 6, 30), "王建华", datetime.fromisoformat("2023-07-01T08:30"), "青禾镇党群办")
COLUMNS = (
    Column("number", "序号", Kind.NUMBER),
    Column("unit", "村(社区)", merge=True),
    Column("name", "姓名"),
    Column("seats", "核定职数", Kind.NUMBER, merge=True, total="sum"),
    Column("share", "占比", Kind.PERCENT, group="情况"),
    Column("on", "任职日期", Kind.DATE, group="情况"),
    Column("id", "身份证号码", Kind.ID_NUMBER),
    Column("young", "35岁及以下人数", Kind.NUMBER, bands=Bands(2, 1)),
    Column("note", "备注", Kind.LONG_TEXT, max_width=12),
)


def record(number: int) -> tuple[object, ...]:
    return (
        number + 1,
        f"第{number // 3 + 1}村",
        "郭国文",
        5,
        0.25,
        date(2021, 1, 8),
        "519901197306050197",
        Marked(2, TargetState.OK) if number % 2 else Marked(0, TargetState.MISS),
        "一二三四五六七八九十" * 4 if number == 4 else None,
    )


SHEET = Sheet(
    "花名册",
    "青禾镇花名册",
    COLUMNS,
    [record(number) for number in range(60)],
    reporting=ReportingLine("青禾镇党群办", date(2023, 6, 30)),
    freeze_column="name",
    notes=("说明:按村填写。",),
    signature=("审核人", "填表人"),
)


def book(*sheets: Sheet) -> Workbook:
    return Workbook("青禾镇花名册", ORIGIN, sheets or (SHEET,))


def both(sheet: Sheet) -> tuple[bytes, bytes]:
    """The file drawn at once, and the one whose rows were written as they came."""
    return write_workbook(book(sheet), stream_from=AT_ONCE), write_workbook(book(sheet), stream_from=1)


def opened(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(content)).worksheets[1]


def cells_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(1).to_python()


def look(cell: Cell) -> tuple[object, ...]:
    formats = (cell.font, cell.fill, cell.border, cell.alignment)
    kind = cell.data_type if cell.value is not None else ""
    return value_of(cell), kind, cell.number_format, *map(repr, formats)


def value_of(cell: Cell) -> object:
    """openpyxl leaves “_x005F_” standing where a text is in its cell; spreadsheets do not."""
    return cell.value.replace("_x005F_", "_") if isinstance(cell.value, str) else cell.value


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return re.sub(r' spans="[^"]*"', "", archive.read("xl/worksheets/sheet2.xml").decode())


def parts_around_the_rows(content: bytes) -> tuple[str, list[str], str]:
    """The XML before the rows, the merges in order, and the XML behind the rows without them."""
    xml = sheet_xml(content)
    head, tail = xml.split("<sheetData>")[0], xml.split("</sheetData>")[1]
    merges = sorted(re.findall("<mergeCell ref[^>]*>", tail))
    return head, merges, re.sub("<mergeCell ref[^>]*>", "", tail)


def test_widths_merges_filter_breaks_conditions_and_print_settings_are_those_of_a_small_table() -> None:
    drawn, streamed = both(SHEET)
    assert parts_around_the_rows(streamed) == parts_around_the_rows(drawn)
    assert "<rowBreaks" in sheet_xml(streamed)
    assert "<headerFooter>" in sheet_xml(streamed)


def test_every_cell_has_value_type_and_format_of_a_small_table() -> None:
    drawn, streamed = map(opened, both(SHEET))
    assert streamed.dimensions == drawn.dimensions == "A1:I68"
    for ours, theirs in zip(streamed.iter_rows(), drawn.iter_rows(), strict=True):
        for cell, other in zip(ours, theirs, strict=True):
            assert look(cell) == look(other), cell.coordinate


def test_rows_are_as_tall_as_in_a_small_table() -> None:
    drawn, streamed = map(opened, both(SHEET))
    heights = {row: found.height for row, found in drawn.row_dimensions.items()}
    assert {row: found.height for row, found in streamed.row_dimensions.items()} == heights
    assert heights[9] > 60


def test_the_total_counts_a_merged_figure_once_and_the_legend_is_there() -> None:
    sheet = opened(write_workbook(book(), stream_from=1))
    assert (sheet["A65"].value, sheet["D65"].value) == ("合计", 100)
    assert sheet["A67"].value == "图例:√ 达标  △ 接近  × 未达标  ? 情况不明"


def test_totals_that_are_no_sums_stay_as_given() -> None:
    sheet = opened(write_workbook(book(replace(SHEET, totals={"seats": 7})), stream_from=1))
    assert sheet["D65"].value == 7


def test_large_and_small_tables_stand_in_one_file() -> None:
    small = replace(SHEET, name="小表", rows=SHEET.rows[:2])
    content = write_workbook(book(small, SHEET, replace(SHEET, name="大表")), stream_from=60)
    found = openpyxl.load_workbook(BytesIO(content))
    assert found.sheetnames == ["说明", "小表", "花名册", "大表"]
    assert [sheet.max_row for sheet in found.worksheets[1:]] == [10, 68, 68]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        inline = [f"xl/worksheets/sheet{n}.xml" for n in (2, 3, 4)]
        assert [b"inlineStr" in archive.read(name) for name in inline] == [False, True, True]


def test_a_table_under_a_chart_is_drawn_at_once() -> None:
    chart = Chart("bar", "占比", "name", (Series("占比", "share"),), first=0, last=3)
    content = write_workbook(book(replace(SHEET, charts=(chart,))), stream_from=1)
    assert "inlineStr" not in sheet_xml(content)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "519901197306050197",
        "0012",
        "1.1E+17",
        "TRUE",
        "_x0041_",
        "<甲>&乙",
        " 空 ",
        "甲\n乙",
    ],
)
def test_text_stays_text(text: str) -> None:
    sheet = Sheet("表", "表", (Column("a", "甲"),), ((text,),))
    content = write_workbook(book(sheet), stream_from=1)
    cell = opened(content)["A3"]
    assert (value_of(cell), cell.data_type, cell.number_format) == (text, "s", "@")
    assert bool(cell.quotePrefix) is text.startswith(("=", "@"))
    assert cells_of(content)[2] == [text]


def test_control_characters_do_not_break_the_file() -> None:
    sheet = Sheet("表", "表", (Column("a", "甲"),), (("钟\x00\x1f文\ud800",),))
    assert cells_of(write_workbook(book(sheet), stream_from=1))[2] == ["钟文"]


def test_a_text_too_long_for_a_cell_is_refused_by_its_place(tmp_path: Path) -> None:
    sheet = Sheet("表", "表", (Column("a", "甲"), Column("b", "乙")), (("甲", "长" * 32768),))
    with pytest.raises(DoesNotFit, match="第3行第2列的文字超过32767个字符"):
        save_workbook(book(sheet), tmp_path / "表.xlsx", stream_from=1)
    assert list(tmp_path.iterdir()) == []


def test_astral_characters_count_twice_as_spreadsheets_count_them() -> None:
    sheet = Sheet("表", "表", (Column("a", "甲"),), (("𠮷" * 16384,),))
    for stream_from in (1, AT_ONCE):
        with pytest.raises(DoesNotFit, match="32767"):
            write_workbook(book(sheet), stream_from=stream_from)


@pytest.mark.parametrize("announced", [59, 61])
def test_rows_that_are_not_as_many_as_announced_make_no_file(announced: int, tmp_path: Path) -> None:
    rows = StreamedRows(lambda: map(record, range(60)), count=announced)
    with pytest.raises(RowsChanged, match="请重新导出"):
        save_workbook(book(replace(SHEET, rows=rows)), tmp_path / "表.xlsx", stream_from=1)
    assert list(tmp_path.iterdir()) == []


def test_rows_from_a_source_are_asked_for_once_and_give_the_same_file() -> None:
    asked: list[int] = []

    def read() -> Iterator[Row]:
        asked.append(1)
        return map(record, range(60))

    content = write_workbook(book(replace(SHEET, rows=StreamedRows(read, count=60))), stream_from=1)
    assert content == write_workbook(book(), stream_from=1)
    assert len(asked) == 1


def test_rows_of_a_source_are_let_go_as_they_are_written(tmp_path: Path) -> None:
    alive = 0
    most = 0

    class Tracked(tuple[object, ...]):
        __slots__ = ()

        def __new__(cls, values: tuple[object, ...]) -> Tracked:
            nonlocal alive, most
            alive += 1
            most = max(most, alive)
            return super().__new__(cls, values)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    columns = (Column("a", "甲"), Column("b", "乙"))
    rows = StreamedRows(lambda: (Tracked((f"甲{n}", "乙")) for n in range(9000)), count=9000)
    save_workbook(book(Sheet("表", "表", columns, rows)), tmp_path / "表.xlsx")
    assert most < 4000


def test_a_source_without_rows_says_so() -> None:
    rows = StreamedRows(lambda: iter(()), count=0)
    assert opened(write_workbook(book(replace(SHEET, rows=rows))))["A5"].value == "(无记录)"


def test_a_source_can_be_looked_into() -> None:
    rows = StreamedRows(lambda: map(record, range(5)), count=5)
    assert (len(rows), rows[1], [row[0] for row in rows[3:]]) == (5, record(1), [4, 5])


def test_the_longest_serial_number_has_room() -> None:
    rows = [(number,) for number in range(1, 10_001)]
    sheet = Sheet("表", "表", (Column("n", "号", Kind.NUMBER),), rows)
    drawn = write_workbook(book(sheet), stream_from=AT_ONCE)
    assert parts_around_the_rows(write_workbook(book(sheet)))[0] == parts_around_the_rows(drawn)[0]


def test_merges_beyond_a_batch_stay_whole() -> None:
    columns = (Column("unit", "村", merge=True), Column("name", "姓名"))
    rows = [("一村" if number < 1200 else "二村", f"人{number}") for number in range(1500)]
    content = write_workbook(book(Sheet("表", "表", columns, rows)), stream_from=1)
    assert {"A3:A1202", "A1203:A1502"} <= {str(area) for area in opened(content).merged_cells.ranges}


def test_a_batch_may_end_where_a_column_parts_and_nowhere_within_a_run() -> None:
    columns = (Column("town", "镇", parts=True), Column("unit", "村", merge=True), Column("name", "姓名"))
    rows = [("一镇" if number < 700 else "二镇", "同名村", f"人{number}") for number in range(1300)]
    sheet = Sheet("表", "表", columns, rows)
    drawn, streamed = both(sheet)
    assert {"B3:B702", "B703:B1302"} <= {str(area) for area in opened(streamed).merged_cells.ranges}
    assert parts_around_the_rows(streamed)[1] == parts_around_the_rows(drawn)[1]


def test_saved_and_returned_files_are_the_same(tmp_path: Path) -> None:
    save_workbook(book(), tmp_path / "表.xlsx", stream_from=1)
    assert (tmp_path / "表.xlsx").read_bytes() == write_workbook(book(), stream_from=1)
    assert [found.name for found in tmp_path.iterdir()] == ["表.xlsx"]


def test_the_first_file_of_a_process_is_like_every_later_one() -> None:
    first = write_workbook(book(), stream_from=AT_ONCE)
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert b'<scheme val="minor"/>' not in archive.read("xl/styles.xml")


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (date(1900, 1, 1), 1),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(2023, 6, 30), 45107),
        (datetime.fromisoformat("2023-06-30T12:00"), 45107.5),
    ],
)
def test_days_are_counted_as_spreadsheets_do(moment: date, number: float) -> None:
    assert serial(moment) == number


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    [
        "",
        "=1+1",
        "519901197306050197",
        "2021.10",
        " 甲",
        "_x0041_",
        "_x_x0041_",
        "长" * 300,
        "甲\r\n乙",
        "云山村",
    ]
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**16), 10**16),
    st.floats(width=32),
    st.decimals(-1000, 1000, places=2),
    st.dates(date(1890, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda m: m.replace(microsecond=0)),  # noqa: DTZ001
    st.sampled_from([Sex.FEMALE, Sex.MALE, PartialDate(1973, 6), PartialDate(1973, 6, 5), "female"]),
)
CELLS = VALUES | st.builds(Marked, VALUES, st.sampled_from(list(TargetState)))
SPECS = st.tuples(
    st.sampled_from(list(Kind)),
    st.sampled_from(["", "merge", "parts"]),
    st.sampled_from([None, "sum"]),
    st.sampled_from([None, len, 2]),
)


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    specs = draw(st.lists(SPECS, min_size=1, max_size=5))
    columns = tuple(
        Column(
            f"c{index}",
            f"列{index}",
            kind,
            merge=joining == "merge",
            parts=joining == "parts",
            total=total,  # type: ignore[arg-type]
            show=(lambda value: f"示{value}") if extra is len else None,
            decimals=2 if extra == 2 else None,
        )
        for index, (kind, joining, total, extra) in enumerate(specs)
    )
    row = st.tuples(*[CELLS for _ in columns])
    rows = draw(st.lists(row, min_size=1, max_size=8))
    doubled = [again for row in rows for again in (row, row)] if draw(st.booleans()) else rows
    return Sheet("表", "任意表", columns, doubled)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_any_table_reads_the_same_from_both_writers(sheet: Sheet) -> None:
    drawn, streamed = both(sheet)
    assert repr(cells_of(streamed)) == repr(cells_of(drawn))
    assert parts_around_the_rows(streamed) == parts_around_the_rows(drawn)
    for ours, theirs in zip(opened(streamed).iter_rows(), opened(drawn).iter_rows(), strict=True):
        for cell, other in zip(ours, theirs, strict=True):
            assert look(cell) == look(other)


def test_decimals_and_shares_are_figures() -> None:
    columns = (Column("a", "甲", Kind.NUMBER, decimals=1), Column("b", "乙", Kind.PERCENT))
    content = write_workbook(book(Sheet("表", "表", columns, [(Decimal("1.5"), 0.9804)])), stream_from=1)
    sheet = opened(content)
    assert (sheet["A3"].value, sheet["A3"].number_format) == (1.5, "0.0")
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.9804, "0.0%")
