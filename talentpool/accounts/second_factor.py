"""The second factor of an account: an authenticator app, and recovery codes that stand in for it once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from talentpool.accounts import totp
from talentpool.accounts.codes import hashed_code, new_code
from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.audit.recorder import action
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, RecoveryCode, SecondFactor
from talentpool.wording import say

RECOVERY_CODES = 10


def is_on(account: Account) -> bool:
    """Whether the account has a second factor in force."""
    return account.second_factor is not None and account.second_factor.confirmed_at is not None


def start(account: Account) -> SecondFactor:
    """A fresh secret that waits for its first code; one that waited before is gone."""
    if is_on(account):
        raise RuleBroken(say("第二因素已启用,要更换请先停用"))
    with action("开始启用第二因素"):
        if account.second_factor is not None:
            db.session.delete(account.second_factor)
            db.session.flush()
        account.second_factor = SecondFactor(secret=totp.new_secret())
        db.session.flush()
    return account.second_factor


def confirm(account: Account, typed: str, *, at: datetime) -> list[str]:
    """The first code puts the factor in force; gives the recovery codes, to be shown once."""
    if account.second_factor is None or is_on(account):
        raise RuleBroken(say("请重新开始启用"))
    if not take_code(account, typed, at=at):
        raise RuleBroken(say("验证码不对,请核对手机时间后输入App上现在显示的6位数字"))
    with action("启用第二因素"):
        account.second_factor.confirmed_at = at
        db.session.flush()
    return renew_recovery_codes(account)


def take_code(account: Account, typed: str, *, at: datetime) -> bool:
    """Whether the authenticator's code is right and was not taken before; two at once: one passes."""
    factor = account.second_factor
    if factor is None or factor.secret is None:
        return False
    step = totp.matching_step(factor.secret, typed, at=at)
    if step is None:
        return False
    taken = (
        update(SecondFactor)
        .where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(**{AUDITED_ELSEWHERE: True}, synchronize_session=False)
    )
    return _changed(taken) == 1  # a quiet column: no entry is lost


def take_recovery_code(account: Account, typed: str, *, at: datetime) -> bool:
    """Whether it is an unused recovery code of the account; it is used now."""
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == hashed_code(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    return _changed(used) == 1


def _changed(statement: Any) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


def renew_recovery_codes(account: Account) -> list[str]:
    """Fresh recovery codes; the old ones are worth nothing any more."""
    codes = [new_code() for _number in range(RECOVERY_CODES)]
    _forget_codes(account)
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=hashed_code(code)) for code in codes)
    db.session.flush()
    return codes


def count_recovery_codes(account: Account) -> int:
    """How many are left."""
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(unused) or 0


def switch_off(account: Account, *, act: str) -> None:
    """Take the second factor away, with its recovery codes; `act` names it in the log."""
    _forget_codes(account)
    if account.second_factor is None:
        return
    with action(act):
        db.session.delete(account.second_factor)
        db.session.flush()
        db.session.expire(account, ["second_factor"])


def waiting_secret(account: Account) -> bytes | None:
    """The secret that waits for its first code."""
    return account.second_factor.secret if account.second_factor and not is_on(account) else None


def qr_path(text: str) -> tuple[str, int]:
    """A QR code as one path of an SVG, a unit a module, with the quiet zone around it: (path, size)."""
    import segno

    rows: Sequence[bytearray] = segno.make(text, error="m", micro=False).matrix
    path = "".join(
        f"M{column + 4},{row + 4}h1v1h-1z"
        for row, modules in enumerate(rows)
        for column, dark in enumerate(modules)
        if dark
    )
    return path, len(rows) + 8


def _forget_codes(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
