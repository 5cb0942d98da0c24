"""The part of the pool, of mentorships, courses and former cadres that a ledger is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_

from talentpool.dates import PartialDate
from talentpool.intake.changes import Ref
from talentpool.intake.facts import Known, existing, grouped
from talentpool.intake.register import rows_in
from talentpool.models import (
    AdvisoryMembership,
    EducationUpgrade,
    FormerCadre,
    FormerSubsidy,
    GuidanceLog,
    Pairing,
    PoolEntry,
    PoolSource,
    ReadinessRating,
    ServicePeriod,
    StudyStatusChange,
    TargetPost,
)

ByRef = dict[Any, list[Known]]


def load_entries(people: Iterable[Ref]) -> ByRef:
    """Stays in the pool by person, the first one first."""
    rows = rows_in(PoolEntry, PoolEntry.person_id, existing(people))
    return grouped(sorted(rows, key=lambda row: row.values["entered_on"]), "person_id")


def load_sources(entries: Iterable[Ref]) -> ByRef:
    """Source categories by entry."""
    return grouped(rows_in(PoolSource, PoolSource.entry_id, existing(entries)), "entry_id")


def load_ratings(entries: Iterable[Ref]) -> ByRef:
    """Readiness by entry, the oldest first."""
    rows = rows_in(ReadinessRating, ReadinessRating.entry_id, existing(entries))
    return grouped(sorted(rows, key=lambda row: row.values["rated_on"]), "entry_id")


def load_targets(entries: Iterable[Ref]) -> ByRef:
    """Target posts by entry, in rank."""
    rows = rows_in(TargetPost, TargetPost.entry_id, existing(entries))
    return grouped(sorted(rows, key=lambda row: row.values["rank"]), "entry_id")


def load_pairings(mentees: Iterable[Ref], *, on: date) -> dict[tuple[Ref, Ref], list[Known]]:
    """Pairings by (mentor, mentee): those that had not ended by a day first, then the latest."""
    found: dict[tuple[Ref, Ref], list[Known]] = {}
    day = PartialDate.from_date(on)
    rows = rows_in(Pairing, Pairing.mentee_id, existing(mentees))
    for row in sorted(rows, key=lambda row: (_ended(row, day), -row.ref if isinstance(row.ref, int) else 0)):
        found.setdefault((row.values["mentor_id"], row.values["mentee_id"]), []).append(row)
    return found


def _ended(row: Known, on: PartialDate) -> bool:
    ended_on = row.values["ended_on"]
    return ended_on is not None and bool(ended_on <= on)


def load_logs(pairings: Iterable[Ref]) -> ByRef:
    """Guidance logs by pairing."""
    return grouped(rows_in(GuidanceLog, GuidanceLog.pairing_id, existing(pairings)), "pairing_id")


def load_courses(people: Iterable[Ref]) -> ByRef:
    """Courses of study by person."""
    return grouped(rows_in(EducationUpgrade, EducationUpgrade.person_id, existing(people)), "person_id")


def load_statuses(courses: Iterable[Ref]) -> ByRef:
    """How courses stood, by course, the oldest first."""
    rows = rows_in(StudyStatusChange, StudyStatusChange.upgrade_id, existing(courses))
    return grouped(sorted(rows, key=lambda row: row.values["since"]), "upgrade_id")


def load_former(people: Iterable[Ref]) -> dict[Ref, Known]:
    """Former cadres by person."""
    return {
        row.values["person_id"]: row for row in rows_in(FormerCadre, FormerCadre.person_id, existing(people))
    }


def load_periods(former: Iterable[Ref]) -> ByRef:
    """Service periods by former cadre."""
    rows = rows_in(ServicePeriod, ServicePeriod.former_cadre_id, existing(former))
    return grouped(rows, "former_cadre_id")


def load_subsidies(former: Iterable[Ref]) -> ByRef:
    """Living subsidies by former cadre, the oldest first."""
    rows = rows_in(FormerSubsidy, FormerSubsidy.former_cadre_id, existing(former))
    return grouped(sorted(rows, key=lambda row: row.values["since"]), "former_cadre_id")


def load_memberships(former: Iterable[Ref], *, on: date) -> ByRef:
    """Times in the advisory group that had not ended by a day, by former cadre."""
    open_then = or_(AdvisoryMembership.left_on.is_(None), AdvisoryMembership.left_on > on)
    rows = rows_in(AdvisoryMembership, AdvisoryMembership.former_cadre_id, existing(former), open_then)
    return grouped(rows, "former_cadre_id")


def reserves_of(units: Iterable[Ref], *, on: date) -> set[Ref]:
    """Everybody who is in the pool of units on a day."""
    rows = rows_in(PoolEntry, PoolEntry.unit_id, existing(units), PoolEntry.in_pool(on))
    return {row.values["person_id"] for row in rows}
