"""What the server shows to whoever asks: these pages, these methods, and no more."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Account, JournalEntry, Person
from talentpool.security.gate import OPEN_ENDPOINTS, PUBLIC, mark_of
from tests.web.acts.conftest import Ids, clerk, town  # noqa: F401 - fixtures
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

PUBLIC_ENDPOINTS = {
    "accounts.login",
    "accounts.ask_second_factor",
    "accounts.open_first_account",
    "web.set_language",
    "web.show_health",
    "reminders.take_calendar",  # behind a secret address that its owner can end
    *OPEN_ENDPOINTS,
}
"""Everything that is answered without a session; there is no other way in."""


def test_these_pages_and_no_others_are_open_to_everybody(blank_app: Flask) -> None:
    found = {r.endpoint for r in blank_app.url_map.iter_rules() if mark_of(blank_app, r.endpoint) == PUBLIC}
    assert found == PUBLIC_ENDPOINTS


def test_the_ways_in_ask_for_these_and_for_no_hint(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    new_account()
    page = browser_of().get("/accounts/login")
    names = {one.get("name") for one in page.all(".//main//input")}
    assert names - {"submit"} == {"csrf_token", "username", "password"}
    assert {
        column.name for column in Account.__table__.c if "hint" in column.name or "question" in column.name
    } == set()


def test_the_sign_of_life_tells_nothing_else(browser_of: Callable[[], PageClient]) -> None:
    assert browser_of().get("/health").text == "ok"


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.git/HEAD",
        "/.env",
        "/keys.json",
        "/instance/keys.json",
        "/wsgi.py",
        "/requirements.txt",
        "/talentpool.sqlite3",
        "/static/../wsgi.py",
        "/static/%2e%2e/config.py",
        "/static/..%2f..%2fwsgi.py",
        "/static//etc/passwd",
        "/static/js/../../config.py",
        "/bootstrap/static/../../__init__.py",
        "/docs",
        "/openapi.json",
        "/metrics",
        "/console",
        "/admin",
    ],
)
def test_nothing_but_pages_and_static_files_is_handed_out(
    browser_of: Callable[[], PageClient], path: str
) -> None:
    assert browser_of().browser.get(path).status_code in (308, 404)


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/static/js", "/bootstrap/static/", "/static"])
def test_no_folder_is_listed(browser_of: Callable[[], PageClient], path: str) -> None:
    answer = browser_of().browser.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "print.css" not in re.sub(r"<head>.*</head>", "", answer.get_data(as_text=True), flags=re.DOTALL)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"])
def test_no_other_method_is_answered(browser_of: Callable[[], PageClient], method: str) -> None:
    answer = browser_of().browser.open("/accounts/login", method=method, headers={"X-Probe": "secret-probe"})
    assert answer.status_code == 405
    assert "secret-probe" not in answer.get_data(as_text=True)


def test_serving_is_never_debugging(
    run: Callable[..., tuple[int, str, str]], blank_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setattr(
        "talentpool.web.server.make_server",
        lambda app, **_told: SimpleNamespace(run=lambda: seen.append(app.debug)),
    )
    monkeypatch.setattr("talentpool.web.logfile.write_log_file", lambda folder: folder)
    monkeypatch.setattr("signal.signal", lambda *_told: None)
    assert run("serve", "--no-jobs")[0] == 0
    assert seen == [False]
    assert not blank_app.debug


def test_no_other_site_is_let_read_an_answer(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    for method in ("GET", "OPTIONS"):
        answer = client.browser.open(
            "/audit",
            method=method,
            headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
        )
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


def _pages(app: Flask) -> list[str]:
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in OPEN_ENDPOINTS
    ]


@pytest.mark.parametrize("role", ["township_office", "system_administrator"])
def test_every_answer_says_what_it_is_and_every_page_leads_out(
    blank_app: Flask,
    clerk: PageClient,  # noqa: F811
    sign_in: SignIn,
    role: str,
) -> None:
    client = clerk if role == "township_office" else sign_in(role)
    pages = 0
    for url in _pages(blank_app):
        answer = client.browser.get(url)
        assert answer.headers["Content-Type"] in (
            "text/html; charset=utf-8",
            "text/plain; charset=utf-8",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ), url
        if answer.status_code == 200 and answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            assert 'action="/accounts/logout"' in text, url
            pages += 1
        answer.close()
    assert pages > 5


def test_signing_out_clears_what_the_browser_keeps(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    answer = client.post("/accounts/logout")
    assert answer.response.headers["Clear-Site-Data"] == '"storage"'
    assert answer.response.headers["Cache-Control"] == "no-store"


def test_fields_that_no_form_has_change_nothing(
    clerk: PageClient,  # noqa: F811
    town: Ids,  # noqa: F811
    filling: Filling,
) -> None:
    with filling():
        before = {row.id: (row.unit_id, row.version) for row in db.session.scalars(select(Person))}
    url = f"/people/{town.yan}/correct"
    form = fields_of(clerk.get(url))
    more = {
        "id": str(town.hao),
        "unit_id": str(town.shiqiao),
        "pinyin": "x",
        "initials": "x",
        "name_key": "x",
    }
    more |= {"phone_fingerprint": "x", "person_id": str(town.hao)}
    clerk.post(url, form | more | {"native_place": "青禾"})
    with filling():
        after = {row.id: (row.unit_id, row.version) for row in db.session.scalars(select(Person))}
        person = db.session.get_one(Person, town.yan)
        assert person.native_place == "青禾"
        assert person.unit_id == town.jinzhu
        assert "x" not in (person.pinyin, person.initials, person.name_key, person.phone_fingerprint)
    assert {key: one for key, one in after.items() if key != town.yan} == {
        key: one for key, one in before.items() if key != town.yan
    }


def test_fields_that_no_form_has_give_no_rights(sign_in: SignIn, filling: Filling) -> None:
    client = sign_in("village_staff", username="clerk")
    more = {
        "role": "auditor",
        "must_change_password": "",
        "password_hash": "x",
        "username": "root",
        "holder_id": "1",
    }
    client.post("/accounts/me/language", {"language": "en", **more})
    with filling():
        account = db.session.scalars(select(Account)).one()
        assert (account.username, account.language) == ("clerk", "en")
        assert [grant.role for grant in account.grants] == ["village_staff"]
        assert account.password_hash.startswith("$argon2id$")


def test_of_a_parameter_sent_twice_the_first_counts_and_an_address_is_no_form(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    from tests.web.conftest import PASSWORD

    name, client = new_account("village_staff"), browser_of()
    client.get("/accounts/login")
    token = {"csrf_token": client.token}
    in_address = {"username": name, "password": PASSWORD, **token}
    assert client.browser.post("/accounts/login", query_string=in_address).status_code == 400
    assert client.browser.post("/accounts/login", query_string=in_address, data=token).status_code == 422
    twice = {"username": [name, "root"], "password": [PASSWORD, "x"], **token}
    assert client.browser.post("/accounts/login", data=twice).status_code == 302


def test_a_line_break_makes_no_second_line_in_a_log(
    browser_of: Callable[[], PageClient],
    new_account: Callable[..., str],
    filling: Filling,
    tmp_path: Path,
) -> None:
    from talentpool.web.logfile import write_log_file

    new_account()
    path = write_log_file(tmp_path)
    try:
        client = browser_of()
        forged = "x\n2026-01-01 00:00:00,000 ERROR forged"
        client.browser.get("/nothing", query_string={"q": forged})
        client.browser.get("/no%0A2026-01-01%20ERROR%20forged")
        client.get("/accounts/login")
        data = {"username": forged, "password": forged, "csrf_token": client.token}
        client.browser.post("/accounts/login", data=data, headers={"User-Agent": "forged"})
    finally:
        logger = logging.getLogger("talentpool")
        for handler in [one for one in logger.handlers if getattr(one, "baseFilename", "") == str(path)]:
            logger.removeHandler(handler)
            handler.close()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 2
    assert all(" INFO refusal " in line for line in lines)
    assert "forged" not in "".join(lines)
    with filling():
        notes = db.session.scalars(select(JournalEntry)).all()
        assert all("forged" not in f"{note.subject}{note.actor}{note.event}" for note in notes)


def test_the_log_of_the_server_is_one_file_for_its_owner_in_a_folder_of_its_own(tmp_path: Path) -> None:
    from talentpool.web.logfile import write_log_file

    logger = logging.getLogger("talentpool")
    before = list(logger.handlers)
    path = write_log_file(tmp_path)
    added = [one for one in logger.handlers if one not in before]
    try:
        logger.info("a line")
        assert [str(one.baseFilename) for one in added] == [str(path)]  # type: ignore[attr-defined]
        assert path == tmp_path / "log" / "talentpool.log"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert path.read_text(encoding="utf-8").endswith(" INFO a line\n")
    finally:
        for one in added:
            logger.removeHandler(one)
            one.close()
