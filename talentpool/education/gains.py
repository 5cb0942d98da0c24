"""What each unit gained in a period, a line for each unit, with the links that list it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.dates import PartialDate
from talentpool.education.queries import Gain, gains_by_unit
from talentpool.models import Unit
from talentpool.security.scope import Scope
from talentpool.units.naming import names_on


@dataclass(frozen=True)
class UnitGains:
    """One unit: how many finished which level; `since` as it held for the unit."""

    unit_id: int
    unit: str
    since: PartialDate | None
    gains: tuple[Gain, ...]

    @property
    def finished(self) -> int:
        """Courses of all levels."""
        return sum(gain.finished for gain in self.gains)


def list_gains(
    *, scope: Scope, until: date, since: PartialDate | None = None, unit: Unit | None = None
) -> Sequence[UnitGains]:
    """The units that gained something (those below `unit`, if one is named), in office order."""
    names = names_on(until)
    found: dict[int, list[Gain]] = {}
    for gain in gains_by_unit(scope=scope, until=until, since=since, unit=unit):
        found.setdefault(gain.unit_id, []).append(gain)
    return [
        UnitGains(
            unit_id=unit_id,
            unit=names.unit(unit_id, gains[0].unit),
            since=since or gains[0].since,
            gains=tuple(gains),
        )
        for unit_id, gains in found.items()
    ]
