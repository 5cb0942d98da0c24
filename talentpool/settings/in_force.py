"""What holds on a day and was stated by date: settings, and former names of units and posts.

Nearly every page asks for both, so they are read together, in one statement a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, has_request_context
from sqlalchemy import JSON, Integer, Select, String, cast, literal, null, or_, select, union_all

from talentpool.extensions import db
from talentpool.models import FormerPostTitle, SettingVersion, UnitName
from talentpool.settings.rules import DEFAULTS
from talentpool.vocabulary import NameKind, SettingKey

_SETTING, _UNIT, _POST = "setting", "unit", "post"
_KEYS = {key.value: key for key in SettingKey}


@dataclass(frozen=True)
class InForce:
    """The settings of a day; names of units and titles of posts, by id, that were other than they are now."""

    settings: Mapping[SettingKey, Any]
    units: Mapping[int, str]
    posts: Mapping[int, str]


def in_force_on(on: date) -> InForce:
    """Everything of a day, read once a request."""
    kept: dict[date, InForce] = {}
    if has_request_context():
        kept = g.setdefault("in_force_on", kept)
    if on not in kept:
        kept[on] = _read(on)
    return kept[on]


def forget_kept() -> None:
    """After a change within this request."""
    g.pop("in_force_on", None)


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
