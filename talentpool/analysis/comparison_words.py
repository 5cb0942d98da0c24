"""Figures of a comparison in words: the page and the workbook made of it say the same."""

from __future__ import annotations

from talentpool.analysis.comparison import Measured, MeasureLine, Mover
from talentpool.wording import say


def measure_text(kind: Measured, value: float | None) -> str:
    """“7”, “43.3%”, “42.5”, or 不明."""
    if value is None:
        return say("不明")
    if kind is Measured.SHARE:
        return f"{value * 100:.1f}%"
    return f"{value:.1f}" if kind is Measured.YEARS else f"{value:g}"


def difference_text(line: MeasureLine) -> str:
    """“+2”, “−3.1个百分点”, “0”; “—” where one of the days is not known."""
    change = line.difference
    if change is None:
        return "—"
    if line.kind is Measured.SHARE:
        points = round(change * 100, 1)
        return say("%(points)s个百分点", points=_signed(points, 1)) if points else "0"
    places = 1 if line.kind is Measured.YEARS else 0
    return _signed(round(change, places), places)


def _signed(value: float, places: int) -> str:
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{abs(value):.{places}f}"


def entered_text(mover: Mover) -> str:
    """“晏秋(村委会委员)”."""
    return f"{mover.name}({'、'.join(mover.now)})"


def left_text(mover: Mover) -> str:
    """The same of somebody who left."""
    return f"{mover.name}({'、'.join(mover.then)})"


def moved_text(mover: Mover) -> str:
    """“晏秋: 村委会委员 → 村委会主任”."""
    return f"{mover.name}: {'、'.join(mover.then)} → {'、'.join(mover.now)}"
