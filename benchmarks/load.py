"""An office at work: so many users sign in, look around and search against the real server on loopback.

Each user is a thread with a connection of its own that waits between two pages as people do. What is
measured is the time from sending a request to having its whole answer, by the clock.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from benchmarks.report import Bar
from benchmarks.world import TOWNSHIP_SIZE, county
from talentpool.accounts.services import open_account
from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.models import Unit

PASSWORD = "Measured-Page-2023"
HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds after which an answer counts as an error."""
PAGES = (
    "/",
    "/units",
    "/people",
    "/people?sex=female&age_to=45",
    "/people?page=2",
    "/posts",
    "/posts/vacancies",
    "/analysis",
    "/units/{unit}",
    "/people/{person}",
)
SEARCHED = ("王", "李", "张", "zw", "ly")
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Plan:
    """How many users, for how long, with so many seconds (from, to) between two pages."""

    users: int
    seconds: float
    think: tuple[float, float]
    people: int
    units: int
    arriving: float
    """Seconds in which all of them sign in."""


OFFICE = Plan(users=100, seconds=120, think=(3.0, 9.0), people=2_000, units=100, arriving=15)


@dataclass
class Heard:
    """What one user was answered: seconds of pages and of signing in, and what went wrong."""

    pages: list[float] = field(default_factory=list)
    logins: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class User(Thread):
    """Signs in, looks at pages until the time is over, signs out and in again once on the way."""

    def __init__(self, number: int, port: int, plan: Plan) -> None:
        super().__init__()
        self.number, self.port, self.plan = number, port, plan
        self.chance = random.Random(number)
        self.heard = Heard()
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    def run(self) -> None:
        started = time.perf_counter()
        end = started + self.plan.seconds
        time.sleep(self.chance.uniform(0, self.plan.arriving))
        self.sign_in()
        again = started + self.plan.seconds * self.chance.uniform(0.3, 0.7)
        while time.perf_counter() < end:
            self.think()
            if time.perf_counter() > again:
                again = end + 1
                self.send("POST", "/accounts/logout", {}, expected=302)
                self.sign_in()
            elif self.chance.random() < 0.1:
                self.send("POST", "/people/search", {"q": self.chance.choice(SEARCHED)}, expected=302)
            else:
                self.send("GET", self.some_page())
        self.connection.close()

    def think(self) -> None:
        time.sleep(self.chance.uniform(*self.plan.think))

    def some_page(self) -> str:
        village = self.chance.choice(villages_of(self.number, self.plan))
        person = village + self.plan.units * self.chance.randrange(self.plan.people // self.plan.units)
        unit = townships(self.plan) + village + 1
        return self.chance.choice(PAGES).format(unit=unit, person=person + 1)

    def sign_in(self) -> None:
        self.send("GET", "/accounts/login")
        form = {"username": username(self.number), "password": PASSWORD}
        self.send("POST", "/accounts/login", form, expected=302, into=self.heard.logins)
        self.send("GET", "/")

    def send(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        *,
        expected: int = 200,
        into: list[float] | None = None,
    ) -> None:
        """One request and its answer; anything but the expected status is an error."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, "csrf_token": self.token})
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            page = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.heard.errors.append(f"{method} {path}: {type(error).__name__}")
            self.connection.close()
            return
        (self.heard.pages if into is None else into).append(time.perf_counter() - started)
        self.remember(answer, page)
        if answer.status != expected:
            self.heard.errors.append(f"{method} {path}: {answer.status} instead of {expected}")

    def remember(self, answer: http.client.HTTPResponse, page: str) -> None:
        """Keep the cookie and the token of forms."""
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(page):
            self.token = found.group(1)


def townships(plan: Plan) -> int:
    """How many townships the made-up county has."""
    return -(-plan.units // TOWNSHIP_SIZE)


def home_of(number: int, plan: Plan) -> int | None:
    """The township (counted from 0) of a user; every tenth one works for the whole county."""
    return None if number % 10 == 9 else number % townships(plan)


def villages_of(number: int, plan: Plan) -> range:
    """The villages (counted from 0) that a user reaches."""
    home = home_of(number, plan)
    first = 0 if home is None else home * TOWNSHIP_SIZE
    return range(first, plan.units if home is None else min(first + TOWNSHIP_SIZE, plan.units))


def username(number: int) -> str:
    """The account of a user."""
    return f"load-{number}"


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of the real server, in a process of its own, on this instance folder."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    environ = {**os.environ, "TALENTPOOL_INSTANCE": str(folder), "PYTHONWARNINGS": "default"}
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    with (folder / "serve.out").open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def work(plan: Plan) -> Heard:
    """Let the users work against a made-up county; what they were answered, together."""
    with county(people=plan.people, units=plan.units) as made:
        for number in range(plan.users):
            home = home_of(number, plan)
            open_account(
                username=username(number),
                display_name=f"用户{number}",
                password=PASSWORD,
                role="township_office",
                unit=None if home is None else db.session.get_one(Unit, home + 1),
            )
        db.session.commit()
        db.session.remove()
        with served(made.folder) as port:
            users = [User(number, port, plan) for number in range(plan.users)]
            for user in users:
                user.start()
            for user in users:
                user.join()
    together = Heard()
    for user in users:
        together.pages += user.heard.pages
        together.logins += user.heard.logins
        together.errors += user.heard.errors
    return together


def percentile_95(seconds: list[float]) -> float:
    """Within which 95 of 100 were answered."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else max(seconds, default=0.0)


def bars_of(plan: Plan, heard: Heard) -> list[Bar]:
    """Errors and times beside their limits."""
    who = f"{plan.users} users for {plan.seconds:.0f} s"
    rate = (len(heard.pages) + len(heard.logins)) / plan.seconds
    detail = "; ".join(sorted(set(heard.errors))[:5]) or f"of {len(heard.pages) + len(heard.logins)} requests"
    return [
        Bar(f"{who}: errors", len(heard.errors), 0, "", detail),
        Bar(
            f"{who}: page, 95 of 100 within",
            percentile_95(heard.pages),
            1.0,
            "s",
            f"median {statistics.median(heard.pages):.3f} s, {rate:.0f} requests a second",
        ),
        Bar(
            f"{who}: sign-in, 95 of 100 within", percentile_95(heard.logins), 1.0, "s", f"{len(heard.logins)}"
        ),
    ]


def run() -> list[Bar]:
    """The load that must be borne without an error."""
    return bars_of(OFFICE, work(OFFICE))
