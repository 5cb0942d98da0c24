"""Rows of the register as plain columns, and the small questions asked of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import Ref


@dataclass(eq=False, slots=True)
class Known:
    """A row of the register (or one about to be) with its columns."""

    ref: Ref
    values: dict[str, Any]


def grouped(rows: Iterable[Known], column: str) -> dict[Any, list[Known]]:
    """The rows by the value of a column."""
    found: dict[Any, list[Known]] = {}
    for row in rows:
        found.setdefault(row.values[column], []).append(row)
    return found


def existing(refs: Iterable[Ref]) -> list[int]:
    """The ids among references; new rows have none."""
    return [ref for ref in refs if isinstance(ref, int)]


def term_covering(terms: Sequence[Known], moment: PartialDate) -> Known | None:
    """The latest term in which a moment lies."""
    covering = [
        term for term in terms if term.values["started_on"] <= moment and moment < term.values["ends_on"]
    ]
    return max(covering, key=lambda term: term.values["started_on"], default=None)


def in_force_on(statements: Sequence[Known], on: date, *, column: str = "stated_on") -> Known | None:
    """The latest of statements that holds on a day."""
    holding = [row for row in statements if row.values[column] <= on]
    return max(holding, key=lambda row: (row.values[column], row.values["stated_on"]), default=None)


def label_of(values: Mapping[str, Any], column: str) -> str:
    """A column as a reader sees it."""
    value = values.get(column)
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.dotted
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(getattr(value, "label", value))


def seats_order(statement: Known) -> tuple[date, date]:
    """Seat statements the oldest first; of those of one day the one that holds latest stands last."""
    return statement.values["stated_on"], statement.values["holds_from"]
