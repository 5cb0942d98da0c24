"""The extensions, unbound, and the database settings without which SQLite loses data.

SQLite through SQLAlchemy loses updates silently unless a writing transaction starts with
BEGIN IMMEDIATE. Listeners are registered once, at import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_babel import Babel, gettext
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event

from talentpool.models import Base
from talentpool.wording import translate_with

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
bootstrap = Bootstrap5()

translate_with(gettext)

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA cache_size=-32768",
)


@contextmanager
def only_reads(value: bool = True) -> Iterator[None]:
    """Transactions begun inside read only: on SQLite they take no write lock."""
    token = _only_reads.set(value)
    try:
        yield
    finally:
        _only_reads.reset(token)


def set_only_reads(value: bool) -> None:
    """The same for the rest of the current context (a web request)."""
    _only_reads.set(value)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _only_reads.get() else "BEGIN IMMEDIATE")


def scrub_sqlite(connection: sqlite3.Connection) -> None:
    """Write the file anew and empty its log, so that nothing of overwritten values stays in either.

    Outside of a transaction; needs as much free space as the file takes.
    """
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
