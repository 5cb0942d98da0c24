"""A mentor on the telephone: signs in, logs a meeting with its photograph, and sees that it counts."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[[str, str], None]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def photograph() -> bytes:
    written = BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(written, "JPEG")
    return written.getvalue()


def test_a_mentor_logs_a_meeting_with_its_photograph_in_few_steps(page: Page, sign_in: SignIn) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    topic = f"谈集体经济({width})"  # one site for both widths
    sign_in("daoshi", "Qinghe-Mentor-2023")
    page.goto("/guidance")
    assert fits(page)
    record = page.get_by_role("link", name="登记帮带").first
    assert record.evaluate("one => one.getBoundingClientRect().height") >= 44
    record.click()
    page.wait_for_load_state()
    assert fits(page)
    assert page.locator("#held_on").input_value() == "2023-06-30"
    assert page.locator("#minutes").input_value() == "60"
    page.locator("#topic").fill(topic)
    page.locator("#next_meeting_on").fill("2023-07-21")
    page.locator("#photo").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    page.get_by_role("button", name="登记帮带", exact=True).click()
    page.wait_for_load_state()
    kept = page.locator("article.log-card").filter(has_text=topic)
    expect(kept).to_have_count(1)
    expect(kept).to_contain_text("2023.06.30 谈心谈话 60分钟")
    expect(kept).to_contain_text("未确认")
    expect(kept).to_contain_text("下次帮带 2023-07-21")
    expect(kept.get_by_role("link", name="查看照片(记入日志)")).to_be_visible()
    assert fits(page)
    address = page.url
    page.goto("/guidance")
    mentee = page.locator("article.mentee").filter(
        has=page.locator(f"a[href='/{address.split('/', 3)[3]}']").first
    )
    expect(mentee).to_contain_text("0天前帮带")
    expect(mentee).to_contain_text("下次帮带 2023-07-21")


def test_a_mentor_s_record_is_corrected_and_the_office_puts_the_signature_on_record(
    page: Page, sign_in: SignIn
) -> None:
    width = (page.viewport_size or {"width": 0})["width"]
    topic = f"谈阵地建设({width})"  # one site for both widths
    sign_in("daoshi", "Qinghe-Mentor-2023")
    page.goto("/")
    assert fits(page)
    page.get_by_role("link", name="登记帮带").first.click()
    page.wait_for_load_state()
    page.locator("#topic").fill(topic)
    page.get_by_role("button", name="登记帮带", exact=True).click()
    page.wait_for_load_state()
    kept = page.locator("article.log-card").filter(has_text=topic)
    kept.get_by_role("link", name="更正").click()
    page.wait_for_load_state()
    assert fits(page)
    page.locator("#minutes").fill("45")
    page.get_by_role("button", name="保存更正").click()
    page.wait_for_load_state()
    expect(kept).to_contain_text("2023.06.30 谈心谈话 45分钟")
    pair = page.url.rstrip("/").rsplit("/", 1)[1]
    page.context.clear_cookies()
    sign_in("dangqun", "Qinghe-Office-2023")
    page.goto(f"/mentorship/pairs/{pair}")
    assert fits(page)
    kept.get_by_role("button", name="登记书面确认").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("确认后不能撤销")
    assert fits(page)
    dialog.get_by_role("button", name="登记书面确认").click()
    page.wait_for_load_state()
    expect(kept).to_contain_text("已确认")
    expect(kept.get_by_role("button", name="登记书面确认")).to_have_count(0)
