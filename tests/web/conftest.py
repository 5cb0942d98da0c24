"""Fixtures of the web tests: a database to fill, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Protocol

import pytest
from flask import Flask
from sqlalchemy import select, update

from talentpool.accounts.services import open_account
from talentpool.accounts.totp import code_of, step_at
from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.extensions import db
from talentpool.models import Account, SecondFactor, Setting, Unit
from talentpool.security.actor import act_as, console_operator
from talentpool.security.roles import ROLES
from talentpool.web.working_date import WORKING_DATE, today
from tests.conftest import WORKING_DAY
from tests.factories import add_unit
from tests.web.pages import Page, PageClient

PASSWORD = "Only-for-tests-1"

SECRET = b"only for tests 12345"

Filling = Callable[[], AbstractContextManager[None]]


class SignIn(Protocol):
    """`sign_in(role=…, unit=…)`: a browser of a fresh account with that role over that unit (by name)."""

    def __call__(self, role: str = ..., *, unit: str | None = ..., username: str = ...) -> PageClient: ...


def second_code(app: Flask, username: str) -> str:
    """The authenticator's code of now for an account, as if none had been taken before."""
    with app.app_context():
        mine = db.session.scalar(select(Account.id).where(Account.username == username))
        untaken = update(SecondFactor).where(SecondFactor.account_id == mine).values(last_step=0)
        db.session.execute(untaken.execution_options(**{AUDITED_ELSEWHERE: True}))
        db.session.commit()
        db.session.remove()
    return code_of(SECRET, step_at(datetime.now(UTC)))


def pass_sign_in(client: PageClient, username: str, password: str = PASSWORD) -> Page:
    """Sign in through the forms, with the second factor where it is asked for; the last answer."""
    client.get("/accounts/login")
    page = client.post("/accounts/login", {"username": username, "password": password})
    if page.location.startswith("/accounts/second-factor"):
        client.get(page.location)
        page = client.post(page.location, {"code": second_code(client.app, username)})
    return page


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
    """`new_account(role, unit="金竹村")`: open one, give its user name; the password is PASSWORD.

    Roles that cannot do without a second factor have one, with the secret SECRET.
    """

    def make(role: str = "township_office", *, unit: str | None = None, username: str = "") -> str:
        username = username or role.replace("_", "-")
        with filling():
            scope = db.session.query(Unit).filter_by(name=unit).one() if unit else None
            between = today() if ROLES[role].wants_dates else None
            if between and scope is None:  # a group is bound to a unit
                scope = db.session.query(Unit).first() or add_unit(db.session, "组内镇")
            account = open_account(
                username=username,
                display_name=f"测试{username}",
                password=PASSWORD,
                role=role,
                unit=scope,
                starts_on=between,
                ends_on=between,
            )
            if ROLES[role].second_factor:
                now = datetime.now(UTC)
                db.session.add(SecondFactor(account=account, secret=SECRET, confirmed_at=now))
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
        pass_sign_in(client, new_account(role, unit=unit, username=username))
        client.get("/accounts/password")  # a fresh form token
        return client

    return sign
