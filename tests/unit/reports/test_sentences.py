"""Sentences of the reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.reports.sentences import ended, listed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("运行良好", "运行良好。"),
        ("运行良好。", "运行良好。"),
        ("书记、主任“一肩挑”", "书记、主任“一肩挑”。"),
        ("他说“很好。”", "他说“很好。”"),
        ("(详见附件)", "(详见附件)。"),
        ("运行良好;", "运行良好。"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_sentence_ends_with_one_full_stop(text: str, told: str) -> None:
    assert ended(text) == told


@given(st.text(alphabet="村班子好,;。”“》)", max_size=20))
def test_ending_twice_is_ending_once(text: str) -> None:
    assert ended(ended(text)) == ended(text)


def test_the_last_of_several_is_joined_with_and() -> None:
    assert listed(["甲"]) == "甲"
    assert listed(["甲", "乙", "甲"]) == "甲、乙"
    assert listed(["甲", "乙", "丙"]) == "甲、乙和丙"
