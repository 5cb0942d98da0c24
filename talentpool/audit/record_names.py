"""What a row is called in a sentence, and who changed it last: a few statements for many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from talentpool.audit.rows import RowKey, chunks, fetch_rows, table_named
from talentpool.audit.words import act_label, table_label
from talentpool.models import AuditEntry
from talentpool.web.working_date import HOME_ZONE

OWN_WORDS = ("name", "title", "tag", "written", "username")
"""Columns that name a row by themselves."""

Rows = dict[RowKey, Mapping[str, Any]]


@dataclass(frozen=True)
class Later:
    """The last entry of a row in the log since a moment."""

    actor: str
    at: datetime
    act: str

    @property
    def text(self) -> str:
        """“赵敏,2023-06-30 10:20,任职”."""
        return f"{self.actor},{self.at.astimezone(HOME_ZONE):%Y-%m-%d %H:%M},{act_label(self.act)}"


def name_records(
    connection: Connection, keys: Iterable[RowKey], kept: Mapping[RowKey, Mapping[str, Any] | None]
) -> dict[RowKey, str]:
    """“任职 金竹村 村委会副主任 曾波”; a row that is gone is named by what was `kept` of it."""
    wanted = set(keys)
    rows: Rows = {key: kept.get(key) or {} for key in wanted}
    rows.update(_fetched(connection, wanted))
    around: Rows = dict(rows)
    for _step in range(2):  # an appointment names its post, and the post its unit
        around.update(
            _fetched(connection, {key for row in around.values() for key in _related(row)} - set(around))
        )
    return {key: " ".join([table_label(key[0]), *_parts(key, rows[key], around)]) for key in wanted}


def _fetched(connection: Connection, keys: Iterable[RowKey]) -> Rows:
    ids: dict[str, list[int]] = defaultdict(list)
    for table, row_id in keys:
        ids[table].append(row_id)
    return {
        (name, row_id): row
        for name, wanted in ids.items()
        for row_id, row in fetch_rows(connection, table_named(name), wanted).items()
    }


def _related(row: Mapping[str, Any]) -> list[RowKey]:
    return [
        (table, row[column])
        for table, column in (("unit", "unit_id"), ("post", "post_id"), ("person", "person_id"))
        if row.get(column) is not None
    ]


def _parts(key: RowKey, row: Mapping[str, Any], around: Rows) -> list[str]:
    own = [str(row[name]) for name in OWN_WORDS if row.get(name)][:1]
    if key[0] == "person":
        return own
    post = around.get(("post", row.get("post_id") or 0), {})
    unit = around.get(("unit", row.get("unit_id") or post.get("unit_id") or 0), {})
    person = around.get(("person", row.get("person_id") or 0), {})
    parts = [unit.get("name"), post.get("title"), person.get("name"), *own]
    return [str(part) for part in parts if part]


def later_entries(connection: Connection, keys: Iterable[RowKey], *, since: datetime) -> dict[RowKey, Later]:
    """The last entry after a moment, by row; rows without one are left out."""
    ids: dict[str, list[int]] = defaultdict(list)
    for table, row_id in keys:
        ids[table].append(row_id)
    found: dict[RowKey, Later] = {}
    for table, wanted in ids.items():
        for chunk in chunks(wanted):
            last = (
                select(func.max(AuditEntry.id))
                .where(
                    AuditEntry.record_table == table, AuditEntry.record_id.in_(chunk), AuditEntry.at > since
                )
                .group_by(AuditEntry.record_id)
            )
            statement = select(AuditEntry.record_id, AuditEntry.actor, AuditEntry.at, AuditEntry.act)
            for row in connection.execute(statement.where(AuditEntry.id.in_(last))):
                found[table, row.record_id] = Later(row.actor, row.at, row.act)
    return found
