"""How an installation gets its first administrators: by one-time codes on the console, one for each office.

The system administrator opens accounts, the security administrator grants roles; neither can begin
without the other. Codes stand as long as nobody holds the office, so a lost office is filled again
at the console too. Only their hashes are kept.
"""

from __future__ import annotations

import hmac
from datetime import UTC, date, datetime

from sqlalchemy import select

from talentpool.accounts.codes import hashed_code, new_code
from talentpool.accounts.holders import tie_to_holder
from talentpool.accounts.queries import count_holders
from talentpool.accounts.services import open_account
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Account, Setting
from talentpool.wording import say

FIRST_CODES = "first_administrator_codes"
BY_CODE = ("system_administrator", "security_administrator")


def vacant_offices(*, on: date) -> list[str]:
    """Offices filled by a code that nobody holds on a day."""
    return [role for role in BY_CODE if count_holders(role, on=on) == 0]


def issue_codes(*, on: date) -> dict[str, str]:
    """role → a fresh code for each vacant office; older codes die."""
    codes = {role: new_code() for role in vacant_offices(on=on)}
    setting = _find_setting()
    if setting is None:
        setting = Setting(key=FIRST_CODES, value={})
        db.session.add(setting)
    setting.value = {role: hashed_code(code) for role, code in codes.items()}
    db.session.flush()
    return codes


def waits_for_code(*, on: date) -> bool:
    """Whether a code stands with which an office can be filled."""
    setting = _find_setting()
    return setting is not None and bool(set(setting.value) & set(vacant_offices(on=on)))


def open_first_account(
    *, code: str, username: str, display_name: str, id_number: str, password: str, on: date
) -> Account:
    """The account of the office whose code was given; each code works once, while the office is vacant.

    It is tied to its holder by the ID number, so that the other office goes to another person.
    """
    setting = _find_setting()
    given = hashed_code(code)
    kept: dict[str, str] = dict(setting.value) if setting else {}
    role = next((role for role, known in kept.items() if hmac.compare_digest(known, given)), None)
    if setting is None or role is None or role not in vacant_offices(on=on):
        raise RuleBroken(say("一次性代码不对或已用过,请在控制台重新取得"))
    account = open_account(
        username=username,
        display_name=display_name,
        password=password,
        role=role,
        unit=None,
        at=datetime.now(UTC),
    )
    tie_to_holder(account, id_number)
    setting.value = {other: known for other, known in kept.items() if other != role}
    db.session.flush()
    return account


def _find_setting() -> Setting | None:
    return db.session.scalar(select(Setting).where(Setting.key == FIRST_CODES))
