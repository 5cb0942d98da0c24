"""What may be set, and when two targets get in each other's way."""

from __future__ import annotations

import pytest

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.settings.rules import Period, Rule, Standing, conflicts, read_value, typed_value, value_words
from talentpool.vocabulary import Bound, SettingKey, TargetIndicator, UnitType


def period(since: str | None = None, until: str | None = None) -> Period:
    """From and to, as ISO months."""
    return Period(
        PartialDate.from_iso(since) if since else None, PartialDate.from_iso(until) if until else None
    )


def women(
    value: int, held: Period, *, bound: Bound = Bound.AT_LEAST, kind: UnitType | None = None
) -> Standing:
    """A target of women."""
    return Standing(Rule(TargetIndicator.WOMEN, bound, kind), value, held)


def test_tags_are_read_a_line_each_and_typed_back() -> None:
    assert read_value(SettingKey.OWN_TAGS, " 党代表 \n\n 人大代表\n") == ["党代表", "人大代表"]
    assert typed_value(SettingKey.OWN_TAGS, ["党代表", "人大代表"]) == "党代表\n人大代表"
    assert value_words(SettingKey.OWN_TAGS, ["党代表", "人大代表"]) == "党代表、人大代表"
    assert value_words(SettingKey.OWN_TAGS, []) == "无"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("党代表\n党代表", "“党代表”写了不止一次"),
        ("退役军人", "系统已有标签“退役军人”,不必重复设置"),
        ("长" * 41, "标签“" + "长" * 20 + "…”超过40个字"),
        ("\n".join(f"标签{n}" for n in range(101)), "最多100个,现有101个"),
    ],
)
def test_tags_that_cannot_be_are_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_value(SettingKey.OWN_TAGS, typed)
    assert broken.value.reasons == (reason,)


def test_titles_are_read_with_their_class() -> None:
    read = read_value(SettingKey.OWN_TITLES, "综治专干:其他职务\n片长:网格员")
    assert read == {"综治专干": "other", "片长": "grid_worker"}
    assert typed_value(SettingKey.OWN_TITLES, read) == "综治专干:其他职务\n片长:网格员"
    with pytest.raises(RuleBroken) as broken:
        read_value(SettingKey.OWN_TITLES, "综治专干\n片长:厅长\n片长:网格员")
    assert broken.value.reasons == (
        "“综治专干”后面的职务类别“”不在列表中,请写成“职务名称:职务类别”",
        "“片长”后面的职务类别“厅长”不在列表中,请写成“职务名称:职务类别”",
        "“片长”写了不止一次",
    )


def test_a_choice_is_one_of_the_list() -> None:
    assert read_value(SettingKey.AGE_RULE, "calendar_year") == "calendar_year"
    assert value_words(SettingKey.RESERVE_LABEL, "reserve_force") == "后备力量"
    with pytest.raises(RuleBroken):
        read_value(SettingKey.AGE_RULE, "guessed")


def test_a_target_beside_another_of_the_same_time_is_refused() -> None:
    old = women(1, period("2021-01", "2024-03"))
    assert conflicts(women(2, period("2024-03")), [old]) == []
    assert conflicts(women(2, period("2024-02")), [old]) == [
        "同一指标已有要求:女性成员不少于1人(2021.01起,2024.03起失效),请在那一条上从某日起变更或先使其失效"
    ]
    [reason] = conflicts(women(2, period("2022-01"), kind=UnitType.VILLAGE), [old])
    assert reason.startswith("同一指标已有要求")
    village = women(1, period(), kind=UnitType.VILLAGE)
    assert conflicts(women(2, period(), kind=UnitType.COMMUNITY), [village]) == []


def test_bounds_that_no_number_can_meet_are_refused() -> None:
    least = women(3, period())
    assert conflicts(women(3, period(), bound=Bound.AT_MOST), [least]) == []
    assert conflicts(women(2, period(), bound=Bound.AT_MOST), [least]) == [
        "与已有要求“女性成员不少于3人”矛盾,没有人数能同时满足"
    ]


def test_a_period_must_not_end_before_it_begins() -> None:
    assert conflicts(women(1, period("2024-03", "2024-03")), []) == ["失效时间应晚于生效时间"]
