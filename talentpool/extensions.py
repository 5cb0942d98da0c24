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

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from flask_babel import Babel, get_translations
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

_LOCALE_OF_REQUEST = "_flask_babel"
"""Where flask_babel keeps the locale of a request, once it is known; the catalogue is kept beside."""


def translations() -> Translations | NullTranslations:
    """The catalogue of the reader's language; found once a request, and again where the language changes.

    A page asks for some hundred texts, and flask_babel looks for the catalogue at each of them.
    """
    kept = g.get(_LOCALE_OF_REQUEST) if has_app_context() else None
    locale = getattr(kept, "babel_locale", None)
    if kept is None or locale is None:
        found: Translations | NullTranslations = get_translations()
        return found
    catalogue: Translations | NullTranslations | None = getattr(kept, "catalogue", None)
    if catalogue is None or kept.catalogue_of is not locale:
        catalogue = get_translations()
        kept.catalogue, kept.catalogue_of = catalogue, locale
    return catalogue


def init_translations(app: Flask) -> None:
    """Let templates find the catalogue the short way; wants `babel.init_app` before."""
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        gettext=lambda text: translations().ugettext(text),
        ngettext=lambda one, many, count: translations().ungettext(one, many, count),
        newstyle=True,
    )


translate_with(lambda text: str(translations().ugettext(text)))

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
