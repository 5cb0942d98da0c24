"""Server time and statements of the pages that an office opens all day, at three sizes.

What is compared is the processor time of the thread that serves the page (see `report.served`);
the time of the clock, which other programs lengthen, stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from benchmarks.report import Bar, Time, served
from benchmarks.world import county
from talentpool.accounts.services import open_account
from talentpool.extensions import db

SIZES = ((1_000, 30), (10_000, 300), (100_000, 3_000))
PASSWORD = "Measured-Page-2023"
PAGE_LIMIT_MS = 50.0
"""Up to 10,000 people; what more people cost is told beside it, see `GROWTH_LIMIT`."""
GROWTH_LIMIT = 2.5
"""How many times as long a page of ten times as many people may take: every match is counted exactly,
and a search looks at every name."""
STATEMENT_LIMIT = 12
ANALYSIS_LIMIT_S = 0.3


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that reaches the database inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def signed_in(app: Flask) -> FlaskClient:
    """A client signed in as the county (its session row is written past the form)."""
    from talentpool.accounts.sessions import open_session

    account = open_account(
        username="bench", display_name="基准", password=PASSWORD, role="township_office", unit=None
    )
    user = open_session(account, at=datetime.now(UTC), address="127.0.0.1", agent="bench")
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user.get_id()
        cookie["_fresh"] = True
    return client


def measure(client: FlaskClient, address: str) -> tuple[Time, int]:
    """(time, statements) of one page, asked for in a thread of its own.

    A request inside the application context of the benchmark would share its `g`, and with it
    the signed-in user of the request before.
    """

    def fetch() -> tuple[Time, int]:
        with counted_statements() as seen:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        statements = sum(not s.startswith(("BEGIN", "PRAGMA")) for s in seen)
        return served(lambda: client.get(address)), statements

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(fetch).result()


LISTS = {
    "people list": "/people",
    "people list, filtered": "/people?sex=female&age_to=45&body=two_committees",
    "people list, searched": "/people?q=zw",
    "people list, own columns": "/people?col=unit&col=posts&col=tags&col=phone&sort=-age",
    "people list, a year before": "/people?on=2022-06-30",
    "people list, by name": "/people?sort=name",
    "people list, by schooling": "/people?sort=-schooling",
    "people list, by post start": "/people?sort=post_start",
}
SLOWER = {
    "structure of the teams": ("/analysis", 1),
    "two days compared": ("/analysis/compare", 2),
    "probable duplicates": ("/people/duplicates", 1),
}
"""Pages that count everybody: address, and how many days they count."""


def run() -> Iterator[Bar]:
    """People list (plain, narrowed, of another day) and one unit's page; analysis, comparison, duplicates."""
    before: dict[str, float] = {}
    for people, units in SIZES:
        with county(people=people, units=units) as made:
            client = signed_in(made.app)
            unit = -(-units // 10) + 1
            for name, address in {**LISTS, "one unit": f"/units/{unit}"}.items():
                taken, statements = measure(client, address)
                yield _page_bar(name, people, taken, before)
                yield _statements(name, people, statements)
            yield _gaps(people, units)
            for name, (address, days) in SLOWER.items():
                taken, statements = measure(client, address)
                limit = days * ANALYSIS_LIMIT_S * max(1, people / 10_000)
                yield Bar(f"{name} of {people} people", taken.processor / 1000, limit, "s", _clock(taken))
                yield _statements(name, people, statements)


def _page_bar(name: str, people: int, taken: Time, before: dict[str, float]) -> Bar:
    """Milliseconds up to 10,000 people, beyond that by those of the size before."""
    smaller, before[name] = before.get(name, 0.0), taken.processor
    if people <= 10_000:
        return Bar(f"{name} of {people} people", taken.processor, PAGE_LIMIT_MS, "ms", _clock(taken))
    detail = f"{taken.processor:.0f} ms processor, {smaller:.0f} ms with a tenth of the people"
    return Bar(f"{name} of {people} people: growth", taken.processor / smaller, GROWTH_LIMIT, "×", detail)


def _statements(name: str, people: int, count: int) -> Bar:
    return Bar(f"{name} of {people} people: statements", count, STATEMENT_LIMIT, "")


def _gaps(people: int, units: int) -> Bar:
    from benchmarks.world import REFERENCE
    from talentpool.analysis.queries import list_structure, list_targets
    from talentpool.analysis.targets import gaps_of
    from talentpool.security.scope import Scope

    def analyse() -> None:
        targets = list_targets(on=REFERENCE)
        for team in list_structure(scope=Scope.everything(), on=REFERENCE):
            gaps_of(team, targets, on=REFERENCE)
        db.session.rollback()

    limit = ANALYSIS_LIMIT_S * max(1, people / 10_000)
    taken = served(analyse, repeats=5)
    return Bar(f"gap analysis of {units} units", taken.processor / 1000, limit, "s", _clock(taken))


def _clock(taken: Time) -> str:
    return f"processor; {taken.clock:.0f} ms by the clock"
