"""A long preview leaves the database to others: SQLite has one write lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from talentpool.extensions import db
from talentpool.intake import batches
from talentpool.intake.services import tell_nobody
from talentpool.intake.sources import Upload
from talentpool.models import IntakeBatch
from talentpool.security.actor import current_actor
from tests.data.intake.town import JUNE, roster, row, take, units, village


@contextmanager
def begins() -> Iterator[list[str]]:
    """How the transactions of SQLite are begun inside."""
    told: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("BEGIN"):
            told.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def keep(*files: Upload) -> int:
    batch = batches.keep_files(files, by=current_actor(), on=JUNE, at=datetime.now(UTC))
    db.session.commit()
    return batch.id


@pytest.fixture
def town(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite locks the whole database")
    take(units(village()))


def test_one_sheet_is_previewed_without_the_write_lock(town: None) -> None:
    batch_id = keep(roster(row("郭国文", "村委会委员")))
    with begins() as told:
        found = batches.preview_at_leisure(batch_id, by=current_actor(), tell=tell_nobody)
    assert set(told) == {"BEGIN"}
    batches.show(db.session.get_one(IntakeBatch, batch_id), found)
    db.session.commit()
    assert db.session.get_one(IntakeBatch, batch_id).counts["new"] == 1


def test_sheets_that_depend_on_each_other_are_read_before_it_is_taken(town: None) -> None:
    batch_id = keep(units(village("双河村")), roster(row("郭国文", "村委会委员", unit="双河村")))
    with begins() as told:
        found = batches.preview_at_leisure(batch_id, by=current_actor(), tell=tell_nobody)
    assert told == ["BEGIN", "BEGIN IMMEDIATE"]
    assert found.counts()["new"] == 2
