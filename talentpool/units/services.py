"""The acts on units themselves: opened, renamed, closed into another one."""

from __future__ import annotations

from sqlalchemy import func, select

from talentpool.dates import PartialDate
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Unit, UnitName
from talentpool.security.actor import Actor
from talentpool.vocabulary import NameKind, UnitType
from talentpool.wording import say
from talentpool.writing import compact

LONGEST_NAME = 60


def open_unit(
    parent: Unit, *, name: str, unit_type: UnitType, code: str | None, opened_on: PartialDate, by: Actor
) -> Unit:
    """A new village or community at the end of its township; the caller names the act."""
    by.must_reach(parent)
    name = clean_name(name)
    refuse_taken_name(parent, name, own_id=None)
    refuse_taken_code(code)
    last = db.session.scalar(select(func.max(Unit.position)).where(Unit.parent_id == parent.id))
    unit = Unit(
        parent_id=parent.id,
        name=name,
        unit_type=unit_type,
        code=code or None,
        position=(last or 0) + 1,
        opened_on=opened_on,
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path}{unit.id}/"
    db.session.flush()
    return unit


def rename_unit(unit: Unit, *, name: str, renamed_on: PartialDate, by: Actor) -> None:
    """A new name from a day on; the old one is kept and found. The caller names the act."""
    by.must_reach(unit)
    name = clean_name(name)
    if name == unit.name:
        return
    assert unit.parent is not None
    refuse_taken_name(unit.parent, name, own_id=unit.id)
    db.session.add(UnitName(unit_id=unit.id, name=unit.name, kind=NameKind.RENAMED, until_on=renamed_on))
    unit.name = name
    db.session.flush()


def close_into(unit: Unit, target: Unit, *, closed_on: PartialDate, by: Actor) -> None:
    """A unit that goes on in another one; its name becomes a former name of that."""
    by.must_reach(unit)
    unit.closed_on = closed_on
    unit.merged_into_id = target.id
    db.session.add(
        UnitName(
            unit_id=target.id,
            name=unit.name,
            kind=NameKind.MERGED,
            until_on=closed_on,
            note=f"{unit.name}并入{target.name}",
        )
    )
    db.session.flush()


def clean_name(name: str) -> str:
    """The name in one spelling; RuleBroken when there is none."""
    clean = compact(name)
    if not clean:
        raise RuleBroken(say("请填写单位名称"))
    if len(clean) > LONGEST_NAME:
        raise RuleBroken(say("单位名称不超过%(most)s个字", most=LONGEST_NAME))
    return clean


def refuse_taken_code(code: str | None) -> None:
    """RuleBroken where a unit has the division code already."""
    if code and db.session.scalar(select(Unit.id).where(Unit.code == code)):
        raise RuleBroken(say("区划代码%(code)s已有单位使用", code=code))


def refuse_taken_name(parent: Unit, name: str, *, own_id: int | None) -> None:
    """A township holds a name once, closed units included: their history is read by it."""
    taken = db.session.scalar(
        select(Unit).where(Unit.parent_id == parent.id, Unit.name == name, Unit.id != (own_id or 0))
    )
    if taken is None:
        return
    if taken.closed_on is not None:
        raise RuleBroken(say("“%(name)s”是已撤销单位的名称,请换一个名称", name=name))
    raise RuleBroken(
        say("%(parent)s已有“%(name)s”,要并入它的,请选它为合并后的单位", parent=parent.name, name=name)
    )
