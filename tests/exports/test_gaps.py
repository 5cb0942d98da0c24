"""The gap analysis, sheet by sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest

from talentpool.exports.services import TakenFile
from talentpool.extensions import db
from talentpool.files.reader import read_workbook
from talentpool.intake.layout.finder import find_layout
from talentpool.models import StructureTarget, Unit
from talentpool.vocabulary import PostClass
from tests.exports.taken import opened, table, take
from tests.factories import add_post, add_vacancy
from tests.factories.small_town import add_many_villages

SHEETS = ["说明", "总览", "单位指标对照", "缺项清单", "指标口径"]


def chart_titles(taken: TakenFile) -> list[str]:
    """The titles of all charts, in their order."""
    with zipfile.ZipFile(BytesIO(taken.content)) as parts:
        names = sorted(name for name in parts.namelist() if re.match(r"xl/charts/chart\d", name))
        charts = [parts.read(name).decode() for name in names]
    return ["".join(re.findall(r"<a:t>(.*?)</a:t>", chart.split("</c:title>")[0])) for chart in charts]


def test_the_overview_tells_each_indicator_with_both_its_numbers(town: Unit) -> None:
    taken = take("gaps")
    assert opened(taken).sheetnames == SHEETS
    found = table(taken, "总览")
    assert found.title == "青禾镇村(社区)“两委”班子结构缺项分析"
    told = {row["指标"]: list(row.values())[1:9] for row in found.rows}
    assert told["村(社区)数"] == ["3个", *[None] * 7]
    assert told["核定职数"][0] == "8个"
    assert told["实有人数"][0] == "5人"
    assert told["“一肩挑”"][:4] == ["1个", 1, 2, 0.5]
    assert told["交叉任职"][:4] == ["2人", 2, 5, 0.4]
    assert told["平均年龄"][:4] == ["40.00岁", 160, 4, None]
    assert told["空缺数"] == ["3个", 3, 8, 0.375, "满员", "0/3个", 2, "双河村、金竹村"]
    assert told["女性成员"] == ["2人", 2, 5, 0.4, "≥1人", "2/3个", 0, None]
    assert told["35岁及以下成员"] == ["1人", 1, 5, 0.2, "≥1人", "1/3个", 1, "金竹村"]
    assert told["大专及以上学历成员"] == ["1人", 1, 5, 0.2, "≥1人", "1/3个", 1, "双河村"]
    assert told["村(居)委会成员"] == [
        "2人", None, None, None, "村3–7人、社区5–9人", "0/3个", 2, "双河村、金竹村",
    ]  # fmt: skip
    assert told["中共党员"][:4] == ["4人", 4, 5, 0.8]
    assert told["监督委员会主任"][0] == "1人"
    assert [told[label][0] for label in ("30岁及以下", "31-35岁", "36-45岁", "46-55岁", "56岁及以上")] == [
        "0人",
        "1人",
        "2人",
        "1人",
        "0人",
    ]
    assert any("有1人出生年月未登记,不计入平均年龄和各年龄段" in line for line in found.foot)
    assert any("青禾社区截至当日的任职情况未登记" in line for line in found.foot)


def test_each_unit_is_judged_against_its_targets(town: Unit) -> None:
    taken = take("gaps")
    found = table(taken, "单位指标对照")
    assert found.headers == [
        "序号",
        "村(社区)",
        *(f"“两委”(人)/{name}" for name in ("核定", "现有", "尚缺")),
        *(f"年龄段(人)/{name}" for name in ("30岁及以下", "31-35岁", "36-45岁", "46-55岁", "56岁及以上")),
        "平均年龄",
        *(f"结构(人)/{name}" for name in ("女性", "35岁及以下", "大专及以上", "中共党员")),
        *(f"任职(人)/{name}" for name in ("村(居)委会成员", "交叉任职")),
        "是否一肩挑",
        "缺项数",
        "后备(人)/在库",
        "后备(人)/成熟",
    ]
    community, river, bamboo = (list(row.values()) for row in found.rows)
    assert community == [1, "青禾社区", "未登记", *["情况不明"] * 16, 0, 0]
    assert river == [2, "双河村", 3, 1, 2, 0, 1, 0, 0, 0, 33, 1, 1, 0, 1, 0, 0, "否", 3, 0, 0]
    assert bamboo == [
        3,
        "金竹村",
        5,
        4,
        1,
        0,
        0,
        2,
        1,
        0,
        pytest.approx(127 / 3),
        1,
        0,
        1,
        3,
        2,
        2,
        "是",
        3,
        2,
        1,
    ]
    assert list(found.total.values()) == [
        "合计",
        None,
        8,
        5,
        3,
        0,
        1,
        2,
        1,
        0,
        40,
        2,
        1,
        1,
        4,
        2,
        2,
        "1个",
        6,
        2,
        1,
    ]


def test_a_missed_target_is_marked_in_colour_and_in_black_and_white(town: Unit) -> None:
    sheet = opened(take("gaps"))["单位指标对照"]
    young = {sheet.cell(row, 2).value: sheet.cell(row, 13) for row in range(5, 8)}
    assert young["金竹村"].fill.fgColor.rgb.endswith("F8E0DF")
    assert young["金竹村"].number_format == '0" ×"'
    assert young["双河村"].fill.fgColor.rgb.endswith("E3F1E8")
    assert young["双河村"].number_format == '0" √"'
    assert young["青禾社区"].number_format == '@" ?"'
    conditional = [str(area.sqref) for area in sheet.conditional_formatting]
    assert {"E5:E7", "L5:L7", "M5:M7", "N5:N7"} <= set(conditional)


def test_the_list_tells_what_is_lacking_since_when_and_what_closes_the_gap(town: Unit) -> None:
    found = table(take("gaps"), "缺项清单")
    told = [list(row.values())[1:7] for row in found.rows]
    assert told == [
        ["青禾社区", "情况不明:截至当日的任职情况未登记", None, None, None, "补录当时的干部花名册"],
        [
            "双河村",
            "核定3职、实有1人,另有2个空缺未登记职务",
            None,
            "1",
            "3",
            "在职数及空缺台账中写明空缺职务、时间和原因",
        ],
        [
            "双河村",
            "班子1人中没有大专及以上学历成员",
            None,
            "0",
            "≥1",
            "补选时配备大专及以上学历成员1人,平时从后备干部中培养",
        ],
        [
            "双河村",
            "村委会现有0人,少于法定最少3人",
            None,
            "0",
            "≥3",
            "补选村委会成员3人,达到法定最少3人",
        ],
        [
            "金竹村",
            "村委会副主任自2021年11月空缺至今(原任辞职),已19个月",
            "2021.11",
            "4",
            "5",
            "补选村委会副主任1人(村(居)委会成员由村(居)民会议或代表会议补选),计划:2023年12月前补选"
            ";人选为35岁及以下可同时补上结构缺项",
        ],
        [
            "金竹村",
            "班子4人中没有35岁及以下成员",
            None,
            "0",
            "≥1",
            "补选时配备35岁及以下成员1人,平时从后备干部中培养",
        ],
        [
            "金竹村",
            "村委会现有2人,少于法定最少3人",
            None,
            "2",
            "≥3",
            "补选村委会副主任后村委会为3人,达到法定人数",
        ],
    ]
    assert found.column("可补上的后备(成熟程度)") == [
        None,
        None,
        None,
        None,
        "方成(成熟)、吴学(培养)",
        "方成(成熟)",
        "方成(成熟)、吴学(培养)",
    ]
    assert found.rows[-1]["依据"] == "村民委员会组织法第六条:村委会由三至七人组成"
    assert "说明:1.截至当日,3个村(社区)中2个有缺项,共6项。" in found.foot


def test_every_indicator_and_target_is_defined_with_its_basis(town: Unit) -> None:
    found = table(take("gaps"), "指标口径")
    told = {row["指标"]: row for row in found.rows}
    assert (told["空缺数(缺职率)"]["分子"], told["空缺数(缺职率)"]["分母"]) == (
        "核定职数−实有人数",
        "核定职数",
    )
    assert told["目标:35岁及以下成员"]["口径"] == "每个村(社区)≥1人"
    villages, communities = [row for row in found.rows if row["指标"] == "目标:村(居)委会成员"]
    assert (villages["口径"], communities["口径"]) == ("每个村3–7人", "每个社区5–9人")
    assert villages["数据来源或依据"] == "村民委员会组织法第六条:村委会由三至七人组成"


def test_the_titles_of_the_charts_say_what_was_found(town: Unit) -> None:
    assert chart_titles(take("gaps")) == [
        "3个村(社区)中2个有缺项,最多的是职数空缺(2个)",
        "5名成员,平均40.0岁,35岁及以下1人(20.0%)",
        "核定8职、实有5人,空缺3职(双河村、金竹村)",
        "2个村(社区)中1个没有35岁及以下成员",
    ]


def test_one_unit_is_not_compared_with_itself(town: Unit, unit_named: Callable[[str], Unit]) -> None:
    assert chart_titles(take("gaps", unit=unit_named("金竹村"))) == ["4名成员,平均42.3岁,35岁及以下0人(0.0%)"]


def test_charts_by_unit_are_left_out_where_nobody_could_read_them(town: Unit) -> None:
    add_many_villages(db.session, town, units=40, people=1)
    db.session.commit()
    titles = chart_titles(take("gaps"))
    assert len(titles) == 2
    assert titles[0] == "43个村(社区)中42个有缺项,最多的是村(居)委会成员未达标(42个)"


def test_before_anything_is_known_nothing_is_counted_and_no_chart_is_drawn(town: Unit) -> None:
    taken = take("gaps", on=date(2015, 1, 1))
    assert chart_titles(taken) == []
    told = {row["指标"]: row["数值"] for row in table(taken, "总览").rows}
    assert (told["实有人数"], told["35岁及以下成员"], told["空缺数"]) == ("情况不明", "情况不明", "情况不明")
    matrix = table(taken, "单位指标对照")
    assert matrix.column("“两委”(人)/现有") == ["情况不明"] * 3
    assert matrix.total == {}
    assert [row["缺什么"] for row in table(taken, "缺项清单").rows] == [
        "情况不明:截至当日的任职情况未登记"
    ] * 3


def test_a_township_may_have_targets_of_its_own(town: Unit) -> None:
    db.session.add(
        StructureTarget(
            unit_id=town.id, indicator="party_members", direction="at_least", value=4, basis="青禾镇党委文件"
        )
    )
    db.session.commit()
    taken = take("gaps")
    row = next(row for row in table(taken, "总览").rows if row["指标"] == "中共党员")
    assert (row["单位目标"], row["未达标单位"]) == ("≥4人", "双河村、金竹村")
    assert "青禾镇党委文件" in table(taken, "缺项清单").column("依据")


def test_the_intake_does_not_take_an_analysis_for_a_ledger(town: Unit) -> None:
    taken = take("gaps")
    for sheet in read_workbook(taken.content, name=taken.name):
        assert find_layout(sheet, known_units=("金竹村", "双河村")) is None, sheet.name


def test_a_target_that_somebody_not_recorded_may_have_met_is_unknown_not_missed(
    town: Unit, unit_named: Callable[[str], Unit]
) -> None:
    river = unit_named("双河村")
    for title in ("村委会主任", "村委会副主任", "村委会委员"):
        post = add_post(db.session, title, PostClass.COMMITTEE_DIRECTOR, unit=river)
        add_vacancy(db.session, post, since="2022-03")
    db.session.commit()
    taken = take("gaps", on=date(2021, 6, 30), unit=river)
    sheet = opened(taken)["单位指标对照"]
    [header] = [cell.column for cell in sheet[4] if cell.value == "村(居)委会成员"]
    assert (sheet.cell(5, header).value, sheet.cell(5, header).number_format) == (0, '0" ?"')
    assert not any("村委会" in text for text in table(taken, "缺项清单").column("缺什么"))
