"""To compute the scores of a round and to file them as proposals; judgement and decision are people's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from talentpool.assessment.measures import Key, list_weights, measure_round
from talentpool.assessment.score import score_of
from talentpool.audit.recorder import action
from talentpool.extensions import db
from talentpool.grades.records import SCALES, list_grade_steps
from talentpool.grades.rules import proposed_step
from talentpool.grades.services import Proposal, file_proposal
from talentpool.midterm.places import must_be_open
from talentpool.midterm.queries import list_units
from talentpool.models import GradeRecord, MidtermRound, Unit
from talentpool.security.actor import Actor
from talentpool.security.scope import Scope
from talentpool.vocabulary import RatedObject


def propose_grades(round_: MidtermRound, *, unit: Unit | None = None, by: Actor, on: date) -> int:
    """File score and proposal of every team and member of the round's units (of `unit` alone); how many.

    Without a unit: of all within the actor's reach. What the Party committee has decided keeps the proposal
    that it had before it.
    """
    if unit is not None:
        by.must_reach(unit)
    scope = by.scope if unit is None else Scope(paths=(unit.path,))
    must_be_open(round_)
    unit_ids = [one.unit_id for one in list_units(round_.id, scope=scope)]
    measures = measure_round(round_, unit_ids, scope=scope)
    weights = list_weights(round_.rule_set_id)
    steps = {rated: list_grade_steps(round_.rule_set_id, scale) for rated, scale in SCALES.items()}
    records = _records(round_, unit_ids)
    filed = 0
    with action("测算得分"):
        for place, (key, measured) in enumerate(measures.items()):
            record = records.get(key)
            if record is None:
                record = GradeRecord(round_id=round_.id, unit_id=key[0], person_id=key[1], position=place)
                db.session.add(record)
            elif record.decided_step_id is not None and record.proposed_facts is not None:
                continue
            rated = RatedObject.TEAM if key[1] is None else RatedObject.MEMBER
            score = score_of(measured, weights.get(rated, {}))
            step = proposed_step(score.value, steps[rated])
            proposal = Proposal(step.step_id if step else None, score.value, score.as_json())
            file_proposal(record, proposal, on=on)
            filed += 1
        db.session.flush()
    return filed


def _records(round_: MidtermRound, unit_ids: Sequence[int]) -> dict[Key, GradeRecord]:
    statement = select(GradeRecord).where(
        GradeRecord.round_id == round_.id, GradeRecord.unit_id.in_(unit_ids)
    )
    return {(one.unit_id, one.person_id): one for one in db.session.scalars(statement)}
