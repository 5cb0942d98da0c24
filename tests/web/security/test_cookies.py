"""The cookie: out of reach of scripts, of other sites, and of a network that is listened to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from talentpool.web.cookies import is_loopback
from tests.web.conftest import PASSWORD
from tests.web.pages import PageClient

OFFICE = "office.example"


@pytest.fixture
def office_app(blank_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application, answering to the office's name too."""
    monkeypatch.setitem(blank_app.config, "TRUSTED_HOSTS", ["localhost", OFFICE])
    return blank_app


def _cookie(app: Flask, base_url: str) -> str:
    answer = app.test_client().get("/accounts/login", base_url=base_url)
    [cookie] = answer.headers.getlist("Set-Cookie")
    return cookie


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [
        ("http://localhost/", "talentpool", False),
        ("http://localhost:8000/", "talentpool", False),
        ("https://localhost/", "__Host-talentpool", True),
        (f"https://{OFFICE}/", "__Host-talentpool", True),
        (f"http://{OFFICE}/", "__Host-talentpool", True),
    ],
)
def test_the_cookie_is_secure_unless_the_address_is_loopback(
    office_app: Flask, new_account: Callable[..., str], base_url: str, name: str, secure: bool
) -> None:
    new_account()
    first, *flags = [part.strip() for part in _cookie(office_app, base_url).split(";")]
    assert first.startswith(f"{name}=")
    assert ("Secure" in flags) is secure
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert not any(flag.lower().startswith("domain") for flag in flags)


def test_a_cookie_planted_over_the_open_network_is_not_read_over_https(
    office_app: Flask, new_account: Callable[..., str]
) -> None:
    name = new_account("village_staff")
    client = PageClient(office_app)
    client.get("/accounts/login")
    client.post("/accounts/login", {"username": name, "password": PASSWORD})
    stolen = client.browser.get_cookie("talentpool")
    assert stolen is not None
    victim = office_app.test_client()
    victim.set_cookie("talentpool", stolen.value, domain=OFFICE)
    assert victim.get("/people", base_url=f"https://{OFFICE}/").status_code == 302
    client.get("/people", status=200)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.8.9.1:80", "[::1]", "[::1]:8000"]
)
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.5",
        "192.168.1.9:8000",
        OFFICE,
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0",
        "",
    ],
)
def test_anything_else_is_a_network(host: str) -> None:
    assert not is_loopback(host)
