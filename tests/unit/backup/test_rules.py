"""When a backup is due, which ones stay, when somebody must be told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.backup.rules import MOST_TRIES, Attempt, Policy, due_attempt, is_overdue, kept_moments
from talentpool.errors import RuleBroken
from talentpool.web.working_date import HOME_ZONE

NOON = datetime(2023, 6, 30, 12, tzinfo=HOME_ZONE)
DONE = Attempt(None)
HOUR = timedelta(hours=1)
moments = st.integers(0, 1500 * 24).map(lambda hours: NOON - timedelta(hours=hours))


def test_a_year_of_daily_backups_keeps_a_week_four_weeks_and_twelve_months() -> None:
    daily = [NOON - timedelta(days=days) for days in range(400)]
    kept = kept_moments(daily, Policy())
    assert sorted({moment.date().isoformat() for moment in kept}, reverse=True) == [
        "2023-06-30",
        "2023-06-29",
        "2023-06-28",
        "2023-06-27",
        "2023-06-26",
        "2023-06-25",
        "2023-06-24",
        "2023-06-18",
        "2023-06-11",
        "2023-05-31",
        "2023-04-30",
        "2023-03-31",
        "2023-02-28",
        "2023-01-31",
        "2022-12-31",
        "2022-11-30",
        "2022-10-31",
        "2022-09-30",
        "2022-08-31",
        "2022-07-31",
    ]


def test_of_one_day_the_last_one_stays() -> None:
    assert kept_moments([NOON, NOON + HOUR, NOON - HOUR], Policy()) == {NOON + HOUR}


def test_after_a_long_pause_old_backups_stay_by_how_many_not_by_their_age() -> None:
    old = [NOON - timedelta(days=1000 + days) for days in range(10)]
    assert len(kept_moments([*old, NOON], Policy(daily=7, weekly=0, monthly=0))) == 7


@given(st.lists(moments, min_size=1), st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_the_newest_always_stays_and_never_more_than_asked_for(
    made: list[datetime], daily: int, weekly: int, monthly: int
) -> None:
    kept = kept_moments(made, Policy(daily=daily, weekly=weekly, monthly=monthly))
    assert max(made) in kept
    assert kept <= set(made)
    assert len(kept) <= daily + weekly + monthly


@given(st.lists(moments, min_size=1))
def test_a_later_backup_lets_none_go_that_a_second_look_would_keep(made: list[datetime]) -> None:
    kept = kept_moments(made, Policy())
    assert kept_moments(kept, Policy()) == kept


@pytest.mark.parametrize(
    ("attempts", "at", "number"),
    [
        ([], NOON.replace(hour=1), None),
        ([], NOON.replace(hour=2), 1),
        ([], NOON.replace(hour=23), 1),
        ([DONE], NOON, None),
        ([Attempt(NOON - HOUR)], NOON, 2),
        ([Attempt(NOON - HOUR + timedelta(minutes=1))], NOON, None),
        ([Attempt(NOON - 3 * HOUR), DONE], NOON, None),
        ([Attempt(NOON - HOUR)] * MOST_TRIES, NOON, None),
        ([Attempt(NOON + 5 * HOUR)], NOON, 2),  # the clock was set back
    ],
)
def test_a_backup_is_made_once_a_day_and_tried_again_an_hour_after_a_failure(
    attempts: list[Attempt], at: datetime, number: int | None
) -> None:
    assert due_attempt(attempts, now=at, policy=Policy()) == number


def test_two_days_without_a_backup_are_told_and_a_future_one_proves_nothing() -> None:
    assert not is_overdue(NOON - timedelta(days=2), now=NOON)
    assert is_overdue(NOON - timedelta(days=2, seconds=1), now=NOON)
    assert is_overdue(None, now=NOON)
    assert is_overdue(NOON + timedelta(days=300), now=NOON)


def test_a_policy_is_kept_and_what_is_no_number_is_as_proposed() -> None:
    policy = Policy(hour=3, daily=1, weekly=0, monthly=99)
    assert Policy.from_kept(policy.as_kept()) == policy
    for kept in (None, [], {"hour": "3"}):
        assert Policy.from_kept(kept) == Policy()


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (Policy(hour=24), "备份时间应为0至23点"),
        (Policy(daily=0), "至少保留最近1天的备份"),
        (Policy(monthly=401), "保留的份数应为0至400"),
    ],
)
def test_an_impossible_policy_is_refused(policy: Policy, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        policy.check()
