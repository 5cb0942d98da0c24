"""Thousands of rows into a table: numbered beforehand, then handed to the driver in one statement.

The same values through the same column types as an `insert()` of SQLAlchemy, but each distinct
value of a column is converted once, and no parameter dictionary is built for a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Enum, LargeBinary, Table
from sqlalchemy.sql.schema import Column

from talentpool.models import PartialDateType, UtcDateTime

_BATCH = 5_000
Convert = Callable[[Any], Any]


def insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of values in the order of `columns`; the others take the database's defaults.

    Defaults that only Python knows are the caller's to give.
    """
    if not rows:
        return
    statement = _statement(connection.dialect, table, tuple(columns))
    converts = [_convert(table.c[name], connection.dialect) for name in columns]
    for start in range(0, len(rows), _BATCH):
        by_column = zip(*rows[start : start + _BATCH], strict=True)
        converted = [
            list(values) if convert is None else _converted(values, convert)
            for values, convert in zip(by_column, converts, strict=True)
        ]
        connection.exec_driver_sql(statement, list(zip(*converted, strict=True)))


def _converted(values: Sequence[Any], convert: Convert) -> list[Any]:
    return [convert(value) for value in values]


@cache
def _statement(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    listed = ", ".join(quote(name) for name in columns)
    marks = ", ".join(mark for _ in columns)
    return f"INSERT INTO {quote(table.name)} ({listed}) VALUES ({marks})"  # noqa: S608 - names of the schema


def _convert(column: Column[Any], dialect: Dialect) -> Convert | None:
    """How the driver wants a value; None where it takes it as it is. Equal values are converted once."""
    kind = column.type
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return as_json
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return None
    if isinstance(kind, JSON | LargeBinary):
        return process
    if isinstance(kind, Enum | PartialDateType | UtcDateTime):
        return _remembering(process)
    return process


def as_json(value: Any) -> str:
    """As `json.dumps`, by one encoder for all rows."""
    if value:
        return _encode(value)
    return "{}" if isinstance(value, dict) else json.dumps(value)


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _remembering(process: Convert) -> Convert:
    known: dict[Any, Any] = {}

    def convert(value: Any) -> Any:
        try:
            return known[value]
        except KeyError:
            known[value] = converted = process(value)
            return converted

    return convert
