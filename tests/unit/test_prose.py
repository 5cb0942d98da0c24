"""Numbers in the words of reports."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.prose import chinese_number, ordinal, rounded_count


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0份"),
        (9, "9份"),
        (10, "10份"),
        (19, "10余份"),
        (300, "300份"),
        (312, "310余份"),
        (468, "460余份"),
    ],
)
def test_counts_are_rounded_down_to_tens(count: int, told: str) -> None:
    assert rounded_count(count, "份") == told


def test_small_counts_stay_exact_as_far_as_the_writer_wants() -> None:
    assert rounded_count(79, "人", exact_below=100) == "79人"
    assert rounded_count(5, "人", exact_below=0) == "5人"


@given(st.integers(0, 10**9))
def test_a_rounded_count_never_tells_too_much_and_never_ten_too_few(count: int) -> None:
    told = rounded_count(count, "份")
    number = int(re.sub("[余份]", "", told))
    assert number <= count < number + 10
    assert ("余" in told) == (number != count)


def test_a_negative_count_is_none() -> None:
    with pytest.raises(ValueError, match="-1"):
        rounded_count(-1)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (118, "一百一十八"), (300, "三百"), (1000, "一千"), (1010, "一千零一十"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_numbers_in_characters(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_items_are_numbered_in_brackets() -> None:
    assert [ordinal(1), ordinal(31)] == ["(一)", "(三十一)"]


@pytest.mark.parametrize("number", [0, -3, 10_000])
def test_other_numbers_have_no_characters(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        ordinal(number)


def _value(written: str) -> int:
    total = digit = 0
    for sign in written.removeprefix("零") if written[0] != "十" else "一" + written:
        if sign in "十百千":
            total += digit * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return total + digit


@given(st.integers(1, 9999))
def test_a_number_in_characters_reads_back_as_itself(number: int) -> None:
    assert _value(chinese_number(number)) == number
