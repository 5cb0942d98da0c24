"""A reserve comes into the pool in a real browser: put forward, excepted, reviewed, on notice, entered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(page: Page, sign_in: Callable[[str, str], None]) -> Page:
    sign_in("dangqun", "Qinghe-Office-2023")
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def send(page: Page, url: str, button: str, **fields: str) -> None:
    """Open a form, fill it by the ids of its fields, and press its button."""
    page.goto(url)
    assert fits(page), url
    for name, value in fields.items():
        field = page.locator(f"#{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def clear_all(page: Page, case: str, day: str) -> None:
    """Every agency of the step is asked, and answers that nothing was found."""
    send(page, f"{case}/ask", "登记征求", asked_on=day)
    page.goto(case)
    links = page.get_by_role("link", name="登记结论").all()
    for url in [link.get_attribute("href") or "" for link in links]:
        send(page, url, "保存结论", answered_on=day, conclusion="clear")


def test_somebody_is_put_forward_and_enters_after_every_step(clerk: Page) -> None:
    on_phone = (clerk.viewport_size or {"width": 0})["width"] < 700
    name = "曾波" if on_phone else "郝天成"  # one site for both widths
    send(clerk, "/pool/rules/new", "建立", name=f"{name}的审核规则", valid_from="2023-01-01")
    assert fits(clerk)
    clerk.goto("/units")
    unit = clerk.get_by_role("link", name="金竹村").first.get_attribute("href") or ""
    clerk.goto(f"/pool/nominations/new?unit={unit.split('?')[0].rsplit('/', 1)[1]}")
    clerk.locator("#words").fill(name)
    clerk.get_by_role("button", name="查找").click()
    clerk.wait_for_load_state()
    clerk.locator("#self_on").fill("2023-05-01")
    clerk.locator("#decider").fill("金竹村党支部")
    clerk.get_by_role("button", name="登记推荐", exact=True).click()
    clerk.wait_for_load_state()
    case = clerk.url
    assert fits(clerk)
    exceptions = clerk.get_by_role("link", name="登记例外")
    if exceptions.count():
        url = exceptions.first.get_attribute("href") or ""
        send(clerk, url, "登记例外", reason="群众公认", decided_on="2023-05-02", decider="青禾镇党委")
        if clerk.locator("#confirmed").count():
            clerk.locator("#confirmed").check()
            clerk.get_by_role("button", name="登记例外", exact=True).click()
            clerk.wait_for_load_state()
        assert clerk.get_by_text("群众公认").is_visible()

    def decide(day: str) -> None:
        send(clerk, f"{case}/decide", "登记决定", decided_on=day, decider="青禾镇党委")
        assert clerk.url == case, clerk.locator("main").inner_text()

    decide("2023-05-05")
    clear_all(clerk, case, "2023-05-08")
    decide("2023-05-10")
    clear_all(clerk, case, "2023-05-12")
    decide("2023-05-15")
    send(clerk, f"{case}/notice", "登记公示", starts_on="2023-05-16", ends_on="2023-05-20")
    decide("2023-05-21")
    clerk.goto(f"{case}/enter")
    clerk.get_by_role("checkbox", name="优秀党员").check()
    clerk.locator("#entered_on").fill("2023-05-22")
    clerk.locator("#decider").fill("青禾镇党委")
    clerk.get_by_role("button", name="入库", exact=True).click()
    clerk.wait_for_load_state()
    assert "2023.05.22入库,截至2023-06-30在库" in clerk.locator("main").inner_text()
    assert fits(clerk)
    clerk.get_by_role("link", name="成长档案").click()
    clerk.wait_for_load_state()
    assert fits(clerk)
    assert "逐级审核入库" in clerk.locator("main").inner_text()
    clerk.goto(f"/pool?q={name}")
    assert clerk.get_by_role("link", name=name).is_visible()
