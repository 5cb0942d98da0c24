"""One folding of widths, blanks and empty marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.writing import compact, folded, is_empty_mark


def test_full_width_text_becomes_half_width_and_is_trimmed() -> None:
    assert folded("\u3000\ufeff'１９８５．０６（女），ＡＢ ") == "1985.06(女),AB"


def test_chinese_stops_and_inner_line_breaks_stay() -> None:
    assert folded("甲、乙。\n丙") == "甲、乙。\n丙"


def test_compact_text_has_no_blank() -> None:
    assert compact(" 5 1\u30000\u200b1\n0 1 ") == "510101"


@pytest.mark.parametrize("mark", ["", "-", "—", "——", "/", "无", "(无)", "--", "…"])
def test_marks_of_nothing_are_known(mark: str) -> None:
    assert is_empty_mark(mark)


@pytest.mark.parametrize("text", ["0", "否", "无党派", "张三"])
def test_words_are_not_empty(text: str) -> None:
    assert not is_empty_mark(text)


@given(st.text())
def test_compact_text_never_holds_a_blank(text: str) -> None:
    assert not any(character.isspace() for character in compact(text))
