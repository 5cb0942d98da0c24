"""What holds on a day and was stated by date: settings, and former names of units and posts.

Nearly every page asks for both, so they are read together, in one statement a transaction: it sees one
state of the database, but for what it changes itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Integer, Select, String, cast, event, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from talentpool.extensions import db
from talentpool.models import FormerPostTitle, SettingVersion, UnitName
from talentpool.settings.rules import DEFAULTS
from talentpool.vocabulary import NameKind, SettingKey

_SETTING, _UNIT, _POST = "setting", "unit", "post"
_KEYS = {key.value: key for key in SettingKey}
_KEPT = "in_force_on"
_TOLD = (SettingVersion, UnitName, FormerPostTitle)


@dataclass(frozen=True)
class InForce:
    """The settings of a day; names of units and titles of posts, by id, that were other than they are now."""

    settings: Mapping[SettingKey, Any]
    units: Mapping[int, str]
    posts: Mapping[int, str]


def in_force_on(on: date) -> InForce:
    """Everything of a day, read once a transaction."""
    kept: dict[date, InForce] = db.session().info.setdefault(_KEPT, {})
    if on not in kept:
        found = _read(on)
        # Reading may have flushed a change, which forgets what was kept.
        kept = db.session().info.setdefault(_KEPT, {})
        kept[on] = found
    return kept[on]


def forget_kept() -> None:
    """After a set-based change, which no flush tells of."""
    db.session().info.pop(_KEPT, None)


@event.listens_for(Session, "after_flush")
def _forget_changed(session: Session, _context: UOWTransaction) -> None:
    if any(isinstance(row, _TOLD) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info.pop(_KEPT, None)


@event.listens_for(Session, "after_transaction_end")
def _forget_ended(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(_KEPT, None)


def _read(on: date) -> InForce:
    listed = union_all(_versions(on), _unit_names(on), _post_titles(on)).subquery("dated")
    columns = listed.c
    found: dict[str, dict[int, str]] = {_UNIT: {}, _POST: {}}
    settings: dict[SettingKey, Any] = dict(DEFAULTS)
    statement = select(columns.of, columns.key, columns.value, columns.row_id)
    # The last version of a setting wins; of names the one that ended first after the day.
    for of, key, value, row_id in db.session.execute(
        statement.order_by(columns.since.asc().nulls_first(), columns.until.desc(), columns.version_id)
    ):
        if of != _SETTING:
            found[of][row_id] = key
        elif key in _KEYS:
            settings[_KEYS[key]] = value
    return InForce(settings, found[_UNIT], found[_POST])


def _versions(on: date) -> Select[Any]:
    return select(
        literal(_SETTING, String).label("of"),
        SettingVersion.key.label("key"),
        SettingVersion.value.label("value"),
        cast(null(), Integer).label("row_id"),
        SettingVersion.valid_from.label("since"),
        cast(null(), String).label("until"),
        SettingVersion.id.label("version_id"),
    ).where(or_(SettingVersion.valid_from.is_(None), SettingVersion.valid_from <= on))


def _unit_names(on: date) -> Select[Any]:
    return _named(_UNIT, UnitName.unit_id, UnitName.name, UnitName.until_on).where(
        UnitName.kind == NameKind.RENAMED, UnitName.until_on > on
    )


def _post_titles(on: date) -> Select[Any]:
    former = FormerPostTitle
    return _named(_POST, former.post_id, former.title, former.until_on).where(former.until_on > on)


def _named(of: str, row_id: Any, name: Any, until: Any) -> Select[Any]:
    return select(
        literal(of, String),
        name,
        cast(null(), JSON),
        row_id,
        cast(null(), String),
        cast(until, String),
        cast(null(), Integer),
    )
