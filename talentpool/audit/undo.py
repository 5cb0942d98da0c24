"""Acts that can be taken back: recorded whole beside the log, undone in reverse, all or nothing.

    with undoable(kind="bulk_edit", label="批量修改政治面貌", by=actor) as act: …
    what_stands_in_the_way(act.id)      sentences, empty when nothing does
    undo(act.id, by=actor)              RuleBroken with those sentences, else everything is as before

An act is a bracket in the caller's transaction, and so is undoing it. Inside, rows changed through
the session and those told to `record_rows` are kept with their old and new values, unmasked: the
audit log itself is masked and never used to restore. Audited tables only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import IntegrityError

from talentpool.audit import obstacles, restoring
from talentpool.audit.acts import RowChange, current_act_id, recording
from talentpool.audit.recorder import action
from talentpool.audit.rows import with_indexes
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.models import ActChange, UndoableAct
from talentpool.sealing.versions import index_key
from talentpool.security.actor import Actor
from talentpool.security.scope import Scope
from talentpool.wording import say

UNDO_PREFIX = "撤销:"


@contextmanager
def undoable(
    *, kind: str, label: str, by: Actor, unit_id: int | None = None, batch_id: int | None = None
) -> Iterator[UndoableAct]:
    """Record what is changed inside as one act; an act within an act is part of it.

    The label names the changes in the audit log too, unless an outer `action` does. An act that
    changed nothing leaves no row.
    """
    running = current_act_id()
    if running is not None:
        yield db.session.get_one(UndoableAct, running)
        return
    act = UndoableAct(
        at=datetime.now(UTC),
        kind=kind,
        label=label[:120],
        actor=by.name[:80],
        account_id=by.account_id,
        unit_id=unit_id,
        batch_id=batch_id,
    )
    db.session.add(act)
    db.session.flush()
    with recording(act.id), action(label, batch_id=batch_id):
        yield act
        db.session.flush()
    if count_changes(act.id):
        act.at = datetime.now(UTC)  # whatever is logged later was done after the act
    else:
        db.session.delete(act)
    db.session.flush()


def undo(act_id: int, *, by: Actor) -> None:
    """Take an act back in the caller's transaction.

    RuleBroken with a sentence for each thing that stands in the way (nothing is changed then),
    Missing for an unknown act. Scope and permission are the caller's to check.
    """
    db.session.flush()
    act = get_act(act_id)
    changes = list_changes(act_id)
    reasons = _refusals(act, changes, lock=True)
    if reasons:
        raise RuleBroken(reasons)
    label = act.label
    try:
        with db.session.begin_nested(), action(UNDO_PREFIX + label, batch_id=act.batch_id):
            act.undone_at, act.undone_by = datetime.now(UTC), by.name[:80]
            db.session.flush()
            restoring.take_back(db.session(), changes)
    except IntegrityError as error:
        raise RuleBroken(
            say("不能撤销“%(label)s”:之后登记的内容与原内容冲突,请先更正后再撤销", label=label)
        ) from error
    finally:
        db.session.expire_all()


def what_stands_in_the_way(act_id: int) -> list[str]:
    """Why the act cannot be taken back now, as sentences; empty when it can."""
    act = get_act(act_id)
    return _refusals(act, list_changes(act_id), lock=False)


def get_act(act_id: int) -> UndoableAct:
    """One act, or Missing."""
    act = db.session.get(UndoableAct, act_id)
    if act is None:
        raise Missing(say("没有这项操作的记录"))
    return act


def count_changes(act_id: int) -> int:
    """How many rows the act changed, a row once for each time."""
    return db.session.scalar(select(func.count()).where(ActChange.act_id == act_id)) or 0


def list_changes(act_id: int) -> list[RowChange]:
    """The changes of an act in the order in which they were made, with the blind indexes of what is sealed."""
    columns = (ActChange.record_table, ActChange.record_id, ActChange.operation, ActChange.old, ActChange.new)
    statement = select(*columns).where(ActChange.act_id == act_id).order_by(ActChange.id)
    key = index_key(db.session())
    return [
        RowChange(
            table,
            row_id,
            operation,
            with_indexes(key, (table, row_id), old),
            with_indexes(key, (table, row_id), new),
        )
        for table, row_id, operation, old, new in db.session.execute(statement)
    ]


def select_acts(
    *, scope: Scope, account_id: int | None = None, kind: str | None = None, batch_id: int | None = None
) -> Select[Any]:
    """Acts within reach, the newest first: those of units in scope, and one's own (`account_id`).

    An act without a unit is within reach of those who reach everything.
    """
    reach = scope.condition() if scope.paths is None else UndoableAct.unit_id.in_(scope.unit_ids())
    if account_id is not None:
        reach = or_(reach, UndoableAct.account_id == account_id)
    statement = select(UndoableAct).where(reach).order_by(UndoableAct.at.desc(), UndoableAct.id.desc())
    if kind is not None:
        statement = statement.where(UndoableAct.kind == kind)
    if batch_id is not None:
        statement = statement.where(UndoableAct.batch_id == batch_id)
    return statement


def list_acts(
    *,
    scope: Scope,
    account_id: int | None = None,
    kind: str | None = None,
    batch_id: int | None = None,
    limit: int = 50,
) -> Sequence[UndoableAct]:
    """The newest acts within reach (see `select_acts`)."""
    statement = select_acts(scope=scope, account_id=account_id, kind=kind, batch_id=batch_id)
    return db.session.scalars(statement.limit(limit)).all()


def find_act_within(act_id: int, *, scope: Scope, account_id: int | None = None) -> UndoableAct:
    """One act within reach, or Missing: what a screen asks before it undoes."""
    act = db.session.scalar(select_acts(scope=scope, account_id=account_id).where(UndoableAct.id == act_id))
    if act is None:
        raise Missing(say("没有这项操作的记录,或不在您的管辖范围内"))
    found: UndoableAct = act
    return found


def find_last_act(record_table: str, record_id: int, *, kinds: Sequence[str]) -> UndoableAct | None:
    """The newest act of these kinds that changed a row and was not taken back."""
    changed = select(ActChange.act_id).where(
        ActChange.record_table == record_table, ActChange.record_id == record_id
    )
    statement = (
        select(UndoableAct)
        .where(UndoableAct.id.in_(changed), UndoableAct.kind.in_(kinds), UndoableAct.undone_at.is_(None))
        .order_by(UndoableAct.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def _refusals(act: UndoableAct, changes: Sequence[RowChange], *, lock: bool) -> list[str]:
    if act.undone_at is not None:
        return [say("“%(label)s”已由%(actor)s撤销", label=act.label, actor=act.undone_by)]
    return obstacles.find(db.session.connection(), changes, since=act.at, lock=lock)
