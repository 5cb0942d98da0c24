"""Whatever is tampered with, the chain does not hold; and what is not tampered with holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from talentpool.audit.chain import LOGS
from talentpool.audit.verification import Expected
from talentpool.extensions import db
from tests.data.audit.chains import unguarded, verify_on, write

ENTRIES = 24
SEALS = 1 + 8 + 8
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
NUMBERS = st.integers(1, ENTRIES)
LOG = st.sampled_from(sorted(LOGS))

EDITS: dict[str, st.SearchStrategy[Any]] = {
    "audit_entry": st.one_of(
        st.tuples(st.sampled_from(("actor", "act", "operation", "record_table")), TEXTS.map(lambda t: t[:8])),
        st.tuples(st.sampled_from(("record_id", "person_id", "unit_id", "batch_id")), st.integers(0, 2**40)),
        st.tuples(st.just("changes"), TEXTS.map(lambda t: f'{{"x": {len(t)}}}')),
    ),
    "journal_entry": st.one_of(
        st.tuples(st.sampled_from(("actor", "event", "subject", "address")), TEXTS),
        st.tuples(st.just("details"), TEXTS.map(lambda t: f'{{"x": {len(t)}}}')),
    ),
}
SEAL_EDITS = st.one_of(
    st.tuples(st.sampled_from(("digest", "previous", "mac")), st.sampled_from(("0" * 64, "f" * 64))),
    st.tuples(st.just("last_id"), st.integers(10_000, 20_000)),
    st.tuples(st.just("key_id"), st.just("f" * 16)),
    st.tuples(st.just("log"), st.just("opening")),
)

TAMPERING: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    LOG.flatmap(lambda log: st.tuples(st.just("edit"), st.just(log), NUMBERS, EDITS[log])),
    st.tuples(st.just("delete"), LOG, NUMBERS, st.integers(0, 5)),
    st.tuples(st.just("insert"), LOG, NUMBERS, st.integers(ENTRIES + 1, 90)),
    st.tuples(st.just("move"), LOG, NUMBERS, st.integers(100, 200)),
    st.tuples(st.just("swap"), LOG, NUMBERS, NUMBERS).filter(lambda told: told[2] != told[3]),
    st.tuples(st.just("cut"), LOG, st.integers(1, ENTRIES)),
    st.tuples(st.just("edit seal"), st.integers(2, SEALS), SEAL_EDITS),
    st.tuples(st.just("delete seal"), st.integers(1, SEALS)),
)


@pytest.fixture
def log(blank_app: Flask) -> Iterator[Flask]:
    """Both logs with `ENTRIES` entries, in seals of 1 to 5."""
    with blank_app.app_context():
        for name in LOGS:
            number = 1
            for size in (1, 5, 3, 1, 4, 2, 5, 3):
                write(name, range(number, number + size))
                number += size
            assert number == ENTRIES + 1
        yield blank_app


def change(connection: Connection, kind: str, told: tuple[Any, ...]) -> None:
    """One piece of tampering; some find nothing left to change."""

    def run(statement: str, **values: object) -> None:
        connection.execute(text(statement), values)

    match kind, *told:
        case "edit", log, number, (column, value):
            run(f"UPDATE {log} SET {column} = :value WHERE id = :id", value=value, id=number)
        case "delete", log, number, more:
            run(f"DELETE FROM {log} WHERE id BETWEEN :id AND :last", id=number, last=number + more)
        case "insert", log, number, new:
            columns = ", ".join(LOGS[log][1:])
            run(f"DELETE FROM {log} WHERE id = :new", new=new)
            run(
                f"INSERT INTO {log} (id, {columns}) SELECT :new, {columns} FROM {log} WHERE id = :id",
                new=new,
                id=number,
            )
        case "move", log, number, new:
            run(f"DELETE FROM {log} WHERE id = :new", new=new)
            run(f"UPDATE {log} SET id = :new WHERE id = :id", new=new, id=number)
        case "swap", log, one, other:
            for old, new in ((one, -1), (other, one), (-1, other)):
                run(f"UPDATE {log} SET id = :new WHERE id = :old", old=old, new=new)
        case "cut", log, number:
            run(f"DELETE FROM {log} WHERE id >= :id", id=number)
            run("DELETE FROM audit_seal WHERE log = :log AND last_id >= :id", log=log, id=number)
        case "edit seal", number, (column, value):
            run(f"UPDATE audit_seal SET {column} = :value WHERE id = :id", value=value, id=number)
        case "delete seal", number:
            run("DELETE FROM audit_seal WHERE id = :id", id=number)


def content(connection: Connection) -> list[tuple[Any, ...]]:
    """Everything that is protected."""
    tables = (*LOGS, "audit_seal")
    return [
        tuple(row) for name in tables for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id"))
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(TAMPERING, min_size=1, max_size=3))
def test_any_tampering_is_found_where_it_was_done(log: Flask, steps: list[tuple[Any, ...]]) -> None:
    with db.engine.connect() as connection:
        transaction = connection.begin()
        before = content(connection)
        with unguarded(connection):
            for kind, *told in steps:
                change(connection, kind, tuple(told))
        verdict = verify_on(connection, Expected.here())
        assert verdict.is_whole == (content(connection) == before)
        if len(steps) == 1 and steps[0][0] in ("edit", "delete", "swap", "move") and not verdict.is_whole:
            name, number = steps[0][1:3]
            assert any(one.log == name and one.first <= number <= one.last for one in verdict.findings)
        transaction.rollback()
