"""The small town, committed: taking a file out at the console ends the transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Person, Post, Unit
from tests.factories.reserves import add_reserve_force
from tests.factories.small_town import add_small_town


@pytest.fixture
def town(app: Flask) -> Unit:
    """青禾镇 (see the factory), one of its people with numbers."""
    township = add_small_town(db.session)
    head = db.session.scalars(select(Person).where(Person.name == "郝天成")).one()
    head.id_number, head.phone = "519901197205191118", "19900000055"
    posts = db.session.scalars(
        select(Post).where(Post.unit_id == head.unit_id).order_by(Post.team_order, Post.id)
    ).all()
    add_reserve_force(db.session, head.unit, aims=[posts[0], posts[-3]])
    db.session.commit()
    return township


@pytest.fixture
def unit_named(app: Flask) -> Callable[[str], Unit]:
    """A unit by its name."""
    return lambda name: db.session.scalars(select(Unit).where(Unit.name == name)).one()
