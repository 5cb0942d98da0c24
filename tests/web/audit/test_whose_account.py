"""The log of accounts says whose account it was: in the list, on the page of a record and in its title."""

from __future__ import annotations

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Account, Grant
from tests.web.conftest import SignIn
from tests.web.pages import PageClient

WHOSE = "测试clerk(clerk)"


def _ids(client: PageClient) -> tuple[int, int]:
    with client.app.app_context():
        account = db.session.scalars(select(Account.id).where(Account.username == "clerk")).one()
        grant = db.session.scalars(select(Grant.id).where(Grant.account_id == account)).one()
        db.session.remove()
    return account, grant


def test_a_grant_its_withdrawal_and_a_reset_name_the_account(sign_in: SignIn) -> None:
    clerk = sign_in("auditor", username="clerk")
    account, grant = _ids(clerk)
    auditor = sign_in("auditor", username="watcher")
    listed = auditor.get("/audit?table=role_grant")
    assert f"角色授权 {WHOSE}" in listed.said
    page = auditor.get(f"/audit/records/role_grant/{grant}")
    assert page.words(".//h1") == [f"角色授权 {WHOSE}的变更记录"]
    guard = sign_in("security_administrator", username="guard")
    guard.get(f"/accounts/{account}")
    guard.post(f"/accounts/grants/{grant}/revoke")
    assert auditor.get(f"/audit/records/role_grant/{grant}").words(".//h1") == [f"角色授权 {WHOSE}的变更记录"]
    admin = sign_in("system_administrator", username="admin")
    admin.get(f"/accounts/{account}")
    admin.post(f"/accounts/{account}/reset", status=200)
    page = auditor.get("/audit?table=account")
    assert f"账号 {WHOSE}" in page.said
    assert WHOSE in auditor.get(f"/audit/records/account/{account}").words(".//h1")[0]


def test_unlocking_and_ending_sessions_name_login_and_holder(sign_in: SignIn) -> None:
    clerk = sign_in("auditor", username="clerk")
    account, _grant = _ids(clerk)
    guard = sign_in("security_administrator", username="guard")
    guard.get(f"/accounts/{account}")
    guard.post(f"/accounts/{account}/unlock")
    guard.get(f"/accounts/{account}")
    guard.post(f"/accounts/{account}/sessions/end")
    page = sign_in("auditor", username="watcher").get("/audit/events")
    assert [row[3] for row in page.rows if row[2] in ("解锁账号", "结束登录")] == [WHOSE, WHOSE]
