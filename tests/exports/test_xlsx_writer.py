"""Workbooks as they leave: read back cell by cell, format by format."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from talentpool.files.xlsx import DoesNotFit, save_workbook, write_workbook
from talentpool.sheets import (
    Bands,
    Chart,
    Column,
    Kind,
    Marked,
    Provenance,
    ReportingLine,
    Series,
    Sheet,
    Tone,
    Workbook,
)
from talentpool.vocabulary import TargetState

ORIGIN = Provenance(
    reference_date=date(2023, 6, 30),
    who="王建华",
    made_at=datetime(2023, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8))),
    reporting_unit="青禾镇党群办",
    filters="云山村 & 银杏村",
    definitions=(("缺职率", "(核定职数 − 实有人数) ÷ 核定职数"),),
)
COLUMNS = (
    Column("number", "序号", Kind.NUMBER),
    Column("unit", "村(社区)", merge=True),
    Column("name", "姓名"),
    Column("seats", "核定职数", Kind.NUMBER, merge=True, total="sum"),
    Column("born", "出生年月", Kind.PARTIAL_DATE),
    Column("on", "任职日期", Kind.DATE),
    Column("id", "身份证号码", Kind.ID_NUMBER),
    Column("note", "备注", Kind.LONG_TEXT, max_width=12),
)
ROWS = (
    (1, "云山村", "郭国文", 5, "1973.06", date(2021, 1, 8), "519901197306050197", None),
    (2, "云山村", "龚龙源", 5, "1982.02", None, "51990119820221021X", "一二三四五六七八九十" * 4),
    (3, "银杏村", "叶世思", 5, "1977.10", None, "519901197702220311", "=1+1"),
)
SHEET = Sheet(
    "花名册",
    "青禾镇村(社区)“两委”干部花名册",
    COLUMNS,
    ROWS,
    reporting=ReportingLine("青禾镇党群办", date(2023, 6, 30)),
    freeze_column="name",
    notes=("说明:按村(社区)填写。",),
    signature=("审核人", "填表人", "联系电话"),
)


def book(*sheets: Sheet) -> Workbook:
    return Workbook("青禾镇村(社区)“两委”干部花名册", ORIGIN, sheets or (SHEET,))


def opened(workbook: Workbook) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_workbook(workbook)))


def table(*sheets: Sheet) -> Worksheet:
    return opened(book(*sheets)).worksheets[1]


def part(workbook: Workbook, name: str) -> str:
    with zipfile.ZipFile(BytesIO(write_workbook(workbook))) as archive:
        return archive.read(name).decode()


def one_column(value: object, column: Column | None = None) -> Sheet:
    return Sheet("表", "表", (column or Column("a", "甲"),), ((value,),))


def test_the_first_sheet_tells_what_when_filter_and_definitions() -> None:
    sheet = opened(book()).worksheets[0]
    told = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert sheet.title == "说明"
    assert sheet["A1"].value == "青禾镇村(社区)“两委”干部花名册"
    assert told == {
        "工作表": "1. 花名册(3行)",
        "填报单位": "青禾镇党群办",
        "数据截至": "2023-06-30",
        "筛选条件": "云山村 & 银杏村",
        "导出人": "王建华",
        "导出时间": "2023-07-01 08:30",
        "导出系统": "村级后备干部人才库与届中分析系统",
        "指标(名词)": "口径",
        "缺职率": "(核定职数 − 实有人数) ÷ 核定职数",
    }


def test_the_file_opens_on_the_first_table() -> None:
    assert opened(book()).active.title == "花名册"


def test_title_reporting_line_header_rows_total_notes_and_signature_stand_in_this_order() -> None:
    firsts = [row[0] for row in table().iter_rows(values_only=True)]
    assert firsts[:3] == ["青禾镇村(社区)“两委”干部花名册", "填报单位(盖章):青禾镇党群办", "序号"]
    assert firsts[3:7] == [1, 2, 3, "合计"]
    assert firsts[7] == "说明:按村(社区)填写。"
    assert firsts[8].split() == ["审核人:", "填表人:", "联系电话:"]


def test_the_reporting_date_stands_at_the_right_edge() -> None:
    sheet = table()
    dated = next(cell for cell in sheet[2][1:] if cell.value)
    assert dated.value == "填报时间:2023年6月30日"
    assert dated.alignment.horizontal == "right"


@pytest.mark.parametrize(
    ("cell", "font", "size"),
    [("A1", "方正小标宋简体", 20), ("A2", "仿宋_GB2312", 12), ("A3", "黑体", 11), ("C4", "仿宋_GB2312", 11)],
)
def test_fonts_are_those_of_official_papers(cell: str, font: str, size: int) -> None:
    written = table()[cell].font
    assert (written.name, written.sz) == (font, size)


def test_cells_are_framed_the_header_stands_on_a_light_ground() -> None:
    sheet = table()
    assert sheet["A3"].fill.fgColor.rgb == "FFEEF2F6"
    for row in sheet["A3:H7"]:
        for cell in row:
            assert cell.border.left.style == cell.border.bottom.style == "thin"


def test_short_fields_are_centred_and_long_ones_start_at_the_left_and_wrap() -> None:
    sheet = table()
    assert sheet["C4"].alignment.horizontal == "center"
    assert sheet["H5"].alignment.horizontal == "left"
    assert sheet["H5"].alignment.wrap_text


def test_panes_are_frozen_under_the_header_and_after_the_name() -> None:
    assert table().freeze_panes == "D4"


def test_the_filter_covers_header_and_rows_but_not_the_total() -> None:
    assert table().auto_filter.ref == "A3:H6"


def test_pages_are_a4_across_one_page_wide_with_repeated_header() -> None:
    sheet = table()
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth in (None, 1), "one page wide is what a file says by not saying it"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"


def test_a_table_too_wide_for_a4_takes_a3() -> None:
    columns = tuple(Column(f"c{i}", f"毕业院校及专业{i}", min_width=10) for i in range(16))
    sheet = table(Sheet("宽表", "宽表", columns, [["四川农业大学"] * 16]))
    assert sheet.page_setup.paperSize == 8


def test_the_footer_tells_page_date_filter_who_and_when() -> None:
    footer = table().oddFooter
    assert footer.center.text.strip() == "第 &P 页 共 &N 页"
    assert footer.left.text.strip() == "截至2023-06-30 筛选:云山村 && 银杏村"
    assert footer.right.text.strip() == "王建华 2023-07-01 08:30 导出"


def test_a_long_filter_does_not_cost_the_footer() -> None:
    told = replace(ORIGIN, filters="&云山村、银杏村" * 60)
    workbook = replace(book(), provenance=told)
    footer = opened(workbook).worksheets[1].oddFooter
    assert footer.center.text.strip() == "第 &P 页 共 &N 页"
    assert footer.left.text.strip().endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "{=1+1}",
        "1.1E+17",
        "0012",
        "519901197306050197",
        "http://example.com",
        "mailto:a@example.com",
        "internal:花名册!A1",
        "2021.10",
        "TRUE",
        "#N/A",
        " 首尾有空格 ",
        "_x0041_",
    ],
)
def test_text_stays_text(text: str) -> None:
    workbook = book(one_column(text))
    cell = opened(workbook).worksheets[1]["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.number_format == "@"
    sheet = CalamineWorkbook.from_filelike(BytesIO(write_workbook(workbook))).get_sheet_by_index(1)
    assert sheet.to_python()[2] == [text]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("=1+1", True),
        ("+1", True),
        ("-1", True),
        ("@SUM(A1)", True),
        ("=1" + "甲" * 300, True),
        ("甲=1", False),
    ],
)
def test_a_text_that_begins_like_a_formula_stays_a_text_when_it_is_edited(text: str, quoted: bool) -> None:
    sheet = table(Sheet("花名册", "=标题", (Column("a", "甲"),), ((text,),), notes=("=说明",)))
    assert bool(sheet["A3"].quotePrefix) is quoted
    assert [bool(sheet[cell].quotePrefix) for cell in ("A1", "A2", "A4")] == [True, False, True]


def test_titles_and_labels_stay_text_too() -> None:
    sheet = table(
        Sheet("=1+1", "=1+1", (Column("a", "=1+1"),), (("甲",),), notes=("=1+1",), signature=("=1",))
    )
    assert [sheet[f"A{row}"].data_type for row in (1, 2, 3, 4, 5)] == ["s"] * 5


def test_numbers_dates_and_shares_are_written_as_such() -> None:
    sheet = table()
    assert (sheet["A4"].value, sheet["A4"].number_format) == (1, "0")
    assert (sheet["F4"].value, sheet["F4"].number_format) == (
        datetime.fromisoformat("2021-01-08"),
        "yyyy-mm-dd",
    )
    share = table(one_column(0.9804, Column("a", "甲", Kind.PERCENT)))["A3"]
    assert (share.value, share.number_format) == (0.9804, "0.0%")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (519901197306050197, Kind.ID_NUMBER, "519901197306050197"),
        (519901197306050197, Kind.NUMBER, "519901197306050197"),
        (19900000001, Kind.PHONE, "19900000001"),
        (12, Kind.TEXT, "12"),
        (date(1898, 5, 1), Kind.DATE, "1898-05-01"),
        ("不适用", Kind.NUMBER, "不适用"),
        (float("nan"), Kind.NUMBER, "nan"),
    ],
)
def test_what_a_number_or_date_cell_would_damage_is_written_as_text(
    value: object, kind: Kind, text: str
) -> None:
    cell = table(one_column(value, Column("a", "甲", kind)))["A3"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_control_characters_do_not_break_the_file() -> None:
    assert table(one_column("钟\x00\x1f文\ud800"))["A3"].value == "钟文"


def test_runs_of_one_unit_are_merged_and_seats_only_within_their_unit() -> None:
    merged = {str(area) for area in table().merged_cells.ranges}
    assert {"B4:B5", "D4:D5"} <= merged
    assert not any(area.startswith(("B6", "D6")) for area in merged)


def test_covered_cells_keep_texts_for_the_filter_but_not_numbers_for_a_sum() -> None:
    data = CalamineWorkbook.from_filelike(BytesIO(write_workbook(book()))).get_sheet_by_name("花名册")
    rows = data.to_python()
    assert [row[1] for row in rows[3:6]] == ["云山村", "云山村", "银杏村"]
    assert [row[3] for row in rows[3:6]] == [5.0, "", 5.0]


def test_the_total_counts_a_merged_figure_once() -> None:
    sheet = table()
    assert (sheet["A7"].value, sheet["D7"].value) == ("合计", 10)
    assert sheet["A7"].font.b


def test_rows_grow_with_wrapped_text() -> None:
    sheet = table()
    assert sheet.row_dimensions[4].height == 22.5
    assert sheet.row_dimensions[5].height > 4 * 11 * 1.2


def test_no_row_is_taller_than_a_sheet_can_have_and_the_column_widens_instead() -> None:
    sheet = table(one_column("一二三四五六七八九十" * 100, Column("a", "甲", Kind.LONG_TEXT, max_width=10)))
    assert sheet.row_dimensions[3].height <= 409.5
    assert sheet.column_dimensions["A"].width > 40


def test_columns_are_as_wide_as_their_content() -> None:
    widths = {letter: table().column_dimensions[letter].width for letter in "AG"}
    assert widths["G"] >= 18
    assert widths["A"] < widths["G"] / 2


def test_grouped_columns_share_an_upper_header() -> None:
    columns = (
        Column("name", "姓名"),
        Column("full", "全日制教育", group="学历学位"),
        Column("later", "在职教育", group="学历学位"),
    )
    sheet = table(Sheet("表", "表", columns, (("郭国文", "高中", "大专"),), freeze_column="name"))
    assert {"A2:A3", "B2:C2"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet["A2"].value, sheet["B2"].value, sheet["B3"].value, sheet["C3"].value] == [
        "姓名",
        "学历学位",
        "全日制教育",
        "在职教育",
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("B4", "$2:$3", "A3:C4")


def test_a_table_without_rows_says_so() -> None:
    sheet = table(replace(SHEET, rows=()))
    assert sheet["A4"].value == "(无记录)"
    assert sheet.auto_filter.ref is None


YOUNG = Column("young", "35岁及以下人数", Kind.NUMBER, bands=Bands(2, 1))
MATRIX = Sheet(
    "单位指标",
    "单位指标表",
    (Column("unit", "村(社区)"), YOUNG, Column("dual", "一肩挑")),
    (
        ("云山村", Marked(2, TargetState.OK), Marked("是", TargetState.OK)),
        ("银杏村", Marked(1, TargetState.NEAR), Marked("是", TargetState.OK)),
        ("金竹村", Marked(0, TargetState.MISS), Marked(None, TargetState.UNKNOWN)),
    ),
)


def test_judged_cells_carry_a_quiet_fill_and_a_mark_and_stay_figures() -> None:
    sheet = table(MATRIX)
    cells = [sheet["B3"], sheet["B4"], sheet["B5"]]
    assert [cell.value for cell in cells] == [2, 1, 0]
    assert [cell.fill.fgColor.rgb for cell in cells] == ["FFE3F1E8", "FFFBF0D5", "FFF8E0DF"]
    assert [cell.number_format for cell in cells] == ['0" √"', '0" △"', '0" ×"']
    assert (sheet["C3"].value, sheet["C3"].number_format) == ("是", '@" √"')
    assert sheet["A6"].value == "图例:√ 达标  △ 接近  × 未达标  ? 情况不明"


def test_bands_become_conditional_formats_that_pass_over_texts() -> None:
    rules = [
        (str(area.sqref), rule.formula[0])
        for area in table(MATRIX).conditional_formatting
        for rule in area.rules
    ]
    assert rules == [
        ("B3:B5", "AND(ISNUMBER(B3),B3>=2)"),
        ("B3:B5", "AND(ISNUMBER(B3),B3>=1)"),
        ("B3:B5", "AND(ISNUMBER(B3),TRUE)"),
    ]


CHART = Chart(
    "bar",
    "3个村中1个班子无35岁及以下成员",
    "unit",
    (Series("35岁及以下人数", "young", Tone.MISS),),
    note="截至2023-06-30;按人计。",
    sheet="单位指标",
)


def test_charts_are_native_titled_with_the_finding_and_refer_to_the_table() -> None:
    workbook = book(replace(SHEET, charts=(CHART,)), MATRIX)
    xml = part(workbook, "xl/charts/chart1.xml")
    assert "<a:t>3个村中1个班子无35岁及以下成员</a:t>" in xml
    assert "<c:f>单位指标!$A$3:$A$5</c:f>" in xml
    assert "<c:f>单位指标!$B$3:$B$5</c:f>" in xml
    assert "B42318" in xml
    assert '<a:ea typeface="仿宋_GB2312"/>' in xml
    assert xml.count("<a:latin ") == xml.count("<a:ea ")


def test_the_definition_stands_under_the_chart_and_the_signature_last() -> None:
    sheet = opened(book(replace(SHEET, charts=(CHART,)), MATRIX)).worksheets[1]
    texts = [cell.value for cell in sheet["A"] if isinstance(cell.value, str)]
    assert texts[-3] == "截至2023-06-30;按人计。"
    assert texts[-2] == "说明:按村(社区)填写。"
    assert texts[-1].startswith("审核人:")


def test_a_chart_over_an_unknown_column_is_an_error_of_the_programmer() -> None:
    wrong = replace(CHART, categories="village")
    with pytest.raises(ValueError, match="village"):
        write_workbook(book(replace(SHEET, charts=(wrong,)), MATRIX))


def test_units_are_not_parted_by_page_breaks() -> None:
    rows = [(n, f"第{n // 7}村", "郭国文", 5, None, None, None, None) for n in range(70)]
    sheet = table(replace(SHEET, rows=rows))
    breaks = [found.id for found in sheet.row_breaks.brk]
    assert breaks
    assert all((row - 3) % 7 == 0 for row in breaks)


@pytest.mark.parametrize("count", range(10, 90))
def test_no_last_page_shows_only_the_header_and_the_notes(count: int) -> None:
    rows = [(n, f"第{n}村", "郭国文", 5, None, None, None, None) for n in range(count)]
    sheet = table(replace(SHEET, rows=rows))
    last_record = 3 + count - 1
    assert all(found.id <= last_record for found in sheet.row_breaks.brk)


def test_what_does_not_fit_a_worksheet_is_refused_and_never_lost() -> None:
    with pytest.raises(DoesNotFit, match="32767"):
        write_workbook(book(one_column("长" * 32768)))
    with pytest.raises(DoesNotFit, match="1048576行"):
        write_workbook(book(Sheet("表", "表", (Column("a", "甲"),), _Many())))


class _Many(tuple[tuple[object, ...], ...]):
    """Claims more rows than a worksheet has."""

    __slots__ = ()

    def __len__(self) -> int:
        return 1_048_576


def test_every_cell_of_a_larger_table_arrives() -> None:
    columns = tuple(Column(f"c{i}", f"列{i}") for i in range(20))
    rows = [[f"{r}-{c}" for c in range(20)] for r in range(2000)]
    data = write_workbook(book(Sheet("表", "表", columns, rows)))
    read = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(1).to_python()
    assert read[2:] == rows


@pytest.mark.parametrize("make", [lambda: book(), lambda: book(replace(SHEET, charts=(CHART,)), MATRIX)])
def test_the_same_workbook_gives_the_same_bytes(make: Callable[[], Workbook]) -> None:
    assert write_workbook(make()) == write_workbook(make())


def test_properties_name_title_author_and_time_in_utc() -> None:
    properties = opened(book()).properties
    assert properties.title == "青禾镇村(社区)“两委”干部花名册"
    assert properties.creator == "王建华"
    assert properties.created == datetime.fromisoformat("2023-07-01T00:30:00")


def test_sheets_of_one_name_are_told_apart() -> None:
    assert opened(book(SHEET, SHEET)).sheetnames == ["说明", "花名册", "花名册(2)"]


def test_a_workbook_is_saved_where_one_wants_it(tmp_path: Path) -> None:
    save_workbook(book(), tmp_path / "花名册.xlsx")
    assert (tmp_path / "花名册.xlsx").read_bytes() == write_workbook(book())
