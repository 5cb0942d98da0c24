"""The headers of every answer, whatever it answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.pages import PageClient

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = (
    ("/accounts/login", 200),
    ("/", 302),
    ("/nothing-here", 404),
    ("/static/css/app.css", 200),
    ("/static/../../config.py", 404),
    ("/health", 200),
    ("/language", 405),
)


def policy_of(header: str) -> dict[str, list[str]]:
    """A content security policy taken apart."""
    found = {}
    for directive in header.split(";"):
        name, *sources = directive.split()
        found[name] = sources
    return found


@pytest.mark.parametrize(("url", "status"), ANSWERS)
def test_every_answer_carries_the_headers(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], url: str, status: int
) -> None:
    new_account()
    answer = browser_of().browser.get(url)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in answer.headers["Permissions-Policy"]
    policy = policy_of(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers
    answer.close()


def test_pages_and_errors_are_kept_by_no_cache_while_static_files_may_be(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    for url in ("/audit", "/nothing-here", "/people", "/static/nothing.css"):
        assert client.browser.get(url).headers["Cache-Control"] == "no-store", url
    with client.browser.get("/static/css/app.css") as answer:
        assert answer.headers["Cache-Control"] != "no-store"


def test_a_view_cannot_weaken_the_policy(
    blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor")
    loose = {"Content-Security-Policy": "default-src *", "X-Frame-Options": "ALLOWALL"}
    monkeypatch.setitem(blank_app.view_functions, "web.show_health", _answering(loose))
    answer = client.browser.get("/health")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "*" not in answer.headers["Content-Security-Policy"]


def _answering(headers: dict[str, str]) -> Callable[[], tuple[str, int, dict[str, str]]]:
    from talentpool.security.gate import public

    return public(lambda: ("ok", 200, headers))


def test_only_over_https_browsers_are_told_to_come_back_over_https(
    browser_of: Callable[[], PageClient],
) -> None:
    browser = browser_of().browser
    assert "Strict-Transport-Security" not in browser.get("/health").headers
    answer = browser.get("/health", base_url="https://localhost/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
