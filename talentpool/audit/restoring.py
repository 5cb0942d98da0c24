"""Takes the changes of an act back in reverse: inserted rows go, deleted rows return, updates turn round.

Changes that follow each other and are of one kind are written together, a statement a table and
set of columns. A deleted row whose id was given away since (SQLite does that) returns under a new
one, and what returns with it points at the new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from talentpool.audit.acts import RowChange
from talentpool.audit.recorder import Change, change_of_row, deleted_fields, inserted_fields, record_rows
from talentpool.audit.rows import (
    RowKey,
    chunks,
    decoded,
    fetch_rows,
    pointers_of,
    table_named,
    table_order,
)
from talentpool.sealing.numbering import new_ids
from talentpool.sealing.writing import seal_again

Moved = dict[RowKey, int]
"""Rows that returned under another id."""


def take_back(session: Session, changes: Sequence[RowChange]) -> None:
    """Write the way back and its audit entries; the caller has made sure that nothing stands in the way."""
    moved: Moved = {}
    entries: list[Change] = []
    for run in runs(changes):
        entries.extend(_UNDO[run[0].operation](session, run, moved))
    record_rows(session, entries)


def runs(changes: Sequence[RowChange]) -> Iterator[list[RowChange]]:
    """The changes backwards, cut where the operation changes or a row comes a second time."""
    run: list[RowChange] = []
    seen: set[RowKey] = set()
    for change in reversed(changes):
        key = (change.table, change.row_id)
        if run and (run[0].operation != change.operation or key in seen):
            yield run
            run, seen = [], set()
        run.append(change)
        seen.add(key)
    if run:
        yield run


def _by_table(run: Iterable[RowChange], *, backwards: bool = False) -> list[tuple[Table, list[RowChange]]]:
    tables: dict[str, list[RowChange]] = defaultdict(list)
    for change in run:
        tables[change.table].append(change)
    order = table_order()
    names = sorted(tables, key=order.__getitem__, reverse=backwards)
    return [(table_named(name), tables[name]) for name in names]


def _remove_inserted(session: Session, run: list[RowChange], moved: Moved) -> Iterator[Change]:
    """Rows that the act inserted go; those that point at others first."""
    connection = session.connection()
    for table, changes in _by_table(run, backwards=True):
        ids = [_now(change, moved) for change in changes]
        rows = fetch_rows(connection, table, ids)
        for chunk in chunks(ids):
            connection.execute(delete(table).where(table.c.id.in_(chunk)))
        for row_id in ids:
            row = rows[row_id]
            yield change_of_row(table.name, row_id, "delete", row, deleted_fields(row))


def _turn_back_updated(session: Session, run: list[RowChange], moved: Moved) -> Iterator[Change]:
    """Updated columns hold what they held."""
    connection = session.connection()
    for table, changes in _by_table(run):
        batches: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        whom = _whom(connection, table, [_now(change, moved) for change in changes])
        for change in changes:
            row_id = _now(change, moved)
            old = _repointed(table, decoded(table, change.row_id, change.old), moved)
            seal_again(session, table.name, row_id, old)
            new = decoded(table, change.row_id, change.new)
            batches[tuple(sorted(old))].append({"row_id": row_id, **_named_new(old)})
            fields = {name: (new[name], value) for name, value in old.items()}
            yield change_of_row(table.name, row_id, "update", whom.get(row_id, {}), fields)
        for columns, rows in batches.items():
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
            if "version" in table.c:
                values["version"] = table.c.version + 1
            connection.execute(update(table).where(table.c.id == bindparam("row_id")).values(values), rows)


def _bring_back_deleted(session: Session, run: list[RowChange], moved: Moved) -> Iterator[Change]:
    """Rows that the act deleted return; those that others point at first."""
    connection = session.connection()
    for table, changes in _by_table(run):
        taken = fetch_rows(connection, table, [change.row_id for change in changes])
        rows = {change.row_id: decoded(table, change.row_id, change.old) for change in changes}
        for layer in _parents_first(table, rows):
            for row_id in layer:
                _repointed(table, rows[row_id], moved)
                if "version" in rows[row_id]:
                    rows[row_id]["version"] += 1
            _insert(session, table, {i: rows[i] for i in layer if i not in taken})
            crowded = [row_id for row_id in layer if row_id in taken]
            if crowded:
                fresh = dict(zip(crowded, new_ids(connection, table, len(crowded)), strict=True))
                moved |= {(table.name, row_id): new for row_id, new in fresh.items()}
                _insert(session, table, {new: rows[row_id] for row_id, new in fresh.items()})
            for row_id in layer:
                yield _returned(table, moved.get((table.name, row_id), row_id), rows[row_id])


def _insert(session: Session, table: Table, rows: Mapping[int, dict[str, Any]]) -> None:
    """Write whole rows by their ids, sealed for them."""
    for row_id, values in rows.items():
        seal_again(session, table.name, row_id, values)
    if rows:
        listed = [{"id": row_id, **values} for row_id, values in rows.items()]
        session.connection().execute(insert(table), listed)


def _returned(table: Table, row_id: int, values: Mapping[str, Any]) -> Change:
    fields = {name: pair for name, pair in inserted_fields(values).items() if name != "version"}
    return change_of_row(table.name, row_id, "insert", values, fields)


def _now(change: RowChange, moved: Moved) -> int:
    return moved.get((change.table, change.row_id), change.row_id)


_UNDO = {"insert": _remove_inserted, "update": _turn_back_updated, "delete": _bring_back_deleted}


def _named_new(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _repointed(table: Table, values: dict[str, Any], moved: Moved) -> dict[str, Any]:
    if moved:
        for column, target in pointers_of(table.name).items():
            if column in values:
                values[column] = moved.get((target, values[column]), values[column])
    return values


def _parents_first(table: Table, rows: Mapping[int, Mapping[str, Any]]) -> Iterator[list[int]]:
    """Layers of ids: a row stands in a later one than those of its own table that it points at."""
    columns = [column for column, target in pointers_of(table.name).items() if target == table.name]
    waiting = dict(rows)
    while waiting:
        ready = [
            i for i, row in waiting.items() if not any(row[c] in waiting and row[c] != i for c in columns)
        ]
        layer = ready or list(waiting)
        for row_id in layer:
            del waiting[row_id]
        yield layer


def _whom(connection: Connection, table: Table, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """id → the columns that tell whom a row is about."""
    columns = [table.c[name] for name in ("person_id", "unit_id") if name in table.c]
    if not columns:
        return {}
    found = {}
    for chunk in chunks(ids):
        for row in connection.execute(select(table.c.id, *columns).where(table.c.id.in_(chunk))).mappings():
            found[row["id"]] = dict(row)
    return found
