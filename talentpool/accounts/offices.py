"""The three offices: who holds them, and which a small office leaves to somebody named at the county.

An office that is left to the county is still held by an account of this installation: that of the
person who is named, and of nobody else. Whoever is asked for a grant, an unlocking or a look at the
log then sits at the county; the pages say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from talentpool.accounts.queries import in_force
from talentpool.audit.recorder import action
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Grant, Setting
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.security.roles import OFFICES, ROLES
from talentpool.wording import say

COUNTY_OFFICES = "county_offices"
MAY_BE_LEFT = ("security_administrator", "auditor")


@dataclass(frozen=True)
class CountyHolder:
    """The named person at the county: name as the account shows it, place and telephone of the office, document."""

    name: str
    place: str
    telephone: str = ""
    basis: str = ""

    def kept(self) -> dict[str, str]:
        """As it stands in the setting."""
        return {"name": self.name, "place": self.place, "telephone": self.telephone, "basis": self.basis}


@dataclass(frozen=True)
class Office:
    """One office with the accounts that hold it on a day, and the county's holder if it is left to one."""

    role: str
    label: str
    accounts: tuple[Account, ...]
    county: CountyHolder | None

    @property
    def is_vacant(self) -> bool:
        """Whether nobody here can do its acts."""
        return not self.accounts


def list_offices(*, on: date) -> list[Office]:
    """The three, in their order."""
    held: dict[str, list[Account]] = {role: [] for role in OFFICES}
    statement = (
        select(Grant.role, Account)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role.in_(OFFICES), Account.disabled_at.is_(None), in_force(on))
        .order_by(Account.username, Account.id)
    )
    for role, account in db.session.execute(statement):
        held[role].append(account)
    county = county_holders()
    return [Office(role, ROLES[role].label, tuple(held[role]), county.get(role)) for role in OFFICES]


def county_holders() -> dict[str, CountyHolder]:
    """Role → who holds it at the county."""
    kept = db.session.scalar(select(Setting.value).where(Setting.key == COUNTY_OFFICES))
    if not isinstance(kept, dict):
        return {}
    return {role: CountyHolder(**told) for role, told in kept.items() if role in MAY_BE_LEFT}


def leave_to_county(role: str, holder: CountyHolder | None, *, by: Actor, on: date) -> None:
    """Leave an office to a named person at the county, or (None) take it back."""
    if not by.may(Permission.SECURITY_MANAGE):
        raise NotAllowed(say("由安全管理员设置"))
    if role not in MAY_BE_LEFT:
        raise RuleBroken(say("系统管理员须在本单位"))
    others = [
        account.display_name
        for office in list_offices(on=on)
        if office.role == role
        for account in office.accounts
        if holder is not None and account.display_name != holder.name and account.id != by.account_id
    ]
    if others:
        raise RuleBroken(
            say(
                "本单位的%(names)s仍担任%(role)s,请先收回其角色",
                names="、".join(others),
                role=say(ROLES[role].label),
            )
        )
    _keep(role, holder)


def vacancy_faults(account: Account, roles: Iterable[str]) -> list[str]:
    """Why an account cannot be barred or lose a role just now: nobody else would hold these offices of its own."""
    return [
        say(
            "%(name)s是唯一的%(role)s:请先由安全管理员授予另一人,再办理",
            name=account.display_name,
            role=say(ROLES[role].label),
        )
        for role in roles
    ]


def county_faults(role: str, account: Account) -> list[str]:
    """Why an account cannot hold an office that is left to somebody else."""
    holder = county_holders().get(role)
    if holder is None or account.display_name == holder.name:
        return []
    return [
        say(
            "%(role)s已交由%(place)s%(name)s担任,只能授予其本人的账号",
            role=say(ROLES[role].label),
            place=holder.place,
            name=holder.name,
        )
    ]


def _keep(role: str, holder: CountyHolder | None) -> None:
    setting = db.session.scalar(select(Setting).where(Setting.key == COUNTY_OFFICES))
    if setting is None:
        setting = Setting(key=COUNTY_OFFICES, value={})
        db.session.add(setting)
    kept: Mapping[str, Any] = setting.value
    others = {key: told for key, told in kept.items() if key != role}
    with action("变更管理员岗位设置"):
        setting.value = others | ({role: holder.kept()} if holder else {})
        db.session.flush()
