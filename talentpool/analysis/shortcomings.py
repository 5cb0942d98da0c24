"""What the data of a unit show to be put right: proposals for findings, until somebody accepts or strikes them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.analysis.structure import TeamStructure
from talentpool.pool.queries import UnitReserves

NO_MATURE = "no-mature-reserve"


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """One of them; `key` names what it is about, so that it is proposed once a round."""

    unit_id: int
    key: str
    text: str


def shortcomings_of(team: TeamStructure | None, reserves: UnitReserves | None) -> list[Shortcoming]:
    """Each titled vacancy with its month, and that no reserve is mature; nothing of what is not known."""
    found = []
    for vacancy in team.vacancies if team is not None else ():
        text = f"{vacancy.post}自{vacancy.since.month_only().chinese}空缺至今"
        found.append(Shortcoming(team.unit_id if team else 0, f"vacancy:{vacancy.key}", text))
    if reserves is not None and not reserves.mature:
        found.append(Shortcoming(reserves.unit_id, NO_MATURE, "无成熟后备人选"))
    return found
