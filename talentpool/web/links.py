"""Where links and redirects may lead: only within this site, and only where the reader may go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for

from talentpool.security.gate import may_open


def url_if_allowed(endpoint: str, **values: Any) -> str | None:
    """The address of a page, None where the current actor may not open it."""
    if endpoint not in current_app.view_functions or not may_open(current_app, endpoint):
        return None
    return url_for(endpoint, **values)


def safe_target(target: str | None) -> str | None:
    """`target` if it is a path on this site, else None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(char) < 32 for char in target):
        return None
    return target
