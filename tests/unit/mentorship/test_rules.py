"""Who may mentor whom, when a pair may end, what may be written of a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.errors import Doubtful, RuleBroken
from talentpool.mentorship.rules import (
    Meeting,
    PairFacts,
    Span,
    days_since,
    may_close,
    may_log,
    may_pair,
    overdue_before,
)
from talentpool.vocabulary import Kinship

JUNE = date(2023, 6, 30)
FREE = PairFacts(
    mentor="汤建正",
    mentee="袁雪",
    same_person=False,
    paired_from=None,
    kinship=None,
    load=0,
    capacity=3,
    in_pool=True,
)


def day(text: str) -> PartialDate:
    return PartialDate.from_iso(text)


def judge(
    facts: PairFacts, *, started_on: str = "2023-06", due_on: str | None = None, yes: bool = False
) -> None:
    may_pair(facts, started_on=day(started_on), due_on=day(due_on) if due_on else None, on=JUNE).enforce(
        confirmed=yes
    )


def test_a_free_mentor_takes_a_reserve_of_the_pool() -> None:
    judge(FREE)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(FREE, same_person=True), "导师和帮带对象不能是同一个人"),
        (replace(FREE, kinship=Kinship.LINEAL), "汤建正与袁雪登记为直系血亲,应当回避,请另选导师"),
        (replace(FREE, paired_from=day("2021-03")), "汤建正已于2021.03与袁雪结对,不必重复登记"),
        (replace(FREE, one_has_died=True), "两人中有人登记为去世,不能结对"),
    ],
)
def test_some_can_be_no_pair_whatever_is_said(facts: PairFacts, reason: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        judge(facts, yes=True)
    assert refused.value.reasons == (reason,)


@pytest.mark.parametrize(
    ("facts", "question"),
    [
        (replace(FREE, load=3), "汤建正已帮带3人,达到上限3人"),
        (replace(FREE, capacity=0), "汤建正已帮带0人,达到上限0人"),
        (replace(FREE, in_pool=False), "袁雪目前不在库"),
    ],
)
def test_some_pairs_want_a_yes(facts: PairFacts, question: str) -> None:
    with pytest.raises(Doubtful) as asked:
        judge(facts)
    assert asked.value.reasons == (question,)
    judge(facts, yes=True)


def test_a_pair_begins_by_today_and_is_not_meant_to_end_before() -> None:
    with pytest.raises(RuleBroken, match="结对时间\\(2023.07\\)还没有到"):
        judge(FREE, started_on="2023-07")
    with pytest.raises(RuleBroken, match="拟结束时间不能早于结对时间"):
        judge(FREE, started_on="2023-06", due_on="2023-05")


@pytest.mark.parametrize(
    ("ended_on", "reason"),
    [
        ("2023-07", "解除时间(2023.07)还没有到"),
        ("2021-02", "解除时间早于结对时间(2021.03)"),
        ("2023-03-07", "解除时间早于最近一次帮带(2023.03.08)"),
    ],
)
def test_a_pair_ends_neither_before_it_began_nor_before_it_met(ended_on: str, reason: str) -> None:
    span = Span(day("2021-03"), None)
    with pytest.raises(RuleBroken) as refused:
        may_close(span, ended_on=day(ended_on), last_met=day("2023-03-08"), on=JUNE).enforce()
    assert reason in refused.value.reasons


def test_the_month_of_the_last_meeting_is_no_earlier_than_the_meeting() -> None:
    may_close(
        Span(day("2021-03-15"), None), ended_on=day("2023-03"), last_met=day("2023-03-08"), on=JUNE
    ).enforce()
    may_close(Span(day("2023-03-15"), None), ended_on=day("2023-03"), last_met=None, on=JUNE).enforce()


@pytest.mark.parametrize(
    ("meeting", "reason"),
    [
        (Meeting(day("2023-07-01"), 60, None), "帮带时间(2023.07.01)还没有到"),
        (Meeting(day("2021-02-28"), 60, None), "帮带时间早于结对时间(2021.03)"),
        (Meeting(day("2023-06-30"), 0, None), "时长应为1至1440分钟"),
        (Meeting(day("2023-06-30"), 1441, None), "时长应为1至1440分钟"),
        (Meeting(day("2023-06-30"), 60, JUNE), "下次帮带时间应晚于本次帮带"),
    ],
)
def test_a_meeting_that_cannot_have_been_so_is_refused(meeting: Meeting, reason: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        may_log(Span(day("2021-03"), None), meeting, on=JUNE).enforce(confirmed=True)
    assert refused.value.reasons == (reason,)


def test_a_pair_that_has_ended_meets_no_more() -> None:
    span = Span(day("2021-03"), day("2023-05"))
    with pytest.raises(RuleBroken, match="这一结对已于2023.05解除"):
        may_log(span, Meeting(day("2023-06-01"), 60, None), on=JUNE).enforce()
    may_log(span, Meeting(day("2023-04-30"), 60, None), on=JUNE).enforce()


def test_the_same_meeting_once_more_wants_a_yes() -> None:
    verdict = may_log(Span(day("2021-03"), None), Meeting(day("2023-06-01"), 60, None, twice=True), on=JUNE)
    with pytest.raises(Doubtful, match="当天已有一条同样方式和主题的记录"):
        verdict.enforce()


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(7, 366), st.integers(0, 800))
def test_a_pair_is_overdue_once_more_days_have_passed_than_allowed(
    on: date, allowed: int, passed: int
) -> None:
    last = PartialDate.from_date(on - timedelta(days=passed))
    assert days_since(last, on=on) == passed
    assert (last.first_day() < overdue_before(on, days=allowed)) == (passed > allowed)
