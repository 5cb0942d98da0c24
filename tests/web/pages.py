"""The page client: fetches pages as a browser would and checks every one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from talentpool.extensions import db

MOST_STATEMENTS = 30
FULL_ID_NUMBER = re.compile(r"(?<![0-9A-Fa-f])[0-9]{17}[0-9Xx](?![0-9A-Fa-f])")
_LABELLED = {"input", "select", "textarea"}
_UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}


class Page:
    """An answer with its parsed document."""

    def __init__(self, response: TestResponse, statements: list[str]) -> None:
        self.response = response
        self.statements = statements
        self.status = response.status_code
        self.text = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        self.location = response.headers.get("Location", "")
        self.root: Element | None = None
        if response.mimetype == "text/html" and not 300 <= self.status < 400:
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            self.root = parser.parse(self.text)
            self.faults = [(place, code) for place, code, _data in parser.errors]

    def all(self, path: str) -> list[Element]:
        """Elements by a path of ElementTree, “.//table”."""
        assert self.root is not None, f"no page: {self.status} {self.location}"
        return self.root.findall(path)

    def one(self, path: str) -> Element:
        """The only element of a path."""
        [element] = self.all(path)
        return element

    def words(self, path: str) -> list[str]:
        """The text of each element, blanks folded."""
        return [words_of(element) for element in self.all(path)]

    @property
    def said(self) -> str:
        """The text of the main part, blanks folded."""
        return words_of(self.one(".//main"))

    @property
    def rows(self) -> list[list[str]]:
        """Cells of the body rows of all tables."""
        return [[words_of(cell) for cell in row.findall("./td")] for row in self.all(".//tbody/tr")]

    def link(self, text: str) -> str:
        """The address of the link with this text."""
        for element in self.all(".//a"):
            if words_of(element) == text:
                return element.get("href", "")
        raise AssertionError(f"no link “{text}”")


def words_of(element: Element) -> str:
    """All text of an element, blanks folded."""
    return " ".join("".join(element.itertext()).split())


class PageClient:
    """A browser: keeps cookies and the form token, checks each page that it is given."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()
        self.token = ""

    def get(self, url: str, *, status: int = 200, most: int = MOST_STATEMENTS, reveals: bool = False) -> Page:
        """Fetch a page; the answer must have `status`, its page must pass the checks."""
        return self._checked(lambda: self.browser.get(url), url, status, most=most, reveals=reveals)

    def post(
        self,
        url: str,
        data: Mapping[str, Any] | None = None,
        *,
        status: int = 302,
        token: str | None = None,
        most: int = 2 * MOST_STATEMENTS,
        reveals: bool = False,
    ) -> Page:
        """Send a form with the token of the last page (`token` to send another one, "" for none)."""
        sent = {**(data or {}), "csrf_token": self.token if token is None else token}
        return self._checked(
            lambda: self.browser.post(url, data=sent), url, status, most=most, reveals=reveals
        )

    def _checked(
        self, send: Callable[[], TestResponse], url: str, status: int, *, most: int, reveals: bool
    ) -> Page:
        with counted_statements(self.app) as statements:
            response = send()
        page = Page(response, list(statements))
        where = f"{url}: {page.status} {page.location}"
        assert page.status == status, where
        if page.root is not None:
            check_page(page, where=where, reveals=reveals)
            tokens = page.all(".//input[@name='csrf_token']")
            self.token = tokens[0].get("value", "") if tokens else self.token
        work = [one for one in statements if not one.startswith(("BEGIN", "SAVEPOINT", "PRAGMA"))]
        assert len(work) <= most, f"{where}: {len(work)} statements\n" + "\n".join(work)
        return page


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    found: list[str] = []

    def note(
        _connection: object, _cursor: object, statement: str, _values: object, _context: object, _many: bool
    ) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def check_page(page: Page, *, where: str, reveals: bool = False) -> None:
    """What holds for every page, whatever it shows."""
    assert page.faults == [], f"{where}: HTML faults {page.faults[:3]}"
    [heading] = page.words(".//h1")
    [title] = page.words(".//head/title")
    assert heading, where
    assert heading in title, f"{where}: <title> {title} lacks <h1> {heading}"
    ids = Counter(element.get("id") for element in page.all(".//*[@id]"))
    assert [name for name, count in ids.items() if count > 1] == [], f"{where}: an id stands twice"
    _check_labels(page, set(ids), where=where)
    _check_references(page, set(ids), where=where)
    assert page.all(".//*[@style]") == [], f"{where}: inline style"
    assert [one for one in page.all(".//script") if not one.get("src")] == [], f"{where}: inline script"
    assert "default-src 'none'" in page.response.headers["Content-Security-Policy"]
    assert page.response.headers["Cache-Control"] == "no-store"
    if not reveals:
        assert FULL_ID_NUMBER.search(page.text) is None, f"{where}: an unmasked ID number"


def _check_labels(page: Page, ids: set[str | None], *, where: str) -> None:
    labelled = {label.get("for") for label in page.all(".//label[@for]")}
    assert labelled <= ids, f"{where}: labels of nothing: {labelled - ids}"
    for name in _LABELLED:
        for control in page.all(f".//{name}"):
            if control.get("type") in _UNLABELLED_TYPES:
                continue
            named = control.get("id") in labelled or control.get("aria-label")
            assert named, f"{where}: no label for {control.attrib}"


def _check_references(page: Page, ids: set[str | None], *, where: str) -> None:
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
        for element in page.all(f".//*[@{attribute}]"):
            lost = set((element.get(attribute) or "").split()) - ids
            assert not lost, f"{where}: {attribute} points nowhere: {lost}"
