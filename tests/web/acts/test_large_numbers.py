"""A number in an address that is larger than any id is a page that is not there, never a fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import SignIn
from tests.web.pages import PageClient

SOURCE = Path(__file__).parents[3] / "talentpool"
NAMES = ("unit", "person", "post", "page", "sheet", "township", "snapshot", "id", "header", "depth", "batch")
STRANGE = ("99999999999999999999", "2147483648", "-1", "²", "abc", "")
BOUNDED_BY_HAND = re.compile(r"args\.get(list)?\([^)]*type=int|form\.get(list)?\([^)]*type=int")


@pytest.mark.parametrize("place", ["units", "people", "intake", "posts/vacancies", "jobs"])
def test_an_id_beyond_all_ids_answers_404(sign_in: SignIn, place: str) -> None:
    sign_in().get(f"/{place}/99999999999999999999", status=404)


@pytest.mark.parametrize("number", STRANGE)
def test_no_page_fails_on_a_number_that_nobody_has(
    sign_in: SignIn, blank_app: Flask, town: object, number: str
) -> None:
    client = sign_in(unit="青禾镇")
    query = "&".join(f"{name}={number}" for name in NAMES)
    for rule in blank_app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            assert client.browser.get(f"{rule.rule}?{query}").status_code < 500, rule.rule


def test_somebody_beyond_all_ids_cannot_be_chosen(sign_in: SignIn, town: object) -> None:
    client: PageClient = sign_in(unit="青禾镇")
    for query in ("person=99999999999999999999&unit=2", "person=1&unit=99999999999999999999"):
        answer = client.browser.get(f"/posts/appoint?{query}")
        assert answer.status_code in (200, 404)


def test_numbers_of_requests_are_read_where_they_are_bounded() -> None:
    loose = [
        path.name for path in SOURCE.rglob("*.py") if BOUNDED_BY_HAND.search(path.read_text(encoding="utf-8"))
    ]
    assert loose == []
