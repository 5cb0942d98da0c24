"""The reserve force of units that merge: who is in their pools, studies, is posted or used to serve there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import (
    EducationUpgrade,
    FormerCadre,
    Nomination,
    PoolEntry,
    Posting,
    ReEngagement,
    TargetPost,
    Unit,
)

_MOVED: tuple[tuple[Any, Any], ...] = (
    (PoolEntry, PoolEntry.exited_on.is_(None)),
    (Nomination, Nomination.closed_on.is_(None)),
    (TargetPost, None),
    (EducationUpgrade, None),
    (FormerCadre, None),
    (Posting, Posting.ended_on.is_(None)),
    (ReEngagement, ReEngagement.ended_on.is_(None)),
)
"""Table → which of its rows go on in the new unit; what ended stays with the unit where it was."""


def move_reserve_force(going: Sequence[Unit], unit: Unit) -> int:
    """Let everything that goes on hang on the new unit; returns how many rows moved."""
    ids = [one.id for one in going]
    count = 0
    for model, goes_on in _MOVED:
        statement = select(model).where(model.unit_id.in_(ids)).order_by(model.id)
        rows = db.session.scalars(statement if goes_on is None else statement.where(goes_on)).all()
        for row in rows:
            row.unit_id = unit.id
        count += len(rows)
    db.session.flush()
    return count
