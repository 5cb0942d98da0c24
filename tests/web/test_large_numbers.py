"""A number in an address that is larger than any id is a page that is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.pages import PageClient


@pytest.mark.parametrize("place", ["units", "people", "intake", "posts/vacancies", "jobs"])
def test_an_id_beyond_all_ids_answers_404(sign_in: Callable[..., PageClient], place: str) -> None:
    sign_in().get(f"/{place}/99999999999999999999", status=404)
