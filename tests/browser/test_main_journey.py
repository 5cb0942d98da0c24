"""The office's main journey: sign in, see what is vacant, hand a roster in, take the gap analysis out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OFFICE = ("dangqun", "Qinghe-Office-2023")
ROSTER = Path(__file__).parents[2] / "talentpool" / "sample" / "town" / "roster.xlsx"
PAGES = ("/", "/units", "/people", "/posts/vacancies", "/posts", "/analysis", "/intake", "/exports")


def test_from_sign_in_to_the_gap_analysis(page: Page, sign_in: Callable[[str, str], None]) -> None:
    sign_in(*OFFICE)
    expect(page.locator("header")).to_contain_text("2023-06-30")
    expect(page.locator("main")).to_contain_text("村委会副主任")
    page.goto("/exports/gaps")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出工作簿").click()
    path = waiting.value.path()
    assert waiting.value.suggested_filename.startswith("青禾镇班子结构缺项分析")
    book = load_workbook(io.BytesIO(Path(path).read_bytes()))
    text = "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert "金竹村" in text
    assert re.search(r"村委会现有2人,少于法定最少3人", text)


def test_the_roster_handed_in_again_changes_nothing(page: Page, sign_in: Callable[[str, str], None]) -> None:
    sign_in(*OFFICE)
    page.goto("/intake")
    page.locator("input[type=file]").set_input_files(ROSTER)
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url(re.compile(r"/intake/\d+"))
    expect(page.locator("main")).to_contain_text("59")
    expect(page.locator("main")).to_contain_text("未变")


def test_every_page_fits_its_width_and_axe_finds_nothing(
    page: Page, sign_in: Callable[[str, str], None]
) -> None:
    sign_in(*OFFICE)
    for address in PAGES:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], (address, width)
        found = Axe().run(page).response["violations"]
        assert found == [], (address, [(one["id"], one["nodes"][0]["html"]) for one in found])


def test_the_slash_key_leads_to_the_search_of_people(page: Page, sign_in: Callable[[str, str], None]) -> None:
    sign_in(*OFFICE)
    page.keyboard.press("/")
    page.keyboard.type("zw")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("钟文")
