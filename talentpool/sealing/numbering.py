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


def never_again(connection: Connection, table: Table, last: int) -> None:
    """Let no row of a table get `last` or a smaller id any more."""
    if connection.dialect.name == "postgresql":
        sequence = connection.exec_driver_sql(
            "SELECT pg_get_serial_sequence(%s, 'id')", (table.name,)
        ).scalar_one()
        given = f"(SELECT last_value FROM {sequence})"  # noqa: S608 - a name of the schema
        connection.exec_driver_sql(f"SELECT setval(%s, greatest({given}, %s))", (sequence, last))
        return
    known = connection.exec_driver_sql(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table.name)
    )
    if known.rowcount == 0:
        connection.exec_driver_sql(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last)
        )
