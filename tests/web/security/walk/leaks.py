"""Whose texts stand in an answer: page, JSON, every part of a workbook, headers, the cookie."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from flask import Flask
from werkzeug.test import TestResponse

from talentpool.security.roles import ROLES, Reach
from tests.web.security.walk.county import OTHER, OWN, PLACES, SIBLING, Place

AROUND = 25


def foreign_to(role: str | None, path: str) -> tuple[Place, ...]:
    """The places of which a session with this role may see nothing at this address."""
    if role is None:
        return PLACES
    reach = ROLES[role].reach
    if role == "county_org_department" or (role == "auditor" and path.startswith("/audit")):
        return ()
    if role == "township_office":
        return (OTHER,)
    return (SIBLING, OTHER) if reach in (Reach.UNITS, Reach.GROUP, Reach.MENTEES) else (OWN, SIBLING, OTHER)


def leaks_in(app: Flask, answer: TestResponse, *, role: str | None, path: str) -> list[str]:
    """What stands in the answer and must not, with what is around it."""
    foreign = foreign_to(role, path)
    if not foreign:
        return []
    found = []
    for part, text in _texts(app, answer):
        text = _without_names(text, role)
        for place in foreign:
            found += [
                f"{path} as {role or 'nobody'}, {part}: {around}" for around in _found(text, place.canaries)
            ]
    return found


def _found(text: str, canaries: Iterable[str]) -> Iterator[str]:
    for canary in canaries:
        at = text.find(canary)
        if at >= 0:
            yield text[max(0, at - AROUND) : at + AROUND]


def _without_names(text: str, role: str | None) -> str:
    """Administrators see the names of units and accounts, to which they grant; no more than those."""
    if role is None or ROLES[role].reach is not Reach.NOTHING:
        return text
    for place in PLACES:
        for name in (place.village, place.township, f"{ROLES['township_office'].label}{place.canary}"):
            text = text.replace(name, "")
    return text


def _texts(app: Flask, answer: TestResponse) -> Iterator[tuple[str, str]]:
    for name, value in answer.headers:
        yield f"header {name}", unquote(value)
        if name == "Set-Cookie":
            yield "cookie", _read_cookie(app, value)
    data = answer.get_data()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield f"{name} of the file", unescape(archive.read(name).decode("utf-8", "replace"))
    elif answer.is_json:
        yield "JSON", json.dumps(answer.get_json(), ensure_ascii=False)
    else:
        yield "page", unquote(unescape(data.decode("utf-8", "replace")))


def _read_cookie(app: Flask, header: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = header.split(";")[0].partition("=")[2]
    return json.dumps(serializer.loads(value), ensure_ascii=False, default=str) if value else ""
