"""Meetings over all pairs, narrowed and in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from talentpool.mentorship.queries import Mentee, Mentor
from talentpool.models import GuidanceLog, Pairing, Person, Unit
from talentpool.security.scope import Scope


@dataclass(frozen=True)
class LogFilter:
    """What the list of meetings is narrowed to."""

    q: str = ""
    unit_id: int | None = None
    unconfirmed: bool = False

    def __bool__(self) -> bool:
        return self != LogFilter()


def select_logs(
    *, scope: Scope, on: date, wanted: LogFilter, since: date | None = None
) -> Select[GuidanceLog, Person, Person, Unit]:
    """(meeting, mentee, mentor, unit) by a day, the last first."""
    conditions: list[ColumnElement[bool]] = [scope.condition(), GuidanceLog.held_on <= on]
    if since is not None:
        conditions.append(GuidanceLog.held_on >= since)
    if wanted.unit_id is not None:
        conditions.append(Unit.id == wanted.unit_id)
    if wanted.unconfirmed:
        conditions.append(GuidanceLog.confirmed_at.is_(None))
    if wanted.q:
        conditions.append(
            or_(
                Mentor.name.contains(wanted.q, autoescape=True),
                Mentee.name.contains(wanted.q, autoescape=True),
                GuidanceLog.topic.contains(wanted.q, autoescape=True),
            )
        )
    return (
        select(GuidanceLog, Mentee, Mentor, Unit)
        .join(Pairing, GuidanceLog.pairing_id == Pairing.id)
        .join(Mentee, Pairing.mentee_id == Mentee.id)
        .join(Mentor, Pairing.mentor_id == Mentor.id)
        .join(Unit, Mentee.unit_id == Unit.id)
        .where(*conditions)
        .order_by(GuidanceLog.held_on.desc(), GuidanceLog.id.desc())
    )
