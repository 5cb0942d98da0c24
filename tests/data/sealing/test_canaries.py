"""Twelve numbers entered by every way there is: none is ever to be read where it should not stand."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from talentpool.app import create_app
from talentpool.extensions import db
from talentpool.id_numbers import check_digit
from talentpool.intake import work
from talentpool.jobs.worker import run_pending
from talentpool.models import Person, Unit
from tests.conftest import config_for
from tests.data.sealing.conftest import database_url
from tests.data.sealing.disk import stored_bytes
from tests.factories import add_person, add_unit
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn, filling, new_account, sign_in, working_day  # noqa: F401
from tests.web.intake.files import confirm, preview
from tests.web.pages import Page, PageClient

ID_NUMBERS = [body + check_digit(body) for body in (f"51990119900101{n:03d}" for n in range(1, 7))]
PHONES = [f"1390001{n:04d}" for n in range(1, 7)]
CANARIES = [*ID_NUMBERS, *PHONES]
HEADER = "村(社区),姓名,身份证号码,联系电话,现任职务,任现职时间"
MANY = 10**6


@dataclass
class Watched:
    """Everything that leaves a trace: addresses, titles, log lines; the disk is read at the end."""

    app: Flask
    folder: Path
    temporary: Path
    addresses: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def saw(self, page: Page) -> Page:
        """Note where a page leads and what it is called."""
        self.addresses.append(page.location)
        if page.root is not None:
            self.titles += [*page.words(".//title"), *page.words(".//h1")]
            self.addresses += [link.get("href", "") for link in page.all(".//a")]
        return page

    def places(self, numbers: list[str]) -> list[str]:
        """Where one of the numbers stands in plain."""
        found = {
            "address": "\n".join(self.addresses).encode(),
            "title": "\n".join(self.titles).encode(),
            "log": "\n".join(self.lines).encode(),
            "database": b"",
            "file": b"".join(
                path.read_bytes()
                for root in (self.folder, self.temporary)
                for path in root.rglob("*")
                if path.is_file() and "sqlite3" not in path.name
            ),
        }
        with self.app.app_context():
            found["database"] = stored_bytes(self.app)
        return [name for name, held in found.items() if any(number.encode() in held for number in numbers)]


class Listener(logging.Handler):
    """Keeps every line of every logger, its values filled in."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.lines = lines
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def blank_app(folder: Path, engine: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application whose database lies on the disk."""
    app = create_app(config_for(folder, database_url(folder, engine, request)))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def watched(
    blank_app: Flask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    watch = Watched(blank_app, folder, temporary)
    listener = Listener(watch.lines)
    root = logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    for name in ("sqlalchemy.engine", "talentpool"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").manager._clear_cache()  # type: ignore[attr-defined]
    yield watch
    root.removeHandler(listener)
    root.setLevel(before)


@pytest.fixture
def clerk(watched: Watched, filling: Filling, sign_in: SignIn, working_day: None) -> PageClient:  # noqa: F811
    """The office of 青禾镇, whose 云山村 has two records of 谢辉, each with one number."""
    with filling():
        village = add_unit(db.session, "云山村", parent=add_unit(db.session, "青禾镇"))
        for number, phone in ((ID_NUMBERS[0], None), (None, PHONES[0])):
            person = add_person(db.session, "谢辉", unit=village, born="1990-01", sex=None)
            person.id_number, person.phone = number, phone
    return sign_in(unit="青禾镇")


def roster_of(*rows: str, name: str = "名册.csv") -> tuple[str, bytes]:
    """A roster with numbers."""
    return name, "\n".join(["填表时间:2023-06-30", HEADER, *(f"云山村,{row}" for row in rows)]).encode()


def id_of(watched: Watched, name: str) -> int:
    """Somebody's id."""
    with watched.app.app_context():
        found = db.session.scalars(select(Person.id).where(Person.name == name).order_by(Person.id)).first()
        db.session.remove()
    assert found is not None
    return found


def enter_by_form(watched: Watched, clerk: PageClient) -> None:
    with watched.app.app_context():
        village = db.session.scalars(select(Unit.id).where(Unit.name == "云山村")).one()
        db.session.remove()
    form = fields_of(clerk.get("/people/register"))
    told = form | {"name": "岳明", "unit": str(village), "id_number": ID_NUMBERS[1], "phone": PHONES[1]}
    watched.saw(clerk.post("/people/register", told, most=MANY))
    address = f"/people/{id_of(watched, '岳明')}/correct"
    form = fields_of(watched.saw(clerk.get(address)))
    watched.saw(clerk.post(address, form | {"phone": PHONES[2]}, most=MANY))
    refused = form | {"name": "岳鸣", "id_number": ID_NUMBERS[0], "phone": PHONES[2]}
    watched.saw(clerk.post("/people/register", told | refused, status=422, reveals=True, most=MANY))


def enter_by_import(watched: Watched, clerk: PageClient) -> None:
    rows = [
        f"李明,{ID_NUMBERS[2]},{PHONES[3]},党支部书记,2021-02",
        f"王芳,{ID_NUMBERS[3][:17]}Y,{PHONES[3]},文书,看不懂",
    ]
    page = watched.saw(preview(clerk, [roster_of(*rows, name=f"名册{PHONES[4]}.csv")]))
    watched.saw(confirm(clerk, page, rows="valid"))
    watched.saw(clerk.get("/intake", most=MANY))
    watched.saw(clerk.get("/intake/1", most=MANY))
    left = roster_of(f"赵敏,{ID_NUMBERS[3]},{PHONES[4]},文书,2021-02", name="放着.csv")
    watched.saw(preview(clerk, [left]))


def enter_by_job(watched: Watched, clerk: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_BYTES", 0)
    monkeypatch.setattr(work, "MOST_ROWS", 0)
    handed = roster_of(f"周强,{ID_NUMBERS[4]},{PHONES[5]},党支部副书记,2021-02", name="后台.csv")
    sent: dict[str, Any] = {"files": [(io.BytesIO(handed[1]), handed[0])]}
    clerk.get("/intake", most=MANY)
    watched.saw(clerk.post("/intake/upload", sent, most=MANY))
    run_jobs(watched)
    page = watched.saw(clerk.get("/intake/3", most=MANY))
    watched.saw(confirm(clerk, page))
    run_jobs(watched)
    watched.saw(clerk.get("/jobs", most=MANY))


def run_jobs(watched: Watched) -> None:
    with watched.app.app_context():
        assert run_pending() == 1


def join_and_take_back(watched: Watched, clerk: PageClient) -> None:
    first = id_of(watched, "谢辉")
    address = f"/people/duplicates/{first}/{first + 1}"
    page = watched.saw(clerk.get(address, most=MANY))
    sent = {
        one.get("name") or "": one.get("value") or "" for one in page.all(".//form//input[@type='hidden']")
    }
    watched.saw(clerk.post(address, sent, most=MANY))
    acts = watched.saw(clerk.get("/people/acts", most=MANY))
    form = acts.all(".//td//form")[0]
    watched.saw(clerk.post(form.get("action") or "", most=MANY))
    watched.saw(
        clerk.post(
            f"/people/{first}/reveal",
            {"field": "id_number", "purpose": "verify"},
            status=200,
            reveals=True,
            most=MANY,
        )
    )


def look_for(watched: Watched, clerk: PageClient) -> None:
    for number in (ID_NUMBERS[1], PHONES[2], PHONES[2][-4:], ID_NUMBERS[5], PHONES[0]):
        answer = watched.saw(clerk.post("/people/search", {"q": number}))
        watched.saw(clerk.get(answer.location, most=MANY))
    watched.saw(clerk.get("/people?col=id_number&col=phone", most=MANY))


def undo_the_import(watched: Watched, clerk: PageClient) -> None:
    clerk.get("/intake/1/undo", most=MANY)
    watched.saw(clerk.post("/intake/1/undo", most=MANY))


@pytest.fixture
def entered(watched: Watched, clerk: PageClient, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Numbers entered by form, import, preview, job; joined, taken back, looked for, looked at."""
    enter_by_form(watched, clerk)
    enter_by_import(watched, clerk)
    undo_the_import(watched, clerk)
    enter_by_job(watched, clerk, monkeypatch)
    join_and_take_back(watched, clerk)
    look_for(watched, clerk)
    return watched


def test_no_number_stands_in_plain_anywhere(entered: Watched) -> None:
    assert len(entered.lines) > 500
    assert len(entered.addresses) > 100
    assert entered.places(CANARIES) == []
    with entered.app.app_context():
        known = {
            one.name: (one.id_number, one.phone)
            for one in db.session.scalars(select(Person))
            if one.name != "谢辉"
        }
        db.session.remove()
    assert known == {"岳明": (ID_NUMBERS[1], PHONES[2]), "周强": (ID_NUMBERS[4], PHONES[5])}


LEAKS: dict[str, Callable[[Watched, PageClient], object]] = {
    "log": lambda watched, clerk: logging.getLogger("talentpool").warning("读不了 %s", PHONES[0]),
    "address": lambda watched, clerk: watched.saw(clerk.get(f"/people?q=甲{PHONES[0]}", most=MANY)),
    "file": lambda watched, clerk: (watched.temporary / "left").write_text(PHONES[0]),
    "database": lambda watched, clerk: leave_a_note(watched, clerk),
    "title": lambda watched, clerk: watched.titles.append(PHONES[0]),
}


def leave_a_note(watched: Watched, clerk: PageClient) -> None:
    address = f"/people/{id_of(watched, '谢辉')}/correct"
    form = fields_of(clerk.get(address, most=MANY))
    clerk.post(address, form | {"note": f"电话{PHONES[0]}", "confirmed": "1"}, most=MANY)


@pytest.mark.parametrize("place", LEAKS)
def test_a_number_that_leaks_is_found_where_it_leaked(
    watched: Watched, clerk: PageClient, place: str
) -> None:
    assert watched.places(CANARIES) == []
    LEAKS[place](watched, clerk)
    assert place in watched.places(CANARIES)
