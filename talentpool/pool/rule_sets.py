"""Reading rule sets: which one holds for a unit on a day, what stands in it, whether it is in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import (
    EligibilityRule,
    NegativeRule,
    NegativeRuleAgency,
    Nomination,
    QuotaRule,
    ReviewAgency,
    ReviewRuleSet,
    Unit,
)
from talentpool.pool.rules import Eligibility, NegativeItem
from talentpool.security.scope import Scope
from talentpool.wording import say


@dataclass(frozen=True)
class RuleSet:
    """A rule set with everything in it. `used`: how many nominations follow it; then it is never changed."""

    row: ReviewRuleSet
    eligibility: Sequence[EligibilityRule]
    negative: Sequence[NegativeRule]
    agencies: Sequence[ReviewAgency]
    quotas: Sequence[QuotaRule]
    asked: dict[int, list[int]]
    used: int

    def agency_names(self, rule: NegativeRule) -> list[str]:
        """Which agencies are asked about an item; none named: all of them."""
        ids = self.asked.get(rule.id, [])
        return [one.name for one in self.agencies if one.id in ids]

    @property
    def items(self) -> list[NegativeItem]:
        """The negative list as the rules see it."""
        return [
            NegativeItem(
                one.code, one.text, one.strength, one.lookback_months, frozenset(self.asked.get(one.id, ()))
            )
            for one in self.negative
        ]

    @property
    def conditions(self) -> list[Eligibility]:
        """Eligibility as the rules see it."""
        return [
            Eligibility(
                code=one.code,
                text=one.text,
                strength=one.strength,
                unit_type=one.unit_type,
                target=one.target_post_class,
                oldest=one.oldest,
                oldest_with_exception=one.oldest_with_exception,
                schooling=one.schooling,
                full_time=one.full_time,
                studying_counts=one.studying_counts,
                party_member=one.party_member,
            )
            for one in self.eligibility
        ]


def _within(scope: Scope) -> ColumnElement[bool]:
    """General sets, those of units within reach, and those of what stands above one's own units."""
    above = [int(key) for path in scope.paths or () for key in path.strip("/").split("/") if key]
    return or_(ReviewRuleSet.unit_id.is_(None), scope.condition(), ReviewRuleSet.unit_id.in_(above))


def list_rule_sets(*, scope: Scope) -> Sequence[tuple[ReviewRuleSet, int]]:
    """(rule set, nominations that follow it), general ones first, the newest version before the older."""
    used = (
        select(func.count(Nomination.id))
        .where(Nomination.rule_set_id == ReviewRuleSet.id)
        .correlate(ReviewRuleSet)
        .scalar_subquery()
    )
    statement = (
        select(ReviewRuleSet, used)
        .outerjoin(Unit, ReviewRuleSet.unit_id == Unit.id)
        .where(_within(scope))
        .options(joinedload(ReviewRuleSet.unit))
        .order_by(
            ReviewRuleSet.unit_id.asc().nulls_first(),
            ReviewRuleSet.valid_from.desc(),
            ReviewRuleSet.id.desc(),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def get_rule_set(set_id: int, *, scope: Scope) -> RuleSet:
    """One rule set with what stands in it, or Missing."""
    statement = (
        select(ReviewRuleSet)
        .outerjoin(Unit, ReviewRuleSet.unit_id == Unit.id)
        .where(ReviewRuleSet.id == set_id, _within(scope))
        .options(joinedload(ReviewRuleSet.unit))
    )
    row = db.session.scalar(statement)
    if row is None:
        raise Missing(say("没有这套审核规则,或不在您的管辖范围内"))
    return whole(row)


def find_rule_set(unit: Unit, *, on: date) -> ReviewRuleSet | None:
    """The set that holds for a unit on a day: its own before that of what stands above it, the last version."""
    above = [int(key) for key in unit.path.strip("/").split("/") if key]
    statement = (
        select(ReviewRuleSet)
        .outerjoin(Unit, ReviewRuleSet.unit_id == Unit.id)
        .where(
            or_(ReviewRuleSet.unit_id.is_(None), ReviewRuleSet.unit_id.in_(above)),
            ReviewRuleSet.valid_from <= on,
            or_(ReviewRuleSet.valid_until.is_(None), ReviewRuleSet.valid_until > on),
        )
        .order_by(
            func.coalesce(func.length(Unit.path), 0).desc(),
            ReviewRuleSet.valid_from.desc(),
            ReviewRuleSet.id.desc(),
        )
        .limit(1)
    )
    return db.session.scalar(statement)


def whole(row: ReviewRuleSet) -> RuleSet:
    """A set that was read within reach, with everything in it."""
    asked: dict[int, list[int]] = defaultdict(list)
    pairs = (
        select(NegativeRuleAgency.rule_id, NegativeRuleAgency.agency_id)
        .join(NegativeRule, NegativeRuleAgency.rule_id == NegativeRule.id)
        .where(NegativeRule.rule_set_id == row.id)
        .order_by(NegativeRuleAgency.id)
    )
    for rule_id, agency_id in db.session.execute(pairs):
        asked[rule_id].append(agency_id)
    eligibility = select(EligibilityRule).where(EligibilityRule.rule_set_id == row.id)
    negative = select(NegativeRule).where(NegativeRule.rule_set_id == row.id)
    agencies = select(ReviewAgency).where(ReviewAgency.rule_set_id == row.id)
    quotas = select(QuotaRule).where(QuotaRule.rule_set_id == row.id)
    return RuleSet(
        row=row,
        eligibility=db.session.scalars(eligibility.order_by(EligibilityRule.code)).all(),
        negative=db.session.scalars(negative.order_by(NegativeRule.code)).all(),
        agencies=db.session.scalars(agencies.order_by(ReviewAgency.position, ReviewAgency.id)).all(),
        quotas=db.session.scalars(quotas.order_by(QuotaRule.id)).all(),
        asked=asked,
        used=count_uses(row),
    )


def count_uses(row: ReviewRuleSet) -> int:
    """How many nominations follow a set."""
    return db.session.scalar(select(func.count(Nomination.id)).where(Nomination.rule_set_id == row.id)) or 0
