"""The acts of the security administrator beside granting: the policy, unlocking, sessions, lost telephones.

Unlocking and ending sessions change no audited row: whoever calls them notes it in the journal.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from talentpool.accounts import second_factor, signing_in
from talentpool.accounts.policy import SECURITY_POLICY, SecurityPolicy
from talentpool.accounts.sessions import end_sessions
from talentpool.audit.recorder import action
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Setting
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.wording import say


def set_policy(policy: SecurityPolicy, *, by: Actor) -> SecurityPolicy:
    """Put another policy in force; RuleBroken with every number out of bounds."""
    if not by.may(Permission.SECURITY_MANAGE):
        raise NotAllowed(say("由安全管理员设置"))
    policy.checked()
    setting = db.session.scalar(select(Setting).where(Setting.key == SECURITY_POLICY))
    with action("变更安全策略"):
        if setting is None:
            setting = Setting(key=SECURITY_POLICY, value={})
            db.session.add(setting)
        setting.value = policy.kept()
        db.session.flush()
    return policy


def unlock(account: Account) -> None:
    """Forget the failures of an account."""
    signing_in.forget_failures(account)


def end_all_sessions(account: Account, *, at: datetime) -> None:
    """Sign an account out everywhere."""
    end_sessions(account, at=at, reason="安全管理员结束")


def reset_second_factor(account: Account, *, by: Actor, at: datetime) -> None:
    """Take a lost second factor away; nobody does so for himself, or a stolen session would."""
    if by.account_id is not None and by.account_id == account.id:
        raise RuleBroken(say("不能重置自己的第二因素,请由另一位安全管理员或在控制台办理"))
    second_factor.switch_off(account, act="重置第二因素")
    end_sessions(account, at=at, reason="重置第二因素")
