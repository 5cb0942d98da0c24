"""How offices write the names of units."""

from __future__ import annotations

import pytest

from talentpool.intake.unit_names import (
    former_names,
    nearest,
    township_in,
    township_key,
    unit_key,
    unit_stem,
    unit_type_of,
    without_township,
)
from talentpool.vocabulary import UnitType


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("双河村", "双河村"),
        (" 双 河 村 ", "双河村"),
        ("双河村村民委员会", "双河村"),
        ("双河村村委会", "双河村"),
        ("双河村委会", "双河村"),
        ("双河村“两委”", "双河村"),
        ("双河村党支部", "双河村"),
        ("青禾社区", "青禾社区"),
        ("青禾社区居民委员会", "青禾社区"),
        ("青禾社区居委会", "青禾社区"),
        ("青禾居委会", "青禾社区"),
        ("中村村", "中村村"),
        ("双河", "双河"),
        ("", ""),
    ],
)
def test_every_way_to_write_a_unit_has_one_key(written: str, key: str) -> None:
    assert unit_key(written) == key


def test_a_stem_is_the_name_without_its_kind() -> None:
    assert [unit_stem(name) for name in ("双河村", "青禾社区", "双河", "村")] == [
        "双河",
        "青禾",
        "双河",
        "村",
    ]


def test_a_township_before_the_name_is_dropped_unless_it_is_all() -> None:
    assert without_township("青禾镇 云山村", "青禾镇") == "云山村"
    assert without_township("青禾镇", "青禾镇") == "青禾镇"
    assert without_township("云山村", "") == "云山村"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青禾镇党群办", "青禾镇"),
        ("清川市青禾镇人民政府", "青禾镇"),
        ("锦程街道党工委", "锦程街道"),
        ("县委组织部", ""),
        ("", ""),
    ],
)
def test_the_township_of_a_reporting_line(text: str, name: str) -> None:
    assert township_in(text) == name


def test_a_street_office_is_its_street() -> None:
    assert township_key("锦程街道办事处") == "锦程街道"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("2020年由上河村、下河村合并", ["上河村", "下河村"]),
        ("由上河村和下河村合并组建", ["上河村", "下河村"]),
        ("2020年由文昌村、书院村合并", ["文昌村", "书院村"]),
        ("无", []),
        ("", []),
    ],
)
def test_units_of_which_another_was_made(note: str, names: list[str]) -> None:
    assert former_names(note, own_name="双河村") == names


def test_its_own_name_is_no_former_name() -> None:
    assert former_names("2020年由文昌村、书院村合并", own_name="文昌村") == ["书院村"]


def test_a_name_tells_what_a_unit_is() -> None:
    assert unit_type_of("青禾社区") is UnitType.COMMUNITY
    assert unit_type_of("云山村") is UnitType.VILLAGE


def test_the_nearest_names_are_offered() -> None:
    assert nearest("银性村", ["云山村", "银杏村", "青禾社区"])[0] == "银杏村"
    assert nearest("不存在村", ["青禾社区"]) == []
