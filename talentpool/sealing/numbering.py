"""Ids given before rows are written: a seal names its row, and rows that point at each other go in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table


def new_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """`count` ids that no row of the table has, in ascending order, for rows of this transaction.

    SQLite: the transaction holds the only write lock, so what follows the largest ever given is free.
    PostgreSQL: drawn from the table's sequence.
    """
    name = table.name
    if connection.dialect.name == "postgresql":
        drawn = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        return sorted(connection.exec_driver_sql(drawn, (name, count)).scalars())
    given = connection.exec_driver_sql(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),"  # noqa: S608 - names of the schema
        f" coalesce((SELECT max(id) FROM {name}), 0))",
        (name,),
    )
    last = int(given.scalar_one())
    return range(last + 1, last + 1 + count)
