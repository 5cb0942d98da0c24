"""The logs and their seals as the database holds them, a piece at a time, within one snapshot.

Straight from the driver: millions of rows, none turned into objects, and what somebody may have put
into a column (bytes, broken text) is read all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from talentpool.audit.chain import LOGS, Row, Seal
from talentpool.extensions import db, only_reads

PIECE = 2_000
SEAL = ("id", "at", "log", "first_id", "last_id", "digest", "key_id", "previous", "mac")
_KINDS = (int, str, str, int, int, str, str, str, str)
_names = count()


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection on which everything that is read belongs together; nothing is written on it."""
    with only_reads(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin(), _any_text(connection):
            yield connection


@contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """SQLite: texts that are no UTF-8 are read too, as what they are not."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def pieces(connection: Connection, table: str, *, columns: Sequence[str], tail: str) -> Iterator[list[Row]]:
    """Rows as tuples: moments as the text that is sealed, JSON as the text that is stored."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        listed = ", ".join(columns)
        cursor = raw.cursor()
    else:
        listed = ", ".join(_AS_SEALED.get(name, name) for name in columns)
        cursor = raw.cursor(name=f"audit_{next(_names)}")
    try:
        cursor.execute(f"SELECT {listed} FROM {table} {tail}")  # noqa: S608 - names of the schema
        while rows := cursor.fetchmany(PIECE):
            yield rows
    finally:
        cursor.close()


_AS_SEALED = {
    "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "changes": "changes::text",
    "details": "details::text",
}


def seals(connection: Connection, *, tail: str) -> Iterator[Seal | None]:
    """Seals; None for a row whose columns hold what no seal holds."""
    for piece in pieces(connection, "audit_seal", columns=SEAL, tail=tail):
        for row in piece:
            yield Seal(*row) if tuple(map(type, row)) == _KINDS else None


@dataclass
class LogRows:
    """The entries of a log in the order of ids, taken off the front."""

    connection: Connection
    log: str
    _piece: Sequence[Row] = ()
    _place: int = 0
    _source: Iterator[list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        self._source = pieces(self.connection, self.log, columns=LOGS[self.log], tail="ORDER BY id")

    def take(self, last_id: int | None) -> Sequence[Row]:
        """Some of the next entries up to an id (None: of all); empty when there is none any more."""
        if self._place == len(self._piece):
            self._piece, self._place = next(self._source, []), 0
        start = self._place
        if last_id is None:
            self._place = len(self._piece)
        else:
            self._place = bisect_right(self._piece, last_id, start, key=itemgetter(0))
        return self._piece[start : self._place]
