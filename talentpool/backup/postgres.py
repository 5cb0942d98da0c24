"""PostgreSQL: every table as COPY gives it, all seen at one moment, by the driver alone.

pg_dump is not asked for: client tools are often missing or of another version than the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from talentpool.backup.parts import PartsWriter, Sink, Table
from talentpool.backup.sealing import damaged
from talentpool.backup.taken import HEAD, Taken
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.wording import say

TABLE_PART = "table/"
COLUMNS = """
    SELECT c.relname, a.attname
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       AND c.relname <> 'alembic_version' AND NOT starts_with(c.relname, 'huey_')
     ORDER BY c.relname, a.attnum
"""
"""Not the schema's own revision, which the manifest tells, nor the queue, which only signals."""

Connection = psycopg.Connection[tuple[Any, ...]]


def address_of(url: URL) -> str:
    """As the driver alone wants it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def taken(address: str) -> Iterator[Taken]:
    """The database at one moment (REPEATABLE READ, read only); nobody is held up."""
    with psycopg.connect(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _speak_plainly(connection)
        columns = columns_of(connection)
        tables: dict[str, Table] = {}
        yield Taken(
            engine="postgresql",
            revision=_revision_of(connection),
            tables=tables,
            sequences=_sequences_of(connection),
            head=_head(connection) if "audit_seal" in columns else None,
            write=lambda writer: _write(connection, columns, tables, writer),
        )


def size_of(address: str) -> int:
    """Bytes of the database, roughly what a backup needs at most."""
    with psycopg.connect(address) as connection:
        return int(_one(connection, "SELECT pg_database_size(current_database())"))


def _write(
    connection: Connection,
    columns: Mapping[str, tuple[str, ...]],
    tables: dict[str, Table],
    writer: PartsWriter,
) -> None:
    for name, listed in columns.items():
        rows = 0
        order = sql.SQL("ORDER BY id") if "id" in listed else sql.SQL("")
        statement = sql.SQL("COPY (SELECT {} FROM {} {}) TO STDOUT").format(
            _names(listed), sql.Identifier(name), order
        )
        with writer.part(f"{TABLE_PART}{name}") as write, connection.cursor().copy(statement) as copy:
            for data in copy:
                rows += bytes(data).count(b"\n")
                write(bytes(data))
        tables[name] = Table(listed, rows)


def columns_of(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Every table of the current schema with its columns that hold data, by name."""
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(COLUMNS):
        found.setdefault(table, []).append(column)
    return {table: tuple(listed) for table, listed in found.items()}


def _revision_of(connection: Connection) -> str:
    if _one(connection, "SELECT to_regclass('alembic_version') IS NULL"):
        return ""
    return str(_one(connection, "SELECT max(version_num) FROM alembic_version") or "")


def _sequences_of(connection: Connection) -> dict[str, int]:
    """sequence → the last number it gave (0: none yet)."""
    return {
        name: int(last or 0)
        for name, last in connection.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
            " AND sequencename NOT LIKE 'huey!_%' ESCAPE '!' ORDER BY sequencename"
        )
    }


def _head(connection: Connection) -> tuple[int, str] | None:
    row = connection.execute(HEAD).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def _one(connection: Connection, statement: str) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None


def _speak_plainly(connection: Connection) -> None:
    """The same text for the same value, whatever the server is set to."""
    for setting in (
        "DateStyle TO 'ISO, YMD'",
        "TIME ZONE 'UTC'",
        "extra_float_digits TO 1",
        "bytea_output TO 'hex'",
    ):
        connection.execute(f"SET LOCAL {setting}")


def _names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


class Loader:
    """Fills the empty tables of a schema in one transaction; `finish` proves and keeps it.

    Foreign keys are taken off meanwhile and checked when they are put back; triggers rest.
    """

    def __init__(self, address: str, tables: Mapping[str, Table], sequences: Mapping[str, int]) -> None:
        self._tables, self._sequences = tables, sequences
        self._connection: Connection = psycopg.connect(address)
        _speak_plainly(self._connection)
        self._known = columns_of(self._connection)
        self._foreign_keys = self._connection.execute(
            "SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)"
            " FROM pg_constraint c WHERE c.contype = 'f'"
            " AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
        ).fetchall()
        for table, name, _definition in self._foreign_keys:
            self._do(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name in self._known:
            self._do("ALTER TABLE {} DISABLE TRIGGER USER", name)
        for name in self._known:
            self._do("DELETE FROM {}", name)

    def receive(self, part: str) -> tuple[Sink, Callable[[], None]]:
        """Where the rows of a table go."""
        name = part.removeprefix(TABLE_PART)
        if not part.startswith(TABLE_PART) or name not in self._tables:
            raise damaged()
        if name not in self._known:
            raise UnreadableFile(say("备份中的表“%(table)s”不属于这个版本的系统,不能恢复", table=name))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(name), _names(self._tables[name].columns)
        )
        opened = self._connection.cursor().copy(statement)
        copy = opened.__enter__()

        def close() -> None:
            opened.__exit__(None, None, None)

        return copy.write, close

    def finish(self) -> None:
        """Put back keys, triggers and sequences, compare the counts, keep it."""
        for name in self._known:
            self._do("ALTER TABLE {} ENABLE TRIGGER USER", name)
        for table, name, definition in self._foreign_keys:
            self._do(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for name, last in self._sequences.items():
            self._connection.execute(
                "SELECT setval(to_regclass(quote_ident(%s)), %s, %s)", (name, max(last, 1), last > 0)
            )
        counts = {name: _one(self._connection, f'SELECT count(*) FROM "{name}"') for name in self._known}  # noqa: S608
        if counts != {name: self._tables[name].rows if name in self._tables else 0 for name in self._known}:
            raise UnreadableFile(say("备份中的数据条数与清单不符,不能使用。请换另一份备份"))
        self._connection.commit()
        self.close()

    def close(self) -> None:
        """Whatever was not kept is gone."""
        self._connection.close()

    def _do(self, statement: str, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def make_schema(address: str, name: str) -> None:
    """An empty schema; RuleBroken when the database's user may make none."""
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise RuleBroken(
            say("数据库用户不能建立模式(schema),不能恢复。请让数据库管理员授予它在本数据库上的CREATE权限")
        ) from error


def drop_schemas(address: str, prefix: str) -> None:
    """What earlier attempts left behind."""
    with psycopg.connect(address, autocommit=True) as connection:
        for (name,) in connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", (prefix,)
        ).fetchall():
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


def has_schema(address: str, name: str) -> bool:
    """Whether there is a schema of this name."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT to_regnamespace(quote_ident(%s)) IS NOT NULL", (name,)).fetchone()
    return bool(row and row[0])


def must_be_alone(address: str) -> None:
    """RuleBroken while anybody else is connected as the same user."""
    with psycopg.connect(address) as connection:
        others = _one(
            connection,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()",
        )
    if others:
        raise RuleBroken(
            say(
                "数据库还有%(count)s个连接在使用,不能恢复。请先停止各台机器上的服务和后台任务进程",
                count=others,
            )
        )


def swap(address: str, *, staged: str, aside: str) -> None:
    """In one transaction: what stands goes to the schema `aside`, what is in `staged` takes its place."""
    with psycopg.connect(address) as connection:
        connection.execute("SET LOCAL lock_timeout = '10s'")
        place = _one(connection, "SELECT current_schema()")
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(aside)))
        _move_all(connection, place, aside)
        _move_all(connection, staged, place)
        connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(staged)))


MOVED = """
    SELECT CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' WHEN c.relkind = 'v' THEN 'VIEW' ELSE 'TABLE' END,
           c.oid::regclass::text
      FROM pg_class c
     WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype IN ('e', 'a', 'i') AND d.refobjid <> c.relnamespace)
    UNION ALL
    SELECT 'FUNCTION', p.oid::regprocedure::text
      FROM pg_proc p
     WHERE p.pronamespace = %(schema)s::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                        AND d.objid = p.oid AND d.deptype = 'e')
"""
"""Tables with all that belongs to them, views, lone sequences and functions; not those of extensions."""


def _move_all(connection: Connection, source: str, target: str) -> None:
    # With an empty search path every name is told with its schema.
    connection.execute("SET LOCAL search_path = ''")
    for kind, name in connection.execute(MOVED, {"schema": source}).fetchall():
        connection.execute(
            sql.SQL("ALTER {} {} SET SCHEMA {}").format(sql.SQL(kind), sql.SQL(name), sql.Identifier(target))
        )
