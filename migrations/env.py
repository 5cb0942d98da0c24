"""Alembic's environment: the application's engine, and one transaction for all steps on both engines."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

target_db = current_app.extensions["migrate"].db


def same_type(context_, inspected, metadata_column, inspected_type, metadata_type):  # noqa: ANN001, ANN201
    """Leave types to the data tests: SQLite reports its own spellings."""
    return None if context_.dialect.name != "sqlite" else False


def run(connection: Connection) -> None:
    """Run the steps in one transaction, so that a failed one leaves the old schema."""
    context.configure(
        connection=connection,
        target_metadata=target_db.metadata,
        compare_type=same_type,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
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


if context.is_offline_mode():
    raise SystemExit("迁移需要连接数据库,不支持离线生成SQL")
with target_db.engine.connect() as connection:
    run_on_sqlite(connection) if connection.dialect.name == "sqlite" else run(connection)
