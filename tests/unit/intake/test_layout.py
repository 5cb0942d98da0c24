from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.files.reader import Cell, RawSheet, read_workbook
from talentpool.intake.fields import FIELDS, fields_of
from talentpool.intake.layout import MatchedBy, find_layout
from talentpool.intake.layout.headers import HeaderCell, match_headers, normal
from talentpool.vocabulary import SheetKind
from tests.data.intake.midterm import HEADERS
from tests.unit.intake.sheets import fields, found, rows_skipped, sheet, units

HEADER = ["序号", "村(社区)", "姓名", "性别", "出生年月", "现任职务"]
ZHONG = [1, "云山村", "钟文", "男", "1978.06", "党支部书记"]
LIAO = [2, None, "廖梅玉", "女", "1979.08", "村委会委员"]

LEDGERS: dict[str, tuple[SheetKind, list[str]]] = {
    "后备干部花名册": (
        SheetKind.RESERVES,
        (
            "序号 村(社区) 姓名 性别 民族 出生年月 年龄 政治面貌 入党时间 学历 毕业院校及专业 现工作单位及职务(从业情况) "
            "人员类别(来源) 培养方向(拟任职务) 推荐方式 成熟程度 帮带责任人 入库时间 身份证号 联系电话 备注"
        ).split(),
    ),
    "一份后备名单": (SheetKind.RESERVES, ("姓名 性别 出生年月 现任职务 培养方向 成熟程度").split()),
    "学历提升台账": (
        SheetKind.EDUCATION,
        (
            "序号 村(社区) 姓名 性别 出生年月 职务 现(原)学历 报读院校 报读专业 报读层次 学习形式 入学时间 预计毕业时间 学籍状态 "
            "学费补助情况 联系电话 备注"
        ).split(),
    ),
    "导师帮带台账": (
        SheetKind.PAIRINGS,
        ("序号 村(社区) 后备干部姓名 帮带导师 导师单位及职务 结对时间 解除时间 备注").split(),
    ),
    "帮带记录": (
        SheetKind.GUIDANCE,
        ("序号 村(社区) 帮带对象 帮带导师 帮带时间 帮带方式 时长(分钟) 帮带内容 存在问题 帮带成效").split(),
    ),
    "离任干部台账": (
        SheetKind.FORMER,
        (
            "序号 村(社区) 姓名 性别 出生年月 身份证号 政治面貌 离任前职务 任职起止时间 任职年限 离任时间 离任原因 是否享受生活补贴 "
            "补贴标准(元/月) 特长 是否纳入智囊团 再上岗意愿 联系电话 健康状况 备注"
        ).split(),
    ),
}

OTHER_LEDGERS: dict[str, list[str]] = {
    "年度考核名册": "姓名 现任职务 民主测评情况 当年受党纪政纪处分情况 当年请病、事假情况 4季度平时考核评定".split(),
    "党员名册": "所属党支部 姓名 性别 出生日期 民族 学历 身份证号码 联系电话 入党时间 党籍状态 现居住地".split(),
    "统计表": "街道 社区 人数 男 女 ≤30 31–35 党员 团员 群众 博士 硕士 本科 大专 其他 一肩挑 书记 主任".split(),
}


ROUND_SHEETS: dict[str, tuple[SheetKind, list[str]]] = {
    name: (kind, HEADERS[name].split())
    for name, kind in {
        "工作组": SheetKind.GROUPS,
        "走访统计": SheetKind.FIELD_TOTALS,
        "部门摸底": SheetKind.AGENCY_CHECKS,
        "班子测评": SheetKind.TEAM_TALLIES,
        "成员测评": SheetKind.MEMBER_TALLIES,
        "评定结果": SheetKind.TEAM_GRADES,
        "成员评定": SheetKind.MEMBER_GRADES,
        "党委会议": SheetKind.PARTY_MEETINGS,
        "运行情况": SheetKind.OPERATION,
        "问题整改台账": SheetKind.FINDINGS,
        "下一步打算": SheetKind.NEXT_STEPS,
    }.items()
}


@pytest.mark.parametrize("name", ROUND_SHEETS)
def test_a_sheet_of_a_mid_term_analysis_is_known_with_and_without_its_title(name: str) -> None:
    kind, header = ROUND_SHEETS[name]
    data = [[f"值{number}" for number in range(len(header))]] * 3
    for lines in (([f"青禾镇{name}"], header, *data), (header, *data)):
        layout = found(sheet(*lines))
        assert layout.kind is kind
        assert layout.unmapped == ()


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_of_reserves_is_known_with_and_without_its_title(name: str) -> None:
    kind, header = LEDGERS[name]
    data = [[f"值{number}" for number in range(len(header))]] * 3
    for lines in (([f"青禾镇{name}"], header, *data), (header, *data)):
        layout = found(sheet(*lines))
        assert layout.kind is kind
        assert layout.unmapped == ()


@pytest.mark.parametrize("name", OTHER_LEDGERS)
def test_a_ledger_of_another_kind_is_not_taken_for_a_known_one(name: str) -> None:
    header = OTHER_LEDGERS[name]
    data = [[f"值{number}" for number in range(len(header))]] * 3
    assert find_layout(sheet([f"青禾镇{name}"], header, *data)) is None
    assert find_layout(sheet(header, *data)) is None


def test_a_sheet_of_instructions_or_nothing_has_no_layout() -> None:
    assert (
        find_layout(sheet(["填表说明"], ["1.按村(社区)填写姓名、性别、现任职务。"], ["2.日期写到月。"]))
        is None
    )
    assert find_layout(sheet()) is None


def test_a_reserve_mark_does_not_make_a_roster_something_else() -> None:
    header = [
        *HEADER,
        "民族",
        "政治面貌",
        "入党时间",
        "身份证号",
        "联系电话",
        "是否后备干部",
        "帮带责任人",
        "备注",
    ]
    layout = found(sheet(header, [*ZHONG, *[None] * 8]))
    assert layout.kind is SheetKind.ROSTER
    assert [column.header_text for column in layout.unmapped] == ["是否后备干部", "帮带责任人"]


def test_an_alias_stands_for_one_field_only_within_a_kind_of_sheet() -> None:
    for kind in SheetKind:
        seen: dict[str, str] = {}
        for field in fields_of(kind):
            for alias in field.aliases:
                assert seen.setdefault(normal(alias), field.key) == field.key, alias


def test_every_alias_of_every_field_is_recognised() -> None:
    for field in FIELDS:
        for kind in field.sheet_kinds:
            for alias in field.aliases:
                matches = match_headers([HeaderCell(0, (alias,))], kind)
                assert [match.key for match in matches.values()] == [field.key], alias


def test_line_breaks_blanks_brackets_and_numbering_in_headers_do_not_matter() -> None:
    header = [
        "序\n号",
        "村（社区）",
        "1.姓  名",
        "（一）性别",
        "参加工\n作时间",
        "身份证号码(18位)",
        "*现任职务",
    ]
    layout = found(sheet(header, [1, "云山村", "钟文", "男", "2001.07", "519901197806090030", "党支部书记"]))
    assert [column.field_key for column in layout.columns] == [
        "serial",
        "unit",
        "name",
        "sex",
        "work_started_on",
        "id_number",
        "posts",
    ]
    assert layout.columns[4].header_text == "参加工作时间"
    assert layout.columns[1].header_text == "村（社区）"
    assert layout.columns[5].confidence == 0.9


def test_unknown_columns_are_kept_under_headers_of_their_own() -> None:
    layout = found(sheet([*HEADER, "健康状况", "其他", "其他"], [*ZHONG, "健康", "甲", "乙"]))
    assert layout.rows[0].extra == {"健康状况": "健康", "其他": "甲", "其他(I列)": "乙"}
    assert [column.by for column in layout.unmapped] == [MatchedBy.NONE] * 3


def test_two_header_rows_are_understood_without_merged_ranges() -> None:
    lines = [
        "青禾镇村(社区)“两委”干部花名册,,,,,,,,,",
        "序号,村(社区),姓名,性别,学历学位,,,,职务,",
        ",,,,全日制教育,毕业院校及专业,在职教育,毕业院校及专业,党内职务,村(居)委会职务",
        "1,云山村,钟文,男,高中,,大专,国家开放大学 行政管理,党支部书记,村委会主任",
        ",,廖梅玉,女,中专,青川农校 农学,,,,村委会委员",
    ]
    layout = found(read_workbook("\n".join(lines).encode("gb18030"), name="花名册.csv")[0])
    assert layout.header_rows == (2, 3)
    assert [column.field_key for column in layout.columns[4:]] == [
        "full_time_schooling",
        "full_time_school",
        "in_service_schooling",
        "in_service_school",
        "party_post",
        "committee_post",
    ]
    assert units(layout) == ["云山村", "云山村"]
    assert layout.rows[1].inherited == {"unit"}


def test_a_group_of_schooling_headers_gives_the_mode_of_all_its_columns() -> None:
    rows: list[list[Cell]] = [
        ["姓名", "性别", "现任职务", "普通高等学校全日制教育", None, None, None],
        [None, None, None, "学历", "学位", "专业", "毕业院校"],
        ["钟文", "男", "党支部书记", "大学", "学士", "农学", "西华大学"],
    ]
    layout = found(sheet(*rows, merged=[(1, 1, 2, 1), (1, 3, 1, 6)]))
    assert fields(layout) == {
        "姓名": "name",
        "性别": "sex",
        "现任职务": "posts",
        "普通高等学校全日制教育/学历": "full_time_schooling",
        "普通高等学校全日制教育/学位": None,
        "普通高等学校全日制教育/专业": "full_time_major",
        "普通高等学校全日制教育/毕业院校": "full_time_school",
    }


def test_posts_as_ticked_columns_become_a_list_of_posts() -> None:
    header = ["姓名", "性别", "政治面貌", "支部书记", "支部副书记", "组织委员", "妇联主席"]
    layout = found(
        sheet(
            header,
            ["钟文", "男", "党员", "是", None, "√", None],
            ["廖梅玉", "女", "党员", None, None, "否", 1],
        )
    )
    assert [row.cells["posts"] for row in layout.rows] == ["支部书记、组织委员", "妇联主席"]
    assert layout.columns[4].field_key is None


def test_village_section_rows_give_the_unit_and_subtotals_are_left_out() -> None:
    header = ["序号", "姓名", "性别", "出生年月", "现任职务"]
    layout = found(
        sheet(
            header,
            ["一、云山村"],
            [1, "钟文", "男", "1978.06", "党支部书记"],
            ["小计", None, "1人"],
            ["银杏村(5人)"],
            [2, "廖梅玉", "女", "1979.08", "党支部书记"],
            ["合 计", None, "2人"],
        )
    )
    assert units(layout) == ["云山村", "银杏村"]
    assert layout.rows[0].inherited == {"unit"}
    assert rows_skipped(layout) == [(2, "section"), (4, "total"), (5, "section"), (7, "total")]


@pytest.mark.parametrize(
    ("name", "title"),
    [("云山村", "花名册"), ("Sheet1", "青禾镇云山村“两委”干部花名册"), ("2.云山村名单", "花名册")],
)
def test_a_sheet_of_one_village_gets_its_unit_from_its_name_or_title(name: str, title: str) -> None:
    raw = sheet(
        [title], ["姓名", "性别", "出生年月", "现任职务"], ["钟文", "男", "1978.06", "书记"], name=name
    )
    assert units(found(raw, known_units=["云山村", "银杏村"])) == ["云山村"]


def test_a_blank_unit_is_inherited_only_where_the_row_has_data_and_no_merge_says_otherwise() -> None:
    layout = found(sheet(HEADER, ZHONG, LIAO, [None] * 6, LIAO))
    assert units(layout) == ["云山村", "云山村", "云山村"]
    assert rows_skipped(layout) == [(4, "blank")]
    merged = found(sheet(HEADER, ZHONG, LIAO, LIAO, merged=[(2, 1, 3, 1)]))
    assert units(merged) == ["云山村", "云山村", None]


def test_a_repeated_header_and_a_row_that_numbers_the_columns_are_left_out() -> None:
    layout = found(sheet(HEADER, ["1", "2", "3", "4", "5", "6"], ZHONG, HEADER, LIAO))
    assert rows_skipped(layout) == [(2, "repeated header"), (4, "repeated header")]
    assert [row.row_number for row in layout.rows] == [3, 5]


@pytest.mark.parametrize(
    "note",
    [
        ["注:本表一式两份。"],
        ["说明:1.按村(社区)填写;2.“一肩挑”人员填写全部职务。"],
        ["填表人:李敏", None, None, "联系电话:0838-0000000"],
        ["单位负责人(签字):", None, "审核人:", None, "填表人:"],
        ["本表由镇党群办负责解释"],
    ],
)
def test_notes_below_the_table_are_no_data(note: list[Cell]) -> None:
    layout = found(sheet(HEADER, ZHONG, note))
    assert rows_skipped(layout) == [(3, "footnote")]
    assert len(layout.rows) == 1


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("填报单位(盖章):  填报时间:  2023 年 6 月 30 日", PartialDate(2023, 6, 30)),
        ("填报时间:2023年6月", PartialDate(2023, 6)),
        ("(截至2023年6月)", PartialDate(2023, 6)),
        ("填表日期:2023.06.30", PartialDate(2023, 6, 30)),
        ("填表日期:2023-6-30", PartialDate(2023, 6, 30)),
        ("二〇二三年六月三十日", PartialDate(2023, 6, 30)),
        ("二○二三年十二月二十一日", PartialDate(2023, 12, 21)),
        ("填报时间:    年   月   日", None),
        ("填报时间:2023年13月30日", None),
    ],
)
def test_the_date_of_the_sheet_is_read_in_every_writing(line: str, date: PartialDate | None) -> None:
    assert found(sheet(["青禾镇花名册"], [line], HEADER, ZHONG)).stated_on == date


def test_the_date_may_stand_in_a_labelled_footnote() -> None:
    assert found(sheet(HEADER, ZHONG, ["填表人:李敏 填表时间:2023年6月30日"])).stated_on == PartialDate(
        2023, 6, 30
    )


@pytest.mark.parametrize(
    ("title", "line", "township"),
    [
        ("青禾镇村(社区)干部花名册", "", "青禾镇"),
        ("2023年清川市青禾镇村干部花名册", "", "青禾镇"),
        ("锦程街道社区干部花名册", "", "锦程街道"),
        ("村干部花名册", "填报单位:白鹿乡党群办", "白鹿乡"),
        ("各乡镇村干部花名册", "", None),
        ("村干部花名册", "", None),
    ],
)
def test_the_township_is_told_by_title_or_reporting_unit(title: str, line: str, township: str | None) -> None:
    assert found(sheet([title], [line], HEADER, ZHONG)).township_name == township


def people() -> list[list[Cell]]:
    return [
        ["王建国", "519901197806090038", "男", "13900000001", "汉族", "党员", "197806", "云山村", "书记"],
        ["李素芬", "519901197908130047", "女", "13900000002", "羌", "群众", "197908", "云山村", "主任"],
        ["欧阳成", "519901198306010333", "男", "13900000003", "汉", "预备党员", "198306", "银杏村", "委员"],
    ]


def test_columns_with_strange_headers_are_recognised_by_their_values() -> None:
    known = ["姓名", "号", "性别", "线", "别类", "身", "月", "在哪", "任职情况"]
    layout = found(sheet(known, *people()))
    assert fields(layout) == {
        "姓名": "name",
        "号": "id_number",
        "性别": "sex",
        "线": "phone",
        "别类": "nationality",
        "身": "political_status",
        "月": "born_on",
        "在哪": "unit",
        "任职情况": "posts",
    }
    assert {column.by for column in layout.columns if column.header_text in ("号", "线", "月")} == {
        MatchedBy.VALUES
    }
    assert all(column.confidence <= 0.7 for column in layout.columns if column.by is MatchedBy.VALUES)


def test_a_correction_replaces_the_guess_and_may_move_a_field() -> None:
    raw = sheet([*HEADER, "职务二"], [*ZHONG, "村委会主任"])
    layout = found(raw, overrides={6: "posts", 4: None})
    assert layout.column("posts") == layout.columns[6]
    assert layout.columns[6].by is MatchedBy.REMEMBERED
    assert layout.columns[5].field_key is None
    assert layout.columns[4].field_key is None
    assert layout.rows[0].cells["posts"] == "村委会主任"
    assert layout.rows[0].extra["现任职务"] == "党支部书记"


def test_a_county_list_with_rows_above_and_line_breaks_is_a_sheet_of_units() -> None:
    header = [
        "",
        "县（市、区）",
        "乡镇（街道）",
        "行政村",
        "户籍人口\n(人)",
        "常住人口\n(人)",
        "村党组织书记姓名",
        "联系电话",
    ]
    layout = found(
        sheet(
            ["附件1"],
            ["全县行政村一览表"],
            [None],
            ["截止2023年6月"],
            header,
            [1, "清川县", "青禾镇", "云山村", 2206, 1870, "郭国文", "139"],
        )
    )
    assert layout.kind is SheetKind.UNITS
    assert layout.title == "全县行政村一览表"
    assert layout.stated_on == PartialDate(2023, 6)
    assert layout.header_rows == (5,)
    assert [column.field_key for column in layout.columns] == [
        None,
        None,
        "township",
        "unit",
        "registered_population",
        "resident_population",
        None,
        None,
    ]


ROSTER_HEADERS = [
    ("村(社区)", "unit"),
    ("姓名", "name"),
    ("性别", "sex"),
    ("民族", "nationality"),
    ("出生年月", "born_on"),
    ("文化程度", "schooling"),
    ("政治面貌", "political_status"),
    ("入党时间", "party_joined_on"),
    ("现任职务", "posts"),
    ("任现职时间", "post_started_on"),
    ("身份证号码", "id_number"),
    ("联系电话", "phone"),
]
PERSON: dict[str, str] = {
    "unit": "云山村",
    "name": "钟文",
    "sex": "男",
    "nationality": "汉族",
    "born_on": "1978.06",
    "schooling": "高中",
    "political_status": "党员",
    "party_joined_on": "2002.12",
    "posts": "党支部书记",
    "post_started_on": "2021.01",
    "id_number": "519901197806090038",
    "phone": "19900000001",
}


def disguised(text: str, way: int) -> str:
    """The same header with a line break, blanks, full-width brackets or a number before it."""
    ways = (
        text,
        text[0] + "\n" + text[1:],
        " ".join(text),
        text.replace("(", "（").replace(")", "）"),
        f"{way}.{text}",
    )
    return ways[way % len(ways)]


@given(
    st.permutations(ROSTER_HEADERS),
    st.lists(st.sampled_from(["健康状况", "网格", "家庭住址", "工资"]), unique=True),
    st.lists(st.sampled_from(["青禾镇花名册", "填报单位:青禾镇党群办", "", "附件2"]), max_size=4),
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
    st.integers(0, 3),
    st.integers(1, 12),
)
def test_order_extra_columns_rows_above_and_spelling_change_no_mapping(
    headers: Sequence[tuple[str, str]],
    extra: list[str],
    above: list[str],
    ways: list[int],
    blank: int,
    people: int,
) -> None:
    texts = [disguised(text, way) for (text, _), way in zip(headers, ways, strict=True)]
    row: list[Cell] = [*[None] * blank, *[PERSON[key] for _, key in headers], *["某"] * len(extra)]
    raw = sheet(*[[line] for line in above], [*[None] * blank, *texts, *extra], *[row] * people)
    layout = found(raw)
    assert layout.kind is SheetKind.ROSTER
    assert [column.field_key for column in layout.columns] == [key for _, key in headers] + [None] * len(
        extra
    )
    assert [row.row_number for row in layout.rows] == [len(above) + 2 + number for number in range(people)]
    assert all(row.cells == PERSON for row in layout.rows)


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=8), st.integers(), st.sampled_from(HEADER)), max_size=9
        ),
        max_size=12,
    )
)
def test_any_sheet_at_all_has_a_layout_or_none(rows: list[list[Cell]]) -> None:
    layout = find_layout(RawSheet(name="", rows=rows))
    if layout is not None:
        numbers = [row.row_number for row in layout.rows] + [row.row_number for row in layout.skipped]
        assert len(numbers) == len(set(numbers))
        assert all(number > layout.header_rows[-1] for number in numbers)


def test_posts_of_two_bodies_under_one_group_are_found_in_three_header_rows() -> None:
    layout = found(
        sheet(
            ["某县清河镇村干部登记表"],
            ["序号", "村", "姓名", "基本情况", None, "职务", None],
            [None, None, None, "出生年月", "学历", "党组织", "村委会"],
            [1, "云山村", "钟文", "1978.06", "大专", "支部书记", "主任"],
        )
    )
    assert layout.kind is SheetKind.ROSTER
    assert layout.unmapped == ()
    assert (layout.rows[0].cells["party_post"], layout.rows[0].cells["committee_post"]) == (
        "支部书记",
        "主任",
    )


def test_a_short_roster_is_one_when_it_tells_births_or_numbers() -> None:
    assert (
        found(sheet(["村", "姓名", "身份证号", "职务"], ["云山村", "钟文", "", "村委会委员"])).kind
        is SheetKind.ROSTER
    )
