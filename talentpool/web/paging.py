"""Pages of a list: one statement counts, one fetches. `?print=1` shows all rows on one page, for paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select, func, select

from talentpool.extensions import db
from talentpool.web.links import asked_id, asked_pairs, with_query

PAGE_SIZE = 50
MOST_PRINTED = 2_000
"""Rows of one print: some sixty sheets of A4; a longer list is printed in parts or taken out."""
PRINT = "print"


@dataclass(frozen=True)
class Page:
    """A page of rows with what the paging macro needs; `first`/`last` count from 1.

    `endpoint` is that of the list where another one shows it (a refused form beside the list).
    """

    items: Sequence[Any]
    page: int
    pages: int
    total: int
    size: int = PAGE_SIZE
    endpoint: str = ""
    printing: bool = False

    @property
    def print_url(self) -> str:
        """The same list with all its rows, to be printed."""
        return _list_url(self.endpoint, (PRINT, 1))

    @property
    def screen_url(self) -> str:
        """The same list by pages."""
        return _list_url(self.endpoint)

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)

    @property
    def prev_url(self) -> str | None:
        return page_url(self.page - 1, self.endpoint) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        return page_url(self.page + 1, self.endpoint) if self.page < self.pages else None

    @property
    def page_urls(self) -> list[tuple[int | None, str | None, bool]]:
        """(number, url, current) with (None, None, False) where numbers are left out."""
        wanted = sorted({1, self.pages, *range(self.page - 2, self.page + 3)} & set(range(1, self.pages + 1)))
        urls: list[tuple[int | None, str | None, bool]] = []
        before = 0
        for number in wanted:
            if number > before + 1:
                urls.append((None, None, False))
            urls.append((number, page_url(number, self.endpoint), number == self.page))
            before = number
        return urls


def page_url(number: int, endpoint: str = "") -> str:
    """The address of the same list at another page."""
    kept = [(PRINT, 1)] if is_printing() else []
    return _list_url(endpoint, *kept, ("page", number))


def _list_url(endpoint: str, *more: tuple[str, object]) -> str:
    url = url_for(endpoint or request.endpoint or "", **(request.view_args or {}), on=None)
    return with_query(url, [*asked_pairs("page", PRINT), *more])


def is_printing() -> bool:
    """Whether the address asks for the list on paper."""
    return request.args.get(PRINT) == "1"


def paginate(statement: Select[*tuple[Any, ...]], *, size: int = PAGE_SIZE, endpoint: str = "") -> Page:
    """The page that the address asks for; a number past the end shows the last page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0

    def rows(offset: int, limit: int) -> Sequence[Any]:
        return db.session.execute(statement.limit(limit).offset(offset)).all()

    return page_of(total, rows, size=size, endpoint=endpoint)


def page_of(
    total: int, rows: Callable[[int, int], Sequence[Any]], *, size: int = PAGE_SIZE, endpoint: str = ""
) -> Page:
    """The same for a list that counts itself, and finds the rows from an offset on up to a limit."""
    printing = is_printing()
    size = MOST_PRINTED if printing else size
    pages = max(1, -(-total // size))
    page = min(max(asked_id("page") or 1, 1), pages)
    shown = rows((page - 1) * size, size)
    return Page(shown, page, pages, total, size, endpoint, printing)


def slice_page(items: Sequence[Any], *, size: int = PAGE_SIZE, endpoint: str = "") -> Page:
    """The same for a list that is already in memory, because it was filtered by what was worked out."""
    return page_of(
        len(items), lambda offset, limit: items[offset : offset + limit], size=size, endpoint=endpoint
    )
