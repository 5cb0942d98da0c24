"""How much a request may bring: files only where files are taken, forms a small part of that.

Werkzeug's `MAX_FORM_MEMORY_SIZE` and `MAX_FORM_PARTS` bound forms in parts only; a plain form is read
whole, and twenty megabytes of `a&a&a&…` become gigabytes of pairs. So its bytes are bounded here,
before anything looks into the form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

FORM_LIMIT = 512 * 1024
"""Bytes of a form without files: some thousand ticked rows, or the longest text."""
_MARK = "__talentpool_takes_files__"


def takes_files(view: View) -> View:
    """Mark a view: its form brings files, up to MAX_CONTENT_LENGTH in all."""
    setattr(view, _MARK, True)
    return view


def init_app(app: Flask) -> None:
    """Bound each request; register it before whatever reads the form."""
    app.before_request(_bound)


def _bound() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not (getattr(view, _MARK, False) and request.mimetype == "multipart/form-data"):
        request.max_content_length = FORM_LIMIT
