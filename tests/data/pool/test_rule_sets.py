"""Rule sets: which one holds, and that a set in use stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from talentpool.errors import Missing, NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import EligibilityRule, NegativeRule, NegativeRuleAgency, Nomination, ReviewRuleSet
from talentpool.pool.rule_sets import find_rule_set, get_rule_set, list_rule_sets, whole
from talentpool.pool.services.rule_sets import (
    RuleSetFacts,
    correct_rule_set,
    delete_rule_set,
    follow_with_version,
    make_rule_set,
    remove_item,
    save_item,
)
from talentpool.security.actor import Actor
from talentpool.security.scope import Scope
from talentpool.vocabulary import NominationStage, RuleStrength
from tests.data.acts.towns import ANYWHERE, ON, Town, day, make_town
from tests.factories import add_unit

FACTS = RuleSetFacts("2023年审核规则", date(2023, 1, 1), notice_days=5)


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town()


def use(row: ReviewRuleSet, town: Town) -> None:
    db.session.add(
        Nomination(
            person_id=town.yan.id,
            unit_id=town.jinzhu.id,
            rule_set_id=row.id,
            stage=NominationStage.UNIT_REVIEW,
            nominated_on=day("2023-05-01"),
        )
    )
    db.session.flush()


def test_the_example_fills_a_set_that_can_be_used_at_once(town: Town) -> None:
    rules = whole(make_rule_set(FACTS, None, usual=True, by=town.by))
    assert (len(rules.conditions), len(rules.items), len(rules.agencies), len(rules.quotas)) == (2, 7, 10, 1)
    assert rules.agency_names(rules.negative[0]) == ["公安局", "检察院", "法院"]
    assert len(rules.items[0].agency_ids) == 3


def test_the_set_of_a_township_wins_over_the_general_one_and_a_later_version_over_an_earlier(
    town: Town,
) -> None:
    general = make_rule_set(FACTS, None, usual=False, by=town.by)
    assert find_rule_set(town.jinzhu, on=ON) == general
    assert find_rule_set(town.jinzhu, on=date(2022, 12, 31)) is None
    own = make_rule_set(
        replace(FACTS, valid_from=date(2022, 6, 1), valid_until=date(2023, 7, 1)),
        town.township,
        usual=False,
        by=town.by,
    )
    assert find_rule_set(town.jinzhu, on=ON) == own
    assert find_rule_set(town.jinzhu, on=date(2023, 7, 1)) == general
    later = follow_with_version(whole(general), replace(FACTS, valid_from=date(2024, 1, 1)), by=town.by)
    assert find_rule_set(town.jinzhu, on=date(2024, 1, 1)) == later
    assert find_rule_set(town.jinzhu, on=date(2023, 12, 31)) == general


def test_a_set_in_use_is_never_changed_and_a_version_follows_with_a_copy_of_everything(town: Town) -> None:
    row = make_rule_set(FACTS, None, usual=True, by=town.by)
    use(row, town)
    rules = whole(row)
    changes = (
        lambda: correct_rule_set(rules, replace(FACTS, notice_days=3), by=town.by),
        lambda: delete_rule_set(rules, by=town.by),
        lambda: remove_item(rules, rules.eligibility[0], by=town.by),
        lambda: save_item(rules, rules.negative[0], {"text": "改写"}, by=town.by),
    )
    for change in changes:
        with pytest.raises(RuleBroken, match="已有1件推荐按这套规则办理,不能再改;请建立新版本"):
            change()
    with pytest.raises(RuleBroken, match="应晚于原版本"):
        follow_with_version(rules, FACTS, by=town.by)
    copy = whole(follow_with_version(rules, replace(FACTS, valid_from=ON), by=town.by))
    assert copy.row.replaces_id == row.id
    assert copy.conditions == rules.conditions
    assert [(one.code, one.text, one.lookback_months) for one in copy.items] == [
        (one.code, one.text, one.lookback_months) for one in rules.items
    ]
    assert [copy.agency_names(one) for one in copy.negative] == [
        rules.agency_names(one) for one in rules.negative
    ]
    save_item(copy, copy.negative[0], {"text": "改写"}, by=town.by)
    assert whole(row).negative[0].text == "受过刑事处罚的"


def test_items_are_added_changed_and_removed_while_nobody_follows(town: Town) -> None:
    rules = whole(make_rule_set(FACTS, None, usual=True, by=town.by))
    item = NegativeRule()
    values = {"code": "X9", "text": "长期外出", "strength": RuleStrength.CAUTION, "lookback_months": None}
    agency = rules.agencies[0]
    save_item(rules, item, values, agency_ids=[agency.id, 987654], by=town.by)
    rules = whole(rules.row)
    assert rules.agency_names(item) == [agency.name]
    remove_item(rules, agency, by=town.by)
    assert whole(rules.row).agency_names(item) == []
    remove_item(rules, item, by=town.by)
    delete_rule_set(whole(rules.row), by=town.by)
    for model in (ReviewRuleSet, EligibilityRule, NegativeRule, NegativeRuleAgency):
        assert db.session.scalar(select(func.count(model.id))) == 0  # type: ignore[attr-defined]


def test_a_township_sets_no_rules_of_others_nor_for_everybody(town: Town) -> None:
    other = add_unit(db.session(), "白塔镇")
    general = make_rule_set(FACTS, None, usual=False, by=town.by)
    foreign = make_rule_set(FACTS, other, usual=False, by=town.by)
    scope = Scope((town.township.path,))
    clerk = Actor(name="党群办", permissions=town.by.permissions, scope=scope)
    assert [row.id for row, _used in list_rule_sets(scope=scope)] == [general.id]
    with pytest.raises(Missing):
        get_rule_set(foreign.id, scope=scope)
    with pytest.raises(NotAllowed, match="由县委组织部设置"):
        make_rule_set(FACTS, None, usual=False, by=clerk)
    with pytest.raises(NotAllowed):
        follow_with_version(whole(general), replace(FACTS, valid_from=ON), by=clerk)
    own = make_rule_set(FACTS, town.township, usual=False, by=clerk)
    village = Scope((town.jinzhu.path,))
    assert [row.id for row, _used in list_rule_sets(scope=village)] == [general.id, own.id]
    assert [row.id for row, _used in list_rule_sets(scope=ANYWHERE)] == [general.id, own.id, foreign.id]
