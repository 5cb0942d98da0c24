"""Runs of neighbouring values in an order: what of them a page shows, without counting everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_

Counted = tuple[Any, int, int]
"""(value, people, people before)."""


@dataclass(frozen=True)
class Run:
    """Neighbouring values of the column of an order: `count` people, `before` of them ahead of it."""

    condition: ColumnElement[bool]
    count: int
    before: int


def as_counted(groups: Sequence[tuple[Any, int]], *, total: int, most: int) -> list[Counted]:
    """Values in order with their people, of which no more than `most` were looked at; the unknown come last.

    Of the last value looked at, a quarter of those who were not are taken to be: who ranks them tries that first.
    """
    found: list[Counted] = []
    before = 0
    for value, people in groups:
        found.append((value, people, before))
        before += people
    if before < min(most, total):
        found.append((None, total - before, before))
    elif found and before < total:
        value, seen, ahead = found[-1]
        found[-1] = (value, seen + (total - before) // 4, ahead)
    return found


def shown_of(groups: Sequence[Counted], offset: int, limit: int) -> list[Counted]:
    """Those of which a slice shows somebody."""
    return [group for group in groups if group[2] + group[1] > offset and group[2] < offset + limit]


def joined(value: ColumnElement[Any], groups: Sequence[Counted], *, few: int) -> list[Run]:
    """Groups as runs; neighbours of no more than `few` people share one."""
    parts: list[list[Counted]] = []
    for group in groups:
        if group[1] <= few and parts and parts[-1][-1][1] <= few:
            parts[-1].append(group)
        else:
            parts.append([group])
    return [
        Run(
            condition=_is_one_of(value, [each[0] for each in part]),
            count=sum(each[1] for each in part),
            before=part[0][2],
        )
        for part in parts
    ]


def _is_one_of(value: ColumnElement[Any], wanted: Sequence[Any]) -> ColumnElement[bool]:
    known = [each for each in wanted if each is not None]
    found = value.in_(known)
    return found if len(known) == len(wanted) else or_(found, value.is_(None))
