"""Signing in and out, and what ends a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from talentpool.accounts.services import LOCKED_FOR
from talentpool.accounts.sessions import IDLE, LONGEST
from talentpool.extensions import db
from talentpool.models import Account, JournalEntry, LoginAttempt, LoginSession
from tests.web.conftest import PASSWORD, Filling, SignIn
from tests.web.pages import PageClient

REFUSED = "用户名或密码不对,或该账号暂时被锁定"


def _try(client: PageClient, username: str, password: str, *, status: int = 422) -> str:
    client.get("/accounts/login")
    page = client.post("/accounts/login", {"username": username, "password": password}, status=status)
    return page.said if page.root is not None else page.location


def test_a_page_asks_to_sign_in_and_comes_back_to_where_one_wanted_to_go(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account("auditor")
    client = browser_of()
    away = client.get("/audit/events?actor=x", status=302)
    assert away.location == "/accounts/login?next=%2Faudit%2Fevents%3Factor%3Dx"
    client.get(away.location)
    back = client.post(away.location, {"username": name, "password": PASSWORD})
    assert back.location == "/audit/events?actor=x"


def test_a_wrong_password_and_an_unknown_user_are_refused_in_the_same_words(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account()
    wrong = _try(browser_of(), name, "wrong")
    unknown = _try(browser_of(), "nobody-here", "wrong")
    assert REFUSED in wrong
    assert wrong == unknown


def test_five_failures_lock_the_name_for_a_quarter_of_an_hour(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name = new_account()
    client = browser_of()
    for _attempt in range(5):
        _try(client, name, "wrong")
    assert REFUSED in _try(client, name, PASSWORD)
    with filling():
        db.session.execute(update(LoginAttempt).values(at=datetime.now(UTC) - LOCKED_FOR))
    assert _try(client, name, PASSWORD, status=302) == "/"
    with filling():
        assert db.session.scalar(select(func.count(LoginAttempt.id))) == 0
        events = db.session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert events == ["登录失败"] * 6 + ["登录"]


def test_a_cookie_kept_from_before_the_sign_out_is_worth_nothing(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    kept = client.browser.get_cookie("talentpool")
    assert kept is not None
    client.get("/audit")
    client.post("/accounts/logout")
    client.browser.set_cookie("talentpool", kept.value, domain="localhost")
    assert client.get("/audit", status=302).location.startswith("/accounts/login")


def test_the_session_of_a_disabled_account_ends_at_once(sign_in: SignIn, filling: Filling) -> None:
    user = sign_in("auditor", username="watcher")
    admin = sign_in("system_administrator")
    user.get("/audit")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == "watcher"))
    admin.get("/accounts")
    admin.post(f"/accounts/{account_id}/disable")
    user.get("/audit", status=302)
    assert REFUSED in _try(user, "watcher", PASSWORD)
    assert "停用" in admin.get("/accounts").said
    admin.post(f"/accounts/{account_id}/enable")
    assert _try(user, "watcher", PASSWORD, status=302) == "/"


@pytest.mark.parametrize(
    ("column", "ago"), [("seen_at", IDLE), ("created_at", LONGEST)], ids=["idle", "too long"]
)
def test_a_session_ends_when_idle_or_old(
    sign_in: SignIn, filling: Filling, column: str, ago: timedelta
) -> None:
    client = sign_in("auditor")
    with filling():
        db.session.execute(
            update(LoginSession).values({column: datetime.now(UTC) - ago - timedelta(seconds=1)})
        )
    client.get("/audit", status=302)


def test_a_new_password_ends_every_session_of_the_account(
    sign_in: SignIn, browser_of: Callable[[], PageClient]
) -> None:
    first = sign_in("auditor", username="watcher")
    second = browser_of()
    _try(second, "watcher", PASSWORD, status=302)
    second.get("/accounts/password")
    fresh = "Another-Secret-2"
    second.post("/accounts/password", {"current": PASSWORD, "password": fresh, "again": fresh})
    first.get("/audit", status=302)
    second.get("/audit", status=302)
    assert _try(first, "watcher", fresh, status=302) == "/"


@pytest.mark.parametrize(
    ("current", "password", "again", "reason"),
    [
        ("wrong", "Another-Secret-2", "Another-Secret-2", "现密码不对"),
        (PASSWORD, "Another-Secret-2", "Another-Secret-3", "两次输入的新密码不一致"),
        (PASSWORD, "short", "short", "密码至少12位"),
        (PASSWORD, "alllowercaseletters", "alllowercaseletters", "三类"),
        (PASSWORD, "Auditor-auditor-1", "Auditor-auditor-1", "密码不能包含用户名"),
    ],
)
def test_a_password_change_is_refused_with_its_reason(
    sign_in: SignIn, current: str, password: str, again: str, reason: str
) -> None:
    client = sign_in("auditor")
    client.get("/accounts/password")
    data = {"current": current, "password": password, "again": again}
    assert reason in client.post("/accounts/password", data, status=422).said


def test_the_sign_in_page_leads_nowhere_but_to_this_site(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account("auditor")
    targets = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)")
    for target in targets:
        client = browser_of()
        client.get("/accounts/login")
        answer = client.post(f"/accounts/login?next={target}", {"username": name, "password": PASSWORD})
        assert answer.location == "/", target


def test_a_form_without_its_token_changes_nothing(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account()
    client = browser_of()
    client.get("/accounts/login")
    page = client.post("/accounts/login", {"username": name, "password": PASSWORD}, token="", status=400)
    assert "内容没有保存" in page.said
    client.get("/", status=302)
