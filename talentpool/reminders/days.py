"""Days as whole numbers, 20230630, so that dates of both precisions stand in one column and sort alike."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class DayLater(FunctionElement[int]):
    """The number of the day so many days after a date; one of month precision counts from its first."""

    name = "day_later"
    type = Integer()
    inherit_cache = True


@compiles(DayLater, "sqlite")
def _on_sqlite(element: DayLater, compiler: SQLCompiler, **options: Any) -> str:
    day, later = (compiler.process(one, **options) for one in element.clauses)
    return f"CAST(strftime('%Y%m%d', substr({day} || '-01', 1, 10), '+' || {later} || ' days') AS INTEGER)"


@compiles(DayLater, "postgresql")
def _on_postgresql(element: DayLater, compiler: SQLCompiler, **options: Any) -> str:
    day, later = (compiler.process(one, **options) for one in element.clauses)
    return (
        f"CAST(to_char(to_date(substr({day} || '-01', 1, 10), 'YYYY-MM-DD') + CAST({later} AS INTEGER), "
        "'YYYYMMDD') AS INTEGER)"
    )


def day_number(column: Any) -> Any:
    """The number of a date; of a month that of its end (31, whatever the month: see `day_of`)."""
    return cast(func.substr(func.replace(cast(column, String), "-", "").concat("31"), 1, 8), Integer)


def day_later(column: Any, days: int) -> Any:
    """The number of the day so many days after a date."""
    return DayLater(cast(column, String), days)


def number_of(day: date) -> int:
    """20230630."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day of a number; the 31st of a shorter month is its last day."""
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return date(year, month, min(day, monthrange(year, month)[1]))
