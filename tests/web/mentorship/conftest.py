"""青禾镇 with pairs, and a mentor whose account is tied to him."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Account, Person, Unit
from tests.factories import add_person
from tests.factories.mentoring import add_log, add_pair, add_reserve
from tests.factories.small_town import add_small_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


def unit_called(name: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def person_called(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def ids(filling: Filling) -> dict[str, int]:
    """郝天成 mentors 段梅怡 of 金竹村 (one meeting); 方大河 mentors 孙一 of 双河村; 田小禾 has nobody."""
    with filling():
        add_small_town(db.session)
        bamboo, river = unit_called("金竹村"), unit_called("双河村")
        first = add_reserve(db.session, "段梅怡", unit=bamboo)
        alone = add_reserve(db.session, "田小禾", unit=bamboo)
        other = add_reserve(db.session, "孙一", unit=river)
        pair = add_pair(db.session, person_called("郝天成"), first)
        log = add_log(db.session, pair, "2023-03-08")
        foreign = add_pair(db.session, person_called("方大河"), other)
        foreign_log = add_log(db.session, foreign, "2023-05-01", topic="双河的事")
        add_person(db.session, "旁人", unit=bamboo)
        return {
            "pair": pair.id,
            "log": log.id,
            "foreign": foreign.id,
            "foreign_log": foreign_log.id,
            "mentee": first.id,
            "alone": alone.id,
            "mentor": person_called("郝天成").id,
        }


TieTo = Callable[..., PageClient]


@pytest.fixture
def sign_in_as(sign_in: SignIn, filling: Filling) -> TieTo:
    """`sign_in_as("郝天成")`: a browser of an account that this person holds, as mentor unless told otherwise."""

    def sign(name: str, role: str = "mentor", *, unit: str | None = None, username: str = "") -> PageClient:
        client = sign_in(role, unit=unit, username=username)
        with filling():
            account = db.session.scalars(
                select(Account).where(Account.username == (username or role.replace("_", "-")))
            ).one()
            account.holder_id = person_called(name).id
        return client

    return sign
