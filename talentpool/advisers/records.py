"""One former cadre with all that is kept of him, and the rows beside him, within reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Row, select
from sqlalchemy.orm import contains_eager, joinedload

from talentpool.advisers.rules import Served, served
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    AdviceRecord,
    AdvisoryMembership,
    Appointment,
    FormerCadre,
    FormerSubsidy,
    Person,
    Post,
    ReEngagement,
    ServicePeriod,
    Unit,
)
from talentpool.security.scope import Scope
from talentpool.wording import say

Beside = TypeVar("Beside", ServicePeriod, FormerSubsidy, AdvisoryMembership, AdviceRecord, ReEngagement)


@dataclass(frozen=True)
class FormerRecord:
    """A former cadre with what hangs on him, each in its order; the latest deeds first."""

    former: FormerCadre
    periods: Sequence[ServicePeriod]
    subsidies: Sequence[FormerSubsidy]
    memberships: Sequence[AdvisoryMembership]
    advice: Sequence[Row[AdviceRecord, Unit]]
    re_engagements: Sequence[Row[ReEngagement, Unit]]

    @property
    def served(self) -> Served:
        """What the service periods come to."""
        return served((one.started_on, one.ended_on) for one in self.periods)

    @property
    def membership(self) -> AdvisoryMembership | None:
        """The membership that goes on."""
        return next((one for one in self.memberships if one.left_on is None), None)


def get_former(former_id: int, *, scope: Scope) -> FormerCadre:
    """One former cadre within reach, or Missing."""
    statement = (
        select(FormerCadre)
        .join(Unit, FormerCadre.unit_id == Unit.id)
        .where(FormerCadre.id == former_id, scope.condition())
        .options(joinedload(FormerCadre.person), contains_eager(FormerCadre.unit))
    )
    former = db.session.scalar(statement)
    if former is None:
        raise Missing(say("没有这名离任干部,或不在您的管辖范围内"))
    return former


def get_beside(model: type[Beside], row_id: int, *, scope: Scope) -> tuple[Beside, FormerCadre]:
    """A row beside a former cadre, with him; Missing when he is out of reach."""
    row = db.session.get(model, row_id)
    if row is None:
        raise Missing(say("没有这条记录"))
    return row, get_former(row.former_cadre_id, scope=scope)


def read_former(former: FormerCadre) -> FormerRecord:
    """What hangs on a former cadre."""
    periods = select(ServicePeriod).where(ServicePeriod.former_cadre_id == former.id)
    subsidies = select(FormerSubsidy).where(FormerSubsidy.former_cadre_id == former.id)
    memberships = select(AdvisoryMembership).where(AdvisoryMembership.former_cadre_id == former.id)
    advice = (
        select(AdviceRecord, Unit)
        .join(Unit, AdviceRecord.unit_id == Unit.id)
        .where(AdviceRecord.former_cadre_id == former.id)
        .options(joinedload(AdviceRecord.learner))
        .order_by(AdviceRecord.held_on.desc(), AdviceRecord.id.desc())
    )
    work = (
        select(ReEngagement, Unit)
        .join(Unit, ReEngagement.unit_id == Unit.id)
        .where(ReEngagement.former_cadre_id == former.id)
        .order_by(ReEngagement.started_on.desc(), ReEngagement.id.desc())
    )
    return FormerRecord(
        former=former,
        periods=db.session.scalars(periods.order_by(ServicePeriod.started_on, ServicePeriod.id)).all(),
        subsidies=db.session.scalars(subsidies.order_by(FormerSubsidy.since.desc())).all(),
        memberships=db.session.scalars(
            memberships.order_by(AdvisoryMembership.joined_on.desc(), AdvisoryMembership.id.desc())
        ).all(),
        advice=db.session.execute(advice).all(),
        re_engagements=db.session.execute(work).all(),
    )


def find_former_of(person: Person) -> FormerCadre | None:
    """The record of a person who left office for good, whoever keeps it."""
    statement = select(FormerCadre).where(FormerCadre.person_id == person.id)
    return db.session.scalar(statement.options(joinedload(FormerCadre.unit)))


def list_ended(person: Person, *, scope: Scope, on: date) -> Sequence[Row[Appointment, Post, Unit]]:
    """(appointment, post, unit) of a person's posts within reach that ended by a day, the latest first."""
    statement = (
        select(Appointment, Post, Unit)
        .join(Post, Appointment.post_id == Post.id)
        .join(Unit, Post.unit_id == Unit.id)
        .where(Appointment.person_id == person.id, scope.condition(), Appointment.ended_on <= on)
        .order_by(Appointment.ended_on.desc(), Post.team_order, Appointment.id)
    )
    return db.session.execute(statement).all()


def list_passed_on(person: Person, *, scope: Scope, on: date) -> Sequence[Row[AdviceRecord, Person]]:
    """(record, former cadre's person) of experience passed on to somebody by a day, the latest first."""
    statement = (
        select(AdviceRecord, Person)
        .join(FormerCadre, AdviceRecord.former_cadre_id == FormerCadre.id)
        .join(Person, FormerCadre.person_id == Person.id)
        .join(Unit, FormerCadre.unit_id == Unit.id)
        .where(AdviceRecord.learner_id == person.id, AdviceRecord.held_on <= on, scope.condition())
        .order_by(AdviceRecord.held_on.desc(), AdviceRecord.id.desc())
    )
    return db.session.execute(statement).all()
