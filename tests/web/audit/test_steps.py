"""The log has no last page: it is walked from the newest on, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talentpool.audit.sealing import append
from talentpool.extensions import db
from talentpool.web import steps
from tests.data.audit.chains import change
from tests.web.conftest import Filling, SignIn
from tests.web.pages import Page, PageClient


@pytest.fixture
def auditor(sign_in: SignIn, filling: Filling) -> PageClient:
    with filling():
        append(db.session.connection(), "audit_entry", [change(number) for number in range(1, 121)])
    return sign_in("auditor")


def numbers(page: Page) -> list[int]:
    """The numbers of the entries shown (see `change`)."""
    return [int(row[3].split("→ ")[-1]) for row in page.rows]


def test_the_log_is_walked_to_its_beginning_and_back(auditor: PageClient) -> None:
    first = auditor.get("/audit?act=更正信息")
    assert numbers(first) == list(range(120, 70, -1))
    second = auditor.get(first.link("较早的"))
    assert numbers(second) == list(range(70, 20, -1))
    last = auditor.get(second.link("较早的"))
    assert numbers(last) == list(range(20, 0, -1))
    with pytest.raises(AssertionError, match="no link"):
        last.link("较早的")
    back = auditor.get(last.link("较新的"))
    assert numbers(back) == list(range(70, 20, -1))
    assert numbers(auditor.get(back.link("最新"))) == numbers(first)
    with pytest.raises(AssertionError, match="no link"):
        first.link("较新的")


def test_entries_that_come_meanwhile_move_no_page(auditor: PageClient, filling: Filling) -> None:
    older = auditor.get("/audit?act=更正信息").link("较早的")
    before = numbers(auditor.get(older))
    with filling():
        append(db.session.connection(), "audit_entry", [change(number) for number in range(121, 140)])
    assert numbers(auditor.get(older)) == before


def test_counting_ends_where_it_would_take_long(auditor: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "共120条" in auditor.get("/audit?act=更正信息").said
    count: Callable[..., tuple[int, bool]] = steps.count_up_to
    monkeypatch.setattr("talentpool.audit.views.count_up_to", lambda statement: count(statement, 100))
    assert "超过100条" in auditor.get("/audit?act=更正信息").said


@pytest.mark.parametrize(
    "place", ["before=0", "after=99999999999999999999", "before=-5", "after=x", "before=1"]
)
def test_places_that_are_not_there_are_no_fault(auditor: PageClient, place: str) -> None:
    auditor.get(f"/audit?{place}")
