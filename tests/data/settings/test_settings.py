"""Settings hold from their dates on; targets are changed without touching what was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select

from talentpool.accounts.services import open_account
from talentpool.analysis.queries import list_targets as targets_in_force
from talentpool.audit.guards import AUDITED_ELSEWHERE
from talentpool.dates import AgeRule
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import AuditEntry, SettingVersion, StructureTarget, Unit
from talentpool.security.actor import Actor, console_operator
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.settings import queries, services
from talentpool.settings.rules import Rule
from talentpool.vocabulary import Bound, PostClass, SettingKey, TargetIndicator
from tests.factories import add_unit, month

WOMEN = Rule(TargetIndicator.WOMEN, Bound.AT_LEAST)


def everybody() -> Actor:
    """Who reaches everything."""
    return console_operator()


def office_of(unit: Unit) -> Actor:
    """A township's office."""
    return Actor("党群办", frozenset({Permission.SETTINGS_MANAGE}), Scope(paths=(unit.path,)))


@pytest.fixture
def towns(app: Flask) -> tuple[Unit, Unit]:
    """Two townships; the targets that come with the product are taken away."""
    db.session.execute(delete(StructureTarget).execution_options(**{AUDITED_ELSEWHERE: True}))
    return add_unit(db.session, "青禾镇"), add_unit(db.session, "白石镇")


def set_label(value: str, since: str) -> SettingVersion:
    """Another label from a month on."""
    return services.set_value(
        SettingKey.RESERVE_LABEL, value, valid_from=month(since), basis="通知", by=everybody()
    )


def test_the_defaults_hold_until_something_is_set(app: Flask) -> None:
    on = date(2023, 6, 30)
    assert queries.age_rule(on) is AgeRule.FULL_YEARS
    assert queries.reserve_label(on) == "后备干部"
    assert queries.own_tags(on) == ()
    assert queries.own_titles(on) == {}


def test_a_value_holds_from_its_date_on_and_not_before(app: Flask) -> None:
    set_label("reserve_force", "2024-03")
    assert queries.reserve_label(date(2024, 2, 29)) == "后备干部"
    assert queries.reserve_label(date(2024, 3, 1)) == "后备力量"
    set_label("reserve_cadres", "2025-01-15")
    assert [queries.reserve_label(date(2025, 1, day)) for day in (14, 15)] == ["后备力量", "后备干部"]
    assert queries.value_in_force("reserve_label", on=date(2024, 5, 1)) == "reserve_force"


def test_every_kind_of_value_is_kept(app: Flask) -> None:
    for key, value in (
        (SettingKey.AGE_RULE, "calendar_year"),
        (SettingKey.OWN_TAGS, ["党代表"]),
        (SettingKey.OWN_TITLES, {"综治专干": "other"}),
    ):
        services.set_value(key, value, valid_from=month("2023-01"), basis="", by=everybody())
    on = date(2023, 6, 30)
    assert queries.age_rule(on) is AgeRule.CALENDAR_YEAR
    assert queries.own_tags(on) == ("党代表",)
    assert queries.own_titles(on) == {"综治专干": PostClass.OTHER}


def test_a_version_of_the_same_day_or_without_a_change_is_refused(app: Flask) -> None:
    set_label("reserve_force", "2024-03")
    with pytest.raises(RuleBroken) as twice:
        set_label("reserve_cadres", "2024-03-01")
    assert twice.value.reasons == ("2024.03.01起已有一个值,请先撤回它或另选日期",)
    with pytest.raises(RuleBroken) as same:
        set_label("reserve_force", "2024-05")
    assert same.value.reasons == ("2024.05时的值已是“后备力量”",)


def test_a_withdrawn_version_leaves_the_one_before_and_its_trace(app: Flask) -> None:
    version = set_label("reserve_force", "2024-03")
    services.withdraw_version(version, by=everybody())
    assert queries.reserve_label(date(2024, 6, 1)) == "后备干部"
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.record_table == "setting_version")).all()
    assert [(entry.act, entry.operation) for entry in entries] == [
        ("变更设置", "insert"),
        ("撤回设置", "delete"),
    ]


def test_what_holds_for_all_is_set_by_who_reaches_all(towns: tuple[Unit, Unit]) -> None:
    with pytest.raises(NotAllowed):
        services.set_value(
            SettingKey.AGE_RULE,
            "calendar_year",
            valid_from=month("2023-01"),
            basis="",
            by=office_of(towns[0]),
        )
    with pytest.raises(NotAllowed):
        services.add_target(WOMEN, value=1, valid_from=None, basis="", unit=None, by=office_of(towns[0]))
    with pytest.raises(NotAllowed):
        services.add_target(WOMEN, value=1, valid_from=None, basis="", unit=towns[1], by=office_of(towns[0]))
    assert not queries.may_change_general(Scope(paths=()))
    assert queries.may_change_general(Scope(paths=(towns[0].path, towns[1].path)))
    towns[1].unit_type = towns[1].unit_type.__class__.COUNTY
    db.session.flush()
    assert queries.may_change_general(Scope(paths=(towns[0].path,)))


def test_a_township_alone_leaves_it_to_the_county_once_that_has_an_account(towns: tuple[Unit, Unit]) -> None:
    alone = Scope(paths=("/",))
    assert queries.may_change_general(alone)
    county = open_account(
        username="county",
        display_name="县委组织部",
        password="Only-for-tests-1",
        role="county_org_department",
        unit=None,
    )
    assert not queries.may_change_general(alone)
    county.disabled_at = datetime.now(UTC)
    db.session.flush()
    assert queries.may_change_general(alone)


def test_a_target_changed_from_a_date_keeps_the_figures_before(towns: tuple[Unit, Unit]) -> None:
    first = services.add_target(
        WOMEN, value=1, valid_from=month("2021-01"), basis="村组法第六条", unit=None, by=everybody()
    )
    second = services.change_target(first, value=2, valid_from=month("2024-03"), basis="通知", by=everybody())

    def in_force(on: date) -> list[float]:
        return [target.value for target in targets_in_force(on=on)]

    assert in_force(date(2020, 12, 31)) == []
    assert in_force(date(2024, 2, 29)) == [1]
    assert in_force(date(2024, 3, 1)) == [2]
    services.end_target(second, valid_until=month("2025-01"), by=everybody())
    assert in_force(date(2024, 12, 31)) == [2]
    assert in_force(date(2025, 1, 1)) == []
    assert [line.target.value for line in queries.list_of_rule(WOMEN)] == [2, 1]
    entered = queries.list_of_rule(WOMEN)[0].entered
    assert entered is not None
    assert entered.actor == everybody().name


def test_a_change_outside_of_the_targets_time_is_refused(towns: tuple[Unit, Unit]) -> None:
    target = services.add_target(
        WOMEN, value=1, valid_from=month("2021-01"), basis="", unit=None, by=everybody()
    )
    for since in ("2021-01", "2020-05"):
        with pytest.raises(RuleBroken, match="有效期内"):
            services.change_target(target, value=2, valid_from=month(since), basis="", by=everybody())
        with pytest.raises(RuleBroken, match="有效期内"):
            services.end_target(target, valid_until=month(since), by=everybody())
    with pytest.raises(RuleBroken, match="人数没有变化"):
        services.change_target(target, value=1, valid_from=month("2022-01"), basis="", by=everybody())
    with pytest.raises(RuleBroken, match="0至99"):
        services.change_target(target, value=100, valid_from=month("2022-01"), basis="", by=everybody())
    with pytest.raises(RuleBroken, match="同一指标已有要求"):
        services.add_target(WOMEN, value=3, valid_from=month("2022-01"), basis="", unit=None, by=everybody())


def test_a_townships_own_target_stands_beside_the_general_one(towns: tuple[Unit, Unit]) -> None:
    services.add_target(WOMEN, value=1, valid_from=None, basis="", unit=None, by=everybody())
    own = services.add_target(
        WOMEN, value=2, valid_from=month("2022-01"), basis="", unit=towns[0], by=office_of(towns[0])
    )
    reach = [line.target.id for line in queries.list_targets(scope=Scope(paths=(towns[0].path,)))]
    assert own.id in reach
    assert own.id not in [
        line.target.id for line in queries.list_targets(scope=Scope(paths=(towns[1].path,)))
    ]


def test_a_withdrawn_change_brings_the_old_target_back(towns: tuple[Unit, Unit]) -> None:
    first = services.add_target(WOMEN, value=1, valid_from=None, basis="", unit=None, by=everybody())
    second = services.change_target(first, value=2, valid_from=month("2024-03"), basis="", by=everybody())
    services.withdraw_target(second, by=everybody())
    assert [(line.target.value, line.target.valid_until) for line in queries.list_of_rule(WOMEN)] == [
        (1, None)
    ]
    with pytest.raises(RuleBroken, match="一直有效"):
        services.withdraw_target(first, by=everybody())
