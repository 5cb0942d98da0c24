"""A small town on screen."""

from __future__ import annotations

import pytest

from tests.data.acts.towns import Town, make_town
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


class Ids:
    """The ids of the town's rows: the rows themselves belong to another session."""

    def __init__(self, town: Town) -> None:
        for name, value in vars(town).items():
            setattr(self, name, value.id)

    def __getattr__(self, name: str) -> int:
        raise AttributeError(name)


@pytest.fixture
def town(filling: Filling, working_day: None) -> Ids:
    """The ids of 青禾镇, see `Town`."""
    with filling():
        return Ids(make_town())


@pytest.fixture
def clerk(town: Ids, sign_in: SignIn) -> PageClient:
    """The township's clerk."""
    return sign_in(unit="青禾镇")
