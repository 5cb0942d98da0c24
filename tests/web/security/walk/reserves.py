"""The reserve pool of a place, in rows that tell where they come from."""

from __future__ import annotations

from datetime import date

from talentpool.extensions import db
from talentpool.models import (
    Person,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    TargetPost,
    Unit,
    YearlyReview,
)
from talentpool.vocabulary import EntryBasis, PostClass, SourceCategory, YearlyOutcome
from tests.factories import month


def fill_pool(unit: Unit, person: Person, *, canary: str) -> dict[str, int]:
    """One reserve with everything that hangs on an entry; the ids by the names of arguments."""
    session = db.session
    entry = PoolEntry(
        person_id=person.id,
        unit_id=unit.id,
        basis=EntryBasis.STATED,
        entered_on=month("2022-03"),
        known_from=date(2022, 3, 1),
        note=canary,
    )
    session.add(entry)
    session.flush()
    session.add_all(
        [
            PoolSource(entry_id=entry.id, category=SourceCategory.OTHER, written=canary, main=True),
            ReadinessRating(
                entry_id=entry.id, readiness="成熟", rated_on=date(2022, 3, 1), evidence=f"依据{canary}"
            ),
            TargetPost(
                entry_id=entry.id,
                rank=1,
                unit_id=unit.id,
                post_class=PostClass.PARTY_SECRETARY,
                title=f"书记{canary}",
            ),
            YearlyReview(
                entry_id=entry.id,
                year=2022,
                reviewed_on=date(2022, 12, 1),
                reviewer=f"考核人{canary}",
                outcome=YearlyOutcome.KEEP,
            ),
        ]
    )
    session.flush()
    return {"entry_id": entry.id}
