"""What holds for every route: who may come in, nothing written by reading, languages, redirects."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Account, JournalEntry
from talentpool.security.gate import OPEN_ENDPOINTS, PUBLIC, mark_of
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from tests.factories import add_person, add_post, add_unit, seat
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient, counted_statements


@pytest.fixture
def small_town(filling: Filling, working_day: None) -> None:
    from talentpool.vocabulary import PostClass

    with filling():
        town = add_unit(db.session, "青禾镇")
        unit = add_unit(db.session, "金竹村", parent=town)
        head = add_person(db.session, "郝天成", unit=unit)
        seat(db.session, head, add_post(db.session, "党支部书记", PostClass.PARTY_SECRETARY, unit=unit))


def _plain_pages(app: Flask) -> list[tuple[str, str]]:
    """(endpoint, address) of every page without parameters."""
    return [
        (rule.endpoint, rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in OPEN_ENDPOINTS
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_just_the_pages_of_its_permissions(
    blank_app: Flask, sign_in: SignIn, small_town: None, role: str
) -> None:
    client = sign_in(role, unit="青禾镇")
    for endpoint, url in _plain_pages(blank_app):
        mark = mark_of(blank_app, endpoint)
        if mark == PUBLIC:
            continue
        allowed = not isinstance(mark, Permission) or mark in ROLES[role].permissions
        client.get(url, status=200 if allowed else 403)


def test_nobody_lands_on_a_refusal_after_signing_in(sign_in: SignIn, small_town: None) -> None:
    for role in ROLES:
        assert sign_in(role, unit="金竹村", username=f"u-{role.replace('_', '-')}").get("/").status == 200


def test_without_a_session_every_page_but_the_public_ones_leads_to_the_sign_in_page(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    new_account()
    client = browser_of()
    for endpoint, url in _plain_pages(blank_app):
        if mark_of(blank_app, endpoint) != PUBLIC:
            assert client.get(url, status=302).location.startswith("/accounts/login"), url


def test_reading_takes_no_write_lock_and_writes_nothing_but_the_journal(
    blank_app: Flask, sign_in: SignIn, small_town: None
) -> None:
    client = sign_in(unit="青禾镇")
    others = ("/accounts", "/audit", "/backups", "/guidance")
    for _endpoint, url in _plain_pages(blank_app):
        if url.startswith(others):  # pages of other offices and of mentors: refused, and that goes on record
            continue
        with counted_statements(blank_app) as statements:
            client.browser.get(url)
        writing = ("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")
        assert [one for one in statements if one.startswith(writing)] == [], url


def test_what_a_reading_request_changes_in_the_session_is_rolled_back(
    blank_app: Flask, sign_in: SignIn, filling: Filling, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor", username="watcher")

    def rename(*_arguments: object) -> None:
        account = db.session.scalar(select(Account))
        assert account is not None
        account.display_name = "改名"
        db.session.flush()

    with monkeypatch.context() as patch:
        patch.setattr("talentpool.audit.log.list_acts", lambda: rename() or [])
        client.get("/audit")
    with filling():
        assert db.session.scalar(select(Account.display_name)) == "测试watcher"


def test_a_refusal_is_put_on_record(sign_in: SignIn, small_town: None, filling: Filling) -> None:
    sign_in("auditor", username="watcher").get("/people", status=403)
    with filling():
        entry = db.session.scalar(select(JournalEntry).where(JournalEntry.event == "越权访问"))
        assert entry is not None
        assert (entry.actor, entry.subject) == ("测试watcher(watcher)", "打开 干部")


def test_the_language_is_switched_by_a_form_and_the_page_stays(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    client.get("/audit")
    answer = client.post("/language", {"language": "en", "next": "/audit?act=x"})
    assert answer.location == "/audit?act=x"
    assert client.get("/audit").one(".").get("lang") == "en"
    client.post("/language", {"language": "zh", "next": "https://evil.example/"})
    assert client.get("/audit").one(".").get("lang") == "zh"
    client.get("/language", status=405)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""])
def test_the_language_switch_leads_nowhere_but_to_this_site(sign_in: SignIn, target: str) -> None:
    client = sign_in("auditor")
    client.get("/audit")
    assert client.post("/language", {"language": "en", "next": target}).location == "/"


def test_an_unknown_address_and_an_unreadable_date_are_told_in_the_offices_words(
    sign_in: SignIn, small_town: None
) -> None:
    client = sign_in(unit="青禾镇")
    assert "没有找到" in client.get("/nothing-here", status=404).said
    assert "日期“soon”无法识别" in client.get("/people?on=soon", status=422).said


def test_a_foreign_host_name_is_refused(browser_of: Callable[[], PageClient]) -> None:
    answer = browser_of().browser.get("/health", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_a_fault_is_answered_with_a_number_and_nothing_is_saved(
    blank_app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor")

    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("talentpool.audit.log.list_acts", fail)
    monkeypatch.setitem(blank_app.config, "PROPAGATE_EXCEPTIONS", False)
    page = client.get("/audit", status=500)
    assert "错误编号" in page.said
    assert "ZeroDivision" not in page.text


def test_a_fault_after_a_change_saves_nothing_of_it(
    blank_app: Flask, sign_in: SignIn, filling: Filling, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("auditor", username="watcher")

    def fail(*_arguments: object) -> None:
        db.session.flush()
        raise ZeroDivisionError

    monkeypatch.setitem(blank_app.config, "PROPAGATE_EXCEPTIONS", False)
    with monkeypatch.context() as patch:
        patch.setattr("talentpool.accounts.own_views.redirect", fail)
        client.post("/accounts/me/language", {"language": "en"}, status=500)
    with filling():
        assert db.session.scalar(select(Account.language)) == "zh"
