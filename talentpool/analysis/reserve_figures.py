"""The figures of the reserve force: pool, education finished, former cadres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.advisers.queries import count_former
from talentpool.education.queries import Gain, gains_by_unit
from talentpool.models import Unit
from talentpool.pool.queries import UnitReserves, count_by_unit
from talentpool.security.scope import Scope


@dataclass(frozen=True)
class ReserveFigures:
    """Reserves by unit, degrees gained in the running term by unit, former cadres and advisers."""

    units: Sequence[UnitReserves]
    gains: Sequence[Gain]
    former_cadres: int
    advisers: int


def count_reserve_figures(*, scope: Scope, on: date, unit: Unit | None = None) -> ReserveFigures:
    """Count everything for the units within reach, or those below `unit`."""
    former, advisers = count_former(scope=scope, on=on, unit=unit)
    return ReserveFigures(
        units=count_by_unit(scope=scope, on=on, unit=unit),
        gains=gains_by_unit(scope=scope, until=on, unit=unit),
        former_cadres=former,
        advisers=advisers,
    )


def reserves_as_json(figures: ReserveFigures) -> dict[str, Any]:
    """The keys that the office's other systems read."""
    finished: dict[str, dict[str, int]] = {}
    for gain in figures.gains:
        by_level = finished.setdefault(gain.unit, {})
        by_level[_level(gain)] = by_level.get(_level(gain), 0) + gain.finished
    return {
        "reserves": sum(unit.reserves for unit in figures.units),
        "mature_reserves": sum(unit.mature for unit in figures.units),
        "units_without_mature": [unit.unit for unit in figures.units if not unit.mature],
        "education_finished": finished,
        "former_cadres": figures.former_cadres,
        "advisers": figures.advisers,
    }


def _level(gain: Gain) -> str:
    """本科 as reports write 大学."""
    return {"undergraduate": "本科"}.get(gain.level.value, gain.level.label)
