"""Rounds of the mid-term analysis within reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    AgencyInquiry,
    AssessmentGroup,
    GroupAssignment,
    GroupMember,
    InquiryForward,
    MidtermRound,
    Narrative,
    Person,
    RoundUnit,
    Unit,
)
from talentpool.security.scope import Scope
from talentpool.vocabulary import GroupRole, NarrativeKind
from talentpool.wording import say


def last_rounds(*, scope: Scope, on: date, unit: Unit | None = None) -> Select[int]:
    """The ids of the last round of each township up to a day, as a subquery.

    A round belongs to it when one of its units is within reach (and below `unit`).
    """
    within = scope.unit_ids() if unit is None else scope.unit_ids().where(_below(unit))
    reached = select(RoundUnit.round_id).where(RoundUnit.unit_id.in_(within.correlate(None)))
    ranked = (
        select(
            MidtermRound.id,
            func.row_number()
            .over(
                partition_by=MidtermRound.unit_id,
                order_by=(MidtermRound.reference_on.desc(), MidtermRound.id.desc()),
            )
            .label("place"),
        )
        .where(MidtermRound.reference_on <= on, MidtermRound.id.in_(reached))
        .subquery("ranked_round")
    )
    return select(ranked.c.id).where(ranked.c.place == 1)


def _below(unit: Unit) -> ColumnElement[bool]:
    return Unit.path.startswith(unit.path, autoescape=True)


def find_last_round(*, scope: Scope, on: date, unit: Unit | None = None) -> MidtermRound | None:
    """The latest of them; None where there was no mid-term analysis yet."""
    statement = (
        select(MidtermRound)
        .where(MidtermRound.id.in_(last_rounds(scope=scope, on=on, unit=unit)))
        .order_by(MidtermRound.reference_on.desc(), MidtermRound.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


@dataclass(frozen=True, slots=True)
class RoundUnitRow:
    """A unit of a round, in the order of its reports."""

    unit_id: int
    name: str


def list_units(round_id: int, *, scope: Scope) -> Sequence[RoundUnitRow]:
    """The units of a round within reach."""
    statement = (
        select(Unit.id, Unit.name)
        .join(RoundUnit, RoundUnit.unit_id == Unit.id)
        .where(RoundUnit.round_id == round_id, scope.condition())
        .order_by(RoundUnit.position, Unit.position, Unit.id)
    )
    return [RoundUnitRow(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class NarrativeRow:
    """A text that people wrote; `unit_id`, `person_id` None: of the round, of the unit."""

    kind: NarrativeKind
    unit_id: int | None
    person_id: int | None
    heading: str
    text: str


def list_narratives(round_id: int, *, scope: Scope) -> Sequence[NarrativeRow]:
    """The texts of a round, in their order: of the round itself, and of the units within reach."""
    statement = (
        select(Narrative.kind, Narrative.unit_id, Narrative.person_id, Narrative.heading, Narrative.text)
        .where(
            Narrative.round_id == round_id,
            or_(Narrative.unit_id.is_(None), Narrative.unit_id.in_(scope.unit_ids())),
        )
        .order_by(Narrative.kind, Narrative.unit_id, Narrative.position, Narrative.id)
    )
    return [NarrativeRow(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its head's title and how many members it has; `units` are the ids of those it looks at."""

    name: str
    heads: tuple[str, ...]
    head_titles: tuple[str, ...]
    members: int
    units: frozenset[int]


def list_groups(round_id: int, *, scope: Scope) -> Sequence[GroupRow]:
    """The groups of a round that look at units within reach, in three statements."""
    assigned: dict[int, set[int]] = defaultdict(set)
    pairs = (
        select(GroupAssignment.group_id, GroupAssignment.unit_id)
        .join(AssessmentGroup, GroupAssignment.group_id == AssessmentGroup.id)
        .where(AssessmentGroup.round_id == round_id, GroupAssignment.unit_id.in_(scope.unit_ids()))
    )
    for group_id, unit_id in db.session.execute(pairs):
        assigned[group_id].add(unit_id)
    people: dict[int, list[tuple[GroupRole, str, str]]] = defaultdict(list)
    members = (
        select(GroupMember.group_id, GroupMember.role, GroupMember.title, Person.name)
        .join(AssessmentGroup, GroupMember.group_id == AssessmentGroup.id)
        .join(Person, GroupMember.person_id == Person.id)
        .where(AssessmentGroup.round_id == round_id)
        .order_by(GroupMember.position, GroupMember.id)
    )
    for group_id, role, title, name in db.session.execute(members):
        people[group_id].append((role, title, name))
    groups = (
        select(AssessmentGroup.id, AssessmentGroup.name)
        .where(AssessmentGroup.round_id == round_id)
        .order_by(AssessmentGroup.position, AssessmentGroup.id)
    )
    return [
        GroupRow(
            name,
            tuple(one for role, _, one in people[group_id] if role is GroupRole.HEAD),
            tuple(title for role, title, _ in people[group_id] if role is GroupRole.HEAD),
            sum(role is GroupRole.MEMBER for role, _, _ in people[group_id]),
            frozenset(assigned[group_id]),
        )
        for group_id, name in db.session.execute(groups)
        if group_id in assigned
    ]


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """Which agency was asked about what, and whether it answered that nothing was found; not what it said."""

    agency: str
    subject: str
    clear: bool | None
    forwarded: bool


def list_inquiries(round_id: int, *, scope: Scope) -> Sequence[InquiryRow]:
    """The preliminary check of a round: about all its units, and about those within reach."""
    statement = (
        select(
            AgencyInquiry.agency, AgencyInquiry.subject, AgencyInquiry.clear, func.count(InquiryForward.id)
        )
        .outerjoin(InquiryForward, InquiryForward.inquiry_id == AgencyInquiry.id)
        .where(
            AgencyInquiry.round_id == round_id,
            or_(AgencyInquiry.unit_id.is_(None), AgencyInquiry.unit_id.in_(scope.unit_ids())),
        )
        .group_by(AgencyInquiry.id, AgencyInquiry.agency, AgencyInquiry.subject, AgencyInquiry.clear)
        .order_by(AgencyInquiry.id)
    )
    return [
        InquiryRow(agency, subject, clear, bool(forwarded))
        for agency, subject, clear, forwarded in db.session.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list of rounds."""

    round_id: int
    township: str
    name: str
    reference_on: date
    units: int
    closed_on: date | None


def list_rounds(*, scope: Scope) -> Sequence[RoundRow]:
    """The rounds of which a unit is within reach, the newest first; only these units are counted."""
    statement = (
        select(
            MidtermRound.id,
            Unit.name,
            MidtermRound.name,
            MidtermRound.reference_on,
            func.count(RoundUnit.id),
            MidtermRound.closed_on,
        )
        .join(Unit, MidtermRound.unit_id == Unit.id)
        .join(RoundUnit, RoundUnit.round_id == MidtermRound.id)
        .where(RoundUnit.unit_id.in_(scope.unit_ids().correlate(None)))
        .group_by(
            MidtermRound.id,
            Unit.id,
            Unit.name,
            Unit.position,
            MidtermRound.name,
            MidtermRound.reference_on,
            MidtermRound.closed_on,
        )
        .order_by(MidtermRound.reference_on.desc(), Unit.position, Unit.id, MidtermRound.id.desc())
    )
    return [RoundRow(*row) for row in db.session.execute(statement)]


def get_round(round_id: int, *, scope: Scope) -> MidtermRound:
    """A round of which a unit is within reach, or Missing."""
    reached = select(RoundUnit.round_id).where(RoundUnit.unit_id.in_(scope.unit_ids()))
    found = db.session.scalar(
        select(MidtermRound)
        .where(MidtermRound.id == round_id, MidtermRound.id.in_(reached))
        .options(joinedload(MidtermRound.unit).joinedload(Unit.parent))
    )
    if found is None:
        raise Missing(say("没有这一轮届中分析,或不在您的管辖范围内"))
    return found
