"""Every route × method × role × place: as reviewed, within everybody's reach, and no text of anybody else's."""

from __future__ import annotations

import io
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import true

from talentpool.app import create_app
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.security.gate import PUBLIC, SIGNED_IN
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES, Reach
from talentpool.security.scope import Scope
from tests.conftest import config_for
from tests.factories import add_person
from tests.web.intake.files import preview
from tests.web.pages import PageClient
from tests.web.security.walk import county, matrix
from tests.web.security.walk.leaks import foreign_to, leaks_in
from tests.web.security.walk.walker import CASES, SIGN_IN, Walk, Walker, filled_form, put_back, routes_of

REFUSED = frozenset({"403", "404", SIGN_IN})
OF_ALL = frozenset({"layout_id"})
"""Ids of what belongs to no township: how the columns of a layout were understood."""
OF_THE_TOWNSHIP = frozenset({"term_id", "target_id", "set_id", "item_id"})
"""Ids of what villages of one township have in common."""
REDIRECTED_UNDONE = frozenset(
    {"POST /posts/elections/<int:election_id>/candidates/<int:candidacy_id>/remove"}
)
"""Leads back to one's own election without doing anything: that nothing is touched is what is tested."""


@pytest.fixture(scope="module")
def walked_app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: sqlite3.Connection) -> Flask:
    """An application of this module's own, on a migrated database in memory."""
    app = create_app(config_for(tmp_path_factory.mktemp("walked"), "sqlite://"))
    put_back(app, sqlite_template)
    return app


@pytest.fixture(scope="module")
def world(walked_app: Flask) -> sqlite3.Connection:
    """The county of two townships."""
    return matrix.world_of(walked_app)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that anything logs meanwhile."""
    listener, root = _Listener(), logging.getLogger()
    root.addHandler(listener)
    yield listener.lines
    root.removeHandler(listener)


@pytest.mark.parametrize("walker", matrix.WALKERS)
def test_everybody_is_answered_as_reviewed_and_sees_and_touches_nothing_beyond_his_reach(
    walked_app: Flask, world: sqlite3.Connection, log: list[str], walker: str
) -> None:
    walk = matrix.walk_as(walked_app, world, walker)
    assert list(matrix.differences(walker, walk, matrix.kept())) == []
    assert walk.leaks == []
    assert walk.touched == []
    assert list(_beyond_reach(walked_app, walker, walk)) == []
    assert [
        line for line in log if any(canary in line for one in county.PLACES for canary in one.canaries)
    ] == []


def _beyond_reach(app: Flask, walker: str, walk: Walk) -> Iterator[str]:
    """What no review may bless: a way past the mark, a record of another township, one that does not exist."""
    role = ROLES.get(walker)
    marks = matrix.marks_of(app)
    for route in routes_of(app):
        outcome, mark = walk.outcomes[route.key], marks[route.key]
        held = mark == PUBLIC or (
            role is not None and (mark == SIGNED_IN or Permission(mark) in role.permissions)
        )
        if not held and set(outcome.values()) - {"403", SIGN_IN, "400"}:
            yield f"{route.key} as {walker} without {mark}: {outcome}"
        closed = {"absent"} | (_closed_to(walker, set(route.id_arguments)) if held else set())
        for case in closed & set(outcome):
            if outcome[case] not in REFUSED and not (case == "mixed" and route.key in REDIRECTED_UNDONE):
                yield f"{route.key} as {walker}: {case} {outcome[case]}"


def _closed_to(walker: str, ids: set[str]) -> set[str]:
    """The cases that are beyond a role's reach; administrators reach every account and nothing else."""
    if walker not in ROLES or ROLES[walker].reach is Reach.NOTHING or not ids - OF_ALL:
        return set()
    closed = {place.key for place in foreign_to(walker, "")} - {"own"}
    if ids <= OF_THE_TOWNSHIP:
        closed -= {"sibling"}
    return closed | ({"mixed"} if "other" in closed else set())


def test_the_matrix_holds_every_route_and_every_role_and_nothing_else(walked_app: Flask) -> None:
    reviewed = matrix.kept()
    assert sorted(reviewed) == sorted(route.key for route in routes_of(walked_app))
    assert {key for key, roles in reviewed.items() if set(roles) != set(matrix.WALKERS)} == set()
    assert matrix.written(reviewed, matrix.marks_of(walked_app)) == matrix.FILE.read_text(encoding="utf-8")


def test_ids_of_another_township_in_the_fields_of_ones_own_forms_change_and_show_nothing_there(
    walked_app: Flask, world: sqlite3.Connection
) -> None:
    tampering = Walker(walked_app, world, "township_office")
    assert tampering.tamper() > 20
    assert tampering.walk.touched == []
    assert tampering.walk.leaks == []


ELSEWHERE = "方远航"
"""Somebody of the other township whose name is told to a clerk of this one by nobody but the clerk."""


@pytest.fixture
def clerk(walked_app: Flask, world: sqlite3.Connection) -> PageClient:
    """The clerk of 青禾镇; 方远航 of 白塔镇 was born in 1979.11."""
    put_back(walked_app, world)
    with walked_app.app_context():
        unit = db.session.get_one(Unit, county.OTHER.ids["unit_id"])
        add_person(db.session, ELSEWHERE, unit=unit, born="1979-11")
        db.session.commit()
        db.session.remove()
    return county.browser_of(walked_app, "township-office")


def test_registering_somebody_does_not_tell_that_another_township_has_the_same(clerk: PageClient) -> None:
    page = clerk.get("/people/register").response
    told = {"unit": county.OWN.ids["unit_id"], "name": ELSEWHERE, "born_on": "1979.11", "sex": "male"}
    form = {**filled_form(page), **told}
    refused = clerk.post(
        "/people/register", {**form, "id_number": county.OTHER.id_number}, status=422, reveals=True
    )
    assert "管辖范围以外登记" in refused.said
    assert county.OTHER.canary not in refused.text
    clerk.post("/people/register", form, status=302)


def test_a_roster_does_not_tell_that_another_township_has_the_same(clerk: PageClient) -> None:
    lines = (
        "填表时间:2023-06-30",
        "村(社区),姓名,性别,出生年月,身份证号,政治面貌,现任职务,任现职时间",
        f"{county.OWN.village},{ELSEWHERE},男,1979.11,,中共党员,党支部委员,2021.01",
        f"{county.OWN.village},周全,男,1980.01,{county.OTHER.id_number},中共党员,党支部委员,2021.01",
    )
    page = preview(clerk, [("名册.csv", "\n".join(lines).encode())])
    assert county.OTHER.canary not in page.text
    assert county.OTHER.township not in page.text


def test_the_walk_finds_it_when_rows_are_not_kept_to_their_scope(
    walked_app: Flask, world: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scope, "condition", lambda _self: true())
    monkeypatch.setattr(Scope, "reaches", lambda _self, _unit: True)
    walk = Walker(walked_app, world, "township_office").run(below="/posts")
    assert walk.leaks
    assert walk.touched
    assert list(matrix.differences("township_office", walk, matrix.kept()))


def test_the_walk_finds_it_when_the_gate_stands_open(
    walked_app: Flask, world: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = frozenset(Permission)
    monkeypatch.setattr("talentpool.accounts.actors.permissions_of", lambda _roles: every)
    walk = Walker(walked_app, world, "village_staff").run(below="/units")
    assert "POST /units/merge" in " ".join(matrix.differences("village_staff", walk, matrix.kept()))


def test_a_text_of_another_township_is_found_wherever_it_stands(walked_app: Flask) -> None:
    canary = county.OTHER.canary
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{canary}</t>")
    answers = [
        Response(f"<p>{canary}</p>"),
        Response(f"<p>&#{ord(canary)};</p>"),
        Response(f"<p>{county.OTHER.phone}</p>"),
        Response('{"name": "\\u7fb4"}', mimetype="application/json"),
        Response(packed.getvalue(), mimetype="application/zip"),
        Response("", headers={"Content-Disposition": "filename*=UTF-8''%E7%BE%B4.xlsx"}),
        Response("", headers={"Location": "/people?q=%E7%BE%B4"}),
    ]
    for answer in answers:
        told = Response(answer.get_data(), headers=answer.headers)
        assert len(leaks_in(walked_app, _as_test_response(told), role="township_office", path="/x")) == 1
    assert leaks_in(walked_app, _as_test_response(answers[0]), role="county_org_department", path="/x") == []


def _as_test_response(answer: Response) -> Any:
    answer.is_json  # noqa: B018 - the same attributes as those of a client's answer
    return answer


def test_every_case_is_walked_somewhere(walked_app: Flask) -> None:
    assert {case for route in routes_of(walked_app) for case in route.cases()} == set(CASES)
