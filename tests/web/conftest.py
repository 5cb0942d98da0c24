"""Fixtures of the web tests: a database to fill, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import pytest
from flask import Flask

from talentpool.accounts.services import open_account
from talentpool.extensions import db
from talentpool.models import Setting, Unit
from talentpool.security.actor import act_as, console_operator
from talentpool.security.roles import ROLES
from talentpool.web.working_date import WORKING_DATE, today
from tests.conftest import WORKING_DAY
from tests.web.pages import PageClient

PASSWORD = "Only-for-tests-1"

Filling = Callable[[], AbstractContextManager[None]]


class SignIn(Protocol):
    """`sign_in(role=…, unit=…)`: a browser of a fresh account with that role over that unit (by name)."""

    def __call__(self, role: str = ..., *, unit: str | None = ..., username: str = ...) -> PageClient: ...


@pytest.fixture
def filling(blank_app: Flask) -> Filling:
    """`with filling():` what is written into the tables inside is committed at its end."""

    @contextmanager
    def fill() -> Iterator[None]:
        with blank_app.app_context():
            act_as(console_operator())
            yield
            db.session.commit()
            db.session.remove()

    return fill


@pytest.fixture
def working_day(filling: Filling) -> None:
    """The installation works at 2023-06-30."""
    with filling():
        db.session.add(Setting(key=WORKING_DATE, value=WORKING_DAY.isoformat()))


@pytest.fixture
def new_account(filling: Filling) -> Callable[..., str]:
    """`new_account(role, unit="金竹村")`: open one, give its user name; the password is PASSWORD."""

    def make(role: str = "township_office", *, unit: str | None = None, username: str = "") -> str:
        username = username or role.replace("_", "-")
        with filling():
            scope = db.session.query(Unit).filter_by(name=unit).one() if unit else None
            between = today() if ROLES[role].wants_dates else None
            open_account(
                username=username,
                display_name=f"测试{username}",
                password=PASSWORD,
                role=role,
                unit=scope,
                starts_on=between,
                ends_on=between,
            )
        return username

    return make


@pytest.fixture
def browser_of(blank_app: Flask) -> Callable[[], PageClient]:
    """A browser that nobody has signed in with."""
    return lambda: PageClient(blank_app)


@pytest.fixture
def sign_in(blank_app: Flask, new_account: Callable[..., str]) -> SignIn:
    """See `SignIn`."""

    def sign(role: str = "township_office", *, unit: str | None = None, username: str = "") -> PageClient:
        client = PageClient(blank_app)
        name = new_account(role, unit=unit, username=username)
        client.get("/accounts/login")
        client.post("/accounts/login", {"username": name, "password": PASSWORD})
        return client

    return sign
