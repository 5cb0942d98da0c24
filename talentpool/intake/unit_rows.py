"""Rows of a sheet of units, read by themselves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from talentpool.intake.cells import RowReader, headers_of
from talentpool.intake.layout.model import DataRow, Layout
from talentpool.intake.plan import RowPlan
from talentpool.intake.values import read_party_form, read_unit_type
from talentpool.people.names import split_names
from talentpool.vocabulary import DutyRole, UnitType
from talentpool.wording import phrase
from talentpool.writing import compact

COUNTS = {
    "branch_count": "branch_count",
    "member_count": "party_member_count",
    "group_count": "group_count",
    "household_count": "household_count",
    "registered_population": "registered_population",
    "resident_population": "resident_population",
}
"""Field of the sheet → column of `unit_statement`."""

_CODE = re.compile(r"[0-9]{12}|[0-9]{9}")
_BASE_TYPES = (UnitType.VILLAGE, UnitType.COMMUNITY)


@dataclass(slots=True)
class UnitRow:
    """What a row says of a unit; `statement` holds columns of `unit_statement`, blank ones left out."""

    plan: RowPlan
    name: str = ""
    township: str = ""
    unit_type: UnitType | None = None
    code: str | None = None
    statement: dict[str, Any] = field(default_factory=dict)
    seats: dict[str, int | None] = field(default_factory=dict)
    staff: dict[DutyRole, list[str]] = field(default_factory=dict)


def read_units(layout: Layout) -> Iterator[UnitRow]:
    """Every row of a sheet of units."""
    headers = headers_of(layout)
    seen: dict[str, int] = {}
    for data in layout.rows:
        row = _read_row(data, headers)
        if row.code is not None:
            first = seen.setdefault(row.code, row.plan.row_number)
            if first != row.plan.row_number:
                row.plan.refuse(
                    headers.get("code", ""), phrase("与第%(first)s行的区划代码相同,请核对", first=first)
                )
        yield row


def _read_row(data: DataRow, headers: dict[str, str]) -> UnitRow:
    cells = RowReader(data, headers)
    row = UnitRow(cells.plan, name=cells.text("unit"), township=cells.text("township"))
    if not row.name:
        row.plan.refuse(cells.header("unit"), phrase("没有填写单位名称,请补填后重新导入"))
    row.plan.subject = row.name
    row.unit_type = _unit_type(cells)
    row.code = _code(cells)
    form = cells.choice("party_form", read_party_form)
    counts = {column: cells.count(key) for key, column in COUNTS.items()}
    stated = {"party_form": form, **counts, "merger_note": cells.text("merger_note") or None}
    row.statement = {column: value for column, value in stated.items() if value is not None}
    row.seats = {"authorised": cells.count("authorised"), "standing": cells.count("standing_seats")}
    row.staff = {
        role: names
        for role, key in (
            (DutyRole.AREA_LEADER, "area_leader"),
            (DutyRole.STATIONED_CADRE, "stationed_cadres"),
        )
        if (names := split_names(cells.cell(key)))
    }
    return row


def _unit_type(cells: RowReader) -> UnitType | None:
    told = cells.choice("unit_type", read_unit_type)
    if told is not None and told not in _BASE_TYPES:
        cells.plan.warn(
            cells.header("unit_type"),
            phrase("“%(kind)s”不是村或社区,按名称判断类型", kind=phrase(told.label)),
        )
        return None
    return told


def _code(cells: RowReader) -> str | None:
    code = compact(cells.text("code"))
    if code and not _CODE.fullmatch(code):
        cells.plan.warn(cells.header("code"), phrase("区划代码应为12位数字(或9位),该项未导入,请核对"))
        return None
    return code or None
