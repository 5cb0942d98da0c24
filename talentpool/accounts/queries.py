"""Reading accounts; they belong to the installation, not to a unit's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Account, Grant, Setting, Unit
from talentpool.sample.accounts import USERS
from talentpool.security.roles import ROLES
from talentpool.vocabulary import UnitType
from talentpool.wording import say

SAMPLE_ACCOUNTS = "sample_accounts"


@dataclass(frozen=True)
class SampleAccount:
    """What the sign-in page of the sample town shows."""

    name: str
    password: str
    role: str


def list_accounts() -> Sequence[Account]:
    """All accounts by user name, grants and their units loaded."""
    statement = (
        select(Account)
        .options(selectinload(Account.grants).joinedload(Grant.unit))
        .order_by(Account.username)
    )
    return db.session.scalars(statement).all()


def get_account(account_id: int) -> Account:
    """One account, or Missing."""
    account = db.session.get(Account, account_id, options=[joinedload(Account.grants)])
    if account is None:
        raise Missing(say("没有这个账号"))
    return account


def unit_choices() -> list[tuple[int, str]]:
    """Units for a select field, by office order, villages named with their township."""
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.unit_type).order_by(Unit.path, Unit.position, Unit.id)
    )
    return [
        (row.id, row.name if row.unit_type in (UnitType.COUNTY, UnitType.TOWNSHIP) else f"  {row.name}")
        for row in rows
    ]


def find_unit(unit_id: int) -> Unit | None:
    """The unit with this id, None for 0 or an unknown one."""
    return db.session.get(Unit, unit_id) if unit_id else None


def list_sample_accounts() -> list[SampleAccount]:
    """The sample town's accounts; empty in a real installation. Their passwords stand in no table."""
    kept = db.session.scalar(select(Setting.value).where(Setting.key == SAMPLE_ACCOUNTS)) or []
    return [
        SampleAccount(name=user.username, password=user.password, role=ROLES[user.role].label)
        for user in USERS
        if user.username in kept
    ]
