"""The reserve pool of a place, in rows that tell where they come from."""

from __future__ import annotations

from datetime import date

from talentpool.extensions import db
from talentpool.models import (
    AgencyConclusion,
    EligibilityRule,
    NegativeRule,
    Nomination,
    NominationStep,
    NominationVoice,
    Person,
    PoolEntry,
    PoolSource,
    PublicNotice,
    QuotaRule,
    ReadinessRating,
    ReviewAgency,
    ReviewRuleSet,
    RuleException,
    TargetPost,
    Unit,
    YearlyReview,
)
from talentpool.vocabulary import (
    AgencyLevel,
    Conclusion,
    EntryBasis,
    NominationStage,
    NominationWay,
    PostClass,
    RuleStrength,
    SourceCategory,
    StepOutcome,
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


def fill_case(
    township: Unit, unit: Unit, person: Person, *, word: str, canary: str, number: int
) -> dict[str, int]:
    """A nomination at the township's review, by rules of the township, with everything that hangs on it."""
    session = db.session
    rules = ReviewRuleSet(
        unit_id=township.id, name=f"在用规则{word}", valid_from=date(2021, 1, number), basis=f"文号{word}"
    )
    session.add(rules)
    session.flush()
    agency = ReviewAgency(rule_set_id=rules.id, name=f"在用部门{word}", level=AgencyLevel.TOWNSHIP)
    condition = EligibilityRule(
        rule_set_id=rules.id, code="Z1", text=f"在用条件{word}", strength=RuleStrength.BAR, oldest=30
    )
    nomination = Nomination(
        person_id=person.id,
        unit_id=unit.id,
        rule_set_id=rules.id,
        stage=NominationStage.TOWNSHIP_REVIEW,
        nominated_on=month("2023-05-01"),
        reason=f"理由{canary}",
    )
    session.add_all([agency, condition, nomination])
    session.flush()
    answer = AgencyConclusion(nomination_id=nomination.id, agency_id=agency.id, asked_on=date(2023, 5, 6))
    answer.answered_on, answer.conclusion = date(2023, 5, 8), Conclusion.CAUTION
    answer.disposition = f"处理{canary}"
    notice = PublicNotice(
        nomination_id=nomination.id, starts_on=date(2023, 5, 1), ends_on=date(2023, 5, 5), objections=canary
    )
    session.add_all(
        [
            NominationVoice(
                nomination_id=nomination.id,
                way=NominationWay.MASSES,
                by=f"推荐人{canary}",
                on=month("2023-05-01"),
            ),
            NominationStep(
                nomination_id=nomination.id,
                stage=NominationStage.UNIT_REVIEW,
                decided_on=date(2023, 5, 5),
                decider=f"支部{canary}",
                outcome=StepOutcome.PASSED,
            ),
            RuleException(
                nomination_id=nomination.id,
                rule_code="Z1",
                rule_text=f"在用条件{word}",
                strength=RuleStrength.BAR,
                facts=f"事实{canary}",
                reason=f"例外{canary}",
                decided_on=date(2023, 5, 4),
                decider=f"党委{canary}",
            ),
            answer,
            notice,
        ]
    )
    session.flush()
    return {"nomination_id": nomination.id, "conclusion_id": answer.id, "notice_id": notice.id}
