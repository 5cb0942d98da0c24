"""A team laid beside its targets: one line an indicator, one cell a column of the matrix. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Gap, Target, gaps_of, targets_of
from talentpool.vocabulary import TargetState

MATRIX: tuple[str, ...] = (
    "vacant",
    "committee_members",
    "women",
    "aged_35_or_under",
    "college_or_above",
    "party_members",
    "dual_head",
    "cross_appointed",
    "average_age",
)
"""Indicators of the unit × indicator matrix, in reading order."""


SEAT_GAPS = ("vacancy", "unnamed_vacancy", "over_seats")


@dataclass(frozen=True)
class TargetLine:
    """One target of a unit: what is measured, how it stands, and what would close the gap.

    `direction` is at_least, at_most, or seats: as many as authorised.
    """

    indicator: str
    direction: str
    bound: int
    have: int | None
    state: TargetState
    lacks: str = ""
    closes: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Cell:
    """One figure of the matrix; `state` is None where no target speaks of it."""

    indicator: str
    value: float | None
    state: TargetState | None
    bounds: tuple[tuple[str, int], ...] = ()


def is_known(team: TeamStructure, *, on: date) -> bool:
    """Whether anything is known of the team on a day; before that, nobody is not the same as none."""
    return team.known_from is not None and team.known_from.first_day() <= on


def seat_line_of(team: TeamStructure, gaps: Sequence[Gap], *, on: date) -> TargetLine:
    """The seats as a line of their own: filled beside authorised, with what fills the vacant ones."""
    short = [gap for gap in gaps if gap.kind in SEAT_GAPS]
    known = is_known(team, on=on) and team.authorised is not None
    state = state_of(not short) if known else TargetState.UNKNOWN
    return TargetLine(
        indicator="filled",
        direction="seats",
        bound=team.authorised or 0,
        have=team.filled if is_known(team, on=on) else None,
        state=state,
        lacks=";".join(gap.lacks for gap in short),
        closes=";".join(gap.closes for gap in short),
    )


def lines_of(team: TeamStructure, targets: Sequence[Target], *, on: date) -> list[TargetLine]:
    """The unit's targets with their states, in the order of the targets."""
    gaps = {gap.kind: gap for gap in gaps_of(team, targets, on=on)}
    return [_line(team, target, gaps) for target in targets_of(team, targets)]


def _line(team: TeamStructure, target: Target, gaps: dict[str, Gap]) -> TargetLine:
    state = state_of(target.is_met_by(team))
    gap = gaps.get(target.indicator) if state is TargetState.MISS else None
    measured = None if state is TargetState.UNKNOWN else team.measure(target.indicator)
    return TargetLine(
        indicator=target.indicator,
        direction=target.direction,
        bound=int(target.value),
        have=None if measured is None else int(measured),
        state=state,
        lacks=gap.lacks if gap else "",
        closes=gap.closes if gap else "",
        basis=target.basis,
    )


def state_of(met: bool | None) -> TargetState:
    """达标, 未达标, or 情况不明 where the day lies before anything is known."""
    if met is None:
        return TargetState.UNKNOWN
    return TargetState.OK if met else TargetState.MISS


def cells_of(team: TeamStructure, targets: Sequence[Target]) -> list[Cell]:
    """The row of a unit in the matrix."""
    own = targets_of(team, targets)
    return [_cell(team, indicator, [t for t in own if t.indicator == indicator]) for indicator in MATRIX]


def _cell(team: TeamStructure, indicator: str, targets: Sequence[Target]) -> Cell:
    known = team.known_from is not None and team.filled > 0
    value = team.measure(indicator) if known or indicator == "vacant" else None
    bounds = tuple((target.direction, int(target.value)) for target in targets)
    if indicator == "vacant":
        state = TargetState.UNKNOWN if value is None else state_of(value <= 0)
        return Cell(indicator, value, state, bounds)
    if not targets:
        return Cell(indicator, value, None if value is not None else TargetState.UNKNOWN, bounds)
    met = [target.is_met_by(team) for target in targets]
    return Cell(indicator, value, state_of(None if None in met else all(met)), bounds)
