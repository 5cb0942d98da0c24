"""Rule sets: made, corrected while nobody follows them, followed by a new version afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from talentpool.audit.recorder import action
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import (
    EligibilityRule,
    NegativeRule,
    NegativeRuleAgency,
    QuotaRule,
    ReviewAgency,
    ReviewRuleSet,
    Unit,
)
from talentpool.pool.rule_sets import RuleSet, count_uses
from talentpool.pool.usual_rules import AGENCIES, AT_LEAST, ELIGIBILITY, NEGATIVE
from talentpool.security.actor import Actor
from talentpool.settings.queries import may_change_general
from talentpool.wording import say

Item: TypeAlias = EligibilityRule | NegativeRule | ReviewAgency | QuotaRule
SET_COLUMNS = ("name", "valid_from", "valid_until", "age_on", "notice_days", "basis")


@dataclass(frozen=True, slots=True)
class RuleSetFacts:
    """What a set is called, from when it holds, on which day ages count, how long the notice stands."""

    name: str
    valid_from: date
    valid_until: date | None = None
    age_on: date | None = None
    notice_days: int = 5
    basis: str = ""


def must_govern(unit: Unit | None, *, by: Actor) -> None:
    """NotAllowed or Missing where the rules of a unit (None: everybody's) are not this actor's to set."""
    if unit is not None:
        by.must_reach(unit)
    elif not may_change_general(by.scope):
        raise NotAllowed(say("适用于所有乡镇的规则由县委组织部设置"))


def governs(unit: Unit | None, *, by: Actor) -> bool:
    """The same as a question."""
    return may_change_general(by.scope) if unit is None else by.scope.reaches(unit)


def make_rule_set(facts: RuleSetFacts, unit: Unit | None, *, usual: bool, by: Actor) -> ReviewRuleSet:
    """A new set; `usual`: with the example's rules, to be changed."""
    must_govern(unit, by=by)
    _check(facts)
    row = ReviewRuleSet(unit_id=unit.id if unit else None, **_columns(facts))
    with action("新建审核规则"):
        db.session.add(row)
        db.session.flush()
        if usual:
            _fill(row)
    return row


def correct_rule_set(rules: RuleSet, facts: RuleSetFacts, *, by: Actor) -> None:
    """Bring a set that nobody follows to what is meant."""
    must_govern(rules.row.unit, by=by)
    _must_be_unused(rules.row)
    _check(facts)
    with action("更正审核规则"):
        for column, value in _columns(facts).items():
            setattr(rules.row, column, value)
        db.session.flush()


def follow_with_version(rules: RuleSet, facts: RuleSetFacts, *, by: Actor) -> ReviewRuleSet:
    """A new version with a copy of everything; the one before stays as it is."""
    must_govern(rules.row.unit, by=by)
    _check(facts)
    if facts.valid_from <= rules.row.valid_from:
        raise RuleBroken(say("新版本的适用日期应晚于原版本(%(day)s)", day=rules.row.valid_from.isoformat()))
    row = ReviewRuleSet(unit_id=rules.row.unit_id, replaces_id=rules.row.id, **_columns(facts))
    with action("审核规则新版本"):
        db.session.add(row)
        db.session.flush()
        _copy(rules, row)
    return row


def delete_rule_set(rules: RuleSet, *, by: Actor) -> None:
    """A set that nobody follows goes with everything in it."""
    must_govern(rules.row.unit, by=by)
    _must_be_unused(rules.row)
    with action("删除审核规则"):
        for one in (*rules.eligibility, *rules.quotas):
            db.session.delete(one)
        for link in _links(NegativeRuleAgency.rule_id.in_([one.id for one in rules.negative])):
            db.session.delete(link)
        db.session.flush()
        for rule in rules.negative:
            db.session.delete(rule)
        db.session.flush()
        for agency in rules.agencies:
            db.session.delete(agency)
        db.session.flush()
        db.session.delete(rules.row)
        db.session.flush()


def save_item(
    rules: RuleSet, item: Item, values: dict[str, Any], *, agency_ids: Iterable[int] = (), by: Actor
) -> None:
    """A new or changed item of a set that nobody follows; of the negative list with the agencies asked."""
    must_govern(rules.row.unit, by=by)
    _must_be_unused(rules.row)
    with action("修改审核规则"):
        item.rule_set_id = rules.row.id
        for column, value in values.items():
            setattr(item, column, value)
        db.session.add(item)
        db.session.flush()
        if isinstance(item, NegativeRule):
            known = {one.id for one in rules.agencies}
            if _ask(item, sorted(known.intersection(agency_ids))):
                flag_modified(item, "text")  # whom to ask counts as a new version of the item
                db.session.flush()


def remove_item(rules: RuleSet, item: Item, *, by: Actor) -> None:
    """An item of a set that nobody follows goes."""
    must_govern(rules.row.unit, by=by)
    _must_be_unused(rules.row)
    with action("修改审核规则"):
        if isinstance(item, NegativeRule):
            _ask(item, ())
        if isinstance(item, ReviewAgency):
            for link in _links(NegativeRuleAgency.agency_id == item.id):
                db.session.delete(link)
            db.session.flush()
        db.session.delete(item)
        db.session.flush()


def _must_be_unused(row: ReviewRuleSet) -> None:
    used = count_uses(row)
    if used:
        raise RuleBroken(say("已有%(count)s件推荐按这套规则办理,不能再改;请建立新版本", count=used))


def _check(facts: RuleSetFacts) -> None:
    if facts.valid_until is not None and facts.valid_until <= facts.valid_from:
        raise RuleBroken(say("停用日期应晚于适用日期"))


def _columns(facts: RuleSetFacts) -> dict[str, Any]:
    return {column: getattr(facts, column) for column in SET_COLUMNS}


def _ask(rule: NegativeRule, agency_ids: Iterable[int]) -> bool:
    """Bring the agencies that are asked about an item to these; whether anything was to do."""
    wanted = set(agency_ids)
    links = {link.agency_id: link for link in _links(NegativeRuleAgency.rule_id == rule.id)}
    for agency_id in links.keys() - wanted:
        db.session.delete(links[agency_id])
    _link(rule, sorted(wanted - links.keys()))
    db.session.flush()
    return wanted != links.keys()


def _link(rule: NegativeRule, agency_ids: Iterable[int]) -> None:
    db.session.add_all(NegativeRuleAgency(rule_id=rule.id, agency_id=agency_id) for agency_id in agency_ids)


def _links(condition: ColumnElement[bool]) -> Sequence[NegativeRuleAgency]:
    return db.session.scalars(select(NegativeRuleAgency).where(condition)).all()


def _fill(row: ReviewRuleSet) -> None:
    agencies: dict[str, ReviewAgency] = {}
    for position, (name, level) in enumerate(AGENCIES, start=1):
        agencies[name] = ReviewAgency(rule_set_id=row.id, name=name, level=level, position=position)
    db.session.add_all(agencies.values())
    for rule in ELIGIBILITY:
        db.session.add(
            EligibilityRule(
                rule_set_id=row.id,
                code=rule.code,
                text=rule.text,
                strength=rule.strength,
                oldest=rule.oldest,
                oldest_with_exception=rule.oldest_with_exception,
                schooling=rule.schooling,
                studying_counts=rule.studying_counts,
                party_member=rule.party_member,
            )
        )
    negative = [
        NegativeRule(
            rule_set_id=row.id,
            code=item.code,
            text=item.text,
            strength=item.strength,
            lookback_months=item.lookback_months,
        )
        for item in NEGATIVE
    ]
    db.session.add_all(negative)
    db.session.flush()
    for made, item in zip(negative, NEGATIVE, strict=True):
        _link(made, [agencies[name].id for name in item.agencies])
    db.session.add(QuotaRule(rule_set_id=row.id, at_least=AT_LEAST, mature_at_least=1))
    db.session.flush()


_COPIED: dict[type[Any], Sequence[str]] = {
    EligibilityRule: (
        "code text strength unit_type target_post_class oldest oldest_with_exception schooling"
        " full_time studying_counts party_member"
    ).split(),
    NegativeRule: ("code", "text", "strength", "lookback_months"),
    ReviewAgency: ("name", "level", "position"),
    QuotaRule: ("unit_type", "target_post_class", "at_least", "per_post", "mature_at_least"),
}


def _copy(rules: RuleSet, row: ReviewRuleSet) -> None:
    """Everything of a set into another, the agencies of items too."""
    agencies: dict[int, ReviewAgency] = {}
    for agency in rules.agencies:
        agencies[agency.id] = _copy_of(agency, row)
    for one in (*rules.eligibility, *rules.quotas):
        _copy_of(one, row)
    negative = [_copy_of(rule, row) for rule in rules.negative]
    db.session.flush()
    for rule, copy in zip(rules.negative, negative, strict=True):
        _link(copy, [agencies[agency_id].id for agency_id in rules.asked.get(rule.id, ())])
    db.session.flush()


def _copy_of(item: Any, row: ReviewRuleSet) -> Any:
    values = {column: getattr(item, column) for column in _COPIED[type(item)]}
    copy = type(item)(rule_set_id=row.id, **values)
    db.session.add(copy)
    return copy
