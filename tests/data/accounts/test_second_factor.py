"""The rows behind the second factor: a code is taken once even by two at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.accounts import second_factor
from talentpool.accounts.totp import code_of, step_at
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, RecoveryCode, SecondFactor

NOW = datetime(2023, 6, 30, 8, 0, 15, tzinfo=UTC)


@pytest.fixture
def account(app: Flask) -> Account:
    """An account with a second factor in force; one of its codes is taken."""
    row = Account(username="a", display_name="a", password_hash="x", password_changed_at=NOW, created_at=NOW)
    db.session.add(row)
    db.session.flush()
    second_factor.start(row)
    second_factor.confirm(row, _code(row, later=-1), at=NOW)
    db.session.commit()
    return row


def _code(row: Account, *, later: int = 0) -> str:
    assert row.second_factor is not None
    assert row.second_factor.secret is not None
    return code_of(row.second_factor.secret, step_at(NOW) + later)


def test_a_code_is_taken_once_and_none_before_it_afterwards(account: Account) -> None:
    assert not second_factor.take_code(account, _code(account, later=-1), at=NOW)
    assert second_factor.take_code(account, _code(account), at=NOW)
    assert not second_factor.take_code(account, _code(account), at=NOW)
    assert second_factor.take_code(account, _code(account, later=1), at=NOW)
    assert not second_factor.take_code(account, _code(account), at=NOW)


def test_of_two_who_send_one_code_at_once_one_passes(app: Flask, account: Account) -> None:
    account_id, code = account.id, _code(account)
    if db.engine.dialect.name == "sqlite":
        pytest.skip("the tests' SQLite database has one connection; a writer waits for the other")
    db.session.commit()
    passed, ready = [], threading.Barrier(2)

    def send() -> None:
        with app.app_context():
            row = db.session.get_one(Account, account_id)
            ready.wait(5)
            passed.append(second_factor.take_code(row, code, at=NOW))
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=send) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False, True]


def test_recovery_codes_are_kept_as_hashes_and_die_with_the_factor(account: Account) -> None:
    codes = second_factor.renew_recovery_codes(account)
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(kept) == len(set(kept)) == 10
    assert not set(kept) & set(codes)
    assert second_factor.take_recovery_code(account, codes[3], at=NOW)
    assert not second_factor.take_recovery_code(account, codes[3], at=NOW)
    assert second_factor.count_recovery_codes(account) == 9
    second_factor.switch_off(account, act="停用第二因素")
    assert not second_factor.take_recovery_code(account, codes[4], at=NOW)
    assert db.session.scalar(select(func.count(SecondFactor.id))) == 0


def test_a_code_of_another_account_fits_nobody_else(app: Flask, account: Account) -> None:
    other = Account(
        username="b", display_name="b", password_hash="x", password_changed_at=NOW, created_at=NOW
    )
    db.session.add(other)
    db.session.flush()
    assert not second_factor.take_code(other, _code(account), at=NOW)
    codes = second_factor.renew_recovery_codes(account)
    assert not second_factor.take_recovery_code(other, codes[0], at=NOW)
    with pytest.raises(RuleBroken, match="重新开始"):
        second_factor.confirm(other, _code(account), at=NOW)


def test_what_is_on_is_not_started_again(account: Account) -> None:
    with pytest.raises(RuleBroken, match="先停用"):
        second_factor.start(account)
