"""The console when nobody gets in: the operator lists, unlocks and resets, and is logged as himself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import AuditEntry, JournalEntry, LoginAttempt, RecoveryCode, SecondFactor
from tests.web.conftest import Filling, pass_sign_in
from tests.web.pages import PageClient

Run = Callable[..., tuple[int, str, str]]


def test_the_accounts_are_listed_with_their_roles(run: Run, new_account: Callable[..., str]) -> None:
    new_account("auditor", username="shen")
    code, said, _ = run("accounts", "list")
    assert code == 0
    assert said.split() == ["shen", "正常", "测试shen", "审计员"]


def test_a_lock_is_lifted(run: Run, new_account: Callable[..., str], filling: Filling) -> None:
    new_account("village_staff", username="clerk")
    with filling():
        now = datetime.now(UTC)
        db.session.add_all(LoginAttempt(at=now, username="clerk", address="x") for _number in range(5))
    assert run("accounts", "unlock", "clerk")[0] == 0
    with filling():
        assert db.session.scalar(select(func.count(LoginAttempt.id))) == 0
        entry = db.session.scalars(select(JournalEntry)).one()
        assert (entry.event, entry.subject) == ("解锁账号", "clerk")
        assert entry.actor.startswith("本机操作员(")
    code, _, complaint = run("accounts", "unlock", "nobody")
    assert code == 2
    assert "没有账号“nobody”" in complaint


def test_an_administrator_who_lost_everything_is_let_in_again(
    run: Run, new_account: Callable[..., str], browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    new_account("security_administrator", username="guard")
    code, said, _ = run("accounts", "reset", "guard", "--second-factor")
    assert code == 0
    password = said.split("一次性密码: ")[1].split()[0]
    client = browser_of()
    assert pass_sign_in(client, "guard", password).location == "/"
    assert client.get("/accounts", status=302).location == "/accounts/password"
    with filling():
        assert db.session.scalar(select(func.count(SecondFactor.id))) == 0
        assert db.session.scalar(select(func.count(RecoveryCode.id))) == 0
        acts = db.session.execute(
            select(AuditEntry.act, AuditEntry.record_table).where(AuditEntry.act.like("重置%"))
        )
        assert {tuple(act) for act in acts} == {("重置密码", "account"), ("重置第二因素", "second_factor")}
        kept = [str(vars(row)) for row in db.session.scalars(select(AuditEntry))]
        assert all(password not in row for row in kept)
