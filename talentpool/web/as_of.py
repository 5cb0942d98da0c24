"""The as-of view: one date in the address turns every page that follows it, and stays while the reader moves on.

    @follows_date        marks a view that reads `reference_date()`

`?on=2021-06-30` is written into every link of such a page (`app.url_defaults`), never into the
session: an address says all that it shows. Forms of acts show the present and end the view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import Flask, current_app, g, request, url_for

from talentpool.errors import RuleBroken
from talentpool.web.links import asked_pairs, with_query
from talentpool.web.working_date import read_date, today, working_date

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "__talentpool_follows_date__"
NO_PAGES = frozenset({"static", "bootstrap.static", "web.show_health"})
_UNREAD = object()


def follows_date(view: View) -> View:
    """Mark a view: what it shows is as of the date in the address."""
    setattr(view, _MARK, True)
    return view


def is_marked(app: Flask, endpoint: str | None) -> bool:
    """Whether the page of an endpoint follows the date."""
    return bool(getattr(app.view_functions.get(endpoint or ""), _MARK, False))


@dataclass(frozen=True)
class AsOf:
    """What the page head says of the date. `asked` is another day than the working date.

    `follows` is false on pages that show the present whatever the address says. `kept` are the
    other values of the address, `action` the page that the date is asked of.
    """

    on: date
    working: date
    today: date
    asked: bool
    follows: bool
    action: str
    kept: tuple[tuple[str, str], ...]

    @property
    def is_today(self) -> bool:
        """Whether the page shows today."""
        return self.on == self.today

    @property
    def back_url(self) -> str:
        """The same page at the working date."""
        return self._url(None)

    @property
    def today_url(self) -> str | None:
        """The same page as of today, where that is another day than the working date."""
        return self._url(self.today.isoformat()) if self.today != self.working else None

    def _url(self, on: str | None) -> str:
        return with_query(self.action, [*self.kept, *([("on", on)] if on else [])])


def current_as_of() -> AsOf:
    """The date of this page; one that cannot be read counts as none (the page itself says so)."""
    working, asked = working_date(), _asked()
    kept = tuple(asked_pairs("on", "page"))
    return AsOf(
        on=asked or working,
        working=working,
        today=today(),
        asked=asked is not None and asked != working,
        follows=is_marked(current_app, request.endpoint),
        action=_page_url(),
        kept=kept if _answers_get(request.endpoint) else (),
    )


def _page_url() -> str:
    """This page without a date, or the first one where this answers posts only."""
    if request.endpoint is not None and _answers_get(request.endpoint):
        return url_for(request.endpoint, **(request.view_args or {}), on=None)
    return url_for("home.show_home", on=None)


def _answers_get(endpoint: str | None) -> bool:
    return _methods(current_app).get(endpoint or "", (False, False))[0]


def init_app(app: Flask) -> None:
    """Keep the date in the links of every page."""
    app.url_defaults(_keep_date)


def _keep_date(endpoint: str, values: dict[str, Any]) -> None:
    if "on" in values or not request:
        return
    asked = _asked()
    if asked is not None and _carries(endpoint):
        values["on"] = asked.isoformat()


def _carries(endpoint: str) -> bool:
    """Pages that are only read carry the date on; forms of acts do not, unless they are marked."""
    if is_marked(current_app, endpoint):
        return True
    reads, writes = _methods(current_app).get(endpoint, (False, False))
    return reads and not writes and endpoint not in NO_PAGES


def _methods(app: Flask) -> dict[str, tuple[bool, bool]]:
    """endpoint → (answers GET, answers POST)."""
    known: dict[str, tuple[bool, bool]] | None = app.extensions.get("talentpool_methods")
    if known is None:
        known = {}
        for rule in app.url_map.iter_rules():
            methods = rule.methods or set()
            reads, writes = known.get(rule.endpoint, (False, False))
            known[rule.endpoint] = (reads or "GET" in methods, writes or "POST" in methods)
        app.extensions["talentpool_methods"] = known
    return known


def _asked() -> date | None:
    """The date of the address, None where there is none or none that can be read."""
    if getattr(g, "asked_on", _UNREAD) is _UNREAD:
        try:
            g.asked_on = read_date(request.args["on"]) if request.args.get("on") else None
        except RuleBroken:
            g.asked_on = None
    asked: date | None = g.asked_on
    return asked
