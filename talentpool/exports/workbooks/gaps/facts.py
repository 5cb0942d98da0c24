"""The figures of the gap analysis, judged against the targets. Pure but for what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from talentpool.analysis.figures import Figures
from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Target, targets_of
from talentpool.succession.facts import Candidate
from talentpool.vocabulary import TargetState

STRUCTURE: tuple[str, ...] = (
    "women",
    "aged_35_or_under",
    "college_or_above",
    "committee_members",
    "party_members",
    "filled",
)
"""Indicators that targets may name, in reading order."""


@dataclass(frozen=True)
class Judged:
    """How the units stand to the targets of one indicator; names in office order."""

    indicator: str
    wanted: str
    judged: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def state(self) -> TargetState:
        """Missed by one is missed."""
        if self.missed:
            return TargetState.MISS
        return TargetState.OK if len(self.met) == len(self.judged) and self.met else TargetState.UNKNOWN


@dataclass(frozen=True)
class GapFacts:
    """The teams within reach with the targets in force; `reserves`: unit id → who is in its pool."""

    figures: Figures
    targets: Sequence[Target]
    reserves: Mapping[int, Sequence[Candidate]] = field(default_factory=dict)

    @property
    def teams(self) -> Sequence[TeamStructure]:
        """The teams in office order."""
        return self.figures.town.teams

    @cached_property
    def known(self) -> tuple[TeamStructure, ...]:
        """Those of which something is known on the day."""
        return tuple(team for team in self.teams if is_known(team, on=self.figures.on))

    def state_of(self, team: TeamStructure, indicator: str) -> TargetState | None:
        """How a team stands to its targets of an indicator; None where no target speaks of it."""
        own = [target for target in targets_of(team, self.targets) if target.indicator == indicator]
        if not own:
            return None
        answers = [target.is_met_by(team) for target in own]
        if not is_known(team, on=self.figures.on) or (None in answers and False not in answers):
            return TargetState.UNKNOWN
        return TargetState.MISS if False in answers else TargetState.OK

    def judge(self, indicator: str) -> Judged | None:
        """All units against the targets of an indicator; None where no target speaks of it."""
        states = [(team.unit, self.state_of(team, indicator)) for team in self.teams]
        judged = [(unit, state) for unit, state in states if state is not None]
        if not judged:
            return None
        return Judged(
            indicator=indicator,
            wanted=self._wanted(indicator),
            judged=tuple(unit for unit, _ in judged),
            met=tuple(unit for unit, state in judged if state is TargetState.OK),
            missed=tuple(unit for unit, state in judged if state is TargetState.MISS),
        )

    @cached_property
    def seats(self) -> Judged:
        """All units against their authorised seats."""
        stated = [team for team in self.known if team.vacant is not None]
        return Judged(
            indicator="vacant",
            wanted="满员",
            judged=tuple(team.unit for team in self.teams),
            met=tuple(team.unit for team in stated if (team.vacant or 0) <= 0),
            missed=tuple(team.unit for team in stated if (team.vacant or 0) > 0),
        )

    @cached_property
    def judgements(self) -> tuple[Judged, ...]:
        """Every indicator that has a target, in reading order; own ones of an office behind."""
        further = sorted({target.indicator for target in self.targets} - set(STRUCTURE))
        found = (self.judge(indicator) for indicator in (*STRUCTURE, *further))
        return tuple(judged for judged in found if judged is not None)

    def _wanted(self, indicator: str) -> str:
        """“≥1人”, or “村3–7人、社区5–9人” where the kinds of unit differ."""
        applied = {
            target: None
            for team in self.teams
            for target in targets_of(team, self.targets)
            if target.indicator == indicator
        }
        by_type: dict[str | None, list[Target]] = {}
        for target in applied:
            by_type.setdefault(target.unit_type, []).append(target)
        words = {"village": "村", "community": "社区", None: ""}
        return "、".join(
            f"{words.get(kind, '')}{limits(targets)}"
            for kind, targets in sorted(by_type.items(), key=_type_order)
        )


def limits(targets: Iterable[Target]) -> str:
    """“≥1人”, “≤7人” or “3–7人”."""
    told = list(targets)
    least = sorted({target.value for target in told if target.direction == "at_least"})
    most = sorted({target.value for target in told if target.direction == "at_most"})
    if len(least) == 1 and len(most) == 1:
        return f"{least[0]:g}–{most[0]:g}人"
    return "、".join([*(f"≥{value:g}人" for value in least), *(f"≤{value:g}人" for value in most)])


def _type_order(item: tuple[str | None, list[Target]]) -> str:
    return {"village": "1", "community": "2", None: "0"}.get(item[0], "3")
