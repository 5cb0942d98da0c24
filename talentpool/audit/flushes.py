"""One flush of the session, read as row changes: old values before it, new ones after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import LoaderCallableStatus, Session

from talentpool.audit.acts import RowChange
from talentpool.audit.doomed import Doomed
from talentpool.audit.rows import (
    UNKEPT,
    RowKey,
    encode,
    fetch_rows,
    pointers_of,
    table_named,
    table_of,
    table_order,
)
from talentpool.models import Audited
from talentpool.sealing.columns import lifted, sealed_of

Fields = dict[str, tuple[Any, Any]]


@dataclass
class Flushed:
    """What a flush is about to write; the new values are read once it is done."""

    changed: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    deleted: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    added: list[Any] = field(default_factory=list)
    doomed: Doomed = field(default_factory=Doomed)
    _updates: list[tuple[str, int, Fields, dict[str, Any]]] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no audited row is concerned."""
        return not (self.changed or self.deleted or self.added)

    def updates(self) -> list[tuple[str, int, Fields, dict[str, Any]]]:
        """(table, id, {column: (old, new)}, whom it concerns) of the rows that really changed."""
        if self._updates is None:
            self._updates = list(self._read_updates())
        return self._updates

    def _read_updates(self) -> Iterator[tuple[str, int, Fields, dict[str, Any]]]:
        for instance, olds in self.changed:
            table = table_of(type(instance))
            fields = {}
            for name, old in olds.items():
                new = _value(instance, name)
                if encode(table.c[name], old) != encode(table.c[name], new):
                    fields[name] = (old, new)
            if fields:
                whom = {name: getattr(instance, name, None) for name in ("person_id", "unit_id")}
                yield table.name, instance.id, fields, whom

    def inserts(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """(table, id, whole row) of the new rows."""
        for instance in self.added:
            names = _columns(instance.__tablename__)
            yield instance.__tablename__, instance.id, {name: _value(instance, name) for name in names}

    def in_order(self, gone: Iterable[RowChange]) -> list[RowChange]:
        """Everything in the order of the statements: a table behind those it points at, deletions backwards."""
        order = table_order()
        written = [
            RowChange.updated(table_named(t), row_id, fields) for t, row_id, fields, _row in self.updates()
        ]
        written += [RowChange.inserted(table_named(t), row_id, row) for t, row_id, row in self.inserts()]
        written.sort(key=lambda change: (order[change.table], change.operation == "insert"))
        removed = [
            RowChange.deleted(table_named(t), row_id, row) for (t, row_id), row in self.deleted.items()
        ]
        hanging = list(gone)
        removed += [change for change in hanging if change.operation == "delete"]
        removed.sort(key=lambda change: -order[change.table])
        return [*written, *(change for change in hanging if change.operation == "update"), *removed]


def note_flush(session: Session) -> Flushed:
    """Read what the flush will overwrite or delete; old values that were never loaded come from the database."""
    flushed = Flushed(added=[instance for instance in session.new if isinstance(instance, Audited)])
    unloaded: dict[type[Any], list[tuple[Any, dict[str, Any]]]] = {}
    for instance in session.dirty:
        if isinstance(instance, Audited) and session.is_modified(instance):
            olds = _old_values(instance)
            flushed.changed.append((instance, olds))
            if LoaderCallableStatus.NO_VALUE in olds.values():
                unloaded.setdefault(type(instance), []).append((instance, olds))
    doomed: dict[type[Any], list[int]] = {}
    for instance in session.deleted:
        if isinstance(instance, Audited):
            doomed.setdefault(type(instance), []).append(inspect(instance).identity[0])
    if unloaded or doomed:
        connection = session.connection()
        for model, waiting in unloaded.items():
            _fill(waiting, fetch_rows(connection, table_of(model), [_id_of(i) for i, _olds in waiting]))
        for model, ids in doomed.items():
            table = table_of(model)
            rows = fetch_rows(connection, table, ids)
            flushed.deleted.update({(table.name, row_id): row for row_id, row in rows.items()})
            flushed.doomed.read(connection, table.name, ids)
    return flushed


def _id_of(instance: Any) -> int:
    identity = inspect(instance).identity
    return int(identity[0])


def _fill(waiting: Iterable[tuple[Any, dict[str, Any]]], rows: Mapping[int, Mapping[str, Any]]) -> None:
    for instance, olds in waiting:
        row = rows.get(_id_of(instance), {})
        for name, old in olds.items():
            if old is LoaderCallableStatus.NO_VALUE:
                olds[name] = row.get(name)


def _old_values(instance: Any) -> dict[str, Any]:
    """The columns that changed, or that a changed relationship may still change, as they were."""
    state = inspect(instance)
    table = instance.__tablename__
    pointers = _pointers(table)
    found = {}
    for name in _columns(table):
        attribute = _attribute(table, name)
        if attribute in state.committed_state or name in pointers:
            now = state.dict.get(attribute, LoaderCallableStatus.NO_VALUE)
            found[name] = state.committed_state.get(attribute, now)
    return lifted(table, _id_of(instance), found)


def _value(instance: Any, name: str) -> Any:
    """What a column of a flushed row holds, as a row read from the database would have it."""
    table = instance.__tablename__
    value = getattr(instance, _attribute(table, name))
    return lifted(table, instance.id, {name: value})[name]


@cache
def _attribute(table: str, column: str) -> str:
    return f"{column}_sealed" if column in sealed_of(table) else column


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in table_named(table).c if column.name not in UNKEPT)


@cache
def _pointers(table: str) -> frozenset[str]:
    return frozenset(pointers_of(table))
