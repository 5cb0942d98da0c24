"""What stands in the way of taking an act back, as sentences for the clerk.

In the way stand: a row of the act that was changed or deleted since; a row of another act that
points at one the act inserted; somebody who took a value that would return and may stand once
only (a code, an ID number); a row that is gone to which a returning one would point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint, literal, select, tuple_, union_all

from talentpool.audit.acts import RowChange
from talentpool.audit.record_names import Later, later_entries, name_records
from talentpool.audit.rows import (
    CHUNK,
    RowKey,
    audited_models,
    chunks,
    decode,
    encode,
    fetch_rows,
    holds,
    pointers_of,
    pointers_to,
    table_named,
)
from talentpool.audit.words import column_label, table_label
from talentpool.wording import say

MOST = 20
"""Sentences that are told; the rest is counted."""


@dataclass
class Net:
    """What an act came to: `before` and `after` it, by row; None where there was none."""

    before: dict[RowKey, dict[str, Any] | None] = field(default_factory=dict)
    after: dict[RowKey, dict[str, Any] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[RowChange]) -> Net:
        """Columns that the act did not touch are left out, but for whole rows."""
        net = cls()
        for change in changes:
            key = (change.table, change.row_id)
            if change.operation == "insert":
                net.before.setdefault(key, None)
                net.after[key] = dict(change.new)
            elif change.operation == "delete":
                net.before[key] = _under(net.before.get(key, {}), change.old)
                net.after[key] = None
            else:
                net.before[key] = _under(net.before.get(key, {}), change.old)
                net.after[key] = {**(net.after.get(key) or {}), **change.new}
        return net

    def inserted(self) -> dict[str, list[int]]:
        """table → ids of rows that are there through the act only."""
        found: dict[str, list[int]] = defaultdict(list)
        for (table, row_id), before in self.before.items():
            if before is None and self.after[table, row_id] is not None:
                found[table].append(row_id)
        return found


def _under(known: dict[str, Any] | None, older: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a row held before everything: the first value told of a column stays."""
    return None if known is None else {**older, **known}


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way: the row it is about, and the sentence around its name."""

    key: RowKey
    words: str
    other: RowKey | None = None


def find(connection: Connection, changes: Sequence[RowChange], *, since: datetime, lock: bool) -> list[str]:
    """The sentences, at most `MOST` and one that counts the rest; empty when nothing stands in the way."""
    net = Net.of(changes)
    present = _present(connection, net, lock=lock)
    found = [
        *_touched(net, present),
        *_pointed_at(connection, net),
        *_taken(connection, net),
        *_pointing_nowhere(connection, net),
    ]
    told = found[:MOST]
    names = name_records(connection, {key for o in told for key in (o.key, o.other) if key}, net.after)
    later = later_entries(connection, {o.other or o.key for o in told}, since=since)
    sentences = [_sentence(obstacle, names, later) for obstacle in told]
    if len(found) > MOST:
        sentences.append(say("另有%(count)s处类似情况", count=len(found) - MOST))
    return sentences


def _sentence(obstacle: Obstacle, names: Mapping[RowKey, str], later: Mapping[RowKey, Later]) -> str:
    about = later.get(obstacle.other or obstacle.key)
    who = f"({about.text})" if about else ""
    other = names[obstacle.other] if obstacle.other else ""
    return f"{names[obstacle.key]}:" + obstacle.words.replace("{other}", other) + who


def _present(connection: Connection, net: Net, *, lock: bool) -> dict[RowKey, dict[str, Any]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for (table, row_id), after in net.after.items():
        if after is not None:
            ids[table].append(row_id)
    return {
        (name, row_id): row
        for name, wanted in ids.items()
        for row_id, row in fetch_rows(connection, table_named(name), wanted, lock=lock).items()
    }


def _touched(net: Net, present: Mapping[RowKey, Mapping[str, Any]]) -> Iterator[Obstacle]:
    for key, after in net.after.items():
        if after is None:
            continue
        if key not in present:
            yield Obstacle(key, say("之后已被删除"))
            continue
        table, row = table_named(key[0]), present[key]
        differing = [n for n, value in after.items() if not holds(table.c[n], key[1], row[n], value)]
        if differing:
            labels = dict.fromkeys(column_label(key[0], name) for name in differing)
            words = "、".join(label for label in labels if not label.isascii())
            yield Obstacle(key, say("之后%(fields)s又有改动", fields=words))


def _pointed_at(connection: Connection, net: Net) -> Iterator[Obstacle]:
    """Rows that are not the act's own, or point where the act did not make them point."""
    for target, ids in net.inserted().items():
        pointers = [
            (table, column)
            for table, column, rule in pointers_to(target)
            if table.name in audited_models() or not rule
        ]
        for chunk in chunks(ids, size=max(1, CHUNK // max(1, len(pointers)))):
            for name, column, row_id, target_id in _pointing_at(connection, pointers, chunk):
                own = net.after.get((name, row_id)) or {}
                if own.get(column) != target_id:
                    yield Obstacle(
                        (target, target_id),
                        say("之后登记的%(other)s用到了它", other="{other}"),
                        (name, row_id),
                    )


def _pointing_at(
    connection: Connection, pointers: Sequence[tuple[Table, Any]], ids: Sequence[int]
) -> Iterable[Any]:
    """(table, column, row id, target id) of every row that points at one of the ids, in one statement."""
    if not pointers:
        return ()
    parts = [
        select(literal(place).label("place"), table.c.id.label("row_id"), column.label("target_id")).where(
            column.in_(ids)
        )
        for place, (table, column) in enumerate(pointers)
    ]
    found = connection.execute(union_all(*parts).order_by("place", "row_id"))
    return [
        (pointers[place][0].name, pointers[place][1].name, row_id, target_id)
        for place, row_id, target_id in found
    ]


def _returning(net: Net) -> dict[str, dict[int, dict[str, Any]]]:
    """table → id → columns that would return, of rows that stood before the act."""
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for (table, row_id), before in net.before.items():
        if before:
            found[table][row_id] = before
    return found


def _taken(connection: Connection, net: Net) -> Iterator[Obstacle]:
    for name, rows in _returning(net).items():
        table = table_named(name)
        for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
            if isinstance(constraint, UniqueConstraint):
                yield from _taken_values(connection, net, table, constraint, rows)


def _taken_values(
    connection: Connection,
    net: Net,
    table: Table,
    constraint: UniqueConstraint,
    rows: Mapping[int, dict[str, Any]],
) -> Iterator[Obstacle]:
    columns = list(constraint.columns)
    wanted: dict[tuple[Any, ...], int] = {}
    for row_id, row in _whole(connection, table, columns, rows):
        values = tuple(row[column.name] for column in columns)
        if None not in values:
            wanted[values] = row_id
    for chunk in chunks(wanted):
        typed = [tuple(decode(c, v) for c, v in zip(columns, values, strict=True)) for values in chunk]
        where = tuple_(*columns).in_(typed) if len(columns) > 1 else columns[0].in_([one for (one,) in typed])
        for row_id, *held in connection.execute(select(table.c.id, *columns).where(where)):
            key = tuple(encode(c, v) for c, v in zip(columns, held, strict=True))
            holder = (table.name, row_id)
            if row_id != wanted[key] and (holder not in net.after or net.before[holder]):
                mover = net.before.get(holder)
                if mover and any(mover.get(c.name, v) != v for c, v in zip(columns, key, strict=True)):
                    continue
                labels = "、".join(column_label(table.name, column.name) for column in columns[-1:])
                yield Obstacle(
                    (table.name, wanted[key]),
                    say("原来的%(fields)s之后已由%(other)s使用", fields=labels, other="{other}"),
                    holder,
                )


def _whole(
    connection: Connection, table: Table, columns: Sequence[Any], rows: Mapping[int, dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Returning rows of which the act changed one of the columns, the other columns as they are now."""
    concerned = {i: row for i, row in rows.items() if any(column.name in row for column in columns)}
    partial = [i for i, row in concerned.items() if not all(column.name in row for column in columns)]
    present = fetch_rows(connection, table, partial)
    for row_id, row in concerned.items():
        now = present.get(row_id, {})
        rest = {column.name: encode(column, now.get(column.name)) for column in columns}
        yield row_id, {**rest, **row}


def _pointing_nowhere(connection: Connection, net: Net) -> Iterator[Obstacle]:
    for name, rows in _returning(net).items():
        for column, target in pointers_of(name).items():
            wanted: dict[int, list[int]] = defaultdict(list)
            for row_id, row in rows.items():
                if row.get(column) is not None and not _returns(net, (target, row[column])):
                    wanted[row[column]].append(row_id)
            present = set(fetch_rows(connection, table_named(target), wanted))
            for target_id in sorted(set(wanted) - present):
                for row_id in wanted[target_id]:
                    yield Obstacle(
                        (name, row_id), say("原来所属的%(table)s之后已被删除", table=table_label(target))
                    )


def _returns(net: Net, key: RowKey) -> bool:
    return key in net.after and net.after[key] is None and net.before[key] is not None
