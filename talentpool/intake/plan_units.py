"""A sheet of units against the register: units, what is stated of them, seats, township staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentpool.intake import register
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, existing, in_force_on, label_of
from talentpool.intake.layout.model import Layout
from talentpool.intake.options import Options
from talentpool.intake.plan import SheetPlan
from talentpool.intake.register import Units
from talentpool.intake.roster_work import ids_of
from talentpool.intake.seats import state_seats
from talentpool.intake.township_staff import TownshipStaff
from talentpool.intake.unit_index import UnitIndex
from talentpool.intake.unit_names import former_names, unit_key, unit_type_of, without_township
from talentpool.intake.unit_rows import UnitRow, read_units
from talentpool.models import Unit, UnitName, UnitStatement
from talentpool.vocabulary import DutyRole, NameKind
from talentpool.wording import phrase

STATEMENT_LABELS = {
    "party_form": "党组织形式",
    "branch_count": "下设党支部数",
    "party_member_count": "党员数",
    "group_count": "村(居)民小组数",
    "household_count": "户数",
    "registered_population": "户籍人口",
    "resident_population": "常住人口",
    "merger_note": "合并沿革",
}


@dataclass(eq=False, slots=True)
class _Stated:
    """A row with the unit it means; `staff` are people by role, names where they are not known yet."""

    row: UnitRow
    unit: Known
    is_new: bool
    staff: dict[DutyRole, list[Known | str]]


class UnitsPlanner:
    """Plans one sheet of units."""

    def __init__(
        self,
        sheet: SheetPlan,
        layout: Layout,
        index: UnitIndex,
        changes: ChangeSet,
        units: Units,
        options: Options,
        on: date,
    ) -> None:
        self.sheet, self.layout, self.index, self.changes = sheet, layout, index, changes
        self.units, self.on = units, on
        self.headers = {column.field_key: column.header_text for column in layout.columns if column.field_key}
        self.staff = TownshipStaff(index, f"{sheet.file}/{sheet.sheet}", options.answers, self.headers)
        self.stated: list[_Stated] = []

    def run(self) -> None:
        """Fill the sheet's plan and the changes."""
        read = list(read_units(self.layout))
        self.sheet.rows = [row.plan for row in read]
        codes = {row.code[:9] for row in read if row.code}
        self.township_code = f"{codes.pop()}000" if len(codes) == 1 else None
        self.by_code = {
            unit.values["code"]: unit for unit in self.index.by_ref.values() if unit.values["code"]
        }
        for place, row in enumerate(read, start=1):
            if not row.plan.refused:
                self._register(row, place)
        known = [stated.unit for stated in self.stated]
        self.seats = register.load_seats(ids_of(known))
        self.terms = register.load_terms(existing({unit.values["parent_id"] for unit in known}))
        for stated in self.stated:
            self._state(stated)
            stated.row.plan.settle(is_new=stated.is_new)
        self._order(read)

    def _register(self, row: UnitRow, place: int) -> None:
        coded = self.by_code.get(row.code) if row.code else None
        found = self.index.named(row.name, row.township)
        if coded is not None and coded not in found and unit_key(coded.values["name"]) != unit_key(row.name):
            row.plan.refuse(
                self.headers.get("code", ""),
                phrase(
                    "该区划代码已登记给“%(name)s”,请核对;确系更名的,先在系统中更名", name=coded.values["name"]
                ),
            )
            return
        unit = coded or (found[0] if len(found) == 1 else None)
        if unit is None and len(found) > 1:
            row.plan.refuse(
                self.headers.get("unit", ""),
                phrase(
                    "有%(count)s个单位都叫“%(name)s”,请加“乡镇(街道)”一列分清",
                    count=len(found),
                    name=row.name,
                ),
            )
        elif unit is not None and any(unit is stated.unit for stated in self.stated):
            row.plan.warn(self.headers.get("unit", ""), phrase("本单位在表中重复出现,以前面一行为准"))
        else:
            self._take(row, unit, place)

    def _take(self, row: UnitRow, unit: Known | None, place: int) -> None:
        """Everything that may be asked is asked before anything is planned to be written."""
        column = self.headers.get("unit", "")
        if unit is not None:
            township: Known | None = self.index.by_ref.get(unit.values["parent_id"])
        else:
            township = self.index.township(row.plan, column, row.township, code=self.township_code)
        if township is None:
            if not row.plan.refused:
                row.plan.refuse(
                    column, phrase("“%(name)s”所属的乡镇不在您的账号范围内,不能导入", name=row.name)
                )
            return
        staff = self.staff.recognise(row, township, unit)
        if staff is None:
            return
        if unit is None:
            self.stated.append(_Stated(row, self._create(row, township, place), True, staff))
        else:
            self.stated.append(_Stated(row, unit, False, staff))
            self._correct(row, unit)

    def _create(self, row: UnitRow, township: Known, place: int) -> Known:
        name = unit_key(without_township(row.name, township.values["name"]))
        unit_type = row.unit_type or unit_type_of(name)
        for label, value in (("单位名称", name), ("类型", unit_type.label), ("区划代码", row.code or "")):
            if value:
                row.plan.change(label, "", value)
        unit = self.index.create(name, unit_type, parent=township, code=row.code, position=place)
        if row.code:
            self.by_code[row.code] = unit
        return unit

    def _correct(self, row: UnitRow, unit: Known) -> None:
        told: dict[str, Any] = {}
        if row.unit_type is not None and row.unit_type is not unit.values["unit_type"]:
            told["unit_type"] = row.unit_type
            row.plan.change("类型", unit.values["unit_type"].label, row.unit_type.label)
        if row.code is not None and row.code != unit.values["code"]:
            told["code"] = row.code
            row.plan.change("区划代码", unit.values["code"] or "", row.code)
        if told:
            self.changes.update(Unit, unit.ref, unit.values, told, unit=unit.ref)

    def _state(self, stated: _Stated) -> None:
        row, unit = stated.row, stated.unit
        self._state_facts(row, unit)
        self._state_former_names(row, unit)
        state_seats(
            self.changes,
            row.plan,
            unit,
            self.seats.setdefault(unit.ref, []),
            told=row.seats,
            on=self.on,
            terms=self.terms.get(unit.values["parent_id"], []),
        )
        for role, people in stated.staff.items():
            self.staff.state(self.changes, row.plan, unit, role, people, on=self.on)

    def _state_facts(self, row: UnitRow, unit: Known) -> None:
        """The same day corrects; another day adds a statement, if it says anything else."""
        statements = self.units.statements.setdefault(unit.ref, [])
        same_day = next((known for known in statements if known.values["stated_on"] == self.on), None)
        before = same_day or in_force_on(statements, self.on)
        old = before.values if before else {}
        differing = {column: value for column, value in row.statement.items() if old.get(column) != value}
        if not differing:
            return
        for column, value in differing.items():
            row.plan.change(
                STATEMENT_LABELS[column], label_of(old, column), label_of({column: value}, column)
            )
        if same_day is not None:
            self.changes.update(UnitStatement, same_day.ref, same_day.values, differing, unit=unit.ref)
            return
        values: dict[str, Any] = {"unit_id": unit.ref, "stated_on": self.on}
        for column in STATEMENT_LABELS:
            values[column] = row.statement.get(column, old.get(column))
        values["merger_note"] = values["merger_note"] or ""
        new = self.changes.insert(UnitStatement, values, unit=unit.ref)
        statements.append(Known(new, new.values))

    def _state_former_names(self, row: UnitRow, unit: Known) -> None:
        note = row.statement.get("merger_note", "")
        for name in former_names(note, own_name=unit.values["name"]):
            if unit not in self.units.former.get(name, []):
                values = {
                    "unit_id": unit.ref,
                    "name": name[:60],
                    "kind": NameKind.MERGED,
                    "until_on": None,
                    "note": note,
                }
                self.changes.insert(UnitName, values, unit=unit.ref)
                self.units.former.setdefault(name, []).append(unit)
                row.plan.change("曾用名", "", name)

    def _order(self, read: Sequence[UnitRow]) -> None:
        """A sheet that lists every unit of its township states the office's order."""
        if any(row.plan.refused for row in read):
            return
        listed = [stated.unit for stated in self.stated]
        townships = {unit.values["parent_id"] for unit in listed}
        for ref in townships:
            siblings = self.index.siblings(self.index.by_ref[ref])
            own = [unit for unit in listed if unit.values["parent_id"] == ref]
            places = [unit.values["position"] for unit in own]
            if set(siblings) != set(own) or places == sorted(places):
                continue
            for place, unit in enumerate(own, start=1):
                if unit.values["position"] != place:
                    row = next(stated.row for stated in self.stated if stated.unit is unit)
                    row.plan.change("排序", str(unit.values["position"]), str(place))
                    self.changes.update(Unit, unit.ref, unit.values, {"position": place}, unit=unit.ref)
                    row.plan.settle(is_new=False)
