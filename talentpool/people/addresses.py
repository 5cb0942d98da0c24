"""Addresses of the list of people: the same list changed in one thing, and the view of somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request, url_for

from talentpool.models import SavedView
from talentpool.people.saved_views import pairs_of
from talentpool.web.links import asked_pairs, with_query

ALL = ("view", "all")
"""Everybody, instead of the view that opens first."""


def list_url(changed: Mapping[str, str | Sequence[str] | None] | None = None) -> str:
    """The list as it is shown, but for what is changed (None: without it); it opens at its first page."""
    changed = changed or {}
    pairs = asked_pairs("page", *changed)
    for name, values in changed.items():
        pairs += [(name, one) for one in ([values] if isinstance(values, str) else values or ())]
    return with_query(url_for("people.list_people", on=None), pairs)


def clear_url() -> str:
    """The list without filters: date and columns stay."""
    kept = [pair for pair in asked_pairs() if pair[0] in ("on", "col")]
    return with_query(url_for("people.list_people", on=None), [*kept, ALL])


def view_url(view: SavedView) -> str:
    """The list as a view shows it, at the date of this page."""
    date = [pair for pair in asked_pairs() if pair[0] == "on"]
    return with_query(url_for("people.list_people", on=None), [*date, *(list(pairs_of(view)) or [ALL])])


def asks_for_nothing() -> bool:
    """Whether the address names the list only, so that the reader's own view opens."""
    return not set(request.args) - {"on"}
