"""Entries into the logs, and their seals in the same transaction.

`append` is the only way into the two logs. It numbers the entries, writes them, and keeps beside the
open transaction what is to be sealed; the seals are written as the last thing before the commit. On
PostgreSQL a lock is held from there to the commit only: who holds it waits for nobody, so there is no
deadlock, and ids that were drawn out of turn or lost in a rollback do no harm, because a seal covers
ids without a gap and the chain is counted by the seals. On SQLite the transaction is the only writer
anyway. Listeners are registered once, at import.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import Session

from talentpool.audit.anchor import Damaged, anchor_sealed, current_anchor, note_sealed
from talentpool.audit.bulk import as_json, insert_many
from talentpool.audit.chain import (
    LOGS,
    NO_SEAL,
    Head,
    Key,
    OpenRun,
    Row,
    Run,
    Seal,
    consecutive,
    moment_text,
    seal_runs,
)
from talentpool.audit.rows import table_named, table_of
from talentpool.models import AuditSeal
from talentpool.sealing.numbering import new_ids

LOCK = 0x74616C656E74
"""Number of PostgreSQL's advisory lock under which seals are added to the chain."""

_BATCH = 5_000
_UNSEALED = "talentpool_audit_unsealed"
_SAVEPOINTS = "talentpool_audit_savepoints"
_SEAL = ("id", "at", "log", "first_id", "last_id", "digest", "key_id", "previous", "mac")
log = logging.getLogger("talentpool.audit")


@dataclass
class Unsealed:
    """What the open transaction has written into the logs; `marks` are its savepoints, with the runs before each."""

    runs: list[Run] = field(default_factory=list)
    growing: dict[str, OpenRun] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, rows: Sequence[Row]) -> None:
        """Entries of a log that were written, in the order of their ids."""
        for stretch in consecutive(rows):
            start = 0
            while start < len(stretch):
                run = self._run_for(name, stretch[start][0])
                piece = stretch[start : start + run.room]
                run.take(piece)
                start += len(piece)

    def _run_for(self, name: str, first_id: int) -> OpenRun:
        run = self.growing.get(name)
        if run is not None and (run.last_id + 1 != first_id or not run.room):
            self.runs.append(self.growing.pop(name).close())
            run = None
        if run is None:
            run = self.growing[name] = OpenRun(name, first_id, first_id - 1)
        return run

    def close(self) -> list[Run]:
        """All runs, none growing any more."""
        self.runs += [run.close() for run in self.growing.values()]
        self.growing.clear()
        return self.runs

    def mark(self, savepoint: str) -> None:
        """A savepoint was set."""
        self.marks[savepoint] = len(self.close())

    def release(self, savepoint: str) -> None:
        """A savepoint is over, with those inside; what was written after it stands."""
        for name in self._since(savepoint):
            del self.marks[name]

    def roll_back(self, savepoint: str) -> None:
        """The same, and what was written after it is gone."""
        self.growing.clear()
        del self.runs[self.marks[savepoint] :]
        self.release(savepoint)

    def _since(self, savepoint: str) -> list[str]:
        names = list(self.marks)
        return names[names.index(savepoint) :]


def append(connection: Connection, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write entries into a log: values in the order of `LOGS[name]` without the id, the moment as a datetime.

    They are sealed when the connection's transaction commits.
    """
    if not rows:
        return
    ids = new_ids(connection, table_named(name), len(rows))
    statement = _insert(connection.dialect.name, name)
    unsealed: Unsealed = connection.info.setdefault(_UNSEALED, Unsealed())
    for start in range(0, len(rows), _BATCH):
        written = _written(ids[start : start + _BATCH], rows[start : start + _BATCH])
        connection.exec_driver_sql(statement, written)
        unsealed.take(name, written)


def _written(ids: Sequence[int], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """The rows as they are stored and sealed."""
    moments = {at: moment_text(at) for at in {row[0] for row in rows}}
    return [
        (row_id, moments[at], *values, as_json(told))
        for row_id, (at, *values, told) in zip(ids, rows, strict=True)
    ]


@cache
def _insert(dialect: str, name: str) -> str:
    columns = LOGS[name]
    marks = dict.fromkeys(columns, "?" if dialect == "sqlite" else "%s")
    if dialect != "sqlite":
        marks["at"] = "%s::timestamp AT TIME ZONE 'UTC'"
    return f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join(marks.values())})"  # noqa: S608 - names of the schema


def find_head(connection: Connection) -> Head | None:
    """The last seal; None for a database without any."""
    statement = select(AuditSeal.id, AuditSeal.mac).order_by(AuditSeal.id.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return Head(*row) if row else None


def _info(connection: Connection) -> dict[Any, Any]:
    """What is kept beside the driver's connection; nothing of one that was lost, whose transaction is gone."""
    return {} if connection.closed or connection.invalidated else connection.info


@event.listens_for(Engine, "engine_connect")
def _connect(connection: Connection) -> None:
    connection.info[_SAVEPOINTS] = 0


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    connection.info.pop(_UNSEALED, None)
    note_sealed(None)


@event.listens_for(Engine, "rollback")
def _roll_back(connection: Connection) -> None:
    _info(connection).pop(_UNSEALED, None)


@event.listens_for(Engine, "savepoint")
def _mark(connection: Connection, name: str | None) -> None:
    """SQLAlchemy names its savepoints by counting them, but only after it has told of them."""
    connection.info[_SAVEPOINTS] += 1
    named = name or f"sa_savepoint_{connection.info[_SAVEPOINTS]}"
    connection.info.setdefault(_UNSEALED, Unsealed()).mark(named)


@event.listens_for(Engine, "release_savepoint")
def _release(connection: Connection, name: str, _context: Any) -> None:
    if unsealed := _info(connection).get(_UNSEALED):
        unsealed.release(name)


@event.listens_for(Engine, "rollback_savepoint")
def _roll_back_to(connection: Connection, name: str, _context: Any) -> None:
    if unsealed := _info(connection).get(_UNSEALED):
        unsealed.roll_back(name)


@event.listens_for(Engine, "commit")
def _seal(connection: Connection) -> None:
    unsealed: Unsealed | None = _info(connection).pop(_UNSEALED, None)
    runs = unsealed.close() if unsealed else []
    note_sealed(_add_to_chain(connection, runs) if runs else None)


@event.listens_for(Session, "after_commit")
def _anchor(session: Session) -> None:
    if not session.in_nested_transaction():
        anchor_sealed()


def _add_to_chain(connection: Connection, runs: Sequence[Run]) -> Head | None:
    """Write the seals; the new head, if it is to be anchored."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    head = find_head(connection) or Head(0, NO_SEAL)
    at = datetime.now(UTC)
    key = Key.from_hex(current_app.config["AUDIT_KEY"])
    seals = seal_runs(runs, key=key, at=moment_text(at), head=head)
    insert_many(connection, table_of(AuditSeal), _SEAL, [_values(seal, at) for seal in seals])
    return Head(seals[-1].id, seals[-1].mac) if _is_behind(connection, head) else None


def _values(seal: Seal, at: datetime) -> tuple[Any, ...]:
    return (
        seal.id,
        at,
        seal.log,
        seal.first_id,
        seal.last_id,
        seal.digest,
        seal.key_id,
        seal.previous,
        seal.mac,
    )


def _is_behind(connection: Connection, head: Head) -> bool:
    """Whether the anchor stands in the chain up to its head: another one is evidence and is kept."""
    try:
        anchored = current_anchor().read()
    except (Damaged, OSError):
        return False
    if anchored is None or anchored == head:
        return True
    found = connection.scalar(select(AuditSeal.mac).where(AuditSeal.id == anchored.seal))
    if found == anchored.mac:
        return True
    _warn(anchored)
    return False


@cache
def _warn(anchored: Head) -> None:
    """Once a process, not at every commit."""
    log.warning("seal %s stands in the audit chain no more: run `audit verify`", anchored.seal)
