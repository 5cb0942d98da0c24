"""What the guards cost on a page: the same page of the same application with them and without.

Without: no gate, no session, no check of forms, no bounds, no headers; somebody who may do everything is
simply there. Masking, scope and the transaction are part of the page itself and stay.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.pages import signed_in
from benchmarks.report import Bar, served
from benchmarks.world import county
from talentpool.app import create_app
from talentpool.config import Config
from talentpool.security.actor import act_as, console_operator
from talentpool.web import transaction

LIMIT = 1.5
PAGES = {"home": "/", "people list": "/people", "one unit": "/units/{unit}", "one person": "/people/17"}
PEOPLE, UNITS = 10_000, 300
REPEATS = 25


def unguarded(app: Flask) -> Flask:
    """The application without what stands before and after its views."""
    app.before_request_funcs[None] = [transaction.choose_kind, lambda: act_as(console_operator())]
    app.after_request_funcs[None] = [
        one for one in app.after_request_funcs[None] if one.__module__ == transaction.__name__
    ]
    return app


def _milliseconds(client: FlaskClient, address: str) -> float:
    """Processor time of a page in a thread of its own (see `pages.measure`)."""

    def fetch() -> float:
        assert client.get(address).status_code == 200, address
        return served(lambda: client.get(address), repeats=REPEATS).processor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(fetch).result()


def run() -> list[Bar]:
    """With by without, for the pages that an office opens all day."""
    with county(people=PEOPLE, units=UNITS) as made:
        guarded = signed_in(made.app)
        bare = unguarded(
            create_app(Config.from_environment({"TALENTPOOL_INSTANCE": str(made.folder)}))
        ).test_client()
        bars = []
        for name, page in PAGES.items():
            address = page.format(unit=-(-UNITS // 10) + 1)
            without, with_guards = _milliseconds(bare, address), _milliseconds(guarded, address)
            detail = f"{with_guards:.1f} ms with, {without:.1f} ms without"
            bars.append(Bar(f"guards on {name}: times as much", with_guards / without, LIMIT, "", detail))
        return bars
