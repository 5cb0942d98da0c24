"""An account as one who acts: rights united over the grants in force, reach over their units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import selectinload

from talentpool.extensions import db
from talentpool.models import Account, Grant
from talentpool.security.actor import Actor
from talentpool.security.roles import ROLES, permissions_of
from talentpool.security.scope import Scope
from talentpool.web.working_date import today


def is_in_force(grant: Grant, *, on: date) -> bool:
    """Whether a grant holds on a day (both ends included)."""
    return (grant.starts_on is None or grant.starts_on <= on) and (
        grant.ends_on is None or grant.ends_on >= on
    )


def actor_of(account: Account, grants: Sequence[Grant], *, address: str = "") -> Actor:
    """The actor with these grants of the account; only roles bound to units give reach."""
    business = [grant for grant in grants if grant.role in ROLES and ROLES[grant.role].bound_to_units]
    everywhere = any(grant.unit is None for grant in business)
    paths = None if everywhere else tuple(grant.unit.path for grant in business if grant.unit)
    return Actor(
        name=f"{account.display_name}({account.username})",
        permissions=permissions_of([grant.role for grant in grants]),
        scope=Scope(paths=paths),
        account_id=account.id,
        address=address,
    )


def find_actor(account_id: int) -> Actor | None:
    """The actor of an account today, None for a disabled or unknown one: for work done in its name."""
    account = db.session.get(
        Account, account_id, options=[selectinload(Account.grants).joinedload(Grant.unit)]
    )
    if account is None or account.disabled_at is not None:
        return None
    return actor_of(account, [grant for grant in account.grants if is_in_force(grant, on=today())])
