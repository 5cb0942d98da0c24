"""The second factor as an officer meets it: set up by the QR page, recovery codes, signing in, a lost telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from talentpool.accounts.services import open_account
from talentpool.accounts.totp import base32, code_of, step_at
from talentpool.extensions import db
from talentpool.security.actor import act_as, console_operator
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

PASSWORD = "Only-for-tests-1"
GUARD = ("anquan", "Qinghe-Guard-2023")


@pytest.fixture
def officer(site: Site, request: pytest.FixtureRequest) -> str:
    """An auditor opened by hand in the sample town: nobody spares him the second factor."""
    name = f"officer-{request.node.callspec.id}".replace("[", "-").replace("]", "").lower()[:40]
    return _opened(site.app, name)


def _opened(app: Flask, name: str) -> str:
    with app.app_context():
        act_as(console_operator())
        open_account(username=name, display_name="周审", password=PASSWORD, role="auditor", unit=None)
        db.session.commit()
        db.session.remove()
    return name


def _secret(shown: str) -> bytes:
    import base64

    secret = base64.b32decode(shown.replace(" ", ""))
    assert base32(secret) == shown.replace(" ", "")
    return secret


def checked(page: Page) -> None:
    """No page is wider than its screen, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    found = Axe().run(page).response["violations"]
    assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_an_officer_sets_it_up_signs_in_with_it_and_gets_in_again_without_the_telephone(
    page: Page, sign_in: Callable[[str, str], None], officer: str
) -> None:
    sign_in(officer, PASSWORD)
    expect(page.locator("main")).to_contain_text("您的角色必须使用第二因素")
    page.goto("/audit")
    expect(page.locator("h1")).to_have_text("第二因素")
    checked(page)
    page.get_by_label("现密码").fill(PASSWORD)
    page.get_by_role("button", name="开始启用").click()
    expect(page.get_by_role("img", name="验证器二维码")).to_be_visible()
    checked(page)
    secret = _secret(page.locator("#secret").inner_text())
    page.get_by_label("验证码").fill(code_of(secret, step_at(datetime.now(UTC))))
    page.get_by_role("button", name="启用第二因素").click()
    codes = page.locator("#recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    checked(page)
    page.get_by_role("link", name="已保存,继续").click()
    page.goto("/audit")
    expect(page.locator("h1")).to_contain_text("审计")
    page.goto("/accounts/me")
    checked(page)

    page.context.clear_cookies()
    sign_in(officer, PASSWORD)
    expect(page.locator("h1")).to_have_text("第二因素验证")
    checked(page)
    page.get_by_label("验证码").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("验证码不对")
    page.get_by_label("验证码").fill(code_of(secret, step_at(datetime.now(UTC)) + 1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    page.context.clear_cookies()
    sign_in(officer, PASSWORD)
    page.get_by_label("验证码").fill(codes[0].lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    page.context.clear_cookies()
    sign_in(*GUARD)
    page.goto(f"/accounts?q={officer}")
    page.get_by_role("link", name=officer).click()
    checked(page)
    page.get_by_role("button", name="重置第二因素").click()
    page.get_by_role("dialog").get_by_role("button", name="重置第二因素").click()
    expect(page.locator("main")).to_contain_text("第二因素已重置")

    page.context.clear_cookies()
    sign_in(officer, PASSWORD)
    expect(page.locator("main")).to_contain_text("开始启用")


def test_the_pages_of_the_administrators_fit_and_axe_finds_nothing(
    page: Page, sign_in: Callable[[str, str], None]
) -> None:
    sign_in(*GUARD)
    for address in (
        "/",
        "/accounts",
        "/accounts/1",
        "/accounts/1/grants/new",
        "/accounts/offices",
        "/accounts/offices/auditor/county",
        "/accounts/policy",
        "/accounts/policy/change",
        "/accounts/me",
        "/accounts/password",
    ):
        page.goto(address)
        checked(page)
