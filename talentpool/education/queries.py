"""What was studied and finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.models import EducationUpgrade, Term, Unit
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.vocabulary import SchoolingLevel, StudyStatus


@dataclass(frozen=True, slots=True)
class Gain:
    """Courses finished in one unit with one level; `since`: the start of the unit's running term, if known."""

    unit_id: int
    unit: str
    level: SchoolingLevel
    finished: int
    since: PartialDate | None = None


def gains_by_unit(
    *, scope: Scope, until: date, since: PartialDate | date | None = None, unit: Unit | None = None
) -> Sequence[Gain]:
    """What each unit gained from a day (without one: from the start of its running term) to a day."""
    term_start = (
        select(func.max(Term.started_on))
        .where(Term.unit_id == Unit.parent_id, Term.started_on <= until)
        .correlate(Unit)
        .scalar_subquery()
    )
    conditions = [
        scope.condition(),
        EducationUpgrade.status == StudyStatus.GRADUATED,
        EducationUpgrade.graduated_on <= until,
        EducationUpgrade.graduated_on >= (since if since is not None else func.coalesce(term_start, "")),
    ]
    if unit is not None:
        conditions.append(Unit.path.startswith(unit.path, autoescape=True))
    statement = (
        select(
            Unit.id,
            Unit.name,
            EducationUpgrade.level,
            func.count(EducationUpgrade.id),
            term_start.label("since"),
        )
        .join(Unit, EducationUpgrade.unit_id == Unit.id)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .where(*conditions)
        .group_by(
            Unit.id,
            Unit.name,
            Unit.parent_id,
            Unit.position,
            Parent.position,
            Parent.id,
            EducationUpgrade.level,
        )
        .order_by(*office_order(), func.min(EducationUpgrade.level).desc())
    )
    found = [Gain(*row) for row in db.session.execute(statement)]
    order = {unit_id: place for place, unit_id in enumerate(dict.fromkeys(gain.unit_id for gain in found))}
    return sorted(found, key=lambda gain: (order[gain.unit_id], gain.level.rank))
