"""Who acts: a signed-in account, or the operator at the console."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from flask import g, has_app_context

from talentpool.errors import Missing
from talentpool.models import Unit
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.wording import say


@dataclass(frozen=True)
class Actor:
    """Name for the records, rights, reach. `unmasked` lifts the mask of sensitive columns."""

    name: str
    permissions: frozenset[Permission]
    scope: Scope
    account_id: int | None = None
    address: str = ""
    unmasked: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles holds the permission."""
        return permission in self.permissions

    def must_reach(self, unit: Unit) -> None:
        """Missing, when a unit lies beyond the actor's reach: acts ask it whatever a view has checked."""
        if not self.scope.reaches(unit):
            raise Missing(say("没有这个单位,或不在您的管辖范围内"))


def console_operator() -> Actor:
    """The operator of this machine's console: every right, everywhere, masked like anyone."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # no such user id in this container
        user = "?"
    return Actor(name=f"本机操作员({user})", permissions=frozenset(Permission), scope=Scope.everything())


NOBODY = Actor(name="未登录", permissions=frozenset(), scope=Scope(paths=()))


def current_actor() -> Actor:
    """The actor of this request or command; without one, the nobody who may do nothing."""
    if not has_app_context():
        return NOBODY
    return getattr(g, "actor", NOBODY)


def act_as(actor: Actor) -> None:
    """Make `actor` the one who acts in this application context."""
    g.actor = actor


def current_scope() -> Scope:
    """What the current actor reaches."""
    return current_actor().scope
