"""Who may enrol, and how a course of study may go on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.education.rules import (
    NEXT,
    OPEN_STATUSES,
    CourseFacts,
    may_change_status,
    may_correct,
    may_enrol,
    may_have_term,
    may_pay,
)
from talentpool.vocabulary import SchoolingLevel, StudyStatus

ON = date(2023, 6, 30)
STUDYING, SUSPENDED = StudyStatus.STUDYING, StudyStatus.SUSPENDED
WITHDRAWN, GRADUATED = StudyStatus.WITHDRAWN, StudyStatus.GRADUATED
months = st.builds(PartialDate, st.integers(2000, 2023), st.integers(1, 12))


def month(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def facts(**more: object) -> CourseFacts:
    told: dict[str, object] = {
        "person": "晏秋",
        "level": SchoolingLevel.COLLEGE,
        "enrolled_on": month("2021-03"),
        "expected_on": month("2023-07"),
    }
    return CourseFacts(**{**told, **more})  # type: ignore[arg-type]


def change(before: StudyStatus, after: StudyStatus, since: str = "2023-06", **more: object) -> object:
    return may_change_status(facts(**more), before=before, after=after, since=month(since), on=ON)


def test_an_ordinary_enrolment_passes() -> None:
    verdict = may_enrol(facts(known_levels=(SchoolingLevel.SENIOR_HIGH,)), on=ON)
    assert (verdict.refusals, verdict.doubts) == ((), ())


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"enrolled_on": None}, "请填写入学时间"),
        ({"enrolled_on": month("2023-07")}, "入学时间(2023.07)还没有到"),
        ({"expected_on": month("2021-02")}, "预计毕业时间早于入学时间"),
        ({"died_on": month("2020-12")}, "晏秋已于2020.12去世"),
        ({"studies": ((SchoolingLevel.COLLEGE, month("2021-03")),)}, "晏秋同一时间入学的大专已经登记"),
    ],
)
def test_an_enrolment_that_cannot_be_is_refused(more: dict[str, object], reason: str) -> None:
    assert may_enrol(facts(**more), on=ON).refusals == (reason,)


def test_a_level_that_is_known_already_and_a_second_course_are_asked_about() -> None:
    verdict = may_enrol(
        facts(
            known_levels=(SchoolingLevel.UNDERGRADUATE, SchoolingLevel.COLLEGE),
            studies=((SchoolingLevel.UNDERGRADUATE, month("2022-09")),),
        ),
        on=ON,
    )
    assert verdict.refusals == ()
    assert verdict.doubts == ("晏秋已有大学学历,报读大专不提高学历层次", "晏秋正在读大学(2022.09入学)")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STUDYING, SUSPENDED),
        (STUDYING, WITHDRAWN),
        (SUSPENDED, STUDYING),
        (SUSPENDED, WITHDRAWN),
    ],
)
def test_steps_of_a_course(before: StudyStatus, after: StudyStatus) -> None:
    assert change(before, after).refusals == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (SUSPENDED, GRADUATED, "学籍状态不能从“休学”直接变为“已毕业”"),
        (STUDYING, STUDYING, "学籍状态已经是“在读”"),
        (GRADUATED, STUDYING, "已毕业的学习不再变更;登记有误的,请撤销那次操作"),
        (WITHDRAWN, STUDYING, "已退学的学习不再变更;登记有误的,请撤销那次操作"),
    ],
)
def test_illegal_steps_are_refused(before: StudyStatus, after: StudyStatus, reason: str) -> None:
    assert change(before, after).refusals == (reason,)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("since", "last", "reason"),
    [
        ("2023-07", None, "变更时间(2023.07)还没有到"),
        ("2021-02", None, "变更时间早于入学时间(2021.03)"),
        ("2022-05", "2022-09", "变更时间早于上一次变更(2022.09)"),
    ],
)
def test_dates_out_of_order_are_refused(since: str, last: str | None, reason: str) -> None:
    verdict = change(STUDYING, SUSPENDED, since, last_change=month(last) if last else None)
    assert verdict.refusals == (reason,)  # type: ignore[attr-defined]


def test_graduating_before_the_expected_end_is_asked_about() -> None:
    assert change(STUDYING, GRADUATED).doubts == (  # type: ignore[attr-defined]
        "毕业时间早于预计毕业时间(2023.07)",
    )
    assert change(STUDYING, GRADUATED, expected_on=month("2023-06")).doubts == ()  # type: ignore[attr-defined]


def test_a_corrected_date_keeps_the_order_of_the_changes() -> None:
    verdict = may_correct(
        facts(
            enrolled_on=month("2022-01"),
            graduated_on=month("2022-06"),
            between=(month("2021-09"), month("2022-09")),
        ),
        on=ON,
    )
    assert verdict.refusals == ("入学时间晚于2021.09登记的学籍变更", "毕业时间早于2022.09登记的学籍变更")


def test_money_and_terms() -> None:
    assert may_pay(yuan=0, paid_on=None, on=ON).refusals == ("补助金额应大于0元",)
    assert may_pay(yuan=1200, paid_on=month("2023-09"), on=ON).refusals == ("发放时间(2023.09)还没有到",)
    assert may_pay(yuan=1200.5, paid_on=month("2023-06"), on=ON).refusals == ()
    verdict = may_have_term(starts_on=month("2022-09"), ends_on=month("2022-08"), points=-1)
    assert verdict.refusals == ("学期的结束时间早于开始时间", "学分不能是负数")


@given(st.sampled_from(list(StudyStatus)), st.sampled_from(list(StudyStatus)), months)
def test_nothing_follows_an_end_and_an_open_course_can_always_be_left(
    before: StudyStatus, after: StudyStatus, since: PartialDate
) -> None:
    verdict = may_change_status(facts(), before=before, after=after, since=since, on=ON)
    if before not in OPEN_STATUSES:
        assert verdict.refusals
    if not verdict.refusals:
        assert after in NEXT[before]
        assert since >= month("2021-03")
    if before in OPEN_STATUSES and after is WITHDRAWN:
        in_time = since >= month("2021-03") and since.first_day() <= ON
        assert bool(verdict.refusals) is not in_time
