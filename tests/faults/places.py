"""A small installation in a folder, and what can be said of it from outside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask

from talentpool.app import create_app
from talentpool.audit.verification import verify_here
from talentpool.config import Config
from talentpool.extensions import db

LOGS = frozenset({"journal_entry", "audit_seal", "alembic_version", "sqlite_sequence"})
"""Tables that say something of every act, not of the state."""


class Broken(Exception):
    """What must never be: the sentence says what was found."""


def database(work: Path) -> Path:
    """The database of the installation in `work`."""
    return work / "instance" / "talentpool.sqlite3"


def application(work: Path) -> Flask:
    """Started as after a crash: whatever a start has to mend is mended here, or not at all."""
    return create_app(
        Config(
            instance=work / "instance",
            database_url=f"sqlite:///{database(work)}",
            trusted_hosts=("127.0.0.1",),
            proxies=0,
        )
    )


def command(work: Path, *arguments: str) -> bool:
    """Run a console command; whether it told of success."""
    result = application(work).test_cli_runner().invoke(args=list(arguments))
    print(result.output[-1500:])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code == 0


def must_be_sound(path: Path) -> None:
    """Broken unless SQLite finds the database whole."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise Broken(f"the database cannot be read: {error}") from error
    if found != "ok" or lost:
        raise Broken(f"the database is not whole: {found} {lost[:2]}")


def log_must_be_whole(work: Path) -> None:
    """Broken unless the audit chain is."""
    with application(work).app_context():
        verdict = verify_here()
        db.session.remove()
        db.engine.dispose()
    if not verdict.is_whole:
        raise Broken(f"the log is not whole: {[finding.text for finding in verdict.findings][:2]}")


def counts(path: Path, *, every: bool = False) -> dict[str, int]:
    """table → rows, without the logs unless `every` is asked for."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in sorted(set(names) - (frozenset() if every else LOGS))
        }


def schema(path: Path) -> list[str]:
    """Every object of the database as it was made (the order of its parts aside), and the revision."""
    with closing(sqlite3.connect(path)) as connection:
        made = [
            row[0]
            for row in connection.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
            )
        ]
        return [
            *map(_in_order, made),
            *(row[0] for row in connection.execute("SELECT version_num FROM alembic_version")),
        ]


def _in_order(made: str) -> str:
    return "\n".join(sorted(line.strip().rstrip(",").strip() for line in made.splitlines()))


def column(path: Path, statement: str) -> list[str]:
    """The first column of an answer."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute(statement)]
