"""The quantitative score: parts of 0–100 with their weights; what is not known is said and left out. Pure.

A score proposes; people judge and decide (PIPL 24).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talentpool.vocabulary import HonourLevel, ScoreComponent
from talentpool.wording import kept, phrase, read_kept

LEAST_KNOWN = 50.0
"""Parts of less weight than this together propose nothing."""
HONOUR_POINTS = {
    HonourLevel.NATION: 100.0,
    HonourLevel.PROVINCE: 90.0,
    HonourLevel.CITY: 80.0,
    HonourLevel.COUNTY: 70.0,
    HonourLevel.TOWNSHIP: 60.0,
}
HONOUR_YEARS = 3
NOT_COLLEGE = 60.0
"""A member below 大专 in the part on education."""


_COMPONENTS = {one.value: one for one in ScoreComponent}


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of 0–100, None where it is not known; `source` says of what it was made, or what is missing."""

    value: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its value, its weight of 100, and where the value comes from."""

    component: ScoreComponent
    weight: float
    value: float | None
    source: str

    @property
    def points(self) -> float | None:
        """What the part adds before the known weights are brought to 100."""
        return None if self.value is None else self.value * self.weight / 100


@dataclass(frozen=True, slots=True)
class Score:
    """The parts in the order of the vocabulary."""

    parts: tuple[Part, ...]

    @property
    def known(self) -> float:
        """The weights of the parts that are known, of 100."""
        return sum(part.weight for part in self.parts if part.value is not None)

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts of which nothing is known: left out, not counted as nothing."""
        return tuple(part for part in self.parts if part.value is None)

    @property
    def value(self) -> float | None:
        """The points over the known weights, brought to 100 and rounded to two places; None below `LEAST_KNOWN`."""
        if self.known < LEAST_KNOWN:
            return None
        return round(sum(part.points or 0 for part in self.parts) * 100 / self.known, 2)

    def as_json(self) -> list[list[Any]]:
        """The parts as they are kept with a proposal."""
        return [[part.component.value, part.weight, part.value, kept(part.source)] for part in self.parts]


def read_score(told: Any) -> Score | None:
    """The parts that were kept; None where none were, or another program's facts stand there."""
    if not isinstance(told, list) or not told:
        return None
    return Score(
        tuple(
            Part(_COMPONENTS[component], weight, value, read_kept(source))
            for component, weight, value, source in told
        )
    )


def score_of(measured: Mapping[ScoreComponent, Measured], weights: Mapping[ScoreComponent, float]) -> Score:
    """Every part that has a weight; one that was not measured is missing."""
    unknown = Measured(None, phrase("没有数据"))
    parts = []
    for component in ScoreComponent:
        weight = weights.get(component, 0)
        if weight > 0:
            one = measured.get(component, unknown)
            parts.append(Part(component, weight, one.value, one.source))
    return Score(tuple(parts))


def of_votes(votes: Sequence[tuple[float | None, int]], *, missing: str) -> Measured:
    """The mean of the points of those who chose a step with points; abstentions (points None) are left out."""
    counted = [(points, number) for points, number in votes if points is not None]
    whole = sum(number for _, number in counted)
    if not whole:
        return Measured(None, missing)
    value = sum(points * number for points, number in counted) / whole
    return Measured(value, phrase("%(whole)s票(份)按各档分值平均,弃权不计", whole=whole))


def of_share(part: int | None, whole: int | None, *, source: str, missing: str) -> Measured:
    """`part` of `whole` in percent, at most 100; `source` wants the two numbers after it."""
    if part is None or not whole:
        return Measured(None, missing)
    return Measured(
        min(part / whole, 1) * 100,
        phrase("%(source)s: %(part)s÷%(whole)s", source=source, part=part, whole=whole),
    )


def of_reserves(reserves: int, mature: int) -> Measured:
    """A mature reserve 100, reserves of whom none is mature 50, none 0."""
    told = phrase(
        "有成熟后备计100分,有后备无成熟计50分,没有后备计0分: %(all)s人,成熟%(mature)s人",
        all=reserves,
        mature=mature,
    )
    return Measured(100.0 if mature else (50.0 if reserves else 0.0), told)


def of_honours(levels: Iterable[HonourLevel]) -> Measured:
    """The highest honour of the last years."""
    found = sorted(levels, key=lambda level: -HONOUR_POINTS[level])
    if not found:
        return Measured(None, phrase("近%(years)s年没有登记表彰", years=HONOUR_YEARS))
    return Measured(
        HONOUR_POINTS[found[0]],
        phrase("近%(years)s年最高表彰: %(level)s", years=HONOUR_YEARS, level=phrase(found[0].label)),
    )
