"""Reading what was handed in: batches within reach, and what one of them touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true
from sqlalchemy.orm import defer, selectinload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.intake.record import KIND
from talentpool.models import AuditEntry, IntakeBatch, Person, UndoableAct, Unit
from talentpool.security.actor import Actor
from talentpool.security.scope import Scope
from talentpool.vocabulary import UnitType
from talentpool.wording import say

PEOPLE_SHOWN = 200
"""People that a page names one by one; the rest is told as a number."""
_OPEN_BASE = (Unit.closed_on.is_(None), Unit.unit_type.in_((UnitType.VILLAGE, UnitType.COMMUNITY)))


def within_reach(by: Actor) -> ColumnElement[bool]:
    """One's own batches and those handed in for a unit within one's scope."""
    if by.scope.paths is None:
        return true()
    return or_(IntakeBatch.account_id == by.account_id, IntakeBatch.unit_id.in_(by.scope.unit_ids()))


def select_batches(*, by: Actor) -> Select[IntakeBatch]:
    """Batches with their files, the newest first; previews and bytes stay in the database."""
    return (
        select(IntakeBatch)
        .where(within_reach(by))
        .options(
            defer(IntakeBatch.preview_sealed), defer(IntakeBatch.choices), selectinload(IntakeBatch.files)
        )
        .order_by(IntakeBatch.created_at.desc(), IntakeBatch.id.desc())
    )


def get_batch(batch_id: int, *, by: Actor) -> IntakeBatch:
    """One batch within reach, or Missing."""
    statement = select(IntakeBatch).where(IntakeBatch.id == batch_id, within_reach(by))
    batch = db.session.scalar(statement.options(selectinload(IntakeBatch.files)))
    if batch is None:
        raise Missing(say("没有这次导入,或不在您的管辖范围内"))
    return batch


def find_act(batch: IntakeBatch) -> UndoableAct | None:
    """The act by which a batch can be taken back; None for one that changed nothing."""
    statement = select(UndoableAct).where(UndoableAct.batch_id == batch.id, UndoableAct.kind == KIND)
    return db.session.scalar(statement.order_by(UndoableAct.id.desc()).limit(1))


def acts_of(batches: Iterable[IntakeBatch]) -> dict[int, UndoableAct]:
    """Batch id → its act, for those that have one."""
    wanted = [batch.id for batch in batches]
    statement = select(UndoableAct).where(UndoableAct.batch_id.in_(wanted), UndoableAct.kind == KIND)
    return {act.batch_id: act for act in db.session.scalars(statement) if act.batch_id is not None}


def list_touched_units(batch: IntakeBatch, *, scope: Scope) -> Sequence[Row[int, str, int]]:
    """(id, name, people) of the units that a batch wrote something of, in office order."""
    statement = (
        select(Unit.id, Unit.name, func.count(AuditEntry.person_id.distinct()).label("people"))
        .join(AuditEntry, AuditEntry.unit_id == Unit.id)
        .where(AuditEntry.batch_id == batch.id, scope.condition())
        .group_by(Unit.id, Unit.name, Unit.position)
        .order_by(Unit.position, Unit.id)
    )
    return db.session.execute(statement).all()


def list_touched_people(batch: IntakeBatch, *, scope: Scope) -> tuple[Sequence[Row[int, str]], int]:
    """(id, name) of the first people that a batch wrote something of, and how many there are."""
    touched = select(AuditEntry.person_id).where(AuditEntry.batch_id == batch.id)
    statement = (
        select(Person.id, Person.name)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Person.id.in_(touched), scope.condition())
    )
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    ordered = statement.order_by(Unit.position, Unit.id, Person.id).limit(PEOPLE_SHOWN)
    return db.session.execute(ordered).all(), total


def list_unit_names(*, scope: Scope) -> Sequence[str]:
    """The names of the open villages and communities within reach."""
    return db.session.scalars(select(Unit.name).where(scope.condition(), *_OPEN_BASE).order_by(Unit.id)).all()


def list_base_units(*, scope: Scope, limit: int) -> list[tuple[int, str]]:
    """(id, name) of villages and communities within reach, in office order."""
    statement = select(Unit.id, Unit.name).where(scope.condition(), *_OPEN_BASE)
    return [
        (row.id, row.name)
        for row in db.session.execute(statement.order_by(Unit.path, Unit.position).limit(limit))
    ]


def list_townships(*, scope: Scope) -> list[tuple[int, str]]:
    """(id, name) of the townships within reach."""
    statement = select(Unit.id, Unit.name).where(
        scope.condition(), Unit.closed_on.is_(None), Unit.unit_type == UnitType.TOWNSHIP
    )
    return [(row.id, row.name) for row in db.session.execute(statement.order_by(Unit.position, Unit.id))]
