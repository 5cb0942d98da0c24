"""Where links and redirects may lead: only within this site, and only where the reader may go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map

from talentpool.security.gate import may_open
from talentpool.writing import LARGEST_ID, read_id


def url_if_allowed(endpoint: str, **values: Any) -> str | None:
    """The address of a page, None where the current actor may not open it."""
    if endpoint not in current_app.view_functions or not may_open(current_app, endpoint):
        return None
    return url_for(endpoint, **values)


def addresses(endpoint: str, name: str) -> Callable[[int], str]:
    """The address of the page of any row by its id `name`: built once for all rows of a list."""
    mark = str(LARGEST_ID)
    values: dict[str, Any] = {name: LARGEST_ID}
    head, _mark, tail = url_for(endpoint, **values).partition(mark)
    return lambda row_id: f"{head}{row_id}{tail}"


def with_query(url: str, pairs: Iterable[tuple[str, object]]) -> str:
    """An address with values behind it, whatever their names."""
    query = urlencode([(name, str(value)) for name, value in pairs])
    return f"{url}?{query}" if query else url


def asked_pairs(*without: str) -> list[tuple[str, str]]:
    """The values of this page's address, but for some."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in without]


def asked_id(name: str) -> int | None:
    """The id that the address tells under a name; None without one, and for what no row can have."""
    return read_id(request.args.get(name))


def list_workbook_url(slug: str, **more: object) -> str | None:
    """Where this list is taken out as it is shown; None without the right for it.

    `more` says what the address of the page tells by its path.
    """
    url = url_if_allowed("exports.take_list", slug=slug, on=None)
    return with_query(url, [*asked_pairs("page", *more), *more.items()]) if url else None


class RowId(IntegerConverter):
    """An id in an address: a larger number than any id is a page that is not there, not a fault."""

    def __init__(self, map: Map, *arguments: Any, **options: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, *arguments, **{"max": LARGEST_ID, **options})


def safe_target(target: str | None) -> str | None:
    """`target` if it is a path on this site, else None (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(char) < 32 for char in target):
        return None
    return target
