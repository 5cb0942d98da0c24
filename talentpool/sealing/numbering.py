"""Ids given before rows are written: a seal names its row, and rows that point at each other go in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, func, select, text


def new_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """`count` ids that no row of the table has, in ascending order, for rows of this transaction.

    SQLite: the transaction holds the only write lock, so what follows the largest ever given is free.
    PostgreSQL: drawn from the table's sequence.
    """
    if connection.dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(connection.scalars(drawn, {"name": table.name, "count": count}))
    highest = select(func.max(table.c.id)).scalar_subquery()
    given = text("SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = :name), 0), :highest)")
    last = connection.scalar(given, {"name": table.name, "highest": connection.scalar(select(highest)) or 0})
    return range(int(last) + 1, int(last) + 1 + count)
