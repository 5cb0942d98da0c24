"""The forms of acts in a real browser: nothing overflows, the keyboard is enough, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FORMS = ("/people/register", "/posts/terms", "/posts/terms/new", "/units/merge", "/units/acts")


@pytest.fixture
def clerk(page: Page, sign_in: Callable[[str, str], None]) -> Page:
    sign_in("dangqun", "Qinghe-Office-2023")
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def unit_page(page: Page) -> str:
    page.goto("/units")
    address = page.get_by_role("link", name="金竹村").first.get_attribute("href") or ""
    return address.split("?")[0].rsplit("/", 1)[1]


def test_no_form_is_wider_than_its_screen(clerk: Page) -> None:
    unit = unit_page(clerk)
    for url in (*FORMS, f"/posts/units/{unit}", f"/posts/units/{unit}/seats", f"/posts/appoint?unit={unit}"):
        clerk.goto(url)
        assert fits(clerk), url


def test_somebody_is_found_with_the_keyboard_alone(clerk: Page) -> None:
    clerk.goto(f"/posts/appoint?unit={unit_page(clerk)}")
    clerk.locator("#words").focus()
    clerk.keyboard.type("haotiancheng")
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Enter")
    clerk.wait_for_load_state()
    assert clerk.get_by_role("radio", name="郝天成").is_checked()


def test_a_question_takes_the_focus_and_the_yes_is_reachable(clerk: Page) -> None:
    clerk.goto(f"/posts/units/{unit_page(clerk)}/seats")
    clerk.locator("#authorised").fill("1")
    clerk.get_by_role("button", name="保存职数").click()
    clerk.wait_for_load_state()
    assert clerk.evaluate("document.activeElement.id") == "doubts"
    clerk.keyboard.press("Tab")
    assert clerk.evaluate("document.activeElement.name") == "confirmed"
    assert clerk.locator("#authorised").input_value() == "1"
