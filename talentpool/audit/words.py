"""The audit log in the clerk's words: labels of tables and columns, values as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask_babel import gettext
from sqlalchemy import Boolean, Enum
from sqlalchemy.types import TypeEngine

from talentpool.audit.column_labels import COLUMNS, TABLE_COLUMNS
from talentpool.audit.labels import DETAILS, OPERATIONS, TABLES
from talentpool.dates import PartialDate
from talentpool.models import Base, PartialDateType, UtcDateTime
from talentpool.security.field_levels import masked_columns
from talentpool.security.roles import ROLES
from talentpool.vocabulary import NATIONALITIES, Labelled
from talentpool.web.working_date import HOME_ZONE


def table_label(table: str) -> str:
    """The office's word for a table; its own name where there is none."""
    return str(TABLES.get(table, table))


def column_label(table: str, column: str) -> str:
    """The office's word for a column of a table."""
    return str(TABLE_COLUMNS.get((table, column)) or COLUMNS.get(column, column))


def detail_label(key: str) -> str:
    """What a detail of an event is called."""
    return str(DETAILS.get(key, key))


def act_label(act: str) -> str:
    """The named act; where a change had none, what was done to the row."""
    return str(OPERATIONS.get(act) or (gettext(act) if act else ""))


def value_text(table: str, column: str, value: Any) -> str:
    """A logged value as it is read: labels for codes, 2021.11 for months; "" for none."""
    if value is None or value == "":
        return ""
    if column == "nationality":
        return str(gettext(NATIONALITIES.get(str(value), str(value))))
    if (table, column) == ("role_grant", "role"):
        return str(gettext(ROLES[value].label)) if value in ROLES else str(value)
    kind = _types().get((table, column))
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(str(value)).astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(kind, PartialDateType):
        text = str(value)
        return PartialDate.from_iso(text).dotted if len(text) == 7 else text
    if isinstance(kind, Boolean):
        return str(gettext("是") if value else gettext("否"))
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return _enum_text(kind.enum_class, value)
    if isinstance(value, list | dict):
        return "、".join(map(str, value))
    return str(value).partition(" #")[0] if column in masked_columns(table) else str(value)


def fields_text(operation: str, fields: Iterable[tuple[str, str, str]]) -> str:
    """“姓名 曾波;性别 男” of a new record, “联系电话 未登记 → 199****0001” of a changed one."""
    missing = str(gettext("未登记"))
    return ";".join(
        f"{label} {new}"
        if operation == "insert"
        else f"{label} {old}"
        if operation == "delete"
        else f"{label} {old or missing} → {new or missing}"
        for label, old, new in fields
    )


def _enum_text(values: type[Any], value: Any) -> str:
    known = values.labels() if issubclass(values, Labelled) else {}
    return str(gettext(known[value])) if value in known else str(value)


@lru_cache(maxsize=1)
def _types() -> dict[tuple[str, str], TypeEngine[Any]]:
    tables = Base.metadata.tables.values()
    return {(table.name, column.name): column.type for table in tables for column in table.columns}
