"""What a table is: texts, masks, bands, refusals."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from talentpool.sheets import (
    HIDDEN,
    Bands,
    Column,
    Filter,
    Kind,
    Marked,
    ReportingLine,
    Sheet,
    mask_row,
    row_values,
)
from talentpool.vocabulary import Sex, TargetState

NAME = Column("name", "姓名")
NUMBER = Column(
    "id", "身份证号码", Kind.ID_NUMBER, sensitive=True, mask=lambda text: f"{text[:3]}***{text[-4:]}"
)
PHONE = Column("phone", "联系电话", Kind.PHONE, sensitive=True)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("a", "甲"), None, ""),
        (Column("a", "甲"), True, "是"),
        (Column("a", "甲"), False, "否"),
        (Column("a", "甲"), Sex.FEMALE, "女"),
        (Column("a", "甲", Kind.NUMBER), 42.46, "42"),
        (Column("a", "甲", Kind.NUMBER, decimals=1), 42.46, "42.5"),
        (Column("a", "甲", Kind.PERCENT), 0.9804, "98.0%"),
        (Column("a", "甲", Kind.PERCENT), Marked(0.5, TargetState.OK), "50.0%"),
        (Column("a", "甲", Kind.DATE), date(2021, 2, 6), "2021-02-06"),
        (Column("a", "甲", Kind.DATE), datetime.fromisoformat("2021-02-06T09:05"), "2021-02-06 09:05"),
        (Column("a", "甲", Kind.PARTIAL_DATE), "2021.02", "2021.02"),
        (Column("a", "甲", show=lambda value: f"第{value}名"), 3, "第3名"),
    ],
)
def test_a_column_turns_a_value_into_what_a_reader_sees(column: Column, value: object, text: str) -> None:
    assert column.text(value) == text


def test_sensitive_values_are_masked_by_their_column_and_hidden_without_a_mask() -> None:
    row = ("崔强航", "519901198103030959", "19900000047")
    masked = mask_row((NAME, NUMBER, PHONE), row, may_see_sensitive=False)
    assert masked == ("崔强航", "519***0959", HIDDEN)


def test_those_who_may_see_get_the_row_as_it_is() -> None:
    row = ("崔强航", "519901198103030959", "19900000047")
    assert mask_row((NAME, NUMBER, PHONE), row, may_see_sensitive=True) == row


def test_what_is_not_registered_is_not_masked_into_something() -> None:
    masked = mask_row((NAME, NUMBER, PHONE), ("崔强航", None, ""), may_see_sensitive=False)
    assert masked == ("崔强航", None, "")


def test_a_mapping_may_lack_keys_but_a_sequence_may_not() -> None:
    assert row_values((NAME, PHONE), {"name": "崔强航"}) == ("崔强航", None)
    with pytest.raises(ValueError, match="row of 1 values for 2 columns"):
        row_values((NAME, PHONE), ("崔强航",))


@pytest.mark.parametrize(
    ("bands", "value", "state"),
    [
        (Bands(0.5, 0.4), 0.5, TargetState.OK),
        (Bands(0.5, 0.4), 0.45, TargetState.NEAR),
        (Bands(0.5, 0.4), 0.39, TargetState.MISS),
        (Bands(0.5, 0.4), None, TargetState.UNKNOWN),
        (Bands(1), 0, TargetState.MISS),
        (Bands(45, 48, at_most=True), 44.9, TargetState.OK),
        (Bands(45, 48, at_most=True), 46, TargetState.NEAR),
        (Bands(45, 48, at_most=True), 49, TargetState.MISS),
    ],
)
def test_bands_judge_a_figure(bands: Bands, value: float | None, state: TargetState) -> None:
    assert bands.state(value) is state


def test_each_state_has_a_mark_of_its_own() -> None:
    assert [state.mark for state in TargetState] == ["√", "△", "×", "?"]


def test_the_reporting_line_says_unit_and_day_as_the_office_writes_them() -> None:
    line = ReportingLine("青禾镇党群办", date(2023, 6, 30))
    assert line.left == "填报单位(盖章):青禾镇党群办"
    assert line.right == "填报时间:2023年6月30日"


@pytest.mark.parametrize(
    ("columns", "freeze", "reason"),
    [
        ((), None, "has no columns"),
        ((NAME, NAME), None, "has a column twice"),
        ((NAME,), "unit", "has no column 'unit'"),
    ],
)
def test_a_sheet_that_could_not_be_drawn_is_refused(
    columns: tuple[Column, ...], freeze: str | None, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        Sheet("花名册", "花名册", columns, (), freeze_column=freeze)


def test_filter_choices_may_be_fixed_or_asked_for() -> None:
    assert Filter("sex", "性别", choices=(("male", "男"),)).options() == [("male", "男")]
    assert Filter("unit", "单位", choices=lambda: [("1", "云山村")]).options() == [("1", "云山村")]
