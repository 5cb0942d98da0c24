"""A list on paper has all its rows, and none of what only works on screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.web import paging
from tests.factories.small_town import add_many_villages, add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient

LISTS = ("/people", "/units", "/posts")


@pytest.fixture
def office(filling: Filling, sign_in: SignIn) -> PageClient:
    """The small town with fifty villages more and two people in each."""
    with filling():
        add_many_villages(db.session, add_small_town(db.session), units=52, people=2)
    return sign_in("township_office", unit="青禾镇")


def paging_links(page: Page) -> list[str]:
    return page.words(".//nav[@class='paging']//li")


@pytest.mark.parametrize("path", LISTS)
def test_a_printed_list_has_all_rows_of_its_filter(office: PageClient, path: str) -> None:
    screen = office.get(f"{path}?q=新")
    [link] = [one for one in screen.all(".//nav[@class='paging']/a") if "打印全部" in "".join(one.itertext())]
    assert len(screen.rows) == 50
    paper = office.get(link.get("href", ""), most=40)
    total = int(re.findall(r"打印版,列出全部(\d+)条", paper.said)[0])
    assert total >= 52
    assert len(paper.rows) in (total, total + 1)  # the units have a line of sums
    assert paging_links(paper) == []
    assert [one for one in paper.all(".//main//a") if "返回分页显示" in "".join(one.itertext())][0].get(
        "href"
    ) == f"{path}?q=%E6%96%B0"


def test_one_page_on_paper_says_what_is_left_out(office: PageClient) -> None:
    [told] = [one for one in office.get("/people").words(".//p[@class='print-only']") if "只打印了" in one]
    assert told == "只打印了第1–50,共112人;要打印全部,请在页面上选“打印全部”"


def test_a_very_long_list_is_printed_in_parts_and_says_so(
    office: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_PRINTED", 100)
    page = office.get("/people?print=1", most=40)
    assert len(page.rows) == 100
    assert "打印版每次最多100条,本次为第1–100条,共112条" in page.said
    following = office.get(page.link("下一页"), most=40)
    assert len(following.rows) == 12
    assert "本次为第101–112条" in following.said


def test_buttons_and_pagers_are_not_printed() -> None:
    sheet = (Path(ROOT) / "talentpool" / "static" / "css" / "print.css").read_text(encoding="utf-8")
    [hidden] = re.findall(r"@media print.*?(\.menu,[^{]*)\{ display: none !important; \}", sheet, re.S)
    listed = {one.strip() for one in hidden.split(",")}
    assert {".btn", ".section-acts", ".page-acts", ".paging ul", ".tabs", ".filters"} <= listed
