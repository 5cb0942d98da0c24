"""Accounts: the first administrator, the list, opening and disabling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from talentpool.accounts.services import issue_first_code
from talentpool.extensions import db
from talentpool.models import Account
from tests.factories import add_unit
from tests.web.conftest import PASSWORD, Filling, SignIn
from tests.web.pages import PageClient


def test_an_empty_installation_opens_its_first_administrator_by_the_code_once(
    browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    with filling():
        code = issue_first_code()
    client = browser_of()
    assert client.get("/", status=302).location.startswith("/accounts/login")
    assert client.get("/accounts/login", status=302).location == "/accounts/first"
    assert "一次性代码" in client.get("/accounts/first").said
    data = {"username": "root", "display_name": "管理员", "password": PASSWORD}
    refused = client.post("/accounts/first", {**data, "code": "0000"}, status=422)
    assert "一次性代码不对或已用过" in refused.said
    assert refused.one(".//input[@name='username']").get("value") == "root"
    assert client.post("/accounts/first", {**data, "code": code.lower()}).location == "/accounts/login"
    assert client.get("/accounts/first", status=302).location == "/accounts/login"
    client.get("/accounts/login")
    client.post("/accounts/login", {"username": "root", "password": PASSWORD})
    assert "系统管理员" in client.get("/").said


@pytest.fixture
def village(filling: Filling) -> str:
    with filling():
        town = add_unit(db.session, "青禾镇")
        add_unit(db.session, "金竹村", parent=town)
    return "金竹村"


def test_an_account_is_opened_for_a_role_over_a_unit(sign_in: SignIn, village: str, filling: Filling) -> None:
    admin = sign_in("system_administrator")
    page = admin.get("/accounts/new")
    options = {
        option.text.strip(): option.get("value")
        for option in page.all(".//select[@name='unit']/option")
        if option.text
    }
    data = {"display_name": "文书", "role": "village_staff", "unit": options[village]}
    admin.post("/accounts/new", {**data, "username": "clerk", "password": PASSWORD})
    [row] = [cells for cells in admin.get("/accounts").rows if cells[0] == "clerk"]
    assert row[1:5] == ["文书", "村(社区)工作人员", "金竹村", "正常"]
    again = admin.post("/accounts/new", {**data, "username": "CLERK", "password": PASSWORD}, status=422)
    assert "已存在" in again.said
    weak = admin.post("/accounts/new", {**data, "username": "other", "password": "weak"}, status=422)
    assert "密码至少12位" in weak.said


def test_nobody_disables_himself(sign_in: SignIn, filling: Filling) -> None:
    admin = sign_in("system_administrator", username="root")
    with filling():
        own_id = db.session.scalar(select(Account.id).where(Account.username == "root"))
    assert "当前账号" in admin.get("/accounts").said
    admin.post(f"/accounts/{own_id}/disable")
    assert "不能停用自己的账号" in admin.get("/accounts").said


@pytest.mark.parametrize("role", ["township_office", "auditor", "village_staff", "county_org_department"])
def test_only_the_system_administrator_manages_accounts(sign_in: SignIn, village: str, role: str) -> None:
    client = sign_in(role, unit=village)
    client.get("/")
    client.get("/accounts", status=403)
    client.get("/accounts/new", status=403)
    client.post("/accounts/1/disable", status=403)
