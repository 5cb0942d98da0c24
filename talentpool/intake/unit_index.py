"""Finds the unit that a cell names, or registers it where the user said so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from talentpool.intake.changes import ChangeSet, NewRow, Ref
from talentpool.intake.facts import Known
from talentpool.intake.options import UnitChoice, unit_choice_key
from talentpool.intake.plan import RowPlan, UnknownUnit
from talentpool.intake.register import Units
from talentpool.intake.unit_names import (
    nearest,
    nearest_township,
    township_before,
    township_key,
    unit_key,
    unit_stem,
    unit_type_of,
    without_township,
)
from talentpool.models import Unit
from talentpool.vocabulary import UnitType
from talentpool.wording import phrase

_TOWNSHIP_NAME = re.compile(r"[㐀-鿿]{1,8}(?:街道|镇|乡)")
BASE_TYPES = (UnitType.VILLAGE, UnitType.COMMUNITY)


class UnitIndex:
    """The units within reach under every spelling; those registered on the way join them.

    `township_name` is what title and reporting line say. `may_create_townships` is false for
    accounts that reach only a part of the tree. `choices` are the user's word on names that no
    unit has.
    """

    def __init__(
        self,
        units: Units,
        changes: ChangeSet,
        *,
        township_name: str,
        may_create_townships: bool,
        choices: Mapping[str, UnitChoice] | None = None,
    ) -> None:
        self._units = units
        self._changes = changes
        self._township_name = township_key(township_name)
        self._may_create_townships = may_create_townships
        self._by_key: dict[str, list[Known]] = {}
        self._by_stem: dict[str, list[Known]] = {}
        self._former: dict[str, list[Known]] = {}
        self._choices = choices or {}
        self._found: dict[tuple[str, str], list[Known]] = {}
        self._near: dict[tuple[str, str], UnknownUnit] = {}
        self._by_township: dict[str, list[Known]] = {}
        for township in units.of_type(UnitType.TOWNSHIP):
            self._by_township.setdefault(township_key(township.values["name"]), []).append(township)
        self.created: list[Known] = []
        self.by_ref: dict[Ref, Known] = {unit.ref: unit for unit in units.known}
        for unit in units.of_type(*BASE_TYPES):
            self._add(unit)
        for name, named in units.former.items():
            self._former.setdefault(unit_key(name), []).extend(named)

    def _add(self, unit: Known) -> None:
        self._found.clear()
        key = unit_key(unit.values["name"])
        self._by_key.setdefault(key, []).append(unit)
        self._by_stem.setdefault(unit_stem(key), []).append(unit)

    def name_of(self, ref: Ref) -> str:
        """The name of a unit of the index; "" for one out of reach."""
        unit = self.by_ref.get(ref)
        return unit.values["name"] if unit else ""

    def named(self, text: str, township: str = "") -> list[Known]:
        """The units that a text can mean: by name, then by stem, then by former name."""
        known = self._found.get((text, township))
        if known is None:
            known = self._found[text, township] = self._search(text, township)
        return known

    def _search(self, text: str, township: str) -> list[Known]:
        township, plain = self._parted(text, township)
        for text_or_plain in dict.fromkeys((text, plain)):
            key = unit_key(text_or_plain)
            for index, wanted in ((self._by_key, key), (self._by_stem, key), (self._former, key)):
                if found := self._narrowed(list(dict.fromkeys(index.get(wanted, []))), township):
                    return found
        return []

    def _parted(self, text: str, township: str) -> tuple[str, str]:
        """(township, unit) of a text that may name both: “青禾镇云山村”."""
        written = township_key(text)
        named = next(
            (key for key in self._by_township if written.startswith(key) and len(written) > len(key)), ""
        )
        if named and not township:
            return named, written.removeprefix(named)
        return township, without_township(text, township_key(township) or self._township_name)

    def _narrowed(self, found: Sequence[Known], township: str) -> list[Known]:
        """Of several, those in the township that the row or else the sheet names."""
        if township:
            parents = {parent.ref for parent in self.townships_named(township)}
            return [unit for unit in found if unit.values["parent_id"] in parents] if parents else []
        if found and self._township_name:
            parents = {parent.ref for parent in self.townships_named(self._township_name)}
            within = [unit for unit in found if unit.values["parent_id"] in parents]
            return within if parents or within else self._of_no_other(found)
        return list(found)

    def _of_no_other(self, found: Sequence[Known]) -> list[Known]:
        """The units found, unless the sheet is of a township that nobody registered: then only the clerk can tell."""
        return [] if _TOWNSHIP_NAME.fullmatch(self._township_name) else list(found)

    def find(self, plan: RowPlan, column: str, text: str, township: str, *, create: bool) -> Known | None:
        """The unit of a row; None has refused the row, with the way out."""
        if not text:
            plan.refuse(column, phrase("没有填写所属村(社区),请补填后重新导入"))
            return None
        found = self.named(text, township)
        if len(found) == 1:
            self._tell_former(plan, column, text, found[0])
            return found[0]
        if found:
            plan.refuse(
                column,
                phrase(
                    "有%(count)s个单位都叫“%(text)s”,请在表中加“乡镇(街道)”一列分清",
                    count=len(found),
                    text=text,
                ),
            )
            return None
        choice = self._choices.get(unit_choice_key(text, township))
        if choice is not None and (chosen := self._chosen(plan, column, text, township, choice)) is not None:
            return chosen
        if choice is not None and choice.unit_type is not None and plan.refused:
            return None
        beyond = self._beyond_reach(text, township)
        if beyond or not create:
            unknown = self._unknown(text, township, beyond)
            plan.refuse(column, _words_beyond(unknown, beyond) if beyond else _words(unknown))
            plan.unknown_unit = unknown if unknown.may_register or unknown.near else None
            return None
        if plan.refused:
            return None
        return self._register(plan, column, text, township)

    def _tell_former(self, plan: RowPlan, column: str, text: str, unit: Known) -> None:
        """A unit known by a name that it bore, or by that of a unit merged into it: said, not taken silently."""
        name = str(unit.values["name"])
        if unit_stem(unit_key(name)) not in unit_key(text):
            plan.warn(
                column,
                phrase(
                    "“%(text)s”是%(name)s的曾用名或已并入%(name)s,按%(name)s登记,请核对", text=text, name=name
                ),
            )

    def _chosen(
        self, plan: RowPlan, column: str, text: str, township: str, choice: UnitChoice
    ) -> Known | None:
        """The unit of the user's word; None where it is no unit any more."""
        if choice.unit_id is not None:
            unit = self.by_ref.get(choice.unit_id)
            return unit if unit is not None and unit.values["unit_type"] in BASE_TYPES else None
        if choice.unit_type is None or plan.refused:
            return None
        parent = self.by_ref.get(choice.township_id) if choice.township_id is not None else None
        return self._register(plan, column, text, township, unit_type=choice.unit_type, parent=parent)

    def _beyond_reach(self, text: str, township: str) -> str:
        """The township of a row where it is neither within reach nor the account's to register; else ""."""
        wanted = township_key(township) or township_before(text) or self._township_name
        if not wanted or self._may_create_townships or self.townships_named(wanted):
            return ""
        return wanted if _TOWNSHIP_NAME.fullmatch(wanted) else ""

    def _unknown(self, text: str, township: str, beyond: str = "") -> UnknownUnit:
        known = self._near.get((text, township))
        if known is None:
            units = self._namesakes(text, beyond) if beyond else self._alike(text)
            near = [(unit.ref, str(unit.values["name"])) for unit in units if isinstance(unit.ref, int)]
            known = self._near[text, township] = UnknownUnit(text, township, tuple(near[:5]), not beyond)
        return known

    def _alike(self, text: str) -> list[Known]:
        return [unit for name in nearest(text, self._by_key) for unit in self._by_key[name]]

    def _namesakes(self, text: str, beyond: str) -> list[Known]:
        """Of another township's unit: those of its name here; where the township looks mistyped, all alike."""
        if nearest_township(beyond, self._by_township):
            return self._alike(text)
        key = unit_key(without_township(text, beyond))
        indexes = (self._by_key, self._by_stem, self._former)
        return list(dict.fromkeys(unit for index in indexes for unit in index.get(key, [])))

    def townships_named(self, name: str) -> list[Known]:
        """Townships of a name."""
        return list(self._by_township.get(township_key(name), []))

    def township(self, plan: RowPlan, column: str, name: str, *, code: str | None = None) -> Known | None:
        """The township of a new unit, registered where allowed; None has refused the row."""
        wanted = township_key(name) or self._township_name
        if not wanted:
            townships = self._units.of_type(UnitType.TOWNSHIP)
            if len(townships) == 1:
                return townships[0]
            plan.refuse(column, phrase("无法判断属于哪个乡镇(街道),请在标题、填报单位或“乡镇(街道)”列中写明"))
            return None
        if found := self.townships_named(wanted):
            return found[0]
        if not self._may_create_townships:
            plan.refuse(column, _beyond(wanted))
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

    def _register(
        self,
        plan: RowPlan,
        column: str,
        text: str,
        township: str,
        *,
        unit_type: UnitType | None = None,
        parent: Known | None = None,
    ) -> Known | None:
        parent = parent or self.township(plan, column, township)
        if parent is None:
            return None
        name = unit_key(without_township(text, parent.values["name"]))
        position = 1 + max((unit.values["position"] for unit in self.siblings(parent)), default=0)
        return self.create(name, unit_type or unit_type_of(name), parent=parent, code=None, position=position)

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
        self._found.clear()
        if unit_type in BASE_TYPES:
            self._add(unit)
        elif unit_type is UnitType.TOWNSHIP:
            self._by_township.setdefault(township_key(name), []).append(unit)
        return unit


def _words(unknown: UnknownUnit) -> str:
    near = "、".join(f"“{name}”" for name in dict.fromkeys(name for _, name in unknown.near))
    hint = phrase(",是否为%(near)s?", near=near) if near else phrase("。")
    return phrase(
        "登记册中没有“%(name)s”%(hint)s请更正名称,或先导入村(社区)基本情况表,或选择登记为新的村(社区)",
        name=unknown.name,
        hint=hint,
    )


def _beyond(township: str) -> str:
    return phrase(
        "“%(township)s”不在您的账号范围内,不能登记,请由管辖它的账号(如县委组织部)导入", township=township
    )


def _words_beyond(unknown: UnknownUnit, township: str) -> str:
    if not unknown.near:
        return _beyond(township)
    return phrase(
        "%(beyond)s;如是“%(near)s”,请在预览页选定",
        beyond=_beyond(township),
        near="”、“".join(dict.fromkeys(name for _, name in unknown.near)),
    )


def _path_of(parent: Known | None) -> str | NewRow:
    if parent is None:
        return "/"
    return parent.ref if isinstance(parent.ref, NewRow) else str(parent.values["path"])
