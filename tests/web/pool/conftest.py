"""A small town with reserves, on screen."""

from __future__ import annotations

import pytest

from tests.data.acts.towns import make_town
from tests.data.pool.reserves import enter
from tests.web.acts.conftest import Ids
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


@pytest.fixture
def town(filling: Filling, working_day: None) -> Ids:
    """The ids of 青禾镇; 晏秋 is in the pool of 金竹村 (`entry`), 罗小川 in that of 石桥村 (`other_entry`)."""
    with filling():
        town = make_town()
        ids = Ids(town)
        ids.entry = enter(town.yan, town.jinzhu).id  # type: ignore[attr-defined]
        ids.other_entry = enter(town.luo, town.shiqiao).id  # type: ignore[attr-defined]
    return ids


@pytest.fixture
def clerk(town: Ids, sign_in: SignIn) -> PageClient:
    """The township's clerk."""
    return sign_in(unit="青禾镇")
