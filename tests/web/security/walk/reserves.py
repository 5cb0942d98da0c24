"""The reserve pool of a place, in rows that tell where they come from."""

from __future__ import annotations

from datetime import date

from talentpool.extensions import db
from talentpool.models import (
    EligibilityRule,
    NegativeRule,
    Person,
    PoolEntry,
    PoolSource,
    QuotaRule,
    ReadinessRating,
    ReviewAgency,
    ReviewRuleSet,
    TargetPost,
    Unit,
    YearlyReview,
)
from talentpool.vocabulary import (
    AgencyLevel,
    EntryBasis,
    PostClass,
    RuleStrength,
    SourceCategory,
    YearlyOutcome,
)
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


def fill_rules(township: Unit, *, word: str, number: int) -> dict[str, int]:
    """A rule set of a township with one item of each kind; the ids by the names of arguments."""
    session = db.session
    rules = ReviewRuleSet(
        unit_id=township.id, name=f"规则{word}", valid_from=date(2022, 1, number), basis=f"文号{word}"
    )
    session.add(rules)
    session.flush()
    items: dict[str, EligibilityRule | NegativeRule | ReviewAgency | QuotaRule] = {
        "eligibility": EligibilityRule(
            rule_set_id=rules.id, code="Z1", text=f"条件{word}", strength=RuleStrength.BAR, oldest=45
        ),
        "negative": NegativeRule(
            rule_set_id=rules.id, code="B1", text=f"清单{word}", strength=RuleStrength.BAR
        ),
        "agency": ReviewAgency(rule_set_id=rules.id, name=f"部门{word}", level=AgencyLevel.TOWNSHIP),
        "quota": QuotaRule(rule_set_id=rules.id, at_least=2),
    }
    session.add_all(items.values())
    session.flush()
    ids = {
        f"pool.{act}_{kind}:item_id": item.id for kind, item in items.items() for act in ("change", "remove")
    }
    return ids | {"set_id": rules.id}
