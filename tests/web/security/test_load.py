"""A few seconds of the load that `make load` lays on the real server for two minutes."""

from __future__ import annotations

from benchmarks.load import Heard, Plan, bars_of, work

FEW = Plan(users=6, seconds=4.0, think=(0.1, 0.3), people=200, units=10, arriving=0.5)


def test_users_who_sign_in_and_work_at_once_meet_no_error() -> None:
    """How long they wait is measured by `make load`, alone on the machine."""
    heard = work(FEW)
    assert heard.errors == []
    assert len(heard.logins) == 2 * FEW.users
    assert len(heard.pages) > 5 * FEW.users
    assert bars_of(FEW, heard)[0].holds


def test_an_error_or_a_long_wait_breaks_the_bars() -> None:
    slow = Heard(pages=[0.1] * 90 + [1.2] * 10, logins=[0.1] * 20, errors=["GET /: 500 instead of 200"])
    assert [bar.holds for bar in bars_of(FEW, slow)] == [False, False, True]
