"""A planned bulk edit carried out: set-based, with an audit entry a person, as one act that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import select, update

from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.audit.recorder import Change, change_of_row, record_rows
from talentpool.audit.undo import undoable
from talentpool.errors import Conflict, RuleBroken
from talentpool.extensions import db
from talentpool.models import Person, PersonTag, UndoableAct, Unit
from talentpool.people.bulk.plan import CHUNK, COLUMNS, BulkLine, BulkPlan
from talentpool.security.actor import Actor
from talentpool.vocabulary import BulkAct
from talentpool.wording import say

KIND = "bulk_edit"

Item = TypeVar("Item")


def carry_out(plan: BulkPlan, *, seal: str, by: Actor) -> UndoableAct:
    """Change what the plan says. Conflict when it is no longer the plan that was previewed (`seal`)."""
    lines = plan.changing
    if plan.seal != seal:
        raise Conflict(say("预览之后,名单或其中有人的信息有变化,没有修改任何人"))
    if not lines:
        raise RuleBroken(say("没有需要修改的人员"))
    if isinstance(plan.edit.value, Unit):
        by.must_reach(plan.edit.value)
    label = f"批量{plan.edit.words}({len(lines)}人)"
    with undoable(
        kind=KIND, label=label, by=by, unit_id=common_unit_id([one.unit_path for one in lines])
    ) as act:
        if plan.edit.act is BulkAct.ADD_TAG:
            db.session.add_all(PersonTag(person_id=one.person_id, tag=str(one.new)) for one in lines)
            db.session.flush()
        elif plan.edit.act is BulkAct.REMOVE_TAG:
            _remove_tag(str(plan.edit.value), lines)
        _update(plan.edit.act, lines)
    db.session.expire_all()
    return act


def _remove_tag(tag: str, lines: Sequence[BulkLine]) -> None:
    for part in _parts([one.person_id for one in lines]):
        found = select(PersonTag).where(PersonTag.tag == tag, PersonTag.person_id.in_(part))
        for row in db.session.scalars(found).all():
            db.session.delete(row)
    db.session.flush()


def _update(act: BulkAct, lines: Sequence[BulkLine]) -> None:
    """The column, where the act has one; every person counts as a new version, as a correction does."""
    column = COLUMNS.get(act)
    values = {column: lines[0].new} if column else {}
    for part in _parts(lines):
        ids = [one.person_id for one in part]
        db.session.execute(
            update(Person)
            .where(Person.id.in_(ids))
            .values(version=Person.version + 1, **values)
            .execution_options(**{AUDITED_ELSEWHERE: True}, synchronize_session=False)
        )
        if column:
            record_rows(db.session(), [_change(column, one) for one in part])


def _change(column: str, line: BulkLine) -> Change:
    return change_of_row("person", line.person_id, "update", {}, {column: (line.old, line.new)})


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def common_unit_id(paths: Sequence[str]) -> int | None:
    """The lowest unit that holds all of these; None where there is none."""
    steps = [path.strip("/").split("/") for path in paths]
    shared: list[str] = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return int(shared[-1]) if shared and shared[-1] else None
