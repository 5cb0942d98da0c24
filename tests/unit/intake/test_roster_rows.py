"""What single rows of a roster say, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from talentpool.dates import PartialDate
from talentpool.files.reader import Cell
from talentpool.intake.plan import Level
from talentpool.intake.roster_rows import RosterRow, read_roster
from talentpool.vocabulary import Body, EndCause, PoliticalStatus, SchoolingLevel, SchoolingMode, Sex
from tests.unit.intake.sheets import found, sheet

JUNE = date(2023, 6, 30)
HEADER = "村(社区) 姓名 性别 出生年月 年龄 文化程度 政治面貌 入党时间 现任职务 任现职时间 身份证号码 联系电话".split()
GOOD: dict[str, Cell] = {
    "村(社区)": "云山村",
    "姓名": "郭国文",
    "性别": "男",
    "出生年月": "1973.06",
    "年龄": 50,
    "文化程度": "高中",
    "政治面貌": "中共党员",
    "入党时间": "2001-06",
    "现任职务": "党总支书记、村委会主任",
    "任现职时间": "2021.01",
    "身份证号码": "519901197306050197",
    "联系电话": "19900000009",
}


def read(*rows: dict[str, Cell], header: list[str] = HEADER) -> list[RosterRow]:
    """The rows of a roster, each with the columns that differ from GOOD."""
    cells = [[(GOOD | row).get(column) for column in header] for row in rows]
    return read_roster(found(sheet(["青禾镇花名册"], header, *cells)), on=JUNE).rows


def told(row: RosterRow) -> list[tuple[str, str]]:
    """(level, column) of every issue."""
    return [(issue.level.value, issue.column) for issue in row.plan.issues]


def test_a_good_row_is_read_without_a_word() -> None:
    (row,) = read({})
    assert row.plan.issues == []
    assert row.unit == "云山村"
    assert row.name is not None
    assert row.name.name == "郭国文"
    assert row.facts["sex"] is Sex.MALE
    assert row.facts["born_on"] == PartialDate(1973, 6)
    assert row.facts["political_status"] is PoliticalStatus.PARTY_MEMBER
    assert row.started_on == PartialDate(2021, 1)
    assert [(cell.column, cell.text, cell.body) for cell in row.posts] == [
        ("现任职务", "党总支书记、村委会主任", None)
    ]
    assert [(s.mode, s.level) for s in row.schoolings] == [
        (SchoolingMode.UNSPECIFIED, SchoolingLevel.SENIOR_HIGH)
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"姓名": None}, "姓名"),
        ({"性别": "女"}, "性别"),
        ({"出生年月": "1973.07"}, "出生年月"),
        ({"出生年月": "一九七三年"}, "出生年月"),
        ({"入党时间": "2001.13"}, "入党时间"),
        ({"任现职时间": "去年"}, "任现职时间"),
        ({"身份证号码": "519901197306050198"}, "身份证号码"),
        ({"身份证号码": 5.1990119730605e17}, "身份证号码"),
        ({"身份证号码": "5199011973060501"}, "身份证号码"),
        ({"身份证号码": "519901730605019"}, "身份证号码"),
    ],
)
def test_what_cannot_be_read_or_contradicts_identity_refuses_the_row(
    cells: dict[str, Cell], column: str
) -> None:
    (row,) = read(cells)
    assert told(row) == [("error", column)]
    assert row.plan.refused


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"政治面貌": "中共党员(预备)"}, "政治面貌"),
        ({"文化程度": "大专以上"}, "文化程度"),
        ({"文化程度": "大专在读"}, "文化程度"),
        ({"性别": "不详"}, "性别"),
        ({"入党时间": "1990.01"}, "入党时间"),
        ({"入党时间": None}, "入党时间"),
        ({"任现职时间": "1988.01"}, "任现职时间"),
        ({"任现职时间": "2024.01"}, "任现职时间"),
        ({"年龄": 47}, "年龄"),
        ({"年龄": "五十"}, "年龄"),
        ({"现任职务": None}, "现任职务"),
        ({"联系电话": "199000"}, "联系电话"),
    ],
)
def test_what_only_looks_odd_is_a_warning(cells: dict[str, Cell], column: str) -> None:
    (row,) = read(cells)
    assert ("warning", column) in told(row)
    assert not row.plan.refused
    assert all(level == "warning" for level, _ in told(row))


def test_an_age_may_differ_by_a_year() -> None:
    assert [told(row) for row in read({"年龄": 49}, {"年龄": 51, "身份证号码": None})] == [[], []]


def test_a_birth_that_is_left_out_comes_from_the_id_number() -> None:
    (row,) = read({"出生年月": None})
    assert row.facts["born_on"] == PartialDate(1973, 6, 5)


def test_a_day_of_birth_may_not_differ_from_the_id_number() -> None:
    good, wrong = read({"出生年月": "1973-06-05"}, {"出生年月": "1973-06-06"})
    assert told(good) == [] or told(good)[0][1] != "出生年月"
    assert ("error", "出生年月") in told(wrong)


def test_the_later_of_two_names_under_one_id_number_is_refused_for_that_alone() -> None:
    first, second = read({}, {"姓名": "郭建国", "性别": "女", "出生年月": "1990.01"})
    assert told(first) == []
    assert told(second) == [("error", "身份证号码")]
    assert "第3行“郭国文”" in second.plan.issues[0].message


def test_no_message_holds_a_number() -> None:
    rows = read({"身份证号码": "519901197306050198"}, {"联系电话": "1234567890123"})
    assert not any(
        "5199" in issue.message or "12345" in issue.message for r in rows for issue in r.plan.issues
    )


def test_masked_numbers_are_no_facts() -> None:
    (row,) = read({"身份证号码": "519***********0197", "联系电话": "199****0009"})
    assert (row.id_number, row.id_mask, row.phone_mask) == (None, "519***********0197", "199****0009")
    assert "phone" not in row.facts
    assert told(row) == []


def test_posts_of_several_columns_know_their_body() -> None:
    header = "村(社区) 姓名 性别 出生年月 党内职务 村(居)委会职务 其他职务".split()
    (row,) = read({"党内职务": "委员", "村(居)委会职务": "委员", "其他职务": "妇联主席"}, header=header)
    assert [(cell.text, cell.body) for cell in row.posts] == [
        ("委员", Body.PARTY),
        ("委员", Body.COMMITTEE),
        ("妇联主席", None),
    ]


def test_who_retired_or_resigned_is_told() -> None:
    header = [*HEADER, "是否退休", "是否辞职", "辞职日期"]
    here, retired, resigned = read(
        {"是否退休": "未退休", "是否辞职": "未辞职"},
        {"是否退休": "已退休"},
        {"是否辞职": "是", "辞职日期": "2023.02"},
        header=header,
    )
    assert here.left is None
    assert retired.left == (None, EndCause.OVER_AGE)
    assert resigned.left == (PartialDate(2023, 2), EndCause.RESIGNED)


def test_an_unknown_status_is_not_taken_for_its_guess() -> None:
    (row,) = read({"政治面貌": "中共党员(预备)"})
    assert "political_status" not in row.facts
    assert [issue.level for issue in row.plan.issues] == [Level.WARNING]
    assert "是否为“中共预备党员”?" in row.plan.issues[0].message


def test_what_to_say_of_a_blank_birth_is_left_to_who_knows_the_register() -> None:
    (row,) = read({"出生年月": None})
    assert told(row) == []
    assert row.birth_left_out == "没有填写出生年月,已按身份证号登记"
    (row,) = read({"出生年月": None, "身份证号码": None})
    assert row.birth_left_out == "没有填写出生年月,年龄将无法统计"
