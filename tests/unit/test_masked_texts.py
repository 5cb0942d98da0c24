"""Numbers within sentences, and the parts of numbers by which they are found."""

from __future__ import annotations

import pytest

from talentpool.id_numbers import mask_numbers, phone_tail, shown_of_id_number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("51990119780609003X看不懂", "519***********003X看不懂"),
        ("电话13812345678,请核对", "电话138****5678,请核对"),
        ("名册(519901197806090031).xlsx", "名册(519***********0031).xlsx"),
        ("代码519901101206不存在", "代码519901101206不存在"),
        ("2023.06花名册.xlsx", "2023.06花名册.xlsx"),
        ("11381234567890", "11381234567890"),
    ],
)
def test_numbers_of_people_are_masked_and_codes_are_not(text: str, told: str) -> None:
    assert mask_numbers(text) == told


@pytest.mark.parametrize(
    ("phone", "tail"),
    [
        ("13812345678", "5678"),
        ("0571-87654321", "4321"),
        ("0571-87654321-105", "4321"),
        ("87654321", "4321"),
        ("12345", ""),
        ("不详", ""),
        ("", ""),
    ],
)
def test_the_tail_of_a_phone(phone: str, tail: str) -> None:
    assert phone_tail(phone) == tail


def test_the_ends_of_an_id_number_are_what_its_mask_shows() -> None:
    assert shown_of_id_number("51990119780609003X") == "519003X"
    assert shown_of_id_number("519") == ""
