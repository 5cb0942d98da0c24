"""Every column has a level, and what the level promises is so."""

from __future__ import annotations

from collections import Counter

from talentpool.audit.rows import audited_models
from talentpool.models import Base
from talentpool.people.columns import PEOPLE_COLUMNS
from talentpool.sealing.columns import SealedType, index_columns, sealed_of
from talentpool.security.field_levels import EVERYWHERE, LEVELS, Level, levels_of


def test_every_column_of_every_table_has_one_level_and_nothing_else_has() -> None:
    tables = {table.name: {column.name for column in table.c} for table in Base.metadata.sorted_tables}
    assert set(LEVELS) == set(tables)
    for name, columns in tables.items():
        told = Counter(column for listed in LEVELS[name].values() for column in listed.split())
        assert {column for column, times in told.items() if times > 1} == set(), name
        assert set(told) == columns - EVERYWHERE, name


def test_what_is_sensitive_is_sealed_and_what_is_sealed_is_sensitive() -> None:
    for table in Base.metadata.sorted_tables:
        sealed = {column.name for column in table.c if isinstance(column.type, SealedType)}
        levels = levels_of(table.name)
        assert sealed == {column for column, level in levels.items() if level is Level.SENSITIVE}, table.name
        assert sealed == set(sealed_of(table.name)), f"{table.name}: a sealed column lacks its plain side"
        assert index_columns(table.name) <= {c for c, level in levels.items() if level is Level.SECRET}


def test_blind_indexes_never_enter_the_log() -> None:
    for name, model in audited_models().items():
        assert index_columns(name) <= model.quiet_columns, name


def test_lists_and_workbooks_mask_what_is_sensitive_of_a_person() -> None:
    sensitive = {column for column, level in levels_of("person").items() if level is Level.SENSITIVE}
    shown = [one.column for one in PEOPLE_COLUMNS]
    assert {column.key for column in shown if column.sensitive} == sensitive
    for column in shown:
        assert not column.sensitive or column.masked("519901197205191118") != "519901197205191118"
