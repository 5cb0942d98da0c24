"""What somebody has to do after signing in before anything else: a password of his own, a second factor.

The accounts of the sample town are spared both (decision 0014): their passwords are printed in the
README, and every page says what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from talentpool.accounts import second_factor
from talentpool.accounts.policy import security_policy
from talentpool.models import Account, Grant
from talentpool.security.roles import ROLES
from talentpool.web.working_date import setting

SAMPLE_ACCOUNTS = "sample_accounts"


class Duty(Enum):
    """A duty with the page on which it is done, and what that page needs."""

    CHANGE_PASSWORD = ("accounts.change_password",)
    SET_UP_SECOND_FACTOR = (
        "accounts.set_up_second_factor",
        "accounts.start_second_factor",
        "accounts.confirm_second_factor",
    )

    @property
    def endpoint(self) -> str:
        """Where it is done."""
        return str(self.value[0])

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Everything that may be called meanwhile."""
        return tuple(self.value)


def duty_of(account: Account, grants: Sequence[Grant], *, at: datetime) -> Duty | None:
    """The first open duty of an account with these grants in force."""
    if account.must_change_password or password_is_old(account, at=at):
        return Duty.CHANGE_PASSWORD
    if needs_second_factor(account, grants) and not second_factor.is_on(account):
        return Duty.SET_UP_SECOND_FACTOR
    return None


def password_is_old(account: Account, *, at: datetime) -> bool:
    """Whether the policy in force wants another password by now."""
    longest = security_policy().max_age
    return longest is not None and at - account.password_changed_at > longest and not is_sample(account)


def needs_second_factor(account: Account, grants: Sequence[Grant]) -> bool:
    """Whether one of the roles cannot do without a second factor."""
    wanted = any(grant.role in ROLES and ROLES[grant.role].second_factor for grant in grants)
    return wanted and not is_sample(account)


def is_sample(account: Account) -> bool:
    """Whether it is one of the accounts with which the sample town came."""
    names = setting(SAMPLE_ACCOUNTS)
    return isinstance(names, list) and account.username in names
