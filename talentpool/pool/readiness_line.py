"""Readiness over time as a line of steps: where its marks stand, in per cent of the width and rows of the scale. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.wording import say

ROW = 28
"""Height of one word of the scale, in pixels."""
REACH = 96.0
"""Per cent of the plot that the line may fill."""


@dataclass(frozen=True, slots=True)
class Rated:
    """How ready on which day."""

    readiness: str
    rated_on: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A rating as it is drawn: from `x` until `until` per cent, at `y` pixels."""

    x: float
    until: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """The plot: a row for each word from the most mature, the marks in the order of time."""

    words: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        """Of the rows, in pixels."""
        return len(self.words) * ROW

    @property
    def title(self) -> str:
        """What the line shows, as a sentence: “由培养提高到成熟”."""
        told = [mark.text.split(" ", 1)[1] for mark in self.marks]
        if len(set(told)) == 1:
            return say("一直评定为%(word)s", word=told[0])
        return say("由%(first)s到%(last)s", first=told[0], last=told[-1])


def readiness_line(
    ratings: Sequence[Rated], *, scale: Sequence[str], since: date, on: date
) -> ReadinessLine | None:
    """The line over a stay until a day; None without a rating. Words of an older scale stand below."""
    known = sorted((one for one in ratings if one.rated_on <= on), key=lambda one: one.rated_on)
    if not known:
        return None
    words = tuple(dict.fromkeys([*scale, *(one.readiness for one in known)]))
    start = min(since, known[0].rated_on)
    span = max((on - start).days, 1)

    def place(day: date) -> float:
        return round((day - start).days / span * REACH, 2)

    ends = [*(one.rated_on for one in known[1:]), on]
    marks = tuple(
        Mark(
            x=place(one.rated_on),
            until=place(end),
            y=words.index(one.readiness) * ROW + ROW / 2,
            text=f"{one.rated_on.isoformat()} {one.readiness}",
        )
        for one, end in zip(known, ends, strict=True)
    )
    return ReadinessLine(words, marks)
