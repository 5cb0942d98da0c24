"""The grades of one unit side by side with those of the last round; what the caps of a round are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.grades.rules import Cap, Graded, GradeStep, twice_failing
from talentpool.midterm.places import Place, list_sittings
from talentpool.models import (
    Appointment,
    GradeCap,
    GradeRecord,
    MidtermRound,
    PartyMeeting,
    Person,
    Post,
    RoundUnit,
    ScaleStep,
    Unit,
)
from talentpool.posts.queries import in_force
from talentpool.security.scope import Scope
from talentpool.vocabulary import TWO_COMMITTEES, RatedObject, ScaleKind, UnitType
from talentpool.wording import say

SCALES = {RatedObject.TEAM: ScaleKind.TEAM_GRADE, RatedObject.MEMBER: ScaleKind.MEMBER_GRADE}


def grade_scale(person_id: int | None) -> ScaleKind:
    """The scale of the grades of a team (None) or of a member."""
    return SCALES[RatedObject.TEAM if person_id is None else RatedObject.MEMBER]


def list_grade_steps(rule_set_id: int, scale: ScaleKind) -> Sequence[GradeStep]:
    """The grades of a scale, the best first."""
    statement = (
        select(ScaleStep.id, ScaleStep.label, ScaleStep.meaning, ScaleStep.proposed_from)
        .where(ScaleStep.rule_set_id == rule_set_id, ScaleStep.scale == scale)
        .order_by(ScaleStep.position, ScaleStep.id)
    )
    return [GradeStep(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Standing:
    """A team (`person_id` None) or member of a unit: its record, what it got last time, what is to be pointed out."""

    person_id: int | None
    name: str
    title: str
    record: GradeRecord | None
    previous: Graded | None
    pointed_out: str


def list_standings(place: Place) -> Sequence[Standing]:
    """The team, then its members on the reference date, then others who have a grade; three statements."""
    records = {
        one.person_id: one
        for one in db.session.scalars(
            _with_steps(select(GradeRecord))
            .where(GradeRecord.round_id == place.round.id, GradeRecord.unit_id == place.unit.id)
            .order_by(GradeRecord.position, GradeRecord.id)
        )
    }
    sittings = {one.person_id: one for one in list_sittings(place)}
    wanted: dict[int | None, tuple[str, str]] = {None: (say("班子"), "")}
    wanted |= {key: (one.name, one.title) for key, one in sittings.items()}
    wanted |= {
        key: (one.person.name if one.person else say("班子"), "")
        for key, one in records.items()
        if key not in wanted
    }
    before = _previous_grades(place, [key for key in wanted if key is not None])
    is_village = place.unit.unit_type is UnitType.VILLAGE
    found = []
    for key, (name, title) in wanted.items():
        sits = key is not None and key in sittings and sittings[key].on_committee
        told = twice_failing(
            before.get(key),
            _current(records.get(key), place.round),
            of_village_committee=is_village and sits,
        )
        found.append(Standing(key, name, title, records.get(key), before.get(key), told))
    return found


def _with_steps(statement: Select[GradeRecord]) -> Select[GradeRecord]:
    return statement.options(
        joinedload(GradeRecord.person),
        joinedload(GradeRecord.proposed_step),
        joinedload(GradeRecord.judged_step),
        joinedload(GradeRecord.decided_step),
        joinedload(GradeRecord.meeting),
    )


def _current(record: GradeRecord | None, round_: MidtermRound) -> Graded | None:
    """The grade of this round as far as it has come: decided, else judged, else proposed."""
    if record is None:
        return None
    step = record.decided_step or record.judged_step or record.proposed_step
    return Graded(round_.name, round_.reference_on, step.label, step.meaning) if step else None


def _previous_grades(place: Place, people: Sequence[int]) -> dict[int | None, Graded]:
    """person id (None: the team) → what was decided in the last round before; of a person wherever he served."""
    before = aliased(MidtermRound, name="before")
    of_team = (GradeRecord.unit_id == place.unit.id) & GradeRecord.person_id.is_(None)
    statement = (
        select(GradeRecord.person_id, before.name, before.reference_on, ScaleStep.label, ScaleStep.meaning)
        .join(before, GradeRecord.round_id == before.id)
        .join(ScaleStep, GradeRecord.decided_step_id == ScaleStep.id)
        .where(_is_last_before(before, place.round), or_(of_team, GradeRecord.person_id.in_(people)))
    )
    return {row[0]: Graded(*row[1:]) for row in db.session.execute(statement)}


def _is_last_before(before: type[MidtermRound], round_: MidtermRound) -> ColumnElement[bool]:
    """The round that this one is compared with: the stated one, else the latest of the township before it."""
    if round_.previous_id is not None:
        return before.id == round_.previous_id
    latest = (
        select(MidtermRound.id)
        .where(MidtermRound.unit_id == round_.unit_id, MidtermRound.reference_on < round_.reference_on)
        .order_by(MidtermRound.reference_on.desc(), MidtermRound.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return before.id == latest


def find_record(place: Place, person_id: int | None) -> GradeRecord | None:
    """The grades of a team or member of a place; without joins, so that the row can be locked."""
    whose = GradeRecord.person_id.is_(None) if person_id is None else GradeRecord.person_id == person_id
    return db.session.scalar(
        select(GradeRecord).where(
            GradeRecord.round_id == place.round.id, GradeRecord.unit_id == place.unit.id, whose
        )
    )


def list_caps(rule_set_id: int) -> Sequence[Cap]:
    """The caps of a rule set, in the order of the scales."""
    rated = {scale: kind for kind, scale in SCALES.items()}
    statement = (
        select(ScaleStep.id, ScaleStep.label, ScaleStep.scale, GradeCap.share, GradeCap.text)
        .join(GradeCap, GradeCap.step_id == ScaleStep.id)
        .where(GradeCap.rule_set_id == rule_set_id, ScaleStep.scale.in_(rated))
        .order_by(ScaleStep.scale, ScaleStep.position)
    )
    return [
        Cap(step_id, label, rated[scale], share, text)
        for step_id, label, scale, share, text in db.session.execute(statement)
    ]


def count_decided(round_id: int) -> Mapping[int, int]:
    """Step id → how many of the whole round were decided to be of it."""
    statement = (
        select(GradeRecord.decided_step_id, func.count())
        .where(GradeRecord.round_id == round_id, GradeRecord.decided_step_id.is_not(None))
        .group_by(GradeRecord.decided_step_id)
    )
    return {step_id: count for step_id, count in db.session.execute(statement) if step_id is not None}


def count_subjects(round_: MidtermRound) -> Mapping[RatedObject, int]:
    """How many teams and members of the whole round are to be graded, in two statements."""
    units = select(RoundUnit.unit_id).where(RoundUnit.round_id == round_.id)
    members = (
        select(Post.unit_id, Appointment.person_id)
        .join(Post, Appointment.post_id == Post.id)
        .where(Post.unit_id.in_(units), Post.body.in_(tuple(TWO_COMMITTEES)), in_force(round_.reference_on))
        .distinct()
        .subquery()
    )
    return {
        RatedObject.TEAM: db.session.scalar(select(func.count()).select_from(units.subquery())) or 0,
        RatedObject.MEMBER: db.session.scalar(select(func.count()).select_from(members)) or 0,
    }


def list_meetings(round_id: int, *, scope: Scope) -> Sequence[PartyMeeting]:
    """The meetings of the Party committee on a round of which a unit is within reach, the last first."""
    reached = select(RoundUnit.round_id).where(RoundUnit.unit_id.in_(scope.unit_ids()))
    statement = (
        select(PartyMeeting)
        .where(PartyMeeting.round_id == round_id, PartyMeeting.round_id.in_(reached))
        .order_by(PartyMeeting.held_on.desc(), PartyMeeting.id.desc())
    )
    return db.session.scalars(statement).all()


def get_meeting(meeting_id: int, *, scope: Scope) -> PartyMeeting:
    """A meeting on a round within reach, or Missing."""
    reached = select(RoundUnit.round_id).where(RoundUnit.unit_id.in_(scope.unit_ids()))
    found = db.session.scalar(
        select(PartyMeeting).where(PartyMeeting.id == meeting_id, PartyMeeting.round_id.in_(reached))
    )
    if found is None:
        raise Missing(say("没有这次会议,或不在您的管辖范围内"))
    return found


@dataclass(frozen=True, slots=True)
class UnitGrades:
    """How far the grades of a unit have come."""

    unit_id: int
    name: str
    proposed: str
    judged: str
    decided: str
    members_judged: int
    members_decided: int


def list_unit_grades(round_id: int, *, scope: Scope) -> Sequence[UnitGrades]:
    """The units of a round within reach, in the order of its reports; one statement."""
    proposed, judged, decided = (aliased(ScaleStep, name=name) for name in ("proposed", "judged", "decided"))
    team = aliased(GradeRecord, name="team")
    members = (
        select(
            GradeRecord.unit_id,
            func.count(GradeRecord.judged_step_id).label("judged"),
            func.count(GradeRecord.decided_step_id).label("decided"),
        )
        .where(GradeRecord.round_id == round_id, GradeRecord.person_id.is_not(None))
        .group_by(GradeRecord.unit_id)
        .subquery()
    )
    statement = (
        select(
            Unit.id,
            Unit.name,
            func.coalesce(proposed.label, ""),
            func.coalesce(judged.label, ""),
            func.coalesce(decided.label, ""),
            func.coalesce(members.c.judged, 0),
            func.coalesce(members.c.decided, 0),
        )
        .join(RoundUnit, RoundUnit.unit_id == Unit.id)
        .outerjoin(team, (team.unit_id == Unit.id) & (team.round_id == round_id) & team.person_id.is_(None))
        .outerjoin(proposed, team.proposed_step_id == proposed.id)
        .outerjoin(judged, team.judged_step_id == judged.id)
        .outerjoin(decided, team.decided_step_id == decided.id)
        .outerjoin(members, members.c.unit_id == Unit.id)
        .where(RoundUnit.round_id == round_id, scope.condition())
        .order_by(RoundUnit.position, Unit.position, Unit.id)
    )
    return [UnitGrades(*row) for row in db.session.execute(statement)]


def list_undecided(round_id: int, *, scope: Scope) -> Sequence[GradeRecord]:
    """What was judged and not decided yet, in units within reach."""
    statement = (
        select(GradeRecord)
        .where(
            GradeRecord.round_id == round_id,
            GradeRecord.unit_id.in_(scope.unit_ids()),
            GradeRecord.judged_step_id.is_not(None),
            GradeRecord.decided_step_id.is_(None),
        )
        .order_by(GradeRecord.unit_id, GradeRecord.position, GradeRecord.id)
    )
    return db.session.scalars(statement).all()


def titled(person: Person | None) -> str:
    """The name of whom a grade is about."""
    return person.name if person is not None else say("班子")
