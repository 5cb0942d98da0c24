"""SQLite: a copy of the whole database, taken by its own backup interface while others write.

Copying the file instead gives a torn database whenever somebody writes meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from talentpool.backup.files import sync_file
from talentpool.backup.parts import PIECE, PartsWriter, Table
from talentpool.backup.taken import HEAD, Taken
from talentpool.errors import UnreadableFile
from talentpool.wording import say

DATABASE = "database"
COMPANIONS = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database."""


@contextmanager
def taken(source: sqlite3.Connection, *, folder: Path, name: str) -> Iterator[Taken]:
    """A consistent copy in `folder` (mode 0600), sound and counted; removed at the end."""
    path = folder / name
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        with closing(sqlite3.connect(path)) as copy:
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            must_be_sound(copy)
            tables = tables_of(copy)
            found = Taken(
                engine="sqlite",
                revision=revision_of(copy),
                tables=tables,
                head=_head(copy, tables),
                write=lambda writer: _write(path, writer),
            )
        yield found
    finally:
        remove(path)


def _write(path: Path, writer: PartsWriter) -> None:
    with writer.part(DATABASE) as write, path.open("rb") as stream:
        while data := stream.read(PIECE):
            write(data)


def check(path: Path, tables: dict[str, Table]) -> None:
    """Whether an unpacked database is sound and has the rows that the manifest names."""
    with closing(sqlite3.connect(path)) as connection:
        must_be_sound(connection)
        if tables_of(connection) != tables:
            raise UnreadableFile(say("备份中的数据条数与清单不符,不能使用。请换另一份备份"))


def must_be_sound(connection: sqlite3.Connection) -> None:
    """UnreadableFile for a database that is torn or in which rows point nowhere."""
    try:
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise _unsound(str(error)) from error
    if verdict != "ok" or lost is not None:
        raise _unsound(str(verdict))


def _unsound(why: str) -> UnreadableFile:
    return UnreadableFile(say("数据库不完整(%(why)s),不能制作或使用这份备份", why=why[:80]))


def tables_of(connection: sqlite3.Connection) -> dict[str, Table]:
    """Every table with its columns and rows."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            " AND name <> 'alembic_version' ORDER BY name"
        )
    ]
    return {name: Table(_columns(connection, name), _count(connection, name)) for name in names}


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def _count(connection: sqlite3.Connection, table: str) -> int:
    found: int = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names of the catalogue
    return found


def size_of(connection: sqlite3.Connection) -> int:
    """Bytes of the database."""
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    [size] = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def revision_of(connection: sqlite3.Connection) -> str:
    """The revision of its schema, "" for an empty database."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def _head(connection: sqlite3.Connection, tables: dict[str, Table]) -> tuple[int, str] | None:
    row = connection.execute(HEAD).fetchone() if "audit_seal" in tables else None
    return (int(row[0]), str(row[1])) if row else None


def settle(path: Path) -> None:
    """Bring a database into its one file, forced to disk, so that it may be moved.

    sqlite3.DatabaseError when it is damaged or somebody else has it open.
    """
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [mode] = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise sqlite3.OperationalError("database is locked")
    sync_file(path)


def remove(path: Path) -> None:
    """A database and what SQLite keeps beside it."""
    for suffix in ("", *COMPANIONS):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
