"""Deny by default: views carry a mark, one hook reads it, and the app refuses to start without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from talentpool.errors import NotAllowed
from talentpool.security.actor import current_actor
from talentpool.security.permissions import Permission
from talentpool.wording import say

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "__talentpool_mark__"
PUBLIC = "public"
SIGNED_IN = "signed_in"
OPEN_ENDPOINTS = frozenset({"static", "bootstrap.static"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only for actors who hold `permission`."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def public(view: View) -> View:
    """Mark a view: for anybody, signed in or not."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Mark a view: for anybody who is signed in, whatever the role."""
    setattr(view, _MARK, SIGNED_IN)
    return view


def mark_of(app: Flask, endpoint: str) -> Permission | str | None:
    """The mark of an endpoint's view, None where it has none."""
    if endpoint in OPEN_ENDPOINTS:
        return PUBLIC
    return getattr(app.view_functions[endpoint], _MARK, None)


def check_every_route_is_marked(app: Flask) -> None:
    """Refuse to start when a route could be reached without a decision."""
    unmarked = sorted({r.endpoint for r in app.url_map.iter_rules() if mark_of(app, r.endpoint) is None})
    if unmarked:
        raise RuntimeError(f"routes without a mark of security.gate: {', '.join(unmarked)}")


def may_open(app: Flask, endpoint: str) -> bool:
    """Whether the current actor may open an endpoint: what the menu asks."""
    mark = mark_of(app, endpoint)
    if isinstance(mark, Permission):
        return current_actor().may(mark)
    return mark == PUBLIC or (mark == SIGNED_IN and bool(current_user.is_authenticated))


def guard() -> Any:
    """Before each request: allowed, 403, or the way to the sign-in page."""
    if request.endpoint is None:
        return None
    mark = mark_of(current_app, request.endpoint)
    if mark == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if isinstance(mark, Permission) and not current_actor().may(mark):
        raise NotAllowed(say("您的角色没有这项权限"))
    return None
