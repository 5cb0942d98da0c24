"""The outlook of every unit with what the sheets share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import NO_UNITS
from talentpool.succession.findings import day_words
from talentpool.succession.outlook import Tally, UnitOutlook, tally_of


@dataclass(frozen=True)
class SuccessionFacts:
    """What is asked for and what was found."""

    request: ExportRequest
    units: tuple[UnitOutlook, ...]

    @cached_property
    def tally(self) -> Tally:
        """All units together."""
        return tally_of(self.units)

    @property
    def when(self) -> str:
        """“到2026-01-01”."""
        return day_words(self.units)

    def notes(self, *further: str) -> tuple[str, ...]:
        """What every sheet says below its table."""
        unknown = self.tally.ageing_unknown
        return (
            "" if self.units else NO_UNITS,
            *further,
            f"“届时”指{self.when}(本届任期届满)" if self.units else "",
            f"有{unknown}个职务的任职人出生年月或换届时间未登记,不能判断是否到龄" if unknown else "",
        )


def unit_cells(outlook: UnitOutlook) -> dict[str, object]:
    """The cells that tell whose row it is."""
    return {"township": outlook.unit.township, "unit": outlook.unit.unit}
