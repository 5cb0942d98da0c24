"""Trainings and their sessions, and who is meant by a name."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from talentpool.development.rules import match_names, may_attend, may_have_session, may_hold, read_names

JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)


def test_a_training_ends_after_it_starts_and_holds_its_sessions() -> None:
    assert may_hold(starts_on=JULY, ends_on=JUNE).refusals == ("结束日期早于开始日期",)
    assert may_hold(starts_on=JUNE, ends_on=JULY, sessions=[date(2023, 7, 2), JUNE]).refusals == (
        "2023-07-02的课次不在培训起止日期之内",
    )
    assert may_hold(starts_on=JUNE, ends_on=JUNE, sessions=[JUNE]).refusals == ()


def test_a_session_lies_within_its_training_and_has_hours() -> None:
    verdict = may_have_session(held_on=date(2023, 5, 31), hours=0, starts_on=JUNE, ends_on=JULY)
    assert verdict.refusals == ("上课日期应在2023-06-01至2023-07-01之间", "学时应大于0")
    assert may_have_session(held_on=JULY, hours=0.5, starts_on=JUNE, ends_on=JULY).refusals == ()


def test_attendance_is_told_when_the_session_was_held() -> None:
    assert may_attend(held_on=JULY, on=JUNE).refusals == ("2023-07-01的课还没有上",)
    assert may_attend(held_on=JUNE, on=JUNE).refusals == ()


def test_names_are_read_a_line_each() -> None:
    assert read_names(" 晏秋 \n\n罗小川  石桥村\n晏秋、刁汝平") == [
        ("晏秋", ""),
        ("罗小川", "石桥村"),
        ("刁汝平", ""),
    ]


def test_a_name_that_fits_several_wants_the_unit() -> None:
    known = {"晏秋": [(1, "金竹村"), (2, "石桥村")], "罗小川": [(3, "石桥村")]}
    assert match_names([("晏秋", "石桥村"), ("罗小川", "")], known) == ([2, 3], [])
    assert match_names([("晏秋", ""), ("罗小川", "金竹村"), ("谁", "")], known) == (
        [],
        ["有2名“晏秋”,请写成“姓名 单位”", "登记册中没有“罗小川 金竹村”", "登记册中没有“谁”"],
    )


@given(st.lists(st.text("甲乙丙 、\n", max_size=6), max_size=6))
def test_no_name_is_blank_or_told_twice(lines: list[str]) -> None:
    found = read_names("\n".join(lines))
    assert len(found) == len(set(found))
    assert all(name.strip() for name, _unit in found)
