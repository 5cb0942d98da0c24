"""Walks every route × method as one role, at its own place, a sibling's, another township's and an absent one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from talentpool.accounts.offices import MAY_BE_LEFT
from talentpool.exports.lists import LEDGERS
from talentpool.exports.registry import EXPORTS
from talentpool.extensions import db
from talentpool.retention.views import KINDS
from talentpool.security.gate import OPEN_ENDPOINTS
from talentpool.security.roles import ROLES, Reach
from talentpool.settings.rules import SettingKey
from talentpool.web.cookies import NAME
from tests.web.pages import PageClient
from tests.web.security.walk.county import (
    ABSENT,
    JUNE,
    OF_ROLE,
    OTHER,
    OWN,
    PLACES,
    browser_of,
    username_of,
)
from tests.web.security.walk.leaks import foreign_to, leaks_in
from tests.web.security.walk.traces import Traces, changed, traces_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CASES = ("own", "sibling", "other", "mixed", "absent")
"""Whose ids stand in the address. Mixed: the first is one's own, the others are of another township."""

SIGN_IN = "sign-in"
Outcome = dict[str, str]
"""Case → status; addresses without ids have the case `own` only."""

NAMED: dict[str, tuple[str, ...]] = {
    "exports.take_export": tuple(EXPORTS),
    "exports.take_list": tuple(LEDGERS),
    **{f"accounts.{name}": MAY_BE_LEFT for name in ("leave_to_county", "take_office_back")},
    **{f"settings.{name}": tuple(SettingKey) for name in ("show_setting", "change_setting")},
    **{f"retention.{name}": tuple(KINDS) for name in ("purge_due", "take_due")},
    "audit.show_record": ("person",),
    "changes.show_record": ("person",),
}
"""Endpoint → the values of its one argument that is a name."""

FORMS: dict[str, dict[str, str]] = {
    "people.search": {"q": "建国"},
    "people.reveal": {"purpose": "核对"},
    "people.save_view": {"name": "新视图"},
    "exports.take_export": {"on": JUNE.isoformat(), "unit": "0"},
    "web.set_language": {"language": "zh", "next": "/people"},
}
"""Endpoint → what its form sends, where no page of the same address shows one."""

ASKED = (
    "unit={unit_id}&q=建国&page=1",
    "person={person_id}&post={post_id}&unit={unit_id}&id={person_id}&everyone=1",
    "on=2021-06-30&against=2020-06-30",
    "snapshot={snapshot_id}&sheet=2&show=all",
)
"""Questions that are added to every address without ids; the ids are those of another township."""


ACCOUNT_TABLES = frozenset(
    {"account", "role_grant", "password_record", "second_factor", "recovery_code", "login_session"}
)


@dataclass(frozen=True)
class Route:
    """A rule with one method; `name` stands for the argument that is a name."""

    rule: Rule
    method: str
    name: str = ""

    @property
    def key(self) -> str:
        """“GET /exports/roster”."""
        return f"{self.method} {self._plain(self.rule.rule)}"

    def _plain(self, text: str) -> str:
        for argument in self._named_arguments:
            text = text.replace(f"<{argument}>", self.name).replace(f"<string:{argument}>", self.name)
        return text

    @property
    def _named_arguments(self) -> list[str]:
        return [name for name in sorted(self.rule.arguments) if self.name and not name.endswith("_id")]

    @property
    def id_arguments(self) -> list[str]:
        """Arguments that are ids, in the order of the address."""
        ids = [name for name in self.rule.arguments if name.endswith("_id")]
        return sorted(ids, key=self.rule.rule.index)

    def cases(self) -> tuple[str, ...]:
        count = len(self.id_arguments)
        return ("own",) if count == 0 else tuple(case for case in CASES if case != "mixed" or count > 1)

    def values(self, case: str, role: str | None) -> dict[str, Any]:
        """The arguments of the address."""
        values: dict[str, Any] = dict.fromkeys(self._named_arguments, self.name)
        for argument in set(self.rule.arguments) - set(values):
            values[argument] = self._id(argument, case, role)
        return values

    def _id(self, argument: str, case: str, role: str | None) -> int:
        if not argument.endswith("_id"):
            return 1
        if case == "mixed":
            case = "own" if argument == self.id_arguments[0] else "other"
        if case == "absent":
            return ABSENT
        if case == "own" and argument in ("view_id", "job_id", "session_id"):
            return OF_ROLE.get(role or "", OWN.ids)[argument]
        ids = next(place for place in PLACES if place.key == case).ids
        found = ids.get(f"{self.rule.endpoint}:{argument}") or ids.get(argument)
        assert found, f"{self.key}: give walk/county.py a record for “{argument}” at each place"
        return found


def routes_of(app: Flask) -> list[Route]:
    """Every route but the static files."""
    return [
        Route(rule, method, name)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN_ENDPOINTS
        for method in METHODS
        if method in (rule.methods or ())
        for name in NAMED.get(rule.endpoint, ("",))
    ]


@dataclass
class Walk:
    """What one role was answered, and what it saw that is not its own."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    forms_sent: int = 0


class Walker:
    """Sends the requests of one role; the tables are put back after each that may have changed them."""

    def __init__(self, app: Flask, world: sqlite3.Connection, role: str | None) -> None:
        self.app, self.role = app, role
        put_back(app, world)
        self.client = browser_of(app, username_of(role)) if role else PageClient(app)
        self.token = _token_for(app, self.client)
        self.kept = copy_of(app)
        cookie = self.client.browser.get_cookie(NAME)
        self.cookie = cookie.value if cookie else ""
        self.walk = Walk()
        self.foreign = foreign_to(role, "")
        self.before = self._traces()

    def run(self, *, below: str = "/") -> Walk:
        """Walk every route whose address starts with `below`."""
        for route in routes_of(self.app):
            if not route.rule.rule.startswith(below):
                continue
            outcome = self.walk.outcomes[route.key] = self._outcome(route)
            if route.method == "GET" and not route.rule.arguments and outcome["own"] == "200":
                for asked in ASKED:
                    self._send(
                        "GET", f"{route.rule.rule}?{asked.replace(OTHER.key, str(OTHER.ids['unit_id']))}"
                    )
        return self.walk

    def _outcome(self, route: Route) -> Outcome:
        """The answers; a route that is refused as such is asked for one's own and another's only."""
        outcome = {"own": self._status(route, "own")}
        refused = outcome["own"] in ("403", SIGN_IN)
        for case in route.cases()[1:]:
            if not refused or case == "other":
                outcome[case] = self._status(route, case)
        return outcome

    def _ask_further(self, route: Route) -> None:
        for asked in ASKED:
            url = f"{self._url(route, 'own')}?{asked.format_map(OTHER.ids)}"
            if route.method == "GET":
                self._send("GET", url)
            elif route.rule.endpoint in FORMS or "GET" not in (route.rule.methods or ()):
                self._post(url, FORMS.get(route.rule.endpoint, {}))

    def tamper(self) -> int:
        """Send the form of every page of one's own with ids of another township in its fields; how many."""
        sent = 0
        for route in routes_of(self.app):
            if route.method != "POST" or "GET" not in (route.rule.methods or ()):
                continue
            url = self._url(route, "own")
            form = self._filled(url, route)
            fields = [name for name, value in form.items() if name != "version" and _is_id(value)]
            for kind in ("unit_id", "person_id", "post_id", "vacancy_id", "term_id") if fields else ():
                self._post(url, {**form, **dict.fromkeys(fields, str(OTHER.ids[kind])), "confirmed": "y"})
                sent += 1
        return sent

    def restore(self) -> None:
        """Tables and cookie as they were: signing out takes both away."""
        put_back(self.app, self.kept)
        self.client.browser.set_cookie(NAME, self.cookie)

    def _url(self, route: Route, case: str) -> str:
        with self.app.test_request_context():
            return self.app.url_map.bind("localhost").build(
                route.rule.endpoint, route.values(case, self.role)
            )

    def _status(self, route: Route, case: str) -> str:
        url = self._url(route, case)
        if route.method == "GET":
            return _told(self._send("GET", url))
        filled = self._filled(url, route) if case == "own" else {}
        return _told(self._post(url, {**FORMS.get(route.rule.endpoint, {}), **filled}, method=route.method))

    def _post(self, url: str, form: dict[str, Any], *, method: str = "POST") -> TestResponse:
        """Send a form, follow where it leads, see what it touched, and put everything back."""
        answer = self._send(method, url, form)
        if answer.status_code < 400:
            self.walk.forms_sent += 1
            self.note_touched(f"{method} {url} as {self.role}")
            if answer.headers.get("Location", "").startswith("/"):
                self._send("GET", answer.headers["Location"])
            self.restore()
        return answer

    def note_touched(self, what: str) -> None:
        """Note what a form changed beyond one's reach."""
        names = changed(self.before, self._traces())
        self.walk.touched += [f"{what}: {name}" for name in names if not _is_shared(name, self.role)]

    def _traces(self) -> Traces:
        found: list[Traces] = []
        _with_raw(self.app, lambda raw: found.append(traces_of(raw, self.foreign)))
        return found[0]

    def _filled(self, url: str, route: Route) -> dict[str, Any]:
        """The form of the page with the same address, as a browser would send it."""
        if "GET" not in (route.rule.methods or ()):
            return {}
        answer = self._send("GET", url)
        return filled_form(answer) if answer.status_code == 200 else {}

    def _send(self, method: str, url: str, form: dict[str, Any] | None = None) -> TestResponse:
        data = {**(form or {}), "csrf_token": self.token} if method != "GET" else None
        answer = self.client.browser.open(url, method=method, data=data)
        assert answer.status_code < 500, f"{method} {url} as {self.role}: {answer.status_code}"
        self.walk.leaks += leaks_in(self.app, answer, role=self.role, path=url)
        return answer


def _is_shared(trace: str, role: str | None) -> bool:
    """What belongs to no township: remembered layouts, and accounts to those who administer them."""
    table = trace.split(" ")[0].split(".")[0]
    administers = role is not None and ROLES[role].reach is Reach.NOTHING
    return table == "layout_memory" or (administers and table in ACCOUNT_TABLES)


def _told(answer: TestResponse) -> str:
    to_sign_in = answer.headers.get("Location", "").startswith("/accounts/login")
    return SIGN_IN if answer.status_code == 302 and to_sign_in else str(answer.status_code)


def filled_form(answer: TestResponse) -> dict[str, Any]:
    """The main form of a page with its values; what is required and empty gets some words."""
    document = lxml.html.fromstring(answer.get_data(as_text=True))
    forms = [form for form in document.xpath("//main//form") if (form.get("method") or "").lower() == "post"]
    if not forms:
        return {}
    form = max(forms, key=lambda one: len(one.inputs.keys()))
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    for control in form.inputs:
        if control.name and control.get("required") is not None and not any(values.get(control.name, [])):
            values[control.name] = [_some(control)]
    return {
        name: value[0] if len(value) == 1 else value for name, value in values.items() if name != "csrf_token"
    }


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and (value.isdigit() or value == "")


def _some(control: Any) -> str:
    options = [option for option in getattr(control, "value_options", []) if option]
    return options[0] if options else "核对"


def _token_for(app: Flask, client: PageClient) -> str:
    """A token of forms for a browser, without asking for a page."""
    with client.browser.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", "0" * 40)
    return str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(raw))


def copy_of(app: Flask) -> sqlite3.Connection:
    """The tables as they are now, in memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    _with_raw(app, lambda raw: raw.backup(kept))
    return kept


def put_back(app: Flask, kept: sqlite3.Connection) -> None:
    """The tables as they were kept."""
    _with_raw(app, kept.backup)


def _with_raw(app: Flask, work: Callable[[sqlite3.Connection], None]) -> None:
    with app.app_context():
        db.session.remove()
        raw = db.engine.raw_connection()
        work(raw.driver_connection)  # type: ignore[arg-type]
        raw.close()
