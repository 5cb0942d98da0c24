"""How the clerk wants files taken in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from talentpool.intake.layout.model import SheetReading
from talentpool.vocabulary import EndCause, UnitType


@dataclass(frozen=True, slots=True)
class Ending:
    """That somebody who stands in no row of the roster left, when and why."""

    person_id: int
    on: date
    cause: EndCause


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """What a name that no unit has means: the unit `unit_id`, or a new one of `unit_type`.

    `township_id` is where the new one lies; None leaves it to what row and sheet say.
    """

    unit_id: int | None = None
    unit_type: UnitType | None = None
    township_id: int | None = None


def unit_choice_key(name: str, township: str) -> str:
    """Under what a choice is kept: the name as written, and the township that the row tells."""
    return f"{township}/{name}"


def sheet_key(file: str, sheet: str | None) -> str:
    """Under what the reading of a sheet is kept."""
    return f"{file}/{sheet or ''}"


@dataclass(frozen=True, slots=True)
class Options:
    """`on` is the day of sheets that state none. `answers` maps the key of a question to its choice.

    `units` are choices by `unit_choice_key`, `readings` the clerk's corrections by `sheet_key`.
    """

    on: date
    create_units: bool = False
    valid_rows_only: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[Ending, ...] = ()
    units: Mapping[str, UnitChoice] = field(default_factory=dict)
    readings: Mapping[str, SheetReading] = field(default_factory=dict)
