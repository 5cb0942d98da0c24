"""Facts of a person as the workbooks tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import Schooling
from talentpool.sealing.columns import Sealed
from talentpool.vocabulary import MembershipStage, PoliticalStatus


def schoolings_of(people: Collection[int], *, on: date) -> dict[int, list[Any]]:
    """Person id → levels finished by the day, the highest first."""
    statement = (
        select(
            Schooling.person_id,
            Schooling.mode,
            Schooling.level,
            Schooling.school,
            Schooling.major,
        )
        .where(
            Schooling.person_id.in_(people),
            or_(Schooling.finished_on.is_(None), Schooling.finished_on <= on),
        )
        .order_by(Schooling.person_id, Schooling.rank.desc(), Schooling.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for schooling in db.session.execute(statement):
        found[schooling.person_id].append(schooling)
    return found


def opened(field: Sealed[str], row_id: int, sealed: bytes | None) -> str | None:
    """A sealed value of a row that was not read whole."""
    return field.open(row_id, sealed) if sealed is not None else None


def school_of(schooling: Any) -> str:
    """“西华大学 农林经济管理”."""
    return f"{schooling.school} {schooling.major}".strip()


def status_of(person: Any) -> str:
    """An applicant for the Party is told by the stage: 入党积极分子."""
    stage: MembershipStage | None = person.membership_stage
    status: PoliticalStatus | None = person.political_status
    if stage is not None and status in (None, PoliticalStatus.MASSES):
        return stage.label
    return status.label if status else ""


def month_of(moment: PartialDate | None) -> PartialDate | None:
    """Ledgers tell months."""
    return moment.month_only() if moment else None
