"""What the pages ask for beside the lists: rules with their basis, purges within reach, requests of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from talentpool.errors import Missing
from talentpool.extensions import db
from talentpool.models import CorrectionRequest, Deletion, Person, Purge, SettingVersion, Unit
from talentpool.retention import queries
from talentpool.retention.rules import SETTING_OF
from talentpool.security.scope import Scope
from talentpool.settings.queries import value_in_force
from talentpool.settings.rules import value_words
from talentpool.units.queries import get_unit
from talentpool.vocabulary import PurgeKind, SettingKey
from talentpool.wording import marked, say

BY_THEMSELVES = (SettingKey.KEEP_UNDO, SettingKey.KEEP_LOGINS, SettingKey.UPLOADS_KEPT)
"""What goes each day without anybody's act."""

SINCE: dict[SettingKey, str] = {
    SettingKey.KEEP_CADRES: marked("离任、出库和其他登记事项全部结束之后"),
    SettingKey.KEEP_OTHERS: marked("最后一件登记事项结束之后;没有的,登记之后"),
    SettingKey.KEEP_NOMINATIONS: marked("推荐办结(不通过、撤回)之后;现任和在库人员的除外"),
    SettingKey.KEEP_PHOTOS: marked("结对结束之后"),
    SettingKey.KEEP_UNDO: marked("操作之后"),
    SettingKey.KEEP_LOGINS: marked("最后一次使用之后"),
    SettingKey.UPLOADS_KEPT: marked("上传或导入之后"),
}
"""After which event."""

BASIS: dict[SettingKey, str] = {
    SettingKey.KEEP_LOGINS: marked("网络安全法第二十一条:网络日志留存不少于六个月"),
}
USUAL_BASIS = marked("个人信息保护法第十九条:实现处理目的所必要的最短时间")
"""What the product's own period rests on, until an office states its own basis."""


@dataclass(frozen=True)
class Rule:
    """One rule as it is in force: `kind` None goes by itself; `due` how many are due."""

    key: SettingKey
    kind: PurgeKind | None
    period: str
    since: str
    basis: str
    due: int | None


def list_rules(*, scope: Scope, on: date) -> list[Rule]:
    """All rules of a day, those that people carry out first."""
    kinds = [_rule(key, kind, scope=scope, on=on) for kind, key in SETTING_OF.items()]
    return kinds + [_rule(key, None, scope=scope, on=on) for key in BY_THEMSELVES]


def rule_of(kind: PurgeKind, *, scope: Scope, on: date) -> Rule:
    """The rule by which something is due."""
    return _rule(SETTING_OF[kind], kind, scope=scope, on=on)


def _rule(key: SettingKey, kind: PurgeKind | None, *, scope: Scope, on: date) -> Rule:
    return Rule(
        key,
        kind,
        value_words(key, value_in_force(key, on=on)),
        say(SINCE[key]),
        basis_of(key, on=on),
        queries.count_due(kind, scope=scope, on=on) if kind else None,
    )


def basis_of(key: SettingKey, *, on: date) -> str:
    """What the period in force on a day rests on."""
    statement = (
        select(SettingVersion.basis)
        .where(
            SettingVersion.key == key.value,
            or_(SettingVersion.valid_from.is_(None), SettingVersion.valid_from <= on),
        )
        .order_by(SettingVersion.valid_from.desc().nulls_last(), SettingVersion.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement) or say(BASIS.get(key, USUAL_BASIS))


def select_purges(*, scope: Scope) -> Select[Purge, str]:
    """Rows (Purge, name of its unit) within reach, the newest first; those of several units: for all of them."""
    statement = select(Purge, Unit.name.label("unit")).outerjoin(Unit, Unit.id == Purge.unit_id)
    if scope.paths is not None:
        statement = statement.where(Purge.unit_id.in_(scope.unit_ids()))
    return statement.order_by(Purge.id.desc())


def get_purge(purge_id: int, *, scope: Scope) -> tuple[Purge, str]:
    """One purge within reach with the name of its unit, or Missing."""
    row = db.session.execute(select_purges(scope=scope).where(Purge.id == purge_id)).one_or_none()
    if row is None:
        raise Missing(say("没有这次清除的记录,或不在您的管辖范围内"))
    return row[0], row.unit or ""


def select_deletions(purge: Purge) -> Select[Any]:
    """Its lines of the ledger."""
    return select(Deletion).where(Deletion.purge_id == purge.id).order_by(Deletion.id)


def get_kept_person(person_id: int, *, scope: Scope) -> Person:
    """A person whom a unit within reach keeps, or Missing: who only once held a post there is not enough."""
    statement = select(Person).where(Person.id == person_id).options(joinedload(Person.unit))
    person = db.session.scalar(statement)
    if person is None:
        raise Missing(say("没有这个人,或不在您的管辖范围内"))
    get_unit(person.unit_id, scope=scope)
    return person


def list_requests(person: Person) -> Sequence[CorrectionRequest]:
    """What a person asked to have put right, the newest first."""
    statement = (
        select(CorrectionRequest)
        .where(CorrectionRequest.person_id == person.id)
        .order_by(CorrectionRequest.asked_on.desc(), CorrectionRequest.id.desc())
    )
    return db.session.scalars(statement).all()


def get_request(request_id: int, *, scope: Scope) -> CorrectionRequest:
    """One request of a person kept within reach, or Missing."""
    statement = (
        select(CorrectionRequest)
        .join(CorrectionRequest.person)
        .join(Person.unit)
        .where(CorrectionRequest.id == request_id, scope.condition())
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing(say("没有这项申请,或不在您的管辖范围内"))
    return found
