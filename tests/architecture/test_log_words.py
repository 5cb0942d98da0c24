"""The log speaks the office's words: every audited table, every column that enters it."""

from __future__ import annotations

import pytest

from talentpool.audit.column_labels import COLUMNS, TABLE_COLUMNS
from talentpool.audit.labels import TABLES
from talentpool.audit.queries import QUIET
from talentpool.audit.rows import audited_models, pointers_of, table_named

AUDITED = sorted(audited_models())


@pytest.mark.parametrize("table", AUDITED)
def test_an_audited_table_and_its_columns_have_words(table: str) -> None:
    assert table in TABLES
    model = audited_models()[table]
    unsaid = {"id", "version"} | model.quiet_columns | QUIET | (set(pointers_of(table)) - {"unit_id"})
    columns = {column.name for column in table_named(table).columns} - unsaid
    assert {name for name in columns if name not in COLUMNS and (table, name) not in TABLE_COLUMNS} == set()
