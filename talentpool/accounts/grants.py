"""Granting and taking back roles: by the security administrator, never to himself, always on record.

The rules are asked here for their sentences; triggers of the database hold them whoever writes.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from talentpool.accounts import queries
from talentpool.accounts.holders import holder_faults, is_mentor
from talentpool.accounts.offices import county_faults, vacancy_faults
from talentpool.accounts.rules import Held, clashes, shape_faults
from talentpool.accounts.sessions import end_sessions
from talentpool.audit.recorder import action
from talentpool.errors import Doubtful, NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Grant, Unit
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.wording import say

RIGHTS_CHANGED = "权限变更"


def grant_role(
    account: Account,
    *,
    role: str,
    unit: Unit | None,
    starts_on: date | None,
    ends_on: date | None,
    by: Actor,
    at: datetime,
    on: date,
    confirmed: bool = False,
) -> Grant:
    """A role for an account over a unit, between two days (None: open); its sessions end.

    `at` is the moment of the grant, `on` the machine's day. RuleBroken with every reason; Doubtful for
    a mentor's role that reaches nobody, unless `confirmed`.
    """
    _must_be_security(by)
    wanted = Held(role, starts_on, ends_on)
    faults = shape_faults(wanted, has_unit=unit is not None, on=on)
    faults += _own_faults(account, by=by)
    faults += county_faults(role, account)
    faults += holder_faults(role, account)
    faults += clashes(wanted, queries.list_roles_of_holder(account))
    if any(
        grant.role == role
        and grant.unit is unit
        and Held(role, grant.starts_on, grant.ends_on).overlaps(wanted)
        for grant in account.grants
    ):
        faults.append(say("这一授权已有,不必重复"))
    if faults:
        raise RuleBroken(faults)
    if role == "mentor" and not confirmed and not is_mentor(account):
        raise Doubtful(
            [
                say(
                    "该账号没有登记使用人,或使用人现在没有帮带对象:授予后看不到任何后备人员,登记使用人并结对以后才能看到"
                )
            ]
        )
    grant = Grant(
        role=role,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.account_id,
        granted_at=at,
    )
    with action("授予角色"):
        account.grants.append(grant)
        _flush_within_the_rules()
    end_sessions(account, at=at, reason=RIGHTS_CHANGED)
    return grant


def revoke_grant(grant: Grant, *, by: Actor, at: datetime, on: date) -> None:
    """Take a role back; the sessions of the account end, the log keeps the grant."""
    _must_be_security(by)
    account = grant.account
    faults = _own_faults(account, by=by)
    if account.disabled_at is None:
        faults += vacancy_faults(
            account, [role for role in queries.list_sole_offices(account, on=on) if role == grant.role]
        )
    if faults:
        raise RuleBroken(faults)
    with action("收回角色"):
        db.session.delete(grant)
        db.session.flush()
        db.session.expire(account, ["grants"])
    end_sessions(account, at=at, reason=RIGHTS_CHANGED)


def _must_be_security(by: Actor) -> None:
    if not by.may(Permission.GRANTS_MANAGE):
        raise NotAllowed(say("角色由安全管理员授予"))


def _own_faults(account: Account, *, by: Actor) -> list[str]:
    """A security administrator leaves his own rights alone, through any of his accounts."""
    own = by.account_id is not None and by.account_id in queries.list_account_ids_of_holder(account)
    return [say("不能为自己授予或收回角色,请由另一位安全管理员办理")] if own else []


def _flush_within_the_rules() -> None:
    """The database's own refusal, in words: somebody else granted in between."""
    try:
        db.session.flush()
    except IntegrityError as error:
        told = str(error.orig)
        if "offices_have_holder" in told:
            db.session.rollback()
            raise RuleBroken(say("该账号的使用人刚才被取消登记,请重新打开页面")) from error
        if "offices_apart" not in told:
            raise
        db.session.rollback()
        raise RuleBroken(say("三类管理员须由不同的人担任,刚才有人为同一人授予了其他角色")) from error
