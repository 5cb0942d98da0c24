"""How mentoring stands in each unit: coverage, meetings, hours, overdue, each with what it is counted of.

Three statements however many units, pairs and meetings there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, and_, case, func, select

from talentpool.extensions import db
from talentpool.mentorship.queries import has_mentor, last_contact
from talentpool.mentorship.rules import overdue_before
from talentpool.models import GuidanceLog, Pairing, Person, PoolEntry, Unit
from talentpool.posts.queries import Parent, office_order
from talentpool.security.scope import Scope
from talentpool.units.queries import BASE_UNITS, open_on


@dataclass(frozen=True)
class Mentoring:
    """One unit, or several together (`unit_id` None).

    `reserves` are in the pool, `covered` of them have a mentor; `pairs` are in force, `overdue` of them
    have not met for too long. `meetings` fell into the period, `timed` of them tell their `minutes`.
    """

    unit_id: int | None
    unit: str
    township_id: int | None = None
    township: str = ""
    reserves: int = 0
    covered: int = 0
    pairs: int = 0
    overdue: int = 0
    meetings: int = 0
    timed: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        """Hours that the timed meetings took."""
        return round(self.minutes / 60, 1)

    @property
    def without(self) -> int:
        """Reserves without a mentor."""
        return self.reserves - self.covered

    @property
    def coverage(self) -> str:
        """“92.9%”, or “—” of nobody."""
        return _share(self.covered, self.reserves)

    @property
    def overdue_rate(self) -> str:
        """The share of pairs that are overdue."""
        return _share(self.overdue, self.pairs)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


def list_mentoring(*, scope: Scope, since: date, on: date, days: int) -> list[Mentoring]:
    """Each village and community within reach, in office order."""
    inside = (scope.condition(), Unit.unit_type.in_(BASE_UNITS), open_on(on))
    rows = db.session.execute(
        select(
            Unit.id,
            Unit.name,
            Parent.id,
            Parent.name,
            func.count(PoolEntry.id),
            func.coalesce(func.sum(case((has_mentor(on), 1), else_=0)), 0),
        )
        .select_from(Unit)
        .outerjoin(Parent, Unit.parent_id == Parent.id)
        .outerjoin(PoolEntry, and_(PoolEntry.unit_id == Unit.id, PoolEntry.in_pool(on)))
        .where(*inside)
        .group_by(Unit.id, Unit.name, Unit.position, Parent.id, Parent.name, Parent.position)
        .order_by(*office_order())
    )
    pairs = {row[0]: row for row in db.session.execute(_select_pairs(scope, on=on, days=days))}
    logs = {row[0]: row for row in db.session.execute(_select_meetings(scope, since=since, on=on))}
    found = []
    for unit_id, unit, township_id, township, reserves, covered in rows:
        _, count, overdue = pairs.get(unit_id, (None, 0, 0))
        _, meetings, timed, minutes = logs.get(unit_id, (None, 0, 0, 0))
        found.append(
            Mentoring(
                unit_id=unit_id,
                unit=unit,
                township_id=township_id,
                township=township or "",
                reserves=int(reserves),
                covered=int(covered),
                pairs=int(count),
                overdue=int(overdue),
                meetings=int(meetings),
                timed=int(timed),
                minutes=int(minutes),
            )
        )
    return found


def _select_pairs(scope: Scope, *, on: date, days: int) -> Select[int, int, int]:
    late = last_contact(on) < overdue_before(on, days=days)
    return (
        select(Person.unit_id, func.count(Pairing.id), func.sum(case((late, 1), else_=0)))
        .join(Person, Pairing.mentee_id == Person.id)
        .where(Pairing.in_force(on), Person.unit_id.in_(scope.unit_ids()))
        .group_by(Person.unit_id)
    )


def _select_meetings(scope: Scope, *, since: date, on: date) -> Select[int, int, int, int]:
    """Meetings are added up by pair first: a hundred thousand of them are read from one index."""
    by_pair = (
        select(
            GuidanceLog.pairing_id,
            func.count().label("meetings"),
            func.count(GuidanceLog.minutes).label("timed"),
            func.coalesce(func.sum(GuidanceLog.minutes), 0).label("minutes"),
        )
        .where(GuidanceLog.held_on >= since, GuidanceLog.held_on <= on)
        .group_by(GuidanceLog.pairing_id)
        .subquery("by_pair")
    )
    return (
        select(
            Person.unit_id,
            func.sum(by_pair.c.meetings),
            func.sum(by_pair.c.timed),
            func.sum(by_pair.c.minutes),
        )
        .select_from(by_pair)
        .join(Pairing, Pairing.id == by_pair.c.pairing_id)
        .join(Person, Pairing.mentee_id == Person.id)
        .where(Person.unit_id.in_(scope.unit_ids()))
        .group_by(Person.unit_id)
    )


def add_up(units: list[Mentoring], *, name: str) -> Mentoring:
    """Several units as one line."""
    columns = ("reserves", "covered", "pairs", "overdue", "meetings", "timed", "minutes")
    sums = {column: sum(getattr(unit, column) for unit in units) for column in columns}
    return replace(Mentoring(unit_id=None, unit=name), **sums)


def by_township(units: list[Mentoring]) -> list[tuple[Mentoring, list[Mentoring]]]:
    """The units under a line of their township, in their order."""
    townships: dict[int | None, list[Mentoring]] = {}
    for unit in units:
        townships.setdefault(unit.township_id, []).append(unit)
    return [(add_up(found, name=found[0].township), found) for found in townships.values()]
