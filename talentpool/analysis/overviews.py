"""The units within reach with what was stated of them, their team and what they lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talentpool.analysis.queries import list_structure, list_targets
from talentpool.analysis.structure import TeamStructure
from talentpool.analysis.targets import Gap, Target, gaps_of
from talentpool.models import UnitStatement
from talentpool.people.unit_letters import unit_ids_spelled
from talentpool.security.scope import Scope
from talentpool.units.queries import list_duties, list_ids_by_name, list_statements_in_force
from talentpool.vocabulary import DutyRole, UnitType


class Attention(StrEnum):
    """Which units a list is narrowed to."""

    VACANT = "vacant"
    GAPS = "gaps"


@dataclass(frozen=True)
class UnitFilter:
    """What the list of units is narrowed to."""

    q: str = ""
    unit_type: UnitType | None = None
    township_id: int | None = None
    attention: Attention | None = None

    def __bool__(self) -> bool:
        return self != UnitFilter()


@dataclass(frozen=True)
class UnitOverview:
    """One unit on a day. `statement` is None where nothing was ever stated of it."""

    team: TeamStructure
    gaps: tuple[Gap, ...]
    statement: UnitStatement | None = None
    area_leaders: tuple[tuple[int, str], ...] = ()
    stationed_cadres: tuple[tuple[int, str], ...] = ()


def list_teams(*, scope: Scope, on: date, wanted: UnitFilter) -> tuple[list[TeamStructure], list[Target]]:
    """The teams of the units wanted (but for `attention`), and the targets of their townships."""
    ids = {*list_ids_by_name(wanted.q, scope=scope), *unit_ids_spelled(wanted.q)} if wanted.q else None
    teams = [
        team
        for team in list_structure(scope=scope, on=on)
        if (ids is None or team.unit_id in ids)
        and wanted.unit_type in (None, team.unit_type)
        and wanted.township_id in (None, team.township_id)
    ]
    townships = sorted({team.township_id for team in teams if team.township_id is not None})
    return teams, list_targets(on=on, township_ids=townships)


def list_overviews(*, scope: Scope, on: date, wanted: UnitFilter) -> list[UnitOverview]:
    """The units wanted, in office order; the number of statements does not grow with them."""
    teams, targets = list_teams(scope=scope, on=on, wanted=wanted)
    statements = list_statements_in_force(scope=scope, on=on)
    duties: dict[tuple[int, DutyRole], list[tuple[int, str]]] = defaultdict(list)
    for unit_id, role, person_id, name in list_duties(scope=scope, on=on):
        duties[unit_id, role].append((person_id, name))
    overviews = [
        UnitOverview(
            team=team,
            gaps=tuple(gaps_of(team, targets, on=on)),
            statement=statements.get(team.unit_id),
            area_leaders=tuple(duties[team.unit_id, DutyRole.AREA_LEADER]),
            stationed_cadres=tuple(duties[team.unit_id, DutyRole.STATIONED_CADRE]),
        )
        for team in teams
    ]
    return _narrowed(overviews, wanted.attention)


def _narrowed(overviews: Sequence[UnitOverview], attention: Attention | None) -> list[UnitOverview]:
    if attention is Attention.VACANT:
        return [one for one in overviews if (one.team.vacant or 0) > 0 or one.team.vacancies]
    if attention is Attention.GAPS:
        return [one for one in overviews if one.gaps]
    return list(overviews)
