"""What holds on a day is read once a transaction, and never older than the transaction's own changes."""

from __future__ import annotations

from datetime import date

from flask import Flask

from talentpool.dates import AgeRule
from talentpool.extensions import db
from talentpool.models import SettingVersion
from talentpool.settings.queries import age_rule
from talentpool.vocabulary import SettingKey
from tests.factories import month
from tests.web.pages import counted_statements

DAY = date(2023, 6, 30)


def state(rule: AgeRule) -> None:
    """The office counts age by this rule from 2020 on."""
    version = SettingVersion(key=SettingKey.AGE_RULE.value, value=rule.value, valid_from=month("2020-01"))
    db.session.add(version)
    db.session.flush()


def test_outside_a_request_it_is_read_once_a_transaction(app: Flask) -> None:
    with counted_statements(app) as seen:
        assert {age_rule(DAY) for _ in range(50)} == {AgeRule.FULL_YEARS}
    assert len([statement for statement in seen if "setting_version" in statement]) == 1


def test_a_change_within_the_transaction_is_seen_at_once(app: Flask) -> None:
    assert age_rule(DAY) is AgeRule.FULL_YEARS
    state(AgeRule.CALENDAR_YEAR)
    assert age_rule(DAY) is AgeRule.CALENDAR_YEAR


def test_what_is_rolled_back_is_forgotten(app: Flask) -> None:
    savepoint = db.session.begin_nested()
    state(AgeRule.CALENDAR_YEAR)
    assert age_rule(DAY) is AgeRule.CALENDAR_YEAR
    savepoint.rollback()
    assert age_rule(DAY) is AgeRule.FULL_YEARS


def test_the_next_transaction_sees_what_others_changed(app: Flask) -> None:
    assert age_rule(DAY) is AgeRule.FULL_YEARS
    db.session.rollback()
    state(AgeRule.CALENDAR_YEAR)
    db.session.commit()
    assert age_rule(DAY) is AgeRule.CALENDAR_YEAR
