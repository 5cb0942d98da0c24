"""A cell may hold 32,767 characters of anything: every reader answers at once."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from talentpool.dates import parse_date_range, parse_partial_date
from talentpool.id_numbers import mask_matches, normalise_phone, read_id_number
from talentpool.intake import values
from talentpool.people.names import pinyin_of, read_name, split_names
from talentpool.posts.titles import read_posts
from talentpool.vocabulary import UnitType

CELL = 32_767
HOSTILE = [
    "9" * CELL,
    "[" * CELL,
    "(" * CELL,
    "、" * CELL,
    "和" * CELL,
    "书记" * (CELL // 2),
    "书记、" * (CELL // 3),
    "书记" + " " * (CELL - 4) + "主任",
    "1985" + " " * (CELL - 6) + "06",
    "张" + " " * (CELL - 2) + "三",
    "T" * CELL,
    "·" * CELL,
    "*1" * (CELL // 2),
    "1,234" * (CELL // 5),
    "在职" * (CELL // 2),
]


def read_everything(text: str) -> None:
    for read in (parse_partial_date, parse_date_range, read_id_number, values.read_count):
        with suppress(ValueError):
            read(text)
    mask_matches(text, "510101198001011234")
    normalise_phone(text)
    split_names(text)
    name = read_name(text)
    pinyin_of(name.name if name else "")
    read_posts(text, unit_type=UnitType.VILLAGE, party_form=None)
    for reader in (
        values.read_political_status,
        values.read_schooling,
        values.read_end_cause,
        values.read_yes_no,
    ):
        reader(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:4]))
def test_a_full_cell_of_anything_is_read_or_refused_in_no_time(text: str) -> None:
    started = time.process_time()
    read_everything(text)
    assert time.process_time() - started < 1


def test_a_reason_quotes_no_more_than_a_line() -> None:
    with pytest.raises(ValueError, match="无法识别日期") as refusal:
        parse_partial_date("甲" * CELL)
    assert len(str(refusal.value)) < 80
