"""The rule sets of the joint review in force on a day: who may be a candidate, how many a unit should keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from talentpool.extensions import db
from talentpool.models import EligibilityRule, QuotaRule, ReviewRuleSet, Unit
from talentpool.succession.facts import Quota, Requirement, RuleSet

NO_RULES = RuleSet()


@dataclass(frozen=True)
class RuleSets:
    """Path of the unit for which rules are set ("" for everybody) → the rules in force."""

    by_path: Mapping[str, RuleSet]

    def of(self, path: str) -> RuleSet:
        """The rules of a unit: those set nearest above it."""
        fitting = [set_for for set_for in self.by_path if path.startswith(set_for)]
        return self.by_path[max(fitting, key=len)] if fitting else NO_RULES


def list_rule_sets(*, on: date) -> RuleSets:
    """The latest version of every county, township and of everybody that holds on a day."""
    statement = (
        select(ReviewRuleSet.id, ReviewRuleSet.name, Unit.path)
        .outerjoin(Unit, ReviewRuleSet.unit_id == Unit.id)
        .where(
            ReviewRuleSet.valid_from <= on,
            or_(ReviewRuleSet.valid_until.is_(None), ReviewRuleSet.valid_until > on),
        )
        .order_by(ReviewRuleSet.valid_from, ReviewRuleSet.id)
    )
    latest = {path or "": (set_id, name) for set_id, name, path in db.session.execute(statement)}
    if not latest:
        return RuleSets({})
    ids = [set_id for set_id, _ in latest.values()]
    requirements, quotas = _requirements(ids), _quotas(ids)
    return RuleSets(
        {
            path: RuleSet(name, tuple(requirements.get(set_id, ())), tuple(quotas.get(set_id, ())))
            for path, (set_id, name) in latest.items()
        }
    )


def _requirements(set_ids: list[int]) -> dict[int, list[Requirement]]:
    found: dict[int, list[Requirement]] = defaultdict(list)
    statement = select(EligibilityRule).where(EligibilityRule.rule_set_id.in_(set_ids))
    for rule in db.session.scalars(statement.order_by(EligibilityRule.id)):
        found[rule.rule_set_id].append(
            Requirement(
                text=rule.text,
                unit_type=rule.unit_type,
                post_class=rule.target_post_class,
                oldest=rule.oldest,
                oldest_with_exception=rule.oldest_with_exception,
                schooling=rule.schooling,
                full_time=rule.full_time,
                studying_counts=rule.studying_counts,
                party_member=rule.party_member,
            )
        )
    return found


def _quotas(set_ids: list[int]) -> dict[int, list[Quota]]:
    found: dict[int, list[Quota]] = defaultdict(list)
    statement = select(QuotaRule).where(QuotaRule.rule_set_id.in_(set_ids))
    for rule in db.session.scalars(statement.order_by(QuotaRule.id)):
        found[rule.rule_set_id].append(
            Quota(
                unit_type=rule.unit_type,
                post_class=rule.target_post_class,
                at_least=rule.at_least,
                per_post=rule.per_post,
                mature_at_least=rule.mature_at_least,
            )
        )
    return found
