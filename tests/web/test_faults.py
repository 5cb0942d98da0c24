"""A fault shows a page with a number to quote, to somebody who is signed in as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from talentpool.home import views
from tests.web.pages import PageClient


def test_a_fault_after_the_database_was_used_answers_with_a_number_and_the_page_head(
    blank_app: Flask, sign_in: Callable[..., PageClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in()

    def broken(*_arguments: object, **_options: object) -> object:
        raise RuntimeError("made to fail")

    monkeypatch.setitem(blank_app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(views, "render_template", broken)
    page = client.get("/", status=500)
    assert "made to fail" not in page.said
    assert any(len(word) == 8 and word.isalnum() and word.upper() == word for word in page.said.split())
