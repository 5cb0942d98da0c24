"""The second factor on screen: who must have one, switching it on, signing in with it, recovery, reset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.accounts.duties import SAMPLE_ACCOUNTS
from talentpool.accounts.services import open_account
from talentpool.accounts.totp import code_of, step_at
from talentpool.extensions import db
from talentpool.models import Account, AuditEntry, JournalEntry, RecoveryCode, SecondFactor, Setting
from talentpool.security.roles import ROLES
from tests.factories import add_unit
from tests.web.conftest import PASSWORD, SECRET, Filling, SignIn, pass_sign_in, second_code
from tests.web.pages import Page, PageClient

SVG = "{http://www.w3.org/2000/svg}"
START, SET_UP = "/accounts/second-factor/start", "/accounts/second-factor/set-up"


def code_now(*, later: int = 0) -> str:
    return code_of(SECRET, step_at(datetime.now(UTC)) + later)


@pytest.fixture
def known_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fresh secret is SECRET."""
    monkeypatch.setattr("talentpool.accounts.totp.new_secret", lambda: SECRET)


@pytest.fixture
def fresh(filling: Filling) -> Callable[..., str]:
    """An account without a second factor, whatever its role."""

    def make(role: str, *, username: str = "fresh") -> str:
        with filling():
            open_account(username=username, display_name="新人", password=PASSWORD, role=role, unit=None)
        return username

    return make


def switch_on(client: PageClient) -> Page:
    """Through the pages; gives that of the recovery codes."""
    client.get(SET_UP)
    client.post(START, {"current": PASSWORD})
    client.get(SET_UP)
    return client.post("/accounts/second-factor/confirm", {"code": code_now()}, status=200)


@pytest.mark.parametrize("role", [role.key for role in ROLES.values() if role.second_factor])
def test_a_role_that_needs_a_second_factor_opens_nothing_without_one(
    browser_of: Callable[[], PageClient], fresh: Callable[..., str], known_secret: None, role: str
) -> None:
    client = browser_of()
    pass_sign_in(client, fresh(role))
    for url in ("/", "/accounts", "/people", "/audit", "/accounts/me", "/exports"):
        assert client.get(url, status=302).location == SET_UP, url
    client.get(SET_UP)
    client.post("/accounts/1/disable")
    page = switch_on(client)
    assert len(page.all(".//ol[@id='recovery-codes']/li")) == 10
    client.get("/")
    client.get("/accounts/me")


def test_the_roles_that_need_one_are_the_offices_and_the_county() -> None:
    assert [role.key for role in ROLES.values() if role.second_factor] == [
        "system_administrator",
        "security_administrator",
        "auditor",
        "county_org_department",
    ]


def test_the_accounts_of_the_sample_are_spared_and_no_other_account_is(
    browser_of: Callable[[], PageClient], fresh: Callable[..., str], filling: Filling
) -> None:
    fresh("auditor", username="shenji")
    fresh("auditor", username="real")
    with filling():
        db.session.add(Setting(key=SAMPLE_ACCOUNTS, value=["shenji"]))
    client = browser_of()
    pass_sign_in(client, "shenji")
    client.get("/audit")
    assert "示例账号:不要求第二因素" in client.get("/accounts/me").said
    client = browser_of()
    pass_sign_in(client, "real")
    assert client.get("/audit", status=302).location == SET_UP


def test_switching_it_on_ends_the_other_sessions_and_renews_this_one(
    sign_in: SignIn, browser_of: Callable[[], PageClient], known_secret: None
) -> None:
    here, there = sign_in("village_staff", username="clerk"), browser_of()
    pass_sign_in(there, "clerk")
    kept = here.browser.get_cookie("talentpool")
    assert kept is not None
    switch_on(here)
    there.get("/people", status=302)
    here.get("/people")
    old = browser_of()
    old.browser.set_cookie("talentpool", kept.value, domain="localhost")
    old.get("/people", status=302)


def test_the_password_is_asked_for_before_anything_changes(sign_in: SignIn, filling: Filling) -> None:
    client = sign_in("village_staff", username="clerk")
    client.get(SET_UP)
    assert "现密码不对" in client.post(START, {"current": "wrong"}, status=422).said
    with filling():
        assert db.session.scalar(select(func.count(SecondFactor.id))) == 0
    guard = sign_in("auditor")
    guard.get(SET_UP)
    refused = guard.post("/accounts/second-factor/codes", {"current": "wrong"}, status=422)
    assert "现密码不对" in refused.said


def test_a_wrong_first_code_leaves_it_off(sign_in: SignIn, known_secret: None, filling: Filling) -> None:
    client = sign_in("village_staff", username="clerk")
    client.get(SET_UP)
    client.post(START, {"current": PASSWORD})
    page = client.get(SET_UP)
    assert page.one(f".//{SVG}path").get("d", "").startswith("M4,4h1v1")
    assert page.words(".//*[@id='secret']")[0].replace(" ", "") == "N5XGY6JAMZXXEIDUMVZXI4ZAGEZDGNBV"
    refused = client.post("/accounts/second-factor/confirm", {"code": "000000"}, status=422)
    assert "验证码不对" in refused.said
    assert "扫描二维码" in refused.said
    client.post("/accounts/logout")
    assert pass_sign_in(client, "clerk").location == "/"


def test_signing_in_asks_for_a_code_and_takes_each_once(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name, client, other = new_account("auditor"), browser_of(), browser_of()
    code = second_code(blank_app, name)
    for one in (client, other):
        one.get("/accounts/login")
        half = one.post("/accounts/login?next=/audit", {"username": name, "password": PASSWORD})
        assert half.location == "/accounts/second-factor?next=/audit"
        assert one.get("/audit", status=302).location.startswith("/accounts/login")
        one.get(half.location)
    assert client.post(half.location, {"code": f"{code[:3]} {code[3:]}"}).location == "/audit"
    client.get("/audit")
    refused = other.post(half.location, {"code": code}, status=422)
    assert "验证码不对、已用过" in refused.said
    assert other.post(half.location, {"code": code_now(later=1)}).location == "/audit"


def test_an_older_code_than_the_last_one_is_refused_too(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name, client = new_account("auditor"), browser_of()
    second_code(blank_app, name)
    before, after = code_now(later=-1), code_now(later=1)
    for code, status in ((after, 302), (before, 422)):
        client.get("/accounts/login")
        half = client.post("/accounts/login", {"username": name, "password": PASSWORD})
        client.get(half.location)
        client.post(half.location, {"code": code}, status=status)
        client.get("/accounts/password", status=200 if status == 302 else 302)
        client.post("/accounts/logout")
        client.browser.delete_cookie("talentpool")


def test_wrong_codes_lock_like_wrong_passwords_and_a_right_password_does_not_forgive_them(
    blank_app: Flask, browser_of: Callable[[], PageClient], new_account: Callable[..., str]
) -> None:
    name, client = new_account("auditor"), browser_of()
    for _round in range(5):
        client.get("/accounts/login")
        half = client.post("/accounts/login", {"username": name, "password": PASSWORD})
        client.get(half.location)
        client.post(half.location, {"code": "000000"}, status=422)
    assert (
        "已用过,或该账号暂时被锁定"
        in client.post(half.location, {"code": second_code(blank_app, name)}, status=422).said
    )
    client.get("/accounts/login")
    client.post("/accounts/login", {"username": name, "password": PASSWORD}, status=422)


def test_half_a_sign_in_waits_five_minutes_and_leads_nowhere(
    blank_app: Flask,
    browser_of: Callable[[], PageClient],
    new_account: Callable[..., str],
    filling: Filling,
) -> None:
    from datetime import timedelta

    from sqlalchemy import update

    from talentpool.models import LoginSession

    client = browser_of()
    assert client.get("/accounts/second-factor", status=302).location == "/accounts/login"
    name = new_account("auditor")
    client.get("/accounts/login")
    half = client.post("/accounts/login", {"username": name, "password": PASSWORD})
    client.get(half.location)
    with filling():
        late = datetime.now(UTC) - timedelta(minutes=5, seconds=1)
        db.session.execute(update(LoginSession).values(created_at=late))
    answer = client.post(half.location, {"code": second_code(blank_app, name)})
    assert answer.location == "/accounts/login"


def test_each_recovery_code_lets_in_once(
    sign_in: SignIn, browser_of: Callable[[], PageClient], known_secret: None, filling: Filling
) -> None:
    client = sign_in("village_staff", username="clerk")
    codes = switch_on(client).words(".//ol[@id='recovery-codes']/li")

    def enter(code: str, *, status: int) -> None:
        fresh_browser = browser_of()
        fresh_browser.get("/accounts/login")
        half = fresh_browser.post("/accounts/login", {"username": "clerk", "password": PASSWORD})
        fresh_browser.get(half.location)
        fresh_browser.post(half.location, {"code": code}, status=status)

    enter(codes[0].lower().replace("-", " "), status=302)
    enter(codes[0], status=422)
    enter(codes[1], status=302)
    assert "还有8个可用" in client.get("/accounts/me").said
    client.get(SET_UP)
    page = client.post("/accounts/second-factor/codes", {"current": PASSWORD}, status=200)
    renewed = page.words(".//ol[@id='recovery-codes']/li")
    assert not set(renewed) & set(codes)
    enter(codes[2], status=422)
    enter(renewed[0], status=302)
    with filling():
        kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
        assert all(len(one) == 64 for one in kept)
        events = db.session.scalars(select(JournalEntry.event).where(JournalEntry.event == "使用恢复码"))
        assert len(events.all()) == 3
        written = [*db.session.scalars(select(AuditEntry)), *db.session.scalars(select(JournalEntry))]
        assert all(code not in str(vars(row)) for row in written for code in (*codes, *renewed))
        assert all(SECRET.decode() not in str(vars(row)) for row in written)


def test_the_optional_one_is_switched_off_again_and_the_needed_one_is_not(
    sign_in: SignIn, known_secret: None
) -> None:
    client = sign_in("village_staff", username="clerk")
    switch_on(client)
    client.get(SET_UP)
    client.post("/accounts/second-factor/off", {"current": "wrong"}, status=422)
    client.post("/accounts/second-factor/off", {"current": PASSWORD})
    assert "未启用" in client.get("/accounts/me").said
    auditor = sign_in("auditor")
    auditor.get(SET_UP)
    auditor.post("/accounts/second-factor/off", {"current": PASSWORD})
    assert "必须使用第二因素,不能停用" in auditor.get(SET_UP).said


def test_the_security_administrator_resets_a_lost_one_but_not_his_own(
    sign_in: SignIn, browser_of: Callable[[], PageClient], filling: Filling, known_secret: None
) -> None:
    user, guard = sign_in("auditor", username="lost"), sign_in("security_administrator", username="guard")
    admin = sign_in("system_administrator")
    with filling():
        ids = {row.username: row.id for row in db.session.execute(select(Account.username, Account.id))}
    reset = f"/accounts/{ids['lost']}/second-factor/reset"
    admin.post(reset, status=403)
    guard.get(f"/accounts/{ids['lost']}")
    guard.post(reset)
    user.get("/audit", status=302)
    client = browser_of()
    client.get("/accounts/login")
    assert client.post("/accounts/login", {"username": "lost", "password": PASSWORD}).location == "/"
    assert client.get("/audit", status=302).location == SET_UP
    guard.post(f"/accounts/{ids['guard']}/second-factor/reset")
    assert "不能重置自己的第二因素" in guard.get(f"/accounts/{ids['guard']}").said
    with filling():
        acts = db.session.execute(
            select(AuditEntry.actor, AuditEntry.operation).where(AuditEntry.act == "重置第二因素")
        )
        assert [tuple(row) for row in acts] == [("测试guard(guard)", "delete")]


def test_a_county_role_granted_later_asks_for_a_second_factor_then(sign_in: SignIn, filling: Filling) -> None:
    with filling():
        add_unit(db.session, "青禾镇")
    user, guard = sign_in("village_staff", username="clerk"), sign_in("security_administrator")
    user.get("/people")
    with filling():
        account_id = db.session.scalar(select(Account.id).where(Account.username == "clerk"))
    guard.get(f"/accounts/{account_id}/grants/new")
    guard.post(f"/accounts/{account_id}/grants/new", {"role": "county_org_department", "unit": "0"})
    pass_sign_in(user, "clerk")
    assert user.get("/people", status=302).location == SET_UP
