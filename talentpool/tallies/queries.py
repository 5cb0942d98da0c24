"""Ballots of teams and members as they were settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import ScaleStep, Tally, TallyCount
from talentpool.security.scope import Scope
from talentpool.vocabulary import AppraisalDimension, StepMeaning


@dataclass(frozen=True, slots=True)
class StepVotes:
    """The ballots that chose a step."""

    label: str
    meaning: StepMeaning
    votes: int


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The overall appraisal of a team (`person_id` None) or member, in ballots; the best step first."""

    unit_id: int
    person_id: int | None
    due: int | None
    present: int | None
    returned: int | None
    steps: tuple[StepVotes, ...]


def list_tallies(round_id: int, *, scope: Scope) -> Sequence[TallyRow]:
    """The settled tallies of a round in units within reach, in one statement."""
    statement = (
        select(
            Tally.id,
            Tally.unit_id,
            Tally.person_id,
            Tally.due,
            Tally.present,
            Tally.returned,
            ScaleStep.label,
            ScaleStep.meaning,
            TallyCount.votes,
        )
        .join(TallyCount, TallyCount.tally_id == Tally.id)
        .join(ScaleStep, TallyCount.step_id == ScaleStep.id)
        .where(
            Tally.round_id == round_id,
            Tally.settled_on.is_not(None),
            Tally.unit_id.in_(scope.unit_ids()),
            TallyCount.dimension == AppraisalDimension.OVERALL,
        )
        .order_by(Tally.unit_id, Tally.position, Tally.id, ScaleStep.position)
    )
    found: dict[int, tuple[tuple[int, int | None, int | None, int | None, int | None], list[StepVotes]]] = {}
    for tally_id, unit_id, person_id, due, present, returned, label, meaning, votes in db.session.execute(
        statement
    ):
        _, steps = found.setdefault(tally_id, ((unit_id, person_id, due, present, returned), []))
        steps.append(StepVotes(label, meaning, votes))
    return [TallyRow(*head, steps=tuple(steps)) for head, steps in found.values()]
