"""Whose reminders a user sees: those of his units, and of those he mentors."""

from __future__ import annotations

from talentpool.accounts.holders import find_holder
from talentpool.reminders.queries import Whose
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope


def whose_of(actor: Actor) -> Whose:
    """Of an actor; one who may see no people sees only what concerns those he mentors."""
    sees = actor.may(Permission.PEOPLE_VIEW)
    mentors = actor.may(Permission.MENTORSHIP_GUIDE)
    return Whose(
        scope=actor.scope if sees else Scope(paths=()),
        person_id=find_holder(actor.account_id) if mentors else None,
        account_id=actor.account_id,
    )
