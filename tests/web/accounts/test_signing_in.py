"""Signing in and out, what bars it, and what ends a session."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, update

from talentpool.accounts import passwords
from talentpool.accounts.policy import SECURITY_POLICY, SecurityPolicy
from talentpool.extensions import db
from talentpool.models import Account, JournalEntry, LoginAttempt, LoginSession, Setting
from tests.web.conftest import PASSWORD, Filling, SignIn, pass_sign_in
from tests.web.pages import PageClient, counted_statements

REFUSED = "用户名或密码不对,或该账号暂时被锁定"
POLICY = SecurityPolicy()


def _try(client: PageClient, username: str, password: str, *, status: int = 422) -> str:
    client.get("/accounts/login")
    page = client.post("/accounts/login", {"username": username, "password": password}, status=status)
    return page.said if page.root is not None else page.location


def test_a_page_asks_to_sign_in_and_comes_back_to_where_one_wanted_to_go(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account("village_staff")
    client = browser_of()
    away = client.get("/people?q=x", status=302)
    assert away.location == "/accounts/login?next=%2Fpeople%3Fq%3Dx"
    client.get(away.location)
    back = client.post(away.location, {"username": name.upper(), "password": PASSWORD})
    assert back.location == "/people?q=x"


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that passwords are compared with."""
    found: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - argon2's name
            found.append(str(hash))
            return super().verify(hash, password)

    kept = passwords._hasher
    counting = Counting(kept.time_cost, kept.memory_cost, kept.parallelism)
    monkeypatch.setattr(passwords, "_hasher", counting)
    return found


def test_unknown_wrong_disabled_and_locked_are_refused_alike_after_the_same_work(
    blank_app: Flask,
    browser_of: Callable[[], PageClient],
    new_account: Callable[..., str],
    filling: Filling,
    verified: list[str],
) -> None:
    names = {"known": new_account(username="known"), "unknown": "nobody-here"}
    names |= {"disabled": new_account(username="disabled"), "locked": new_account(username="locked")}
    now = datetime.now(UTC)
    with filling():
        gone = db.session.scalars(select(Account).where(Account.username == "disabled")).one()
        gone.disabled_at = now
        db.session.add_all(LoginAttempt(at=now, username="locked", address="elsewhere") for _n in range(5))
    said, work, hashes = set(), [], []
    for kind, name in names.items():
        client = browser_of()
        client.get("/accounts/login")
        verified.clear()
        password = "wrong" if kind == "known" else PASSWORD
        data = {"username": name, "password": password, "csrf_token": client.token}
        with counted_statements(blank_app) as statements:
            answer = client.browser.post("/accounts/login", data=data)
        assert answer.status_code == 422
        text = answer.get_data(as_text=True)
        said.add(re.sub(r'name="csrf_token"[^>]*', "", text.replace(name, "")))
        work.append([one.split()[0] for one in statements])
        hashes.append([kept.split("$")[1:4] for kept in verified])
    assert len(said) == 1
    assert REFUSED in said.pop()
    assert all(one == hashes[0] for one in hashes), hashes
    assert len(hashes[0]) == 1
    assert all(one == work[0] for one in work), work


def test_failures_lock_the_name_until_the_time_is_over(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name = new_account()
    client = browser_of()
    for _attempt in range(5):
        _try(client, name, "wrong")
    assert REFUSED in _try(client, name, PASSWORD)
    with filling():
        db.session.execute(update(LoginAttempt).values(at=datetime.now(UTC) - POLICY.locked_for))
    assert _try(client, name, PASSWORD, status=302) == "/"
    with filling():
        assert db.session.scalar(select(func.count(LoginAttempt.id))) == 0
        events = db.session.scalars(select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert events == ["登录失败"] * 6 + ["登录"]


def test_many_names_from_one_address_lock_the_address(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name, now = new_account(), datetime.now(UTC)
    with filling():
        db.session.add_all(
            LoginAttempt(at=now, username=f"?{number}", address="127.0.0.1") for number in range(50)
        )
    assert REFUSED in _try(browser_of(), name, PASSWORD)
    with filling():
        db.session.execute(update(LoginAttempt).values(address="10.0.0.9"))
    assert _try(browser_of(), name, PASSWORD, status=302) == "/"


def test_what_was_typed_as_an_unknown_name_stands_in_no_table(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    new_account()
    _try(browser_of(), "My-Password-Typed-1", "x")
    with filling():
        rows = [*db.session.scalars(select(LoginAttempt)), *db.session.scalars(select(JournalEntry))]
        assert len(rows) == 2
        assert all("my-password" not in str(vars(row)).lower() for row in rows)


def test_the_security_administrator_unlocks(
    sign_in: SignIn,
    browser_of: Callable[[], PageClient],
    new_account: Callable[..., str],
    filling: Filling,
) -> None:
    name, client = new_account(), browser_of()
    for _attempt in range(5):
        _try(client, name, "wrong")
    guard, admin = sign_in("security_administrator"), sign_in("system_administrator")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == name))
    assert "已锁定" in guard.get(f"/accounts/{account_id}").said
    admin.post(f"/accounts/{account_id}/unlock", status=403)
    guard.post(f"/accounts/{account_id}/unlock")
    assert "未锁定" in guard.get(f"/accounts/{account_id}").said
    assert _try(client, name, PASSWORD, status=302) == "/"


def test_a_sign_in_gives_a_fresh_token_and_a_fresh_form_token(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name, client = new_account("village_staff"), browser_of()
    tokens = set()
    for _time in range(2):
        client.get("/accounts/login")
        before = client.token
        client.post("/accounts/login", {"username": name, "password": PASSWORD})
        client.get("/accounts/password")
        assert client.token != before
        tokens.add(client.browser.get_cookie("talentpool").value)  # type: ignore[union-attr]
        client.post("/accounts/logout")
    assert len(tokens) == 2
    with filling():
        hashes = db.session.scalars(select(LoginSession.token_hash)).all()
    assert len(set(hashes)) == 2


def test_a_cookie_kept_from_before_the_sign_out_is_worth_nothing(sign_in: SignIn) -> None:
    client = sign_in("village_staff")
    kept = client.browser.get_cookie("talentpool")
    assert kept is not None
    client.get("/people")
    client.post("/accounts/logout")
    client.browser.set_cookie("talentpool", kept.value, domain="localhost")
    assert client.get("/people", status=302).location.startswith("/accounts/login")


def test_the_session_of_a_disabled_account_ends_at_once(sign_in: SignIn, filling: Filling) -> None:
    user = sign_in("village_staff", username="watcher")
    admin = sign_in("system_administrator")
    user.get("/people")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == "watcher"))
    admin.get("/accounts")
    admin.post(f"/accounts/{account_id}/disable")
    user.get("/people", status=302)
    assert REFUSED in _try(user, "watcher", PASSWORD)
    assert "停用" in admin.get("/accounts").said
    admin.post(f"/accounts/{account_id}/enable")
    assert _try(user, "watcher", PASSWORD, status=302) == "/"


@pytest.mark.parametrize(
    ("column", "ago"), [("seen_at", POLICY.idle), ("created_at", POLICY.longest)], ids=["idle", "too long"]
)
def test_a_session_ends_when_idle_or_old(
    sign_in: SignIn, filling: Filling, column: str, ago: timedelta
) -> None:
    client = sign_in("village_staff")

    def age(by: timedelta) -> None:
        with filling():
            db.session.execute(update(LoginSession).values({column: datetime.now(UTC) - by}))

    age(ago - timedelta(seconds=30))
    client.get("/people")
    age(ago + timedelta(seconds=1))
    client.get("/people", status=302)


def test_the_time_outs_are_those_of_the_policy(sign_in: SignIn, filling: Filling) -> None:
    client = sign_in("village_staff")
    with filling():
        db.session.add(Setting(key=SECURITY_POLICY, value={"idle_minutes": 5}))
        db.session.execute(update(LoginSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=6)))
    client.get("/people", status=302)


def test_a_new_password_ends_every_session_of_the_account(
    sign_in: SignIn, browser_of: Callable[[], PageClient]
) -> None:
    first = sign_in("village_staff", username="watcher")
    second = browser_of()
    _try(second, "watcher", PASSWORD, status=302)
    second.get("/accounts/password")
    fresh = "Another-Secret-27x"
    second.post("/accounts/password", {"current": PASSWORD, "password": fresh, "again": fresh})
    first.get("/people", status=302)
    second.get("/people", status=302)
    assert _try(first, "watcher", fresh, status=302) == "/"


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(
    sign_in: SignIn, browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    here, there = sign_in("village_staff", username="clerk"), browser_of()
    pass_sign_in(there, "clerk")
    stranger = sign_in("village_staff", username="stranger")
    with filling():
        ids = dict(
            db.session.execute(
                select(LoginSession.id, Account.username).join(LoginSession.account).order_by(LoginSession.id)
            ).all()
        )
    [first, second] = [one for one, name in ids.items() if name == "clerk"]
    page = here.get("/accounts/me")
    assert len(page.all(".//section[@id='sessions']//tbody/tr")) == 2
    assert "本次登录" in page.said
    stranger.post(f"/accounts/me/sessions/{second}/end", status=404)
    there.get("/people")
    here.post(f"/accounts/me/sessions/{second}/end")
    there.get("/people", status=302)
    pass_sign_in(there, "clerk")
    here.post("/accounts/me/sessions/end-others")
    there.get("/people", status=302)
    here.get("/people")
    stranger.get("/people")
    assert first != second


def test_the_security_administrator_ends_the_sessions_of_an_account(
    sign_in: SignIn, filling: Filling
) -> None:
    user, guard = sign_in("village_staff", username="clerk"), sign_in("security_administrator")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == "clerk"))
    user.post(f"/accounts/{account_id}/sessions/end", status=403)
    guard.post(f"/accounts/{account_id}/sessions/end")
    user.get("/people", status=302)


def test_a_change_of_rights_ends_the_sessions(sign_in: SignIn, filling: Filling) -> None:
    user, guard = sign_in("village_staff", username="clerk"), sign_in("security_administrator")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == "clerk"))
    guard.get(f"/accounts/{account_id}/grants/new")
    refused = guard.post(f"/accounts/{account_id}/grants/new", {"role": "auditor", "unit": "0"}, status=422)
    assert "不能和“村(社区)工作人员”由同一人担任" in refused.said
    user.get("/people")
    guard.post(f"/accounts/{account_id}/grants/new", {"role": "county_org_department", "unit": "0"})
    user.get("/people", status=302)


def test_the_language_of_the_account_comes_with_every_sign_in(sign_in: SignIn) -> None:
    client = sign_in("village_staff", username="clerk")
    client.post("/accounts/me/language", {"language": "en"})
    assert client.get("/accounts/me").one(".").get("lang") == "en"
    client.post("/accounts/logout")
    client.browser.delete_cookie("talentpool")
    assert client.get("/accounts/login").one(".").get("lang") == "zh"
    client.post("/accounts/login", {"username": "clerk", "password": PASSWORD})
    assert client.get("/accounts/me").one(".").get("lang") == "en"


def test_the_sign_in_page_leads_nowhere_but_to_this_site(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name = new_account("village_staff")
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
