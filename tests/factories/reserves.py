"""Reserves, rule sets and what else succession is judged by, written straight into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from talentpool.models import (
    EligibilityRule,
    Pairing,
    Person,
    PoolEntry,
    Post,
    QuotaRule,
    ReadinessRating,
    ReviewRuleSet,
    TargetPost,
    Unit,
)
from talentpool.vocabulary import EntryBasis, RuleStrength, SchoolingLevel
from tests.factories import add_person, month

JUNE = date(2023, 6, 30)


def add_reserve(
    session: Session,
    name: str,
    *,
    unit: Unit,
    aims: Sequence[Post] = (),
    readiness: str | None = "成熟",
    born: str | None = "1990-01",
    entered: str = "2021-03",
    interim: bool = False,
    **facts: object,
) -> PoolEntry:
    """Somebody in the pool of a unit, prepared for posts in this order; `facts` are those of `add_person`."""
    person = add_person(session, name, unit=unit, born=born, **facts)  # type: ignore[arg-type]
    entry = PoolEntry(
        person_id=person.id,
        unit_id=unit.id,
        basis=EntryBasis.STATED,
        entered_on=month(entered),
        known_from=JUNE,
    )
    session.add(entry)
    session.flush()
    if readiness:
        session.add(ReadinessRating(entry_id=entry.id, readiness=readiness, rated_on=date(2023, 1, 1)))
    for rank, post in enumerate(aims, start=1):
        session.add(
            TargetPost(
                entry_id=entry.id,
                rank=rank,
                unit_id=post.unit_id,
                post_class=post.post_class,
                title=post.title,
                interim=interim and rank == 1,
            )
        )
    session.flush()
    return entry


def pair(session: Session, mentor: Person, mentee_id: int) -> None:
    """A mentor for a reserve."""
    session.add(Pairing(mentor_id=mentor.id, mentee_id=mentee_id, known_from=month("2022-01")))
    session.flush()


def add_rules(
    session: Session,
    unit: Unit | None,
    *,
    oldest: int | None = None,
    schooling: SchoolingLevel | None = None,
    at_least: int | None = None,
    mature_at_least: int = 1,
    valid_from: date = date(2020, 1, 1),
) -> ReviewRuleSet:
    """A rule set with one eligibility rule and one quota, where they are given."""
    rules = ReviewRuleSet(unit_id=unit.id if unit else None, name="联审规则", valid_from=valid_from)
    session.add(rules)
    session.flush()
    if oldest is not None or schooling is not None:
        session.add(
            EligibilityRule(
                rule_set_id=rules.id,
                code="1",
                text="基本条件",
                strength=RuleStrength.BAR,
                oldest=oldest,
                schooling=schooling,
                studying_counts=True,
            )
        )
    if at_least is not None:
        session.add(QuotaRule(rule_set_id=rules.id, at_least=at_least, mature_at_least=mature_at_least))
    session.flush()
    return rules
