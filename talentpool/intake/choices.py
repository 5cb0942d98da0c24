"""What the clerk chose for a batch, as it is kept beside it and read back."""

from __future__ import annotations

from datetime import date
from typing import Any

from talentpool.intake.layout import SheetReading
from talentpool.intake.options import Options, UnitChoice
from talentpool.vocabulary import SheetKind, UnitType

_KINDS = {kind.value: kind for kind in SheetKind}
_TYPES = {kind.value: kind for kind in UnitType}


def keep_options(options: Options) -> dict[str, Any]:
    """Options as plain JSON."""
    return {
        "on": options.on.isoformat(),
        "create_units": options.create_units,
        "valid_rows_only": options.valid_rows_only,
        "answers": dict(options.answers),
        "endings": [[e.person_id, e.on.isoformat(), e.cause.value] for e in options.endings],
        "units": {key: _keep_unit(choice) for key, choice in options.units.items()},
        "readings": {key: keep_reading(reading) for key, reading in options.readings.items()},
    }


def read_options(kept: dict[str, Any]) -> Options:
    """The same back, but for the endings: they are chosen anew with each confirmation."""
    return Options(
        on=date.fromisoformat(kept["on"]),
        create_units=kept["create_units"],
        valid_rows_only=kept["valid_rows_only"],
        answers=dict(kept["answers"]),
        units={key: _read_unit(choice) for key, choice in kept.get("units", {}).items()},
        readings={key: read_reading(reading) for key, reading in kept.get("readings", {}).items()},
    )


def keep_reading(reading: SheetReading) -> dict[str, Any]:
    """A correction as JSON."""
    return {
        "kind": reading.kind.value if reading.kind else None,
        "header_row": reading.header_row,
        "header_depth": reading.header_depth,
        "columns": {str(index): key for index, key in reading.columns.items()},
        "ignored": reading.ignored,
    }


def read_reading(kept: dict[str, Any]) -> SheetReading:
    """The same back."""
    return SheetReading(
        kind=_KINDS.get(kept["kind"] or ""),
        header_row=kept["header_row"],
        header_depth=kept["header_depth"],
        columns={int(index): key for index, key in kept["columns"].items()},
        ignored=kept["ignored"],
    )


def _keep_unit(choice: UnitChoice) -> dict[str, Any]:
    return {
        "unit": choice.unit_id,
        "type": choice.unit_type.value if choice.unit_type else None,
        "township": choice.township_id,
    }


def _read_unit(kept: dict[str, Any]) -> UnitChoice:
    return UnitChoice(kept["unit"], _TYPES.get(kept["type"] or ""), kept["township"])
