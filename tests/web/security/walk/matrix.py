"""The reviewed table of who gets what: `matrix.txt`, and the command that writes it anew for review.

    python -m tests.web.security.walk.matrix            tells what differs
    python -m tests.web.security.walk.matrix --update   writes the file; look at the difference before it is kept

A block is a route with its mark; a line is an outcome with the roles that have it. An outcome is a status, or one
for each place whose record the address names: own, sibling (another village of the township), other (another
township), mixed (one's own id beside another township's), absent. Roles that are refused by the mark
are asked for `own` and `other` only.
"""

from __future__ import annotations

import sqlite3
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from talentpool.app import create_app
from talentpool.security.gate import mark_of
from talentpool.security.roles import ROLES
from tests.web.security.walk import county
from tests.web.security.walk.walker import Outcome, Walk, Walker, copy_of, put_back, routes_of

FILE = Path(__file__).with_name("matrix.txt")
NOBODY = "nobody"
WALKERS: tuple[str, ...] = (NOBODY, *ROLES)

Matrix = dict[str, dict[str, str]]
"""“GET /people” → role → outcome as one line."""


def world_of(app: Flask) -> sqlite3.Connection:
    """The county, built in an application on an empty, migrated database in memory."""
    with app.app_context():
        county.build()
    county.hand_in_files(app)
    return copy_of(app)


def walk_as(app: Flask, world: sqlite3.Connection, walker: str) -> Walk:
    """The whole walk of one role, or of nobody."""
    return Walker(app, world, None if walker == NOBODY else walker).run()


def line_of(outcome: Outcome) -> str:
    """“403”, or “own 200 sibling 200 other 404 absent 404”."""
    if len(set(outcome.values())) == 1:
        return next(iter(outcome.values()))
    return " ".join(f"{case} {status}" for case, status in outcome.items())


def marks_of(app: Flask) -> dict[str, str]:
    """“GET /people” → “people:view”, the mark that its view carries."""
    return {route.key: str(mark_of(app, route.rule.endpoint)) for route in routes_of(app)}


def written(matrix: Matrix, marks: Mapping[str, str]) -> str:
    """The file's text."""
    blocks = []
    for key in sorted(matrix, key=_by_address):
        by_outcome: dict[str, list[str]] = {}
        for role, outcome in matrix[key].items():
            by_outcome.setdefault(outcome, []).append(role)
        lines = [f"    {outcome}: {' '.join(sorted(roles))}" for outcome, roles in sorted(by_outcome.items())]
        blocks.append("\n".join([f"{key}  [{marks[key]}]", *lines]))
    return "\n".join(blocks) + "\n"


def _by_address(key: str) -> tuple[str, str]:
    method, address = key.split(" ", 1)
    return address, method


def read(text: str) -> Matrix:
    """The file's text as a matrix."""
    matrix: Matrix = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            key = line.rsplit("  [", 1)[0]
            matrix[key] = {}
        else:
            outcome, roles = line.strip().rsplit(": ", 1)
            matrix[key].update(dict.fromkeys(roles.split(), outcome))
    return matrix


def kept() -> Matrix:
    """The reviewed file."""
    return read(FILE.read_text(encoding="utf-8"))


def differences(walker: str, walk: Walk, reviewed: Matrix) -> Iterator[str]:
    """What a role is answered and what the file says, route by route."""
    for key, outcome in walk.outcomes.items():
        said, found = reviewed.get(key, {}).get(walker, "nothing"), line_of(outcome)
        if said != found:
            yield f"{key} as {walker}: {found}, the matrix says {said}"


def _walk_everything() -> str:
    from tests.conftest import config_for, migrate_to_head

    warnings.simplefilter("ignore", ResourceWarning)
    with TemporaryDirectory() as name:
        folder = Path(name)
        migrate_to_head(create_app(config_for(folder, f"sqlite:///{folder}/empty.sqlite3")))
        with sqlite3.connect(folder / "empty.sqlite3") as empty:
            app = create_app(config_for(folder, "sqlite://"))
            put_back(app, empty)
        empty.close()
        world = world_of(app)
        matrix: Matrix = {}
        for walker in WALKERS:
            for key, outcome in walk_as(app, world, walker).outcomes.items():
                matrix.setdefault(key, {})[walker] = line_of(outcome)
        return written(matrix, marks_of(app))


def main() -> int:
    """Write the file, or tell whether it is as the application answers."""
    text = _walk_everything()
    if "--update" in sys.argv:
        FILE.write_text(text, encoding="utf-8")
        return 0
    same = FILE.exists() and FILE.read_text(encoding="utf-8") == text
    print("matrix: as reviewed" if same else "matrix: differs; look at it with --update and git diff")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
