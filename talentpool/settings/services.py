"""The acts on settings: a new value from a date, a target added, changed from a date, ended, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from talentpool.audit.recorder import action
from talentpool.dates import PartialDate
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.extensions import db
from talentpool.models import SettingVersion, StructureTarget, Unit
from talentpool.security.actor import Actor
from talentpool.settings import queries
from talentpool.settings.rules import Period, Rule, Standing, conflicts, value_words, words_of
from talentpool.vocabulary import SettingKey, UnitType
from talentpool.wording import say

MOST_PERSONS = 99


def set_value(
    key: SettingKey, value: Any, *, valid_from: PartialDate, basis: str, by: Actor
) -> SettingVersion:
    """A value of a setting from a date on; earlier and later versions stay as they are."""
    _require_general(by)
    versions = [line.version for line in queries.list_versions(key)]
    if valid_from.first_day() in queries.first_days([version.valid_from for version in versions]):
        raise RuleBroken(say("%(since)s起已有一个值,请先撤回它或另选日期", since=valid_from.dotted))
    if queries.value_in_force(key, on=valid_from.first_day()) == value:
        raise RuleBroken(
            say("%(since)s时的值已是“%(value)s”", since=valid_from.dotted, value=value_words(key, value))
        )
    version = SettingVersion(key=key.value, value=value, valid_from=valid_from, basis=basis)
    with action("变更设置"):
        db.session.add(version)
        db.session.flush()
    return version


def withdraw_version(version: SettingVersion, *, by: Actor) -> None:
    """Take out a version entered by mistake; the one before it holds on. The log keeps it."""
    _require_general(by)
    with action("撤回设置"):
        db.session.delete(version)
        db.session.flush()


def add_target(
    rule: Rule, *, value: int, valid_from: PartialDate | None, basis: str, unit: Unit | None, by: Actor
) -> StructureTarget:
    """A new target, for everybody (`unit` None) or one township."""
    _require_reach(unit, by=by)
    fresh = Standing(replace(rule, unit_id=unit.id if unit else None), value, Period(valid_from))
    _check(fresh, by=by)
    target = _row(fresh, basis=basis)
    with action("新增结构要求"):
        db.session.add(target)
        db.session.flush()
    return target


def change_target(
    target: StructureTarget, *, value: int, valid_from: PartialDate, basis: str, by: Actor
) -> StructureTarget:
    """Another number from a date on: the old target ends then, a new one begins. Figures before keep the old."""
    _require_reach_of(target, by=by)
    old = queries.standing_of(target)
    if not old.period.first < valid_from.first_day() < old.period.end:
        raise RuleBroken(
            say("变更时间应在这项要求的有效期内(%(period)s)", period=old.period.words)
            + say(";要从头更正的请撤回后重新登记")
        )
    if value == old.value:
        raise RuleBroken(say("人数没有变化"))
    fresh = Standing(old.rule, value, Period(valid_from, target.valid_until))
    _check(fresh, by=by, without=target)
    changed = _row(fresh, basis=basis)
    with action("变更结构要求"):
        target.valid_until = valid_from
        db.session.add(changed)
        db.session.flush()
    return changed


def end_target(target: StructureTarget, *, valid_until: PartialDate, by: Actor) -> None:
    """The target holds no more from a date on."""
    _require_reach_of(target, by=by)
    period = queries.standing_of(target).period
    if not period.first < valid_until.first_day() < period.end:
        raise RuleBroken(say("失效时间应在这项要求的有效期内(%(period)s)", period=period.words))
    with action("结束结构要求"):
        target.valid_until = valid_until
        db.session.flush()


def withdraw_target(target: StructureTarget, *, by: Actor) -> None:
    """Take out a target entered by mistake; the one that ended for it holds on. The log keeps it."""
    _require_reach_of(target, by=by)
    if target.valid_from is None:
        raise RuleBroken(say("一直有效的要求不能撤回,请填写失效时间"))
    before = queries.previous_of(target)
    with action("撤回结构要求"):
        if before is not None:
            before.valid_until = target.valid_until
        db.session.delete(target)
        db.session.flush()


def _row(standing: Standing, *, basis: str) -> StructureTarget:
    rule, period = standing.rule, standing.period
    return StructureTarget(
        unit_id=rule.unit_id,
        indicator=rule.indicator.value,
        direction=rule.bound.value,
        value=standing.value,
        unit_type=rule.unit_type.value if rule.unit_type else None,
        basis=basis,
        valid_from=period.since,
        valid_until=period.until,
    )


def _check(fresh: Standing, *, by: Actor, without: StructureTarget | None = None) -> None:
    faults = [] if 0 <= fresh.value <= MOST_PERSONS else [say("人数应为0至%(most)s", most=MOST_PERSONS)]
    lines = [line for line in queries.list_targets(scope=by.scope) if line.target is not without]
    faults += conflicts(fresh, [line.standing for line in lines])
    if faults:
        raise RuleBroken(faults)


def _require_general(by: Actor) -> None:
    if not queries.may_change_general(by.scope):
        raise NotAllowed(say("这项设置适用于所有乡镇,由县委组织部变更"))


def _require_reach(unit: Unit | None, *, by: Actor) -> None:
    if unit is None:
        _require_general(by)
    elif unit.unit_type is not UnitType.TOWNSHIP or not by.scope.reaches(unit):
        raise NotAllowed(say("只能为管辖范围内的乡镇设置结构要求"))


def _require_reach_of(target: StructureTarget, *, by: Actor) -> None:
    _require_reach(db.session.get(Unit, target.unit_id) if target.unit_id else None, by=by)


def target_words(target: StructureTarget) -> str:
    """“村:女性成员不少于1人”."""
    standing = queries.standing_of(target)
    return words_of(standing.rule, standing.value)
