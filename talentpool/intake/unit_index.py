"""Finds the unit that a cell names, or registers it where the user said so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talentpool.intake.changes import ChangeSet, NewRow, Ref
from talentpool.intake.facts import Known
from talentpool.intake.plan import RowPlan
from talentpool.intake.register import Units
from talentpool.intake.unit_names import (
    nearest,
    township_key,
    unit_key,
    unit_stem,
    unit_type_of,
    without_township,
)
from talentpool.models import Unit
from talentpool.vocabulary import UnitType

BASE_TYPES = (UnitType.VILLAGE, UnitType.COMMUNITY)


class UnitIndex:
    """The units within reach under every spelling; those registered on the way join them.

    `township_name` is what title and reporting line say. `may_create_townships` is false for
    accounts that reach only a part of the tree.
    """

    def __init__(
        self, units: Units, changes: ChangeSet, *, township_name: str, may_create_townships: bool
    ) -> None:
        self._units = units
        self._changes = changes
        self._township_name = township_key(township_name)
        self._may_create_townships = may_create_townships
        self._by_key: dict[str, list[Known]] = {}
        self._by_stem: dict[str, list[Known]] = {}
        self._former: dict[str, list[Known]] = {}
        self.created: list[Known] = []
        self.by_ref: dict[Ref, Known] = {unit.ref: unit for unit in units.known}
        for unit in units.of_type(*BASE_TYPES):
            self._add(unit)
        for name, named in units.former.items():
            self._former.setdefault(unit_key(name), []).extend(named)

    def _add(self, unit: Known) -> None:
        key = unit_key(unit.values["name"])
        self._by_key.setdefault(key, []).append(unit)
        self._by_stem.setdefault(unit_stem(key), []).append(unit)

    def name_of(self, ref: Ref) -> str:
        """The name of a unit of the index; "" for one out of reach."""
        unit = self.by_ref.get(ref)
        return unit.values["name"] if unit else ""

    def named(self, text: str, township: str = "") -> list[Known]:
        """The units that a text can mean: by name, then by stem, then by former name."""
        plain = without_township(text, township_key(township) or self._township_name)
        for text_or_plain in dict.fromkeys((text, plain)):
            key = unit_key(text_or_plain)
            for index, wanted in ((self._by_key, key), (self._by_stem, key), (self._former, key)):
                if found := self._narrowed(list(dict.fromkeys(index.get(wanted, []))), township):
                    return found
        return []

    def _narrowed(self, found: Sequence[Known], township: str) -> list[Known]:
        """Of several, those in the township that the row or else the sheet names."""
        if township:
            parents = {parent.ref for parent in self.townships_named(township)}
            return [unit for unit in found if unit.values["parent_id"] in parents] if parents else []
        if len(found) > 1 and self._township_name:
            parents = {parent.ref for parent in self.townships_named(self._township_name)}
            within = [unit for unit in found if unit.values["parent_id"] in parents]
            return within or list(found)
        return list(found)

    def find(self, plan: RowPlan, column: str, text: str, township: str, *, create: bool) -> Known | None:
        """The unit of a row; None has refused the row, with the way out."""
        if not text:
            plan.refuse(column, "没有填写所属村(社区),请补填后重新导入")
            return None
        found = self.named(text, township)
        if len(found) == 1:
            return found[0]
        if found:
            plan.refuse(column, f"有{len(found)}个单位都叫“{text}”,请在表中加“乡镇(街道)”一列分清")
            return None
        if not create:
            plan.unknown_unit = text
            plan.refuse(column, self._unknown(text))
            plan.unknown_unit = text
            return None
        if plan.refused:
            return None
        return self._register(plan, column, text, township)

    def _unknown(self, text: str) -> str:
        near = nearest(text, self._by_key)
        hint = f",是否为{'、'.join(f'“{name}”' for name in near)}?" if near else "。"
        return f"登记册中没有“{text}”{hint}请更正名称,或先导入村(社区)基本情况表,或选择“登记新单位”"

    def townships_named(self, name: str) -> list[Known]:
        """Townships of a name."""
        key = township_key(name)
        return [
            unit
            for unit in (*self._units.of_type(UnitType.TOWNSHIP), *self.created)
            if unit.values["unit_type"] is UnitType.TOWNSHIP and township_key(unit.values["name"]) == key
        ]

    def township(self, plan: RowPlan, column: str, name: str, *, code: str | None = None) -> Known | None:
        """The township of a new unit, registered where allowed; None has refused the row."""
        wanted = township_key(name) or self._township_name
        if not wanted:
            townships = self._units.of_type(UnitType.TOWNSHIP)
            if len(townships) == 1:
                return townships[0]
            plan.refuse(column, "无法判断属于哪个乡镇(街道),请在标题、填报单位或“乡镇(街道)”列中写明")
            return None
        if found := self.townships_named(wanted):
            return found[0]
        if not self._may_create_townships:
            plan.refuse(column, f"“{wanted}”不在您的账号范围内,不能登记")
            return None
        return self._create_township(wanted, code)

    def _create_township(self, name: str, code: str | None) -> Known:
        counties = self._units.of_type(UnitType.COUNTY)
        county = counties[0] if len(counties) == 1 else None
        taken = {unit.values["code"] for unit in self.by_ref.values()}
        return self.create(
            name,
            UnitType.TOWNSHIP,
            parent=county,
            code=code if code not in taken else None,
            position=1 + len(self._units.of_type(UnitType.TOWNSHIP)) + len(self.created),
        )

    def _register(self, plan: RowPlan, column: str, text: str, township: str) -> Known | None:
        parent = self.township(plan, column, township)
        if parent is None:
            return None
        name = unit_key(without_township(text, parent.values["name"]))
        position = 1 + max((unit.values["position"] for unit in self.siblings(parent)), default=0)
        return self.create(name, unit_type_of(name), parent=parent, code=None, position=position)

    def siblings(self, township: Known) -> list[Known]:
        """The units of a township."""
        return [unit for unit in self.by_ref.values() if unit.values["parent_id"] == township.ref]

    def create(
        self, name: str, unit_type: UnitType, *, parent: Known | None, code: str | None, position: int
    ) -> Known:
        """Register a unit."""
        values: dict[str, Any] = {
            "parent_id": parent.ref if parent else None,
            "parent_path": _path_of(parent),
            "unit_type": unit_type,
            "name": name[:60],
            "code": code,
            "position": position,
            "path": "",
            "opened_on": None,
            "closed_on": None,
            "roster_from": None,
            "roster_to": None,
        }
        row = self._changes.insert(Unit, values)
        unit = Known(row, row.values)
        self.created.append(unit)
        self.by_ref[row] = unit
        if unit_type in BASE_TYPES:
            self._add(unit)
        return unit


def _path_of(parent: Known | None) -> str | NewRow:
    if parent is None:
        return "/"
    return parent.ref if isinstance(parent.ref, NewRow) else str(parent.values["path"])
