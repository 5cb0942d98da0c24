"""Passwords as they are typed: hidden, pasted, long, and taken as they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Account
from tests.web.conftest import PASSWORD, Filling, SignIn, second_code
from tests.web.pages import PageClient

LONG = "竹林里下了三天的雨没有停 and nobody went out to see whether Rivers-7 rose above the old stone bridge "


def enter(client: PageClient, name: str, password: str) -> int:
    client.get("/accounts/login")
    data = {"username": name, "password": password, "csrf_token": client.token}
    return client.browser.post("/accounts/login", data=data).status_code


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/accounts/login", {"password": "current-password"}),
        (
            "/accounts/password",
            {"current": "current-password", "password": "new-password", "again": "new-password"},
        ),
    ],
)
def test_fields_of_passwords_are_hidden_and_open_to_pasting_and_password_managers(
    sign_in: SignIn, url: str, expected: dict[str, str]
) -> None:
    client = sign_in("village_staff")
    if url == "/accounts/login":
        client = PageClient(client.app)
    fields = {one.get("name"): one for one in client.get(url).all(".//main//input")}
    for name, filled_by in expected.items():
        assert fields[name].get("type") == "password"
        assert fields[name].get("autocomplete") == filled_by
        assert not {"readonly", "onpaste", "maxlength"} & set(fields[name].attrib) or (
            int(fields[name].get("maxlength", "200")) >= 64
        )


def test_a_password_counts_exactly_as_it_was_typed(
    sign_in: SignIn, browser_of: Callable[[], PageClient]
) -> None:
    client = sign_in("village_staff", username="clerk")
    assert len(LONG) > 72
    client.get("/accounts/password")
    client.post("/accounts/password", {"current": PASSWORD, "password": LONG, "again": LONG})
    for wrong in (LONG.strip(), LONG[:-2] + "x ", LONG[:72], LONG.upper()):
        assert enter(browser_of(), "clerk", wrong) == 422, wrong
    assert enter(browser_of(), "clerk", LONG) == 302


def test_a_reset_password_still_wants_the_second_factor(
    blank_app: Flask, sign_in: SignIn, browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    sign_in("auditor", username="lost")
    admin = sign_in("system_administrator")
    with filling():
        account = db.session.scalar(select(Account.id).where(Account.username == "lost"))
    admin.get(f"/accounts/{account}")
    [once] = admin.post(f"/accounts/{account}/reset", status=200).words(".//*[@id='one-time-password']")
    client = browser_of()
    client.get("/accounts/login")
    half = client.post("/accounts/login", {"username": "lost", "password": once})
    assert half.location.startswith("/accounts/second-factor")
    assert client.get("/accounts/password", status=302).location.startswith("/accounts/login")
    client.get(half.location)
    client.post(half.location, {"code": second_code(blank_app, "lost")})
    assert client.get("/audit", status=302).location == "/accounts/password"
