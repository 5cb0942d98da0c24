"""Reading the settings: what is in force on a day, and what was before and will be after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, not_, or_, select

from talentpool.dates import AgeRule, PartialDate
from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import Account, AuditEntry, Grant, SettingVersion, StructureTarget, Unit
from talentpool.security.permissions import Permission
from talentpool.security.roles import ROLES
from talentpool.security.scope import Scope
from talentpool.settings.in_force import in_force_on
from talentpool.settings.office_age import OfficeAge
from talentpool.settings.rules import DEFAULTS, Grade, Period, Rule, Standing, grades_of, titles_by_class
from talentpool.vocabulary import Bound, PostClass, ReserveLabel, SettingKey, TargetIndicator, UnitType
from talentpool.web.working_date import HOME_ZONE
from talentpool.wording import say


def value_in_force(key: SettingKey | str, *, on: date) -> Any:
    """The value of a setting on a day: that of the last version by then, else the product's default.

    One statement a request, whichever settings are asked for.
    """
    return values_in_force(on=on)[_KEYS[str(key)]]


def values_in_force(*, on: date) -> Mapping[SettingKey, Any]:
    """All settings on a day."""
    return in_force_on(on).settings


_KEYS = {key.value: key for key in SettingKey}


def age_rule(on: date) -> AgeRule:
    """How the office counts age on a day."""
    kept = value_in_force(SettingKey.AGE_RULE, on=on)
    return next((rule for rule in AgeRule if rule.value == kept), AgeRule.FULL_YEARS)


def mentor_capacity(on: date) -> int:
    """How many reserves a mentor takes on at most, unless the mentor's own number differs."""
    return int(value_in_force(SettingKey.MENTOR_CAPACITY, on=on))


def guidance_days(on: date) -> int:
    """After how many days without a meeting a pair is overdue."""
    return int(value_in_force(SettingKey.GUIDANCE_DAYS, on=on))


def reminder_days(on: date) -> int:
    """How many days ahead something due is told of."""
    return int(value_in_force(SettingKey.REMINDER_DAYS, on=on))


def reserve_label(on: date) -> str:
    """What reserves are called on a day: 后备干部 or 后备力量."""
    labels = ReserveLabel.labels()
    return labels.get(value_in_force(SettingKey.RESERVE_LABEL, on=on), ReserveLabel.CADRES.label)


def uploads_kept(on: date) -> timedelta:
    """How long files, refused rows and the rows of an import are kept."""
    return timedelta(days=int(value_in_force(SettingKey.UPLOADS_KEPT, on=on)))


def product_name(on: date) -> str:
    """What a workbook calls the product, by the reserves' name of a day."""
    return f"村级{reserve_label(on)}人才库与届中分析系统"


def own_tags(on: date) -> tuple[str, ...]:
    """The office's own marks of people, beside those of the vocabulary."""
    return tuple(value_in_force(SettingKey.OWN_TAGS, on=on))


def readiness_scale(on: date) -> tuple[Grade, ...]:
    """The words of readiness 成熟程度 on a day, from the most mature."""
    return grades_of(value_in_force(SettingKey.READINESS_SCALE, on=on))


def mature_words() -> frozenset[str]:
    """Every word that counts, or counted, as mature in some version of the scale."""
    kept = db.session.scalars(
        select(SettingVersion.value).where(SettingVersion.key == SettingKey.READINESS_SCALE.value)
    )
    scales = [grades_of(DEFAULTS[SettingKey.READINESS_SCALE]), *map(grades_of, kept)]
    return frozenset(grade.word for scale in scales for grade in scale if grade.mature)


def office_age(on: date) -> OfficeAge:
    """Up to which age posts are held on a day."""
    return OfficeAge(value_in_force(SettingKey.OFFICE_AGE, on=on))


def own_titles(on: date) -> dict[str, PostClass]:
    """The office's own titles of posts and what each is."""
    return titles_by_class(value_in_force(SettingKey.OWN_TITLES, on=on))


def find_key(text: str) -> SettingKey:
    """The setting of this key, or Missing."""
    if text not in _KEYS:
        raise Missing(say("没有这项设置"))
    return _KEYS[text]


@dataclass(frozen=True)
class Entered:
    """Who entered a row, when at the office."""

    actor: str
    at: datetime


@dataclass(frozen=True)
class VersionLine:
    """One version of a setting with who entered it (None: it came with the installation)."""

    version: SettingVersion
    entered: Entered | None


@dataclass(frozen=True)
class TargetLine:
    """A target with its township (None: general) and who entered it."""

    target: StructureTarget
    unit: Unit | None
    standing: Standing
    entered: Entered | None = None


def list_versions(key: SettingKey) -> list[VersionLine]:
    """All versions of a setting, the latest date first."""
    statement = (
        select(SettingVersion)
        .where(SettingVersion.key == key.value)
        .order_by(SettingVersion.valid_from.desc().nulls_last(), SettingVersion.id.desc())
    )
    versions = db.session.scalars(statement).all()
    entered = _entered("setting_version", [version.id for version in versions])
    return [VersionLine(version, entered.get(version.id)) for version in versions]


def get_version(version_id: int) -> SettingVersion:
    """One version, or Missing."""
    version = db.session.get(SettingVersion, version_id)
    if version is None:
        raise Missing(say("没有这个版本,可能已被撤回"))
    return version


def list_targets(*, scope: Scope) -> list[TargetLine]:
    """General targets and those of townships within reach, general ones first."""
    return [_line(target, unit) for target, unit in db.session.execute(_select_targets(scope))]


def get_target(target_id: int, *, scope: Scope) -> TargetLine:
    """One target that is general or within reach, or Missing."""
    row = db.session.execute(_select_targets(scope).where(StructureTarget.id == target_id)).one_or_none()
    if row is None:
        raise Missing(say("没有这项结构要求,或不在您的管辖范围内"))
    return _line(row[0], row[1])


def list_of_rule(rule: Rule) -> list[TargetLine]:
    """The targets that one rule has had, the latest first."""
    statement = (
        select(StructureTarget, Unit)
        .outerjoin(Unit, StructureTarget.unit_id == Unit.id)
        .where(
            StructureTarget.indicator == rule.indicator.value,
            StructureTarget.direction == rule.bound.value,
            StructureTarget.unit_id.is_not_distinct_from(rule.unit_id),
            StructureTarget.unit_type.is_not_distinct_from(rule.unit_type.value if rule.unit_type else None),
        )
        .order_by(StructureTarget.valid_from.desc().nulls_last(), StructureTarget.id.desc())
    )
    rows = db.session.execute(statement).all()
    entered = _entered("structure_target", [target.id for target, _unit in rows])
    return [_line(target, unit, entered.get(target.id)) for target, unit in rows]


def _select_targets(scope: Scope) -> Select[StructureTarget, Unit]:
    return (
        select(StructureTarget, Unit)
        .outerjoin(Unit, StructureTarget.unit_id == Unit.id)
        .where(or_(StructureTarget.unit_id.is_(None), StructureTarget.unit_id.in_(scope.unit_ids())))
        .order_by(
            StructureTarget.unit_id.asc().nulls_first(),
            StructureTarget.unit_type.asc().nulls_first(),
            StructureTarget.indicator,
            StructureTarget.direction,
            StructureTarget.valid_from.asc().nulls_first(),
            StructureTarget.id,
        )
    )


def standing_of(target: StructureTarget) -> Standing:
    """A row as the rules see it."""
    types = {kind.value: kind for kind in UnitType}
    rule = Rule(
        indicator=_INDICATORS[target.indicator],
        bound=_BOUNDS[target.direction],
        unit_type=types[target.unit_type] if target.unit_type else None,
        unit_id=target.unit_id,
    )
    return Standing(rule, int(target.value), Period(target.valid_from, target.valid_until))


_INDICATORS = {indicator.value: indicator for indicator in TargetIndicator}
_BOUNDS = {bound.value: bound for bound in Bound}


def _line(target: StructureTarget, unit: Unit | None, entered: Entered | None = None) -> TargetLine:
    return TargetLine(target, unit, standing_of(target), entered)


def _entered(table: str, ids: Sequence[int]) -> dict[int, Entered]:
    statement = select(AuditEntry.record_id, AuditEntry.actor, AuditEntry.at).where(
        AuditEntry.record_table == table, AuditEntry.operation == "insert", AuditEntry.record_id.in_(ids)
    )
    return {
        row.record_id: Entered(row.actor, row.at.astimezone(HOME_ZONE))
        for row in db.session.execute(statement)
    }


def may_change_general(scope: Scope) -> bool:
    """Whether somebody may set what holds for every township: who reaches all of them.

    That is the county, as soon as an account of its own is there; a township alone in its installation
    sets it itself.
    """
    if scope.paths is None:
        return True
    if _has_account_above(scope):
        return False
    townships = Unit.unit_type == UnitType.TOWNSHIP
    beyond = db.session.scalar(select(exists().where(townships, not_(scope.condition()))))
    within = db.session.scalar(select(exists().where(townships, scope.condition())))
    return bool(within and not beyond)


def _has_account_above(scope: Scope) -> bool:
    """Whether an account in use reaches a county beyond this reach, or everything, and may set things there."""
    settling = [key for key, role in ROLES.items() if Permission.SETTINGS_MANAGE in role.permissions]
    above = and_(Unit.unit_type == UnitType.COUNTY, not_(scope.condition()))
    statement = (
        select(Grant.id)
        .join(Account, Grant.account_id == Account.id)
        .outerjoin(Unit, Grant.unit_id == Unit.id)
        .where(Account.disabled_at.is_(None), Grant.role.in_(settling), or_(Grant.unit_id.is_(None), above))
    )
    return db.session.scalar(statement.limit(1)) is not None


def list_townships(*, scope: Scope) -> Sequence[Unit]:
    """Townships within reach, in office order."""
    statement = (
        select(Unit)
        .where(Unit.unit_type == UnitType.TOWNSHIP, scope.condition())
        .order_by(Unit.position, Unit.id)
    )
    return db.session.scalars(statement).all()


def previous_of(target: StructureTarget) -> StructureTarget | None:
    """The target of the same rule that ended when this one began."""
    before = [line.target for line in list_of_rule(standing_of(target).rule)]
    return next((one for one in before if one.valid_until and one.valid_until == target.valid_from), None)


def first_days(dates: Sequence[PartialDate | None]) -> set[date]:
    """The days from which versions hold; “2024.03” and “2024.03.01” are one."""
    return {one.first_day() if one else date.min for one in dates}
