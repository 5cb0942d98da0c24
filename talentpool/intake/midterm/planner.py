"""What the planners of the mid-term analysis share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet, Ref
from talentpool.intake.facts import Known, label_of
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.ledgers.rows import bring_to
from talentpool.intake.midterm.desk import RoundDesk
from talentpool.intake.register import rows_where
from talentpool.intake.values import UnreadableCount, read_count
from talentpool.models import Base
from talentpool.wording import phrase


class RoundPlanner:
    """Plans one sheet row by row; `prepare` loads what the rows are compared with."""

    def __init__(self, desk: RoundDesk) -> None:
        self.desk = desk
        self.on = desk.on
        self._loaded: dict[tuple[type[Base], Ref], dict[Any, Known]] = {}

    @property
    def changes(self) -> ChangeSet:
        return self.desk.changes

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        for seat in self.desk.seats:
            round_ = self.desk.round_of(seat)
            if round_ is not None and not seat.plan.refused:
                self.state(seat, round_)

    def state(self, seat: Seat, round_: Known) -> None:
        """Take one row in."""
        raise NotImplementedError

    def of_round(self, model: type[Base], round_: Known, *columns: str) -> dict[Any, Known]:
        """The rows of a table in a round by the values of their columns; one column by its value alone."""
        if (model, round_.ref) not in self._loaded:
            table: Any = model
            rows = rows_where(model, table.round_id == round_.ref) if isinstance(round_.ref, int) else []
            self._loaded[model, round_.ref] = {
                row.values[columns[0]] if len(columns) == 1 else tuple(row.values[c] for c in columns): row
                for row in rows
            }
        return self._loaded[model, round_.ref]

    def count(self, seat: Seat, key: str) -> int | None:
        """A whole number; an unreadable one refuses the row."""
        value = seat.cells.cell(key)
        if value is None or not seat.cells.text(key):
            return None
        try:
            return read_count(value)
        except UnreadableCount as error:
            seat.plan.refuse(seat.cells.header(key), error.phrase)
            return None

    def date(self, seat: Seat, key: str) -> PartialDate | None:
        """A day that is not behind that of the ledger; one that is refuses the row."""
        told = seat.cells.date(key)
        if told is not None and told.first_day() > self.on:
            seat.plan.refuse(seat.cells.header(key), phrase("%(day)s晚于填报时间,请核对", day=told.dotted))
        return told

    def bring(
        self,
        seat: Seat,
        model: type[Base],
        known: Known | None,
        key: Mapping[str, Any],
        told: dict[str, Any],
        labels: Mapping[str, str],
        *,
        fixed: Mapping[str, Any] | None = None,
        person: Known | None = None,
    ) -> tuple[Known, bool]:
        """A row brought to what is told of it, or a new one of `key`, `fixed` and `told`; whether it is new."""
        ref = person.ref if person is not None else None
        if known is not None:
            bring_to(
                self.changes, seat.plan, model, known, told, labels=labels, person=ref, unit=seat.unit.ref
            )
            return known, False
        values = {**key, **(fixed or {}), **told}
        row = self.changes.insert(model, values, person=ref, unit=seat.unit.ref)
        for column, label in labels.items():
            if told.get(column) not in (None, ""):
                seat.plan.change(label, "", label_of(told, column))
        return Known(row, row.values), True
