"""Rows that go, or lose a pointer, because the row they point at is deleted (ON DELETE).

The database does that by itself, past the session's hook. So they are read before the deletion,
and told of once they are really gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from talentpool.audit.rows import RowKey, audited_models, chunks, fetch_rows, pointers_to, table_named


@dataclass
class Doomed:
    """What was read before a deletion: `gone` whole rows, `loosened` (row, column) → what it pointed at."""

    gone: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    loosened: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def read(self, connection: Connection, table: str, ids: Iterable[int]) -> None:
        """Remember everything that hangs on rows of a table, the rows themselves left out."""
        for other, column, rule in pointers_to(table):
            if other.name not in audited_models() or rule not in ("CASCADE", "SET NULL"):
                continue
            hanging: list[int] = []
            for chunk in chunks(ids):
                statement = select(other.c.id, column).where(column.in_(chunk)).order_by(other.c.id)
                for row_id, target in connection.execute(statement):
                    if rule == "SET NULL":
                        self.loosened[other.name, row_id, column.name] = target
                    elif (other.name, row_id) not in self.gone:
                        hanging.append(row_id)
            for row_id, row in fetch_rows(connection, other, hanging).items():
                self.gone[other.name, row_id] = row
            if hanging:
                self.read(connection, other.name, hanging)

    def settle(self, connection: Connection) -> Doomed:
        """Only what really went."""
        ids: dict[str, set[int]] = {}
        for table, row_id in self.gone:
            ids.setdefault(table, set()).add(row_id)
        for table, row_id, _column in self.loosened:
            ids.setdefault(table, set()).add(row_id)
        now = {
            (table, row_id): row
            for table, wanted in ids.items()
            for row_id, row in fetch_rows(connection, table_named(table), wanted).items()
        }
        return Doomed(
            {key: row for key, row in self.gone.items() if key not in now},
            {
                (table, row_id, column): target
                for (table, row_id, column), target in self.loosened.items()
                if (table, row_id) in now and now[table, row_id][column] is None
            },
        )
