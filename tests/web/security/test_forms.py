"""Forms come from this site: no route takes one without the token, nobody is led elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from talentpool.extensions import csrf
from talentpool.security.roles import ROLES
from talentpool.web.links import safe_target
from tests.web.conftest import PASSWORD, SignIn
from tests.web.pages import PageClient

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
REFUSED = "页面已过期或不是从本系统提交的"


def _changing(app: Flask) -> list[tuple[str, str]]:
    """(method, address) of every route that may change something; ids are ones."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return sorted(
            (method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method))
            for rule in app.url_map.iter_rules()
            for method in set(UNSAFE) & set(rule.methods or ())
        )


def _refuses_all(app: Flask, client: PageClient, **sent: object) -> list[str]:
    """The addresses that did not refuse a form without a token."""
    taken = []
    for method, url in _changing(app):
        answer = client.browser.open(url, method=method, **sent)
        if answer.status_code != 400 or REFUSED not in answer.get_data(as_text=True):
            taken.append(f"{method} {url}: {answer.status_code}")
    return taken


@pytest.mark.parametrize("role", ROLES)
def test_every_form_without_its_token_is_refused(blank_app: Flask, sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    assert len(_changing(blank_app)) > 40
    assert _refuses_all(blank_app, client, data={"csrf_token": ""}) == []


def test_nobody_signed_in_is_no_exemption_nor_is_another_kind_of_body(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    new_account()
    client = browser_of()
    assert _refuses_all(blank_app, client, data={"csrf_token": "forged"}) == []
    assert _refuses_all(blank_app, client, json={"csrf_token": "forged"}) == []
    assert _refuses_all(blank_app, client, data="x", content_type="text/plain") == []


def test_the_check_of_tokens_can_fail(
    blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor")
    monkeypatch.setitem(blank_app.config, "WTF_CSRF_CHECK_DEFAULT", False)
    assert _refuses_all(blank_app, client, data={"csrf_token": ""}) != []


def test_no_view_and_no_blueprint_is_exempt() -> None:
    assert (csrf._exempt_views, csrf._exempt_blueprints) == (set(), set())


def test_the_token_of_another_browser_is_worth_nothing(sign_in: SignIn) -> None:
    one, other = sign_in("auditor", username="one"), sign_in("auditor", username="other")
    one.get("/audit")
    other.get("/audit")
    page = one.post("/language", {"language": "en"}, token=other.token, status=400)
    assert REFUSED in page.said
    one.get("/audit")
    one.post("/language", {"language": "en"})


def test_over_https_a_form_of_another_site_is_refused_even_with_its_token(
    blank_app: Flask, new_account: Callable[..., str]
) -> None:
    new_account()
    client = PageClient(blank_app)
    page = client.browser.get("/accounts/login", base_url="https://localhost/").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = {"csrf_token": token, "language": "en"}

    def answered(referrer: str | None) -> int:
        headers = {"Referer": referrer} if referrer else {}
        return client.browser.post(
            "/language", base_url="https://localhost/", data=sent, headers=headers
        ).status_code

    assert answered("https://localhost/accounts/login") == 302
    assert answered("https://evil.example/") == 400
    assert answered(None) == 400


OUTSIDE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "people",
    "",
)


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_target_leads_off_this_site(target: str) -> None:
    assert safe_target(target) is None


@pytest.mark.parametrize(
    "target", ["/", "/people?q=a&page=2", "/units/3#posts", "/people?next=https://evil.example"]
)
def test_a_page_of_this_site_is_a_target(target: str) -> None:
    assert safe_target(target) == target


@pytest.mark.parametrize("target", OUTSIDE)
def test_signing_in_leads_nowhere_but_to_this_site(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], target: str
) -> None:
    name = new_account("village_staff")
    client = browser_of()
    client.get("/accounts/login")
    answer = client.browser.post(
        "/accounts/login",
        query_string={"next": target},
        data={"username": name, "password": PASSWORD, "csrf_token": client.token},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
