"""Reading accounts; they belong to the installation, not to a unit's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from talentpool.accounts.duties import SAMPLE_ACCOUNTS
from talentpool.accounts.rules import Held
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Account, Grant, PasswordRecord, Setting, Unit
from talentpool.sample.accounts import USERS
from talentpool.security.roles import OFFICES, ROLES
from talentpool.vocabulary import UnitType
from talentpool.wording import say

MOST_CONTEXT_UNITS = 100


@dataclass(frozen=True)
class SampleAccount:
    """What the sign-in page of the sample town shows."""

    name: str
    password: str
    role: str


@dataclass(frozen=True)
class AccountFilter:
    """What the list is narrowed to; "" narrows nothing."""

    words: str = ""
    role: str = ""
    state: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.words or self.role or self.state)


def select_accounts(wanted: AccountFilter) -> Select[Account]:
    """Accounts by user name, grants and their units loaded."""
    statement = (
        select(Account)
        .options(selectinload(Account.grants).joinedload(Grant.unit))
        .order_by(Account.username, Account.id)
    )
    if wanted.words:
        like = f"%{wanted.words.lower().replace('%', '').replace('_', '')}%"
        statement = statement.where(
            or_(func.lower(Account.username).like(like), func.lower(Account.display_name).like(like))
        )
    if wanted.role:
        statement = statement.where(Account.grants.any(Grant.role == wanted.role))
    if wanted.state == "disabled":
        statement = statement.where(Account.disabled_at.is_not(None))
    elif wanted.state == "open":
        statement = statement.where(Account.disabled_at.is_(None))
    elif wanted.state == "no_role":
        statement = statement.where(~Account.grants.any())
    return statement


def count_accounts() -> tuple[int, int]:
    """(all accounts, those disabled)."""
    row = db.session.execute(select(func.count(Account.id), func.count(Account.disabled_at))).one()
    return row[0], row[1]


def get_account(account_id: int) -> Account:
    """One account, or Missing."""
    account = db.session.get(Account, account_id, options=[joinedload(Account.grants).joinedload(Grant.unit)])
    if account is None:
        raise Missing(say("没有这个账号"))
    return account


def get_grant(grant_id: int) -> Grant:
    """One grant with its account, or Missing."""
    grant = db.session.get(Grant, grant_id, options=[joinedload(Grant.account), joinedload(Grant.unit)])
    if grant is None:
        raise Missing(say("没有这项授权,可能已被收回"))
    return grant


def _same_holder(account: Account) -> ColumnElement[bool]:
    """Accounts of the person who holds this one, as far as they are tied to him."""
    same = [Account.id == account.id]
    if account.holder_id is not None:
        same.append(Account.holder_id == account.holder_id)
    if account.identity_fingerprint is not None:
        same.append(Account.identity_fingerprint == account.identity_fingerprint)
    return or_(*same)


def list_account_ids_of_holder(account: Account) -> Sequence[int]:
    """The ids of all accounts of the person who holds this one, itself among them."""
    return db.session.scalars(select(Account.id).where(_same_holder(account)).order_by(Account.id)).all()


def list_roles_of_holder(account: Account) -> list[Held]:
    """The roles of all accounts of one person, whenever they hold."""
    statement = (
        select(Grant.role, Grant.starts_on, Grant.ends_on, Account.username)
        .join(Account, Account.id == Grant.account_id)
        .where(_same_holder(account))
        .order_by(Grant.id)
    )
    return [Held(*row) for row in db.session.execute(statement)]


def in_force(on: date) -> ColumnElement[bool]:
    """Grants that hold on a day, as a condition."""
    return or_(Grant.starts_on.is_(None), Grant.starts_on <= on) & or_(
        Grant.ends_on.is_(None), Grant.ends_on >= on
    )


def count_holders(role: str, *, on: date) -> int:
    """How many accounts that may sign in hold a role on a day."""
    statement = (
        select(func.count(Account.id.distinct()))
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.role == role, Account.disabled_at.is_(None), in_force(on))
    )
    return db.session.scalar(statement) or 0


def list_sole_offices(account: Account, *, on: date) -> list[str]:
    """The offices that this account holds on a day and no other account that may sign in."""
    others = (
        select(Grant.role)
        .join(Account, Account.id == Grant.account_id)
        .where(Account.id != account.id, Account.disabled_at.is_(None), in_force(on))
    )
    mine = select(Grant.role).where(
        Grant.account_id == account.id, Grant.role.in_(OFFICES), in_force(on), Grant.role.not_in(others)
    )
    return list(db.session.scalars(mine.distinct().order_by(Grant.role)))


def list_context_words(account: Account) -> list[str]:
    """Names that the account's password may not hold: its own, those of its units and of the townships."""
    own = [grant.unit.name for grant in account.grants if grant.unit]
    top = db.session.scalars(
        select(Unit.name)
        .where(Unit.unit_type.in_((UnitType.COUNTY, UnitType.TOWNSHIP)))
        .order_by(Unit.id)
        .limit(MOST_CONTEXT_UNITS)
    )
    return [account.username, account.display_name, *own, *top]


def list_former_hashes(account: Account, *, count: int) -> Sequence[str]:
    """The hashes of the account's last passwords, the present one among them."""
    former = db.session.scalars(
        select(PasswordRecord.password_hash)
        .where(PasswordRecord.account_id == account.id)
        .order_by(PasswordRecord.set_at.desc(), PasswordRecord.id.desc())
        .limit(count - 1)
    ).all()
    return [account.password_hash, *former]


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
