"""Host names and forwarded headers: nobody tells this server what it is called or who is calling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request

from talentpool.app import create_app
from talentpool.config import Config
from talentpool.security.gate import public
from tests.conftest import config_for
from tests.web.pages import PageClient

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:8000:9"]
)
@pytest.mark.parametrize("url", ["/health", "/", "/people", "/nothing-here"])
def test_a_foreign_host_name_is_refused_everywhere(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], host: str, url: str
) -> None:
    new_account()
    answer = browser_of().browser.get(url, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.get_data(as_text=True)
    assert "evil" not in str(answer.headers)


def test_redirects_stay_relative_whatever_host_is_claimed(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    new_account()
    answer = browser_of().browser.get("/people", headers=FORWARDED)
    assert answer.headers["Location"] == "/accounts/login?next=%2Fpeople"


@contextmanager
def _telling(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """What the application believes of a request with forwarded headers."""

    def tell() -> list[str]:
        return [request.remote_addr or "", request.scheme, request.host, request.script_root]

    app.view_functions["web.show_health"] = public(lambda: tell())
    yield lambda: app.test_client().get("/health", headers=FORWARDED).get_json()


def test_forwarded_headers_count_only_behind_a_configured_proxy(instance: Path) -> None:
    config = config_for(instance, "sqlite://")
    with _telling(create_app(config)) as believed:
        assert believed() == ["127.0.0.1", "http", "localhost", ""]
    with _telling(create_app(replace(config, proxies=1))) as believed:
        assert believed() == ["203.0.113.9", "https", "localhost", ""]


def test_behind_one_proxy_an_address_that_the_caller_made_up_does_not_count(instance: Path) -> None:
    app = create_app(replace(config_for(instance, "sqlite://"), proxies=1))
    app.view_functions["web.show_health"] = public(lambda: [request.remote_addr])
    answer = app.test_client().get("/health", headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.9"})
    assert answer.get_json() == ["203.0.113.9"]


def test_what_flask_leaves_open_is_set(instance: Path) -> None:
    settings = Config.from_environment({"TALENTPOOL_INSTANCE": str(instance)}).for_flask()
    assert settings["TRUSTED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["MAX_CONTENT_LENGTH"] < 21 * 1024 * 1024
    assert settings["MAX_FORM_MEMORY_SIZE"] == 2 * 1024 * 1024
    assert settings["MAX_FORM_PARTS"] == 5000
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["WTF_CSRF_TIME_LIMIT"] is None
    assert settings["WTF_CSRF_SSL_STRICT"] is True
