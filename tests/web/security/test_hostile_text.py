"""What was typed comes back as text: it is no markup, no template, no pattern and no statement."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import func, select

from talentpool.extensions import db
from talentpool.models import Person
from tests.factories import add_person, add_unit
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "</title><b>粗</b>",
    "{{ 7*7 }}{% raw %}",
    "%s %(name)s {0} ${7*7}",
    "&lt;b&gt; %3Cb%3E",
)


@pytest.fixture
def clerk(filling: Filling, working_day: None, sign_in: SignIn) -> PageClient:
    """The office of a township with people of hostile names."""
    with filling():
        village = add_unit(db.session, "金竹村", parent=add_unit(db.session, "青禾镇"))
        for name in (*NAMES, "郝天成"):
            add_person(db.session, name, unit=village)
    return sign_in(unit="青禾镇")


def listed(client: PageClient, words: str) -> list[str]:
    """The names that a search lists."""
    page = client.get(f"/people?q={quote(words)}")
    return [name for name in (*NAMES, "郝天成") if any(name in " ".join(row) for row in page.rows)]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_on_its_pages_as_it_was_typed(clerk: PageClient, filling: Filling, name: str) -> None:
    with filling():
        person = db.session.scalar(select(Person.id).where(Person.name == name))
    for url in (f"/people/{person}", f"/people/{person}/correct", "/people"):
        page = clerk.get(url)
        assert name in page.text.replace("&#39;", "'").replace("&#34;", '"').replace("&lt;", "<").replace(
            "&gt;", ">"
        ).replace("&amp;", "&"), url
        assert [one.get("src") for one in page.all(".//img")] in ([], ["/static/favicon.svg"])
        assert [one.text for one in page.all(".//script") if one.text] == []
        assert page.all(".//title/b") == page.all(".//h1/b") == []
        assert not any(key.startswith("on") for one in page.all(".//*") for key in one.attrib), url
        assert "49" not in page.words(".//h1")
    assert name in clerk.get(f"/people/{person}").words(".//h1")[0]


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "x' UNION SELECT password_hash FROM account --",
        "郝天成'; DROP TABLE person; --",
        "%",
        "_",
        "郝%成",
        ".*",
        "(郝",
        "[",
        "\\",
    ],
)
def test_a_search_finds_what_was_typed_and_means_nothing_else(
    clerk: PageClient, filling: Filling, words: str
) -> None:
    assert listed(clerk, "郝天成") == ["郝天成"]
    assert "郝天成" not in listed(clerk, words)
    with filling():
        assert db.session.scalar(select(func.count(Person.id))) == len(NAMES) + 1


@pytest.mark.parametrize("order", ["name; DROP TABLE person", "(SELECT 1)", "password_hash", "1"])
def test_an_order_is_one_of_the_list(clerk: PageClient, order: str) -> None:
    assert len(clerk.get(f"/people?sort={quote(order)}").rows) == len(NAMES) + 1


def test_an_address_is_decoded_once(clerk: PageClient) -> None:
    def asked(url: str) -> str:
        boxes = clerk.get(url).all(".//main//input[@name='q']")
        [told] = {box.get("value", "") for box in boxes if box.get("value")}
        return told

    assert asked("/people?q=%2541") == "%41"
    assert asked("/people?q=%26lt%3Bb%26gt%3B") == "&lt;b&gt;"
    assert asked("/people?q=a%2Bb%20c") == "a+b c"


def test_what_is_written_into_an_address_stays_one_value(clerk: PageClient) -> None:
    hostile = NAMES[-1]
    page = clerk.get(f"/people?q={quote(hostile)}")
    asked = [urlsplit(one.get("href", "")).query for one in page.all(".//main//a")]
    told = [parse_qs(one)["q"] for one in asked if "q=" in one]
    assert len(told) > 2
    assert all(one == [hostile] for one in told)


def test_a_line_break_in_a_target_writes_no_header(clerk: PageClient) -> None:
    clerk.get("/people")
    target = "/people\r\nSet-Cookie: a=b"
    answer = clerk.browser.post(
        "/language", data={"language": "zh", "next": target, "csrf_token": clerk.token}
    )
    assert answer.headers["Location"] == "/"
    assert "a=b" not in str(answer.headers)
