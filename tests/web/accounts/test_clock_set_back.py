"""The clock of the machine is set back: nobody gets in by that, and nobody stays out for ever.

A clock that goes back by a year makes of yesterday's rows rows of the year to come; here the rows are
moved and the clock stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from talentpool.accounts.policy import SecurityPolicy
from talentpool.accounts.sessions import CLOCK_STEP
from talentpool.accounts.totp import code_of, step_at
from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.extensions import db
from talentpool.models import Account, LoginAttempt, LoginSession, SecondFactor
from tests.web.conftest import PASSWORD, SECRET, Filling, SignIn, pass_sign_in, second_code
from tests.web.pages import PageClient

YEAR = timedelta(days=365)
POLICY = SecurityPolicy()


def send(client: PageClient, name: str, password: str = PASSWORD) -> int:
    client.get("/accounts/login")
    token = {"username": name, "password": password, "csrf_token": client.token}
    return client.browser.post("/accounts/login", data=token).status_code


@pytest.fixture
def locked(new_account: Callable[..., str], browser_of: Callable[[], PageClient]) -> tuple[str, PageClient]:
    """An account that five failures have just locked, and the browser they came from."""
    name, client = new_account("village_staff"), browser_of()
    assert [send(client, name, "wrong") for _attempt in range(5)] == [422] * 5
    return name, client


def move_attempts(filling: Filling, by: timedelta) -> None:
    with filling():
        for row in db.session.scalars(select(LoginAttempt)):
            row.at += by


def test_a_lock_is_not_opened_by_setting_the_clock_back(
    locked: tuple[str, PageClient], filling: Filling
) -> None:
    name, client = locked
    move_attempts(filling, YEAR)
    assert send(client, name) == 422
    assert send(client, name) == 422


def test_a_lock_of_before_lasts_no_longer_than_any_other(
    locked: tuple[str, PageClient], filling: Filling
) -> None:
    name, client = locked
    move_attempts(filling, YEAR)
    assert send(client, name) == 422
    with filling():
        assert db.session.scalar(select(func.max(LoginAttempt.at))) <= datetime.now(UTC)
    move_attempts(filling, -POLICY.locked_for - timedelta(seconds=1))
    assert send(client, name) == 302


def move_session(filling: Filling, column: str, by: timedelta) -> None:
    with filling():
        db.session.execute(update(LoginSession).values({column: datetime.now(UTC) + by}))


@pytest.mark.parametrize("column", ["seen_at", "created_at"])
def test_a_session_that_was_seen_in_the_future_is_over_and_one_may_sign_in_again(
    sign_in: SignIn, filling: Filling, column: str
) -> None:
    client = sign_in("village_staff", username="clerk")
    move_session(filling, column, CLOCK_STEP - timedelta(seconds=30))
    client.get("/people")
    move_session(filling, column, CLOCK_STEP + timedelta(seconds=30))
    client.get("/people", status=302)
    move_session(filling, column, YEAR)
    client.get("/people", status=302)
    assert pass_sign_in(client, "clerk").location == "/"
    page = client.get("/accounts/me")
    assert len(page.all(".//section[@id='sessions']//tbody/tr")) == 1


def test_half_a_sign_in_of_the_future_is_over(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name, client = new_account("auditor"), browser_of()
    assert send(client, name) == 302
    client.get("/accounts/second-factor")
    move_session(filling, "created_at", timedelta(hours=1))
    answer = client.post("/accounts/second-factor", {"code": second_code(blank_app, name)})
    assert answer.location == "/accounts/login"
    assert pass_sign_in(client, name).location == "/"


def test_a_code_that_was_taken_before_the_clock_went_back_is_not_taken_again(
    sign_in: SignIn, browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    sign_in("auditor", username="watch")
    guard, client = sign_in("security_administrator"), browser_of()
    now = datetime.now(UTC)
    with filling():
        account = db.session.scalars(select(Account).where(Account.username == "watch")).one()
        mine = account.id
        later = update(SecondFactor).where(SecondFactor.account_id == mine)
        later = later.values(last_step=step_at(now + YEAR))
        db.session.execute(later.execution_options(**{AUDITED_ELSEWHERE: True}))
    assert send(client, "watch") == 302
    client.get("/accounts/second-factor")
    client.post("/accounts/second-factor", {"code": code_of(SECRET, step_at(now))}, status=422)
    guard.get(f"/accounts/{mine}")
    guard.post(f"/accounts/{mine}/second-factor/reset")
    assert send(client, "watch") == 302
    assert client.get("/audit", status=302).location == "/accounts/second-factor/set-up"


def test_a_recovery_code_lets_in_whatever_the_clock_says(
    sign_in: SignIn,
    browser_of: Callable[[], PageClient],
    filling: Filling,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = sign_in("auditor", username="watch")
    client.get("/accounts/second-factor/set-up")
    page = client.post("/accounts/second-factor/codes", {"current": PASSWORD}, status=200)
    [first, *_others] = page.words(".//ol[@id='recovery-codes']/li")
    monkeypatch.setattr("talentpool.accounts.totp.step_at", lambda _moment: 1)
    fresh = browser_of()
    assert send(fresh, "watch") == 302
    fresh.get("/accounts/second-factor")
    assert fresh.post("/accounts/second-factor", {"code": first}).location == "/"
