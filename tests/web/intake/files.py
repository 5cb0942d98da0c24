"""Files to hand in: the sample town, and small rosters written as CSV."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from talentpool.config import ROOT
from tests.web.pages import Page, PageClient

TOWN = ("units.xlsx", "roster.xlsx", "posts.xlsx")
ROSTERS = Path(__file__).parents[2] / "data_files" / "rosters"
HEADER = "村(社区),姓名,性别,出生年月,政治面貌,现任职务,任现职时间"
MOST = 400
"""Statements of a handing-in: a number that rows do not change."""

Handed = tuple[str, bytes]


def town() -> list[Handed]:
    """The three workbooks of the sample town."""
    folder = ROOT / "talentpool" / "sample" / "town"
    return [(name, (folder / name).read_bytes()) for name in TOWN]


def roster(*rows: str, name: str = "名册.csv", day: str = "2023-06-30") -> Handed:
    """A roster of 云山村 in which each row is “姓名,性别,出生年月,政治面貌,现任职务,任现职时间”."""
    lines = [f"云山村,{row}" for row in rows]
    dated = [f"填表时间:{day}"] if day else []
    return name, "\n".join([*dated, HEADER, *lines]).encode()


def hand_in(client: PageClient, files: Iterable[Handed], *, status: int = 302) -> Page:
    """Upload files; a redirect leads to the preview."""
    client.get("/intake")
    sent: dict[str, Any] = {"files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post("/intake/upload", sent, status=status, most=MOST)


def preview(client: PageClient, files: Iterable[Handed]) -> Page:
    """Upload files and open their preview."""
    return client.get(hand_in(client, files).location)


def confirm(client: PageClient, page: Page, *, status: int = 302, rows: str = "all", **further: str) -> Page:
    """Press the button of a preview."""
    [form] = page.all(".//form[@id='take-in']")
    [digest] = form.findall(".//input[@name='digest']")
    sent = {"digest": digest.get("value", ""), "rows": rows, **further}
    return client.post(form.get("action", ""), sent, status=status, most=MOST)
