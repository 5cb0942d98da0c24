"""Text as a cell holds it: cleaned, measured, wrapped, named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.files.xlsx import measure


def test_what_xml_forbids_is_removed_and_line_ends_become_one_kind() -> None:
    assert measure.clean("甲\x00乙\x0b丙\ud800丁\ufffe\r\n戊\r己\t庚") == "甲乙丙丁\n戊\n己\t庚"


def test_a_chinese_character_is_nearly_twice_as_wide_as_a_western_one() -> None:
    assert measure.em_width("云山村") == 3
    assert measure.em_width("123") == pytest.approx(1.71)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("云山村", 1), ("云山村\n银杏村", 2), ("一二三四五六七八九十一二三四五六七八九十", 3)],
)
def test_lines_are_counted_on_the_safe_side(text: str, lines: int) -> None:
    ten_characters = 10 * 11 * measure.PX_PER_PT + measure.PADDING_PX
    assert measure.line_count(text, ten_characters, 11) == lines


def test_a_word_longer_than_the_column_is_broken() -> None:
    five_characters = 5 * 11 * measure.PX_PER_PT + measure.PADDING_PX
    assert measure.line_count("519901197806090037", five_characters, 11) == 3


@given(st.text(max_size=200), st.integers(20, 600))
def test_a_wider_column_never_needs_more_lines(text: str, px: int) -> None:
    assert measure.line_count(text, px + 200, 11) <= measure.line_count(text, px, 11)


@pytest.mark.parametrize(
    ("wished", "name"),
    [
        ("花名册", "花名册"),
        ("职数/空缺[2023]:*?\\", "职数-空缺-2023-----"),
        ("'引号'", "引号"),
        ("", "工作表"),
        ("History", "History_"),
        ("村" * 40, "村" * 31),
    ],
)
def test_sheet_names_are_made_valid(wished: str, name: str) -> None:
    assert measure.sheet_name(wished, []) == name


def test_sheet_names_are_made_unique_without_regard_to_case() -> None:
    assert measure.sheet_name("Roster", ["roster", "ROSTER(2)"]) == "Roster(3)"
    assert measure.sheet_name("村" * 31, ["村" * 31]) == "村" * 28 + "(2)"


def test_a_long_filter_is_cut_with_an_ellipsis() -> None:
    assert measure.shorten("全部\n村(社区)", 20) == "全部 村(社区)"
    assert measure.shorten("一二三四五六", 4) == "一二三…"
