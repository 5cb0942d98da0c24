"""How many teams and members got which grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from talentpool.extensions import db
from talentpool.models import GradeRecord, MidtermRound, PartyMeeting, RoundUnit, ScaleStep
from talentpool.security.scope import Scope
from talentpool.vocabulary import ScaleKind


@dataclass(frozen=True, slots=True)
class GradeCount:
    """A step of the scale of grades, and how many were decided to be of it."""

    label: str
    decided: int


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """The steps of both scales, the best first, those that nobody got with 0."""

    teams: Sequence[GradeCount]
    members: Sequence[GradeCount]


def count_grades(rounds: Select[int], *, units: Select[int] | None = None) -> GradeCounts:
    """The decisions of these rounds (of `units` only); steps of one label count together."""
    statement = (
        select(
            ScaleStep.scale,
            ScaleStep.label,
            func.count(GradeRecord.id),
        )
        .join(MidtermRound, MidtermRound.rule_set_id == ScaleStep.rule_set_id)
        .outerjoin(
            GradeRecord,
            (GradeRecord.decided_step_id == ScaleStep.id)
            & (GradeRecord.round_id == MidtermRound.id)
            & (GradeRecord.unit_id.in_(units) if units is not None else GradeRecord.id.is_not(None)),
        )
        .where(
            MidtermRound.id.in_(rounds), ScaleStep.scale.in_((ScaleKind.TEAM_GRADE, ScaleKind.MEMBER_GRADE))
        )
        .group_by(ScaleStep.scale, ScaleStep.label)
        .order_by(func.min(ScaleStep.position), ScaleStep.label)
    )
    found = db.session.execute(statement).all()
    return GradeCounts(
        teams=[GradeCount(label, count) for scale, label, count in found if scale is ScaleKind.TEAM_GRADE],
        members=[
            GradeCount(label, count) for scale, label, count in found if scale is ScaleKind.MEMBER_GRADE
        ],
    )


@dataclass(frozen=True, slots=True)
class GradeRow:
    """The grade of a team (`person_id` None) or member: proposed, judged, decided; "" where it is not."""

    unit_id: int
    person_id: int | None
    score: float | None
    proposed: str
    judged: str
    judged_reason: str
    decided: str
    decided_reason: str


def list_grades(round_id: int, *, scope: Scope) -> Sequence[GradeRow]:
    """All grades of a round in units within reach, in their order."""
    proposed, judged, decided = (aliased(ScaleStep, name=name) for name in ("proposed", "judged", "decided"))
    statement = (
        select(
            GradeRecord.unit_id,
            GradeRecord.person_id,
            GradeRecord.score,
            func.coalesce(proposed.label, ""),
            func.coalesce(judged.label, ""),
            GradeRecord.judged_reason,
            func.coalesce(decided.label, ""),
            GradeRecord.decided_reason,
        )
        .outerjoin(proposed, GradeRecord.proposed_step_id == proposed.id)
        .outerjoin(judged, GradeRecord.judged_step_id == judged.id)
        .outerjoin(decided, GradeRecord.decided_step_id == decided.id)
        .where(GradeRecord.round_id == round_id, GradeRecord.unit_id.in_(scope.unit_ids()))
        .order_by(GradeRecord.unit_id, GradeRecord.position, GradeRecord.id)
    )
    return [GradeRow(*row) for row in db.session.execute(statement)]


def find_meeting(round_id: int, *, scope: Scope) -> PartyMeeting | None:
    """The last meeting of the Party committee on a round of which a unit is within reach."""
    reached = select(RoundUnit.round_id).where(RoundUnit.unit_id.in_(scope.unit_ids()))
    statement = (
        select(PartyMeeting)
        .where(PartyMeeting.round_id == round_id, PartyMeeting.round_id.in_(reached))
        .order_by(PartyMeeting.held_on.desc(), PartyMeeting.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)
