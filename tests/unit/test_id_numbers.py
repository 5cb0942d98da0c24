"""ID numbers (GB 11643), telephone numbers and their masks."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.id_numbers import (
    BadIdNumber,
    IdFault,
    IdNumber,
    area_is_unallocated,
    check_digit,
    is_masked,
    is_phone,
    mask_id_number,
    mask_matches,
    mask_phone,
    normalise_phone,
    read_id_number,
)
from talentpool.vocabulary import Sex

VALID = "51990119780609003X"

births = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    area = draw(st.integers(110000, 659999))
    body = f"{area}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + check_digit(body)


def fault_of(value: object) -> IdFault:
    with pytest.raises(BadIdNumber) as refusal:
        read_id_number(value)
    return refusal.value.kind


@given(id_numbers())
def test_every_valid_number_is_accepted_and_tells_birth_and_sex(number: str) -> None:
    reading = read_id_number(number)
    assert reading is not None
    assert reading.number == number
    assert reading.born_on.iso.replace("-", "") == number[6:14]
    assert reading.sex is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)
    assert reading.area == number[:6]


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_a_single_changed_digit_is_refused(number: str, place: int, step: int) -> None:
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(BadIdNumber):
        read_id_number(changed)


@given(id_numbers(), st.integers(0, 15))
def test_two_neighbouring_digits_in_the_wrong_order_are_refused(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(BadIdNumber):
        read_id_number(swapped)


@given(id_numbers())
def test_a_mask_shows_three_and_four_characters_and_no_birth_date(number: str) -> None:
    masked = mask_id_number(number)
    assert masked == number[:3] + "***********" + number[14:]
    assert mask_matches(masked, number)
    assert number[6:14] not in repr(IdNumber(number))
    other = number[:3] + "9" * 11 + number[14:]
    assert mask_id_number(other) == masked


@given(id_numbers(), st.sampled_from(["*", "＊", "×", "x", "X", "●"]))
def test_a_mask_may_be_drawn_in_many_ways(number: str, mark: str) -> None:
    written = number[:6] + mark * 8 + number[14:]
    assert is_masked(written)
    assert mask_matches(written, number)
    assert not mask_matches(written, "9" + number[1:])
    assert fault_of(written) is IdFault.MASKED


@pytest.mark.parametrize(
    "written",
    [
        "51990119780609003x",
        " 519901 19780609 003X ",
        "'51990119780609003X",
        "５１９９０１１９７８０６０９００３Ｘ",
        "51990119780609003X\u200b",
    ],
)
def test_the_ways_of_writing_one_number_are_one_number(written: str) -> None:
    assert read_id_number(written) == IdNumber(VALID)


def test_a_number_tells_its_facts() -> None:
    reading = IdNumber(VALID)
    assert reading.born_on == PartialDate(1978, 6, 9)
    assert reading.sex is Sex.MALE
    assert IdNumber("519901197908130047").sex is Sex.FEMALE
    assert reading.masked == "519***********003X"
    assert f"{reading}" == "IdNumber(519***********003X)"


@pytest.mark.parametrize("nothing", [None, "", " ", "-", "无", "/", math.nan])
def test_an_empty_cell_holds_no_number(nothing: object) -> None:
    assert read_id_number(nothing) is None


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (5.1990119830306e17, IdFault.DAMAGED),
        (519901198303060000, IdFault.DAMAGED),
        ("5.1990119830306E+17", IdFault.DAMAGED),
        ("1.1E+17", IdFault.DAMAGED),
        ("519901198303060000", IdFault.DAMAGED),
        (math.inf, IdFault.DAMAGED),
        (5199.5, IdFault.DAMAGED),
        ("519901780609003", IdFault.OLD_FORMAT),
        (519901780609003, IdFault.OLD_FORMAT),
        ("51990119780609003", IdFault.WRONG_LENGTH),
        ("5199011978060900300", IdFault.WRONG_LENGTH),
        (5199, IdFault.WRONG_LENGTH),
        ("身份证519901", IdFault.NOT_DIGITS),
        ("5199X119780609003X", IdFault.NOT_DIGITS),
        (True, IdFault.NOT_DIGITS),
        ("519901197813090030", IdFault.BIRTH_DATE),
        ("519901197802300030", IdFault.BIRTH_DATE),
        ("519901187806090030", IdFault.BIRTH_DATE),
        ("519901197806090031", IdFault.CHECK_DIGIT),
        ("519***********003X", IdFault.MASKED),
    ],
)
def test_a_bad_number_is_refused_by_its_kind(written: object, kind: IdFault) -> None:
    assert fault_of(written) is kind


@pytest.mark.parametrize(
    "written", ["519901197806090031", "51990119780609003", 5.1990119780609e17, "519901197813090030"]
)
def test_no_reason_repeats_the_number(written: object) -> None:
    with pytest.raises(BadIdNumber) as refusal:
        read_id_number(written)
    assert "1978" not in refusal.value.reason
    assert "519901" not in str(refusal.value)


def test_the_prefix_of_sample_data_and_unknown_provinces_are_unallocated() -> None:
    assert area_is_unallocated("519901")
    assert area_is_unallocated("160101")
    assert area_is_unallocated("000000")
    assert not area_is_unallocated("510822")
    assert not area_is_unallocated("429004")


@pytest.mark.parametrize(
    ("masked", "number", "same"),
    [
        ("510****1234", "510101198001011234", True),
        ("510****1235", "510101198001011234", False),
        ("510*********1234", "510101198001011234", True),
        ("51***01198001011234", "510101198001011234", True),
        ("******************", "510101198001011234", False),
        ("510101198001011234", "510101198001011234", False),
        ("510101***0***11234", "510101198001011234", True),
        ("199****0001", "19900000001", True),
        ("199****0002", "19900000001", False),
        ("519***********003x", VALID, True),
        ("5199***019901", "519901", False),
    ],
)
def test_a_masked_number_is_the_number_it_masks(masked: str, number: str, same: bool) -> None:
    assert mask_matches(masked, number) is same


@pytest.mark.parametrize("plain", [VALID, "51990119780609003x", "19900000001", "", "028-87654321"])
def test_a_plain_number_is_not_masked(plain: str) -> None:
    assert not is_masked(plain)


@pytest.mark.parametrize(
    ("text", "masked"),
    [("", ""), ("12345", "*****"), ("519901780609003", "***************")],
)
def test_what_is_no_18_character_number_is_hidden_wholly(text: str, masked: str) -> None:
    assert mask_id_number(text) == masked


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("19900000001", "19900000001"),
        (19900000001, "19900000001"),
        (19900000001.0, "19900000001"),
        ("１９９ ０００００００１", "19900000001"),
        ("199-0000-0001", "19900000001"),
        ("+86 19900000001", "19900000001"),
        ("8619900000001", "19900000001"),
        ("'19900000001", "19900000001"),
        ("0839-3221234", "0839-3221234"),
        ("8612345", "8612345"),
        (None, ""),
        (math.nan, ""),
        ("无", ""),
        ("19900000001/19900000002", "19900000001/19900000002"),
    ],
)
def test_a_phone_number_has_one_spelling(written: object, number: str) -> None:
    assert normalise_phone(written) == number


def test_a_phone_number_is_told_from_other_text() -> None:
    assert all(map(is_phone, ["19900000001", "0839-3221234", "028-87654321", "3221234"]))
    assert not any(map(is_phone, ["", "1990000000", "19900000001/19900000002", "无电话"]))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("19900000001", "199****0001"),
        ("028-87654321", "028*****4321"),
        ("3221234", "*****34"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_phone_number_is_masked(text: str, masked: str) -> None:
    assert mask_phone(text) == masked


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_a_masked_phone_number_matches_itself(number: str) -> None:
    assert mask_matches(mask_phone(number), number)
    assert normalise_phone(mask_phone(number)) == mask_phone(number)
