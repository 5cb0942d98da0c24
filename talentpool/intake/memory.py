"""Layouts once looked at: how their columns were understood, to be used when they come again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.intake.layout.model import ColumnMatch, Layout, MatchedBy, Memory
from talentpool.models import LayoutMemory
from talentpool.security.actor import Actor
from talentpool.vocabulary import SheetKind
from talentpool.wording import say

_KINDS = {kind.value: kind for kind in SheetKind}


def load_memories() -> dict[str, Memory]:
    """Every remembered layout by its fingerprint."""
    return {
        row.fingerprint: Memory(
            _KINDS[row.kind], {int(place): key for place, key in row.mapping["columns"].items()}
        )
        for row in db.session.scalars(select(LayoutMemory))
        if row.kind in _KINDS
    }


def remember(layout: Layout, *, told: bool, by: Actor, at: datetime) -> None:
    """Keep what the headers of a layout alone do not tell: columns chosen by the clerk or told by values.

    `told` says that the clerk pointed at header or kind, so that the layout is kept even when
    every column has its usual name. What is known already is brought up to date.
    """
    columns = {
        column.column_index - layout.first_headed: column for column in layout.columns if _is_worth_it(column)
    }
    if layout.is_form or not (columns or told):
        return
    mapping = {
        "columns": {str(place): column.field_key for place, column in columns.items()},
        "headers": {str(place): column.header_text for place, column in columns.items()},
        "title": layout.title[:80],
    }
    row = db.session.scalar(select(LayoutMemory).where(LayoutMemory.fingerprint == layout.fingerprint))
    if row is None:
        row = LayoutMemory(fingerprint=layout.fingerprint, kind=layout.kind.value)
        db.session.add(row)
    elif row.mapping["columns"] == mapping["columns"]:
        return
    row.mapping, row.remembered_at, row.remembered_by = mapping, at, by.name
    db.session.flush()


def _is_worth_it(column: ColumnMatch) -> bool:
    return column.by in (MatchedBy.CHOSEN, MatchedBy.VALUES, MatchedBy.REMEMBERED)


def list_memories() -> Sequence[LayoutMemory]:
    """The remembered layouts, the newest first."""
    statement = select(LayoutMemory).order_by(LayoutMemory.remembered_at.desc(), LayoutMemory.id.desc())
    return db.session.scalars(statement).all()


def forget(memory_id: int) -> LayoutMemory:
    """Forget a layout; Missing for one that is not there."""
    row = db.session.get(LayoutMemory, memory_id)
    if row is None:
        raise Missing(say("没有记住这种表头,或已被删除"))
    db.session.delete(row)
    db.session.flush()
    return row
