"""The pages that an office opens all day ask the database a few times, however they are asked for."""

from __future__ import annotations

import pytest
from flask import Flask

from talentpool.people import pages, queries
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page
from tests.web.people.conftest import build_town

MOST = 12


def _asked(page: Page) -> int:
    """Statements beside the transaction's own."""
    return sum(not statement.startswith("BEGIN") for statement in page.statements)


@pytest.fixture
def town(filling: Filling, working_day: None) -> dict[str, int]:
    with filling():
        return build_town()


FILTERED = "?sex=female&age_to=45&body=two_committees"
SORTED = "?sort=-schooling&political=party_member"
AS_OF = "?on=2022-01-01&sort=post_start"


@pytest.mark.parametrize(
    ("query", "few"),
    [
        *((query, pages.FEW) for query in ("", "?q=tian", FILTERED, "?sort=name", SORTED, AS_OF)),
        # A register of many people, as far as six are.
        *((query, 1) for query in ("", "?q=tian", FILTERED, "?sort=name")),
    ],
)
def test_the_list_of_people_asks_at_most_twelve_times(
    town: dict[str, int], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, query: str, few: int
) -> None:
    monkeypatch.setattr(pages, "FEW", few)
    assert _asked(sign_in().get(f"/people{query}")) <= MOST


def test_the_page_of_a_unit_asks_at_most_twelve_times(town: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in().get(f"/units/{town['金竹村']}")
    assert "郝天成" in page.text
    assert _asked(page) <= MOST


def test_townships_stand_for_units_that_are_too_many_to_choose_from(
    town: dict[str, int], blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in()
    choice = '<option value="{}"'
    every = client.get("/people").text
    assert all(choice.format(town[name]) in every for name in ("青禾镇", "金竹村", "银杏村"))
    monkeypatch.setattr(queries, "MOST_CHOICES", 2)
    few = client.get("/people").text
    assert [choice.format(town[name]) in few for name in ("青禾镇", "金竹村", "银杏村")] == [
        True,
        False,
        False,
    ]
    chosen = client.get(f"/people?unit={town['银杏村']}").text
    assert f'<option value="{town["银杏村"]}" selected' in chosen
    assert "欧阳成杰" in chosen
