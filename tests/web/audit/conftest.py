"""Two townships with a life of their own: what the one does must never be read by the other."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.models import Setting
from talentpool.vocabulary import PostClass
from tests.factories import add_person, add_post, add_unit, seat
from tests.web.conftest import Filling


@dataclass(frozen=True)
class World:
    """Ids of what was made."""

    unit: int
    person: int
    post: int
    appointment: int
    other_unit: int
    other_person: int
    other_post: int


@pytest.fixture
def world(filling: Filling) -> World:
    """金竹村 of 青禾镇 with a secretary, and 云顶村 of 云山镇 with its canary."""
    with filling():
        made = []
        for town, village, name, title in (
            ("青禾镇", "金竹村", "郝天成", "党支部书记"),
            ("云山镇", "云顶村", "金丝雀", "云顶支部书记"),
        ):
            with action("登记"):
                unit = add_unit(db.session, village, parent=add_unit(db.session, town))
                person = add_person(db.session, name, unit=unit)
                post = add_post(db.session, title, PostClass.PARTY_SECRETARY, unit=unit)
                appointment = seat(db.session, person, post)
                db.session.flush()
            with action("更正信息"):
                person.note = f"{name}的备注"
                post.title = f"{title}(改)"
                db.session.flush()
            made.append((unit.id, person.id, post.id, appointment.id))
        db.session.add(Setting(key="working_date", value="2023-06-30"))
    return World(*made[0], *made[1][:3])
