"""Alembic's environment: the application's engine, and one transaction for all steps on both engines."""

from __future__ import annotations

import re

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from talentpool.extensions import scrub_sqlite

ID_COLUMN = re.compile(r"\bid INTEGER NOT NULL")
PRIMARY_KEY = re.compile(r",\s*(?:CONSTRAINT \w+ )?PRIMARY KEY \(id\)")
target_db = current_app.extensions["migrate"].db
steps_to_clear: list[str] = []


def same_type(context_, inspected, metadata_column, inspected_type, metadata_type):  # noqa: ANN001, ANN201
    """Leave types to the data tests: SQLite reports its own spellings."""
    return None if context_.dialect.name != "sqlite" else False


def never_reuse_ids(connection: Connection) -> None:
    """Give every table AUTOINCREMENT, on which SQLite never hands out the id of a deleted row again.

    A log that outlives its rows tells of them by id. Only the text of the schema changes, not how
    rows lie on disk; a step that rebuilds a table loses the word, so this runs after every upgrade.
    """
    listed = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%id INTEGER NOT NULL%%' "
        "AND sql NOT LIKE '%%AUTOINCREMENT%%'"
    ).fetchall()
    if not listed:
        return
    connection.exec_driver_sql("CREATE TABLE counting (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    connection.exec_driver_sql("DROP TABLE counting")
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    for name, sql in listed:
        keyless, dropped = PRIMARY_KEY.subn("", sql)
        numbered, named = ID_COLUMN.subn("id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", keyless, count=1)
        if (dropped, named) != (1, 1):
            raise SystemExit(f"表{name}的主键不是单独的id,无法升级")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (numbered, name)
        )
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
    for name, _sql in listed:
        connection.exec_driver_sql(
            f'INSERT INTO sqlite_sequence (name, seq) SELECT ?, coalesce(max(id), 0) FROM "{name}"',  # noqa: S608 - a name of the schema
            (name,),
        )


def note_step(*, step, **_told) -> None:  # noqa: ANN001, ANN003
    """A step says of itself whether it leaves values in old pages that must not stay."""
    if step.is_upgrade and step.up_revision and getattr(step.up_revision.module, "leaves_old_pages", False):
        steps_to_clear.append(step.up_revision_id)


def run(connection: Connection) -> None:
    """Run the steps in one transaction, so that a failed one leaves the old schema."""
    context.configure(
        connection=connection,
        target_metadata=target_db.metadata,
        compare_type=same_type,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
        on_version_apply=note_step,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            never_reuse_ids(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise SystemExit(f"迁移后有{len(broken)}处引用不完整,已全部撤回")


def run_on_sqlite(connection: Connection) -> None:
    """The same with foreign keys off outside the transaction, and checked before it is kept.

    SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would
    delete the rows that point at it.
    """
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
    if steps_to_clear:
        connection.rollback()
        scrub_sqlite(raw)


if context.is_offline_mode():
    raise SystemExit("迁移需要连接数据库,不支持离线生成SQL")
with target_db.engine.connect() as connection:
    run_on_sqlite(connection) if connection.dialect.name == "sqlite" else run(connection)
