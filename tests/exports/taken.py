"""Files taken out by the product's own door, read back cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from talentpool.exports.registry import get_export
from talentpool.exports.services import TakenFile, take_out
from talentpool.models import Unit
from talentpool.security.actor import Actor, console_operator
from talentpool.security.scope import Scope

JUNE = date(2023, 6, 30)
OPERATOR = replace(console_operator(), name="王建华")
FOOT = ("说明", "图例", "审核人", "合计")


def take(
    slug: str, *, by: Actor = OPERATOR, on: date = JUNE, unit: Unit | None = None, **told: Any
) -> TakenFile:
    """Take a workbook out as 王建华, who reaches everything, unless said otherwise."""
    return take_out(get_export(slug), by=by, on=on, unit=unit, **told)


def limited_to(unit: Unit) -> Actor:
    """Somebody who may take files of one unit only."""
    return replace(OPERATOR, scope=Scope(paths=(unit.path,)))


@dataclass(frozen=True)
class Table:
    """One sheet: title, headers (levels joined by “/”), rows, total and the lines below."""

    title: str
    reporting: list[str]
    headers: list[str]
    rows: list[dict[str, Any]]
    total: dict[str, Any]
    foot: list[str]

    def column(self, header: str) -> list[Any]:
        """The cells under a header."""
        return [row[header] for row in self.rows]


def opened(taken: TakenFile) -> openpyxl.Workbook:
    """The file in openpyxl."""
    return openpyxl.load_workbook(BytesIO(taken.content))


def table(taken: TakenFile, name: str) -> Table:
    """A sheet of the file by its name."""
    return table_of(opened(taken)[name])


def table_of(sheet: Worksheet) -> Table:
    """A sheet taken apart."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        if area.min_col == area.max_col:
            for row in range(area.min_row, area.max_row):
                lines[row][area.min_col - 1] = lines[row][area.min_col - 1] or area.start_cell.value
    top = next(index for index, line in enumerate(lines) if line[0] in ("序号", "指标"))
    first = top + 1 + sum(area.min_row == top + 1 and area.min_col == 1 for area in sheet.merged_cells.ranges)
    headers = _headers(lines[top:first])
    rows, total, foot = [], {}, []
    for line in lines[first:]:
        text = str(line[0] or "")
        if text.startswith("合计"):
            total = dict(zip(headers, line, strict=True))
        elif foot or text.startswith(FOOT) or text == "(无记录)" or _is_empty(line):
            foot.append(text)
        else:
            rows.append(dict(zip(headers, line, strict=True)))
    reporting = [str(cell) for line in lines[1:top] for cell in line if cell]
    return Table(str(lines[0][0]), reporting, headers, rows, total, [text for text in foot if text])


def _headers(levels: list[list[Any]]) -> list[str]:
    """One or two levels; a header without a group is merged over both."""
    found, group = [], ""
    for column in range(len(levels[0])):
        upper, lower = levels[0][column], levels[-1][column]
        group = str(upper) if upper else group
        texts = [group, str(lower)] if lower != group else [group]
        found.append("/".join("".join(text.split()) for text in texts))
    return found


def _is_empty(line: list[Any]) -> bool:
    return all(cell is None for cell in line)
