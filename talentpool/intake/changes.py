"""Rows to be written, gathered before anything is: new rows may point at each other. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from talentpool.models import Base


@dataclass(eq=False, slots=True)
class NewRow:
    """A row that has no id yet; `values` may hold other new rows where a key is wanted.

    `person` and `unit` are whom the audit entry is about.
    """

    model: type[Base]
    values: dict[str, Any]
    person: Ref | None = None
    unit: Ref | None = None
    id: int | None = None


Ref = int | NewRow
"""A row of a table: its id, or the new row that will have one."""


@dataclass(eq=False, slots=True)
class RowUpdate:
    """Columns of one row as (old, new)."""

    model: type[Base]
    row_id: int
    person: Ref | None
    unit: Ref | None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class RowDeletion:
    """A row that goes, with what it held."""

    model: type[Base]
    row_id: int
    person: Ref | None
    values: dict[str, Any]


class ChangeSet:
    """Everything one sheet writes."""

    def __init__(self) -> None:
        self.new: dict[type[Base], list[NewRow]] = defaultdict(list)
        self.updates: dict[tuple[type[Base], int], RowUpdate] = {}
        self.deletions: list[RowDeletion] = []

    def insert(
        self, model: type[Base], values: dict[str, Any], *, person: Ref | None = None, unit: Ref | None = None
    ) -> NewRow:
        """A new row."""
        row = NewRow(model, values, person, unit)
        self.new[model].append(row)
        return row

    def update(
        self,
        model: type[Base],
        ref: Ref,
        old: dict[str, Any],
        new: dict[str, Any],
        *,
        person: Ref | None = None,
        unit: Ref | None = None,
    ) -> None:
        """Set the columns `new` of a row whose values are `old`; both the row and `old` then hold them."""
        if isinstance(ref, NewRow):
            ref.values.update(new)
        else:
            kept = self.updates.setdefault((model, ref), RowUpdate(model, ref, person, unit))
            for column, value in new.items():
                before = kept.fields.get(column, (old.get(column), None))[0]
                kept.fields[column] = (before, value)
        old.update(new)

    def delete(self, model: type[Base], row_id: int, values: dict[str, Any], *, person: Ref | None) -> None:
        """Remove a row."""
        self.deletions.append(RowDeletion(model, row_id, person, values))

    def __bool__(self) -> bool:
        return any(self.new.values()) or bool(self.updates) or bool(self.deletions)
