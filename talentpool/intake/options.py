"""How the clerk wants files taken in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from talentpool.vocabulary import EndCause


@dataclass(frozen=True, slots=True)
class Ending:
    """That somebody who stands in no row of the roster left, when and why."""

    person_id: int
    on: date
    cause: EndCause


@dataclass(frozen=True, slots=True)
class Options:
    """`on` is the day of sheets that state none. `answers` maps the key of a question to its choice."""

    on: date
    create_units: bool = False
    valid_rows_only: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[Ending, ...] = ()
