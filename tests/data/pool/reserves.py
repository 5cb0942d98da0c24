"""Reserves of the small town of the acts."""

from __future__ import annotations

from datetime import date

from talentpool.extensions import db
from talentpool.models import Person, PoolEntry, PoolSource, ReadinessRating, TargetPost, Unit
from talentpool.vocabulary import EntryBasis, PostClass, SourceCategory
from tests.factories import month


def enter(
    person: Person,
    unit: Unit,
    *,
    since: str = "2022-03",
    readiness: str | None = "培养",
    target: PostClass | None = PostClass.PARTY_SECRETARY,
    source: SourceCategory = SourceCategory.VETERAN,
) -> PoolEntry:
    """Somebody who is in the pool by a ledger."""
    session = db.session
    entry = PoolEntry(
        person_id=person.id,
        unit_id=unit.id,
        basis=EntryBasis.STATED,
        entered_on=month(since),
        known_from=month(since).first_day(),
    )
    session.add(entry)
    session.flush()
    session.add(PoolSource(entry_id=entry.id, category=source, main=True))
    if readiness:
        session.add(
            ReadinessRating(
                entry_id=entry.id,
                readiness=readiness,
                rated_on=date.fromisoformat(f"{since}-15"),
                evidence="按台账登记",
            )
        )
    if target:
        session.add(
            TargetPost(entry_id=entry.id, rank=1, unit_id=unit.id, post_class=target, title=target.label)
        )
    session.flush()
    return entry
