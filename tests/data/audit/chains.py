"""A log to tamper with, and an intruder who gets past the triggers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from talentpool.audit.anchor import anchor_sealed
from talentpool.audit.findings import Finding
from talentpool.audit.sealing import append
from talentpool.audit.streams import _any_text
from talentpool.audit.verification import Expected, Verdict, verify, verify_here
from talentpool.extensions import db

BEGUN = datetime(2023, 6, 30, 8, 0, tzinfo=UTC)


def change(number: int) -> tuple[Any, ...]:
    """An entry of the audit log, told apart by its number."""
    at = BEGUN + timedelta(minutes=number)
    return (
        at,
        "赵敏(zhaomin)",
        "更正信息",
        "update",
        "person",
        number,
        number,
        None,
        None,
        {"note": ["", str(number)]},
    )


def happening(number: int) -> tuple[Any, ...]:
    """An entry of the journal."""
    return BEGUN + timedelta(minutes=number), "赵敏(zhaomin)", "登录", f"第{number}次", "127.0.0.1", {}


def write(log: str, numbers: Sequence[int]) -> None:
    """Entries in a transaction of their own."""
    make = change if log == "audit_entry" else happening
    with db.engine.begin() as connection:
        append(connection, log, [make(number) for number in numbers])
    anchor_sealed()


def write_log() -> None:
    """Nine seals: the opening and four transactions over each log, of 1, 5, 1 and 3 entries."""
    for log in ("audit_entry", "journal_entry"):
        for first, last in ((1, 1), (2, 6), (7, 7), (8, 10)):
            write(log, range(first, last + 1))


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """What an intruder with the rights of the database's owner does: the triggers off, and on again."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(text("SET LOCAL session_replication_role = origin"))
        return
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in found:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _name, sql in found:
        connection.execute(text(sql))


def tamper(*statements: str, **values: object) -> None:
    """Statements past the program and the triggers, committed."""
    with db.engine.begin() as connection, unguarded(connection):
        for statement in statements:
            connection.execute(text(statement), values)


def found(**expected: Any) -> list[tuple[str, str, int, int]]:
    """What verification finds: (kind, log, first, last)."""
    return [place(finding) for finding in verify_here(**expected).findings]


def place(finding: Finding) -> tuple[str, str, int, int]:
    """Where and what, without the sentence."""
    return finding.kind.value, finding.log, finding.first, finding.last


def verify_on(connection: Connection, expected: Expected) -> Verdict:
    """Verification amid an open transaction, to be rolled back after it."""
    with _any_text(connection):
        return verify(connection, expected, tell=lambda _done, _total: None)
