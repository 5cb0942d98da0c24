"""What the first page tells of one's own guidance: whom one mentors, and what waits for one's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentpool.accounts.holders import find_holder
from talentpool.mentorship.own import MenteeLine, count_unconfirmed, list_mentees
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.settings.queries import guidance_days


@dataclass(frozen=True)
class OwnGuidance:
    """Of one user. `tied`: whether the account is tied to a person of the register; `waiting`: meetings to confirm."""

    guides: bool
    tied: bool
    mentees: tuple[MenteeLine, ...] = ()
    waiting: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to be told."""
        return self.guides or bool(self.waiting)


def own_guidance(actor: Actor, *, on: date) -> OwnGuidance:
    """What concerns the person who holds the account; at most four statements."""
    guides = actor.may(Permission.MENTORSHIP_GUIDE)
    if not guides and not actor.may(Permission.MENTORSHIP_CONFIRM):
        return OwnGuidance(guides=False, tied=False)
    person_id = find_holder(actor.account_id)
    if person_id is None:
        return OwnGuidance(guides=guides, tied=False)
    mentees = list_mentees(person_id, on=on, days=guidance_days(on)) if guides else []
    return OwnGuidance(guides, True, tuple(mentees), count_unconfirmed(person_id, on=on))
