"""Passwords on screen: what is refused and why, one-time ones, old ones, and the policy behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from talentpool.accounts.policy import SECURITY_POLICY
from talentpool.accounts.services import open_account
from talentpool.extensions import db
from talentpool.models import Account, AuditEntry, PasswordRecord, Setting
from tests.factories import add_unit
from tests.web.conftest import PASSWORD, Filling, SignIn, pass_sign_in
from tests.web.pages import Page, PageClient

CHANGE = "/accounts/password"


def change(client: PageClient, fresh: str, *, current: str = PASSWORD, status: int = 302) -> Page:
    client.get(CHANGE)
    return client.post(CHANGE, {"current": current, "password": fresh, "again": fresh}, status=status)


@pytest.mark.parametrize(
    ("current", "password", "again", "reason"),
    [
        ("wrong", "Another-Secret-27x", "Another-Secret-27x", "现密码不对"),
        (PASSWORD, "Another-Secret-27x", "Another-Secret-28x", "两次输入的新密码不一致"),
        (PASSWORD, "short", "short", "密码至少12位"),
        (PASSWORD, "alllowercaseletters", "alllowercaseletters", "三类"),
        (PASSWORD, "Village-Staff-1xyz", "Village-Staff-1xyz", "密码不能包含用户名"),
        (PASSWORD, "Qinghe-ts-88k-wm", "Qinghe-ts-88k-wm", "单位名称"),
        (PASSWORD, "J1nzhucun-ts-88k", "J1nzhucun-ts-88k", "单位名称"),
        (PASSWORD, "Rencaiku-ts-88k", "Rencaiku-ts-88k", "本系统的名称"),
        (PASSWORD, "P@ssw0rd-2023!", "P@ssw0rd-2023!", "太常见"),
        (PASSWORD, "Woaini1314520!", "Woaini1314520!", "太常见"),
        (PASSWORD, PASSWORD, PASSWORD, "最近用过的密码"),
    ],
)
def test_a_password_change_is_refused_with_its_reason(
    sign_in: SignIn, filling: Filling, current: str, password: str, again: str, reason: str
) -> None:
    with filling():
        add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
    client = sign_in("village_staff", unit="金竹村")
    client.get(CHANGE)
    data = {"current": current, "password": password, "again": again}
    assert reason in client.post(CHANGE, data, status=422).said
    client.get("/people")


def test_the_last_five_passwords_do_not_come_back_and_the_sixth_may(sign_in: SignIn) -> None:
    client = sign_in("village_staff", username="clerk")
    used = [PASSWORD, *(f"Brand-New-Sign-{number}k" for number in range(5))]
    for before, fresh in zip(used, used[1:], strict=False):
        change(client, fresh, current=before)
        pass_sign_in(client, "clerk", fresh)
    for old in used[1:]:
        assert "最近用过的密码" in change(client, old, current=used[-1], status=422).said
    change(client, PASSWORD, current=used[-1])


def test_wrong_present_passwords_lock_the_account(sign_in: SignIn) -> None:
    client = sign_in("village_staff", username="clerk")
    for _attempt in range(5):
        change(client, "Brand-New-Sign-1k", current="wrong", status=422)
    assert "现密码不对" in change(client, "Brand-New-Sign-1k", status=422).said


def test_a_one_time_password_opens_nothing_but_the_page_on_which_it_is_changed(
    sign_in: SignIn, browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    admin, client = sign_in("system_administrator"), browser_of()
    with filling():
        open_account(
            username="clerk", display_name="文书", password=PASSWORD, role="village_staff", unit=None
        )
        account_id = db.session.scalar(select(Account.id).where(Account.username == "clerk"))
    admin.get(f"/accounts/{account_id}")
    page = admin.post(f"/accounts/{account_id}/reset", status=200)
    [once] = page.words(".//*[@id='one-time-password']")
    pass_sign_in(client, "clerk", once)
    for url in ("/", "/people", "/accounts/me"):
        assert client.get(url, status=302).location == CHANGE
    assert "一次性密码" in client.get(CHANGE).said
    assert client.post("/people/bulk", {}).location == CHANGE
    change(client, "Brand-New-Sign-1k", current=once)
    pass_sign_in(client, "clerk", "Brand-New-Sign-1k")
    client.get("/people")
    with filling():
        rows = [*db.session.scalars(select(AuditEntry)), *db.session.scalars(select(PasswordRecord))]
        assert rows
        assert all(once not in str(vars(row)) for row in rows)


def test_an_old_password_has_to_be_changed_first_but_not_under_the_long_one(
    sign_in: SignIn, filling: Filling
) -> None:
    client = sign_in("village_staff", username="clerk")

    def age(days: int) -> None:
        with filling():
            row = db.session.scalars(select(Account)).one()
            row.password_changed_at = datetime.now(UTC) - timedelta(days=days)

    age(89)
    client.get("/people")
    age(91)
    assert client.get("/people", status=302).location == CHANGE
    assert "密码已使用90天以上" in client.get(CHANGE).said
    with filling():
        db.session.add(Setting(key=SECURITY_POLICY, value={"passwords": "asvs"}))
    client.get("/people")


def test_a_hash_of_another_cost_is_renewed_at_sign_in(
    browser_of: Callable[[], PageClient], new_account: Callable[..., str], filling: Filling
) -> None:
    name = new_account("village_staff")
    with filling():
        row = db.session.scalars(select(Account)).one()
        row.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    client = browser_of()
    client.get("/accounts/login")
    client.post("/accounts/login", {"username": name, "password": "wrong"}, status=422)
    with filling():
        assert "m=8192,t=1" in db.session.scalars(select(Account.password_hash)).one()
    pass_sign_in(client, name)
    with filling():
        assert "m=19456,t=2,p=1" in db.session.scalars(select(Account.password_hash)).one()


def test_the_security_administrator_changes_the_policy_within_bounds(sign_in: SignIn) -> None:
    guard, admin = sign_in("security_administrator"), sign_in("system_administrator")
    assert "等保:12位以上" in admin.get("/accounts/policy").said
    admin.get("/accounts/policy/change", status=403)
    guard.get("/accounts/policy/change")
    numbers = {
        "max_age_days": "60",
        "history": "4",
        "attempts_per_name": "4",
        "attempts_per_address": "40",
        "locked_minutes": "20",
        "idle_minutes": "20",
        "longest_hours": "8",
    }
    refused = guard.post(
        "/accounts/policy/change", {**numbers, "passwords": "asvs", "idle_minutes": "600"}, status=422
    )
    assert "应为5至60" in refused.said
    guard.post("/accounts/policy/change", {**numbers, "passwords": "asvs"})
    said = guard.get("/accounts/policy").said
    assert "长口令:15位以上" in said
    client = sign_in("village_staff", username="clerk")
    assert "密码至少15位" in change(client, "Short-one-14", status=422).said
    change(client, "four plain words in a row")


def test_a_small_office_leaves_an_office_to_a_named_holder_at_the_county(
    sign_in: SignIn, filling: Filling
) -> None:
    guard, admin = sign_in("security_administrator", username="guard"), sign_in("system_administrator")
    assert "无人担任" in guard.get("/accounts/offices").said
    admin.get("/accounts/offices/auditor/county", status=403)
    guard.get("/accounts/offices/auditor/county")
    guard.get("/accounts/offices/system-administrator/county", status=404)
    guard.post("/accounts/offices/auditor/county", {"name": "周审", "place": "县委组织部"})
    said = admin.get("/accounts/offices").said
    assert "县委组织部 周审" in said
    assert "本单位无人能查看审计日志" in said
    with filling():
        for name, shown in (("local", "本地人"), ("county", "周审")):
            opened = open_account(username=name, display_name=shown, password=PASSWORD, role=None, unit=None)
            opened.id_number = {"local": "519901197205068435", "county": "51990119800101000X"}[name]
        ids = {row.username: row.id for row in db.session.execute(select(Account.username, Account.id))}
    refused = f"/accounts/{ids['local']}/grants/new"
    guard.get(refused)
    said = guard.post(refused, {"role": "auditor", "unit": "0"}, status=422).said
    assert "审计员已交由县委组织部周审担任" in said
    guard.post(f"/accounts/{ids['county']}/grants/new", {"role": "auditor", "unit": "0"})
    assert "无人担任" not in guard.get("/accounts/offices").said
    guard.post("/accounts/offices/auditor/own")
    assert "周审 请" not in guard.get("/accounts/offices").said
    guard.post(refused, {"role": "auditor", "unit": "0"})


def test_an_office_held_here_by_somebody_else_is_not_left_to_the_county_before_that_ends(
    sign_in: SignIn,
) -> None:
    guard = sign_in("security_administrator")
    sign_in("auditor", username="local")
    guard.get("/accounts/offices/auditor/county")
    data = {"name": "周审", "place": "县委组织部"}
    refused = guard.post("/accounts/offices/auditor/county", data, status=422)
    assert "测试local仍担任审计员" in refused.said
