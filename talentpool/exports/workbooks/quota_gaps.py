"""Units below quota 后备配备缺口: what each should keep by the rules in force, what it has, what is missing."""

from __future__ import annotations

from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import NO_UNITS, SERIAL_OF_UNIT, SIGNATURE, numbered, unit_columns
from talentpool.settings.queries import reserve_label
from talentpool.sheets import Chart, Column, Kind, Marked, Series, Sheet, Tone, Workbook
from talentpool.succession.ahead import Horizon
from talentpool.succession.findings import name_units
from talentpool.succession.outlook import UnitOutlook
from talentpool.succession.queries import list_outlooks
from talentpool.vocabulary import TargetState

COLUMNS: tuple[Column, ...] = (
    Column("kind", "要求对象", align="left", min_width=6),
    Column("wanted", "应有人数", Kind.NUMBER),
    Column("have", "现有人数", Kind.NUMBER),
    Column("short", "尚缺人数", Kind.NUMBER),
    Column("mature_wanted", "应有成熟", Kind.NUMBER),
    Column("mature", "现有成熟", Kind.NUMBER),
    Column("mature_short", "尚缺成熟", Kind.NUMBER),
    Column("state", "是否达标", align="center"),
    Column("rules", "依据", max_width=14),
)
DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("应有人数", "截至日期执行的联审规则中的配备要求;按职务规定的,为职务数乘以规定的比例,小数进位"),
    ("现有人数", "截至日期在库人数;按职务类别规定的,只计培养方向为该类职务的人员"),
    ("达标", "人数和成熟人数都不少于要求"),
)
ALL_RESERVES = "全部后备"
MOST_UNITS = 40


def build(request: ExportRequest) -> Workbook:
    """The workbook as of the date asked for."""
    units = list_outlooks(scope=request.scope, on=request.on, horizon=Horizon(), unit=request.unit)
    reserves = reserve_label(request.on)
    title = f"{request.place.title}{reserves}配备缺口表"
    rows = [
        {"serial": number, "township": unit.unit.township, "unit": unit.unit.unit, **row}
        for number, unit in enumerate(units, start=1)
        for row in _rows(unit)
    ]
    sheet = Sheet(
        name="配备缺口",
        title=title,
        columns=(*unit_columns(request.place, SERIAL_OF_UNIT), *COLUMNS),
        rows=rows,
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered(_notes(units)),
        signature=SIGNATURE,
        charts=_charts(units, rows, request),
    )
    return Workbook(
        title=title,
        provenance=request.provenance(definitions=DEFINITIONS),
        sheets=(sheet,),
        about=f"截至日期各村(社区){reserves}的应有、现有和尚缺人数",
    )


def _rows(unit: UnitOutlook) -> list[dict[str, object]]:
    if not unit.quotas:
        tally = unit.tally
        return [
            {
                "kind": ALL_RESERVES,
                "have": tally.reserves,
                "mature": tally.mature,
                "state": "未规定",
                "rules": unit.unit.rules.name,
            }
        ]
    return [
        {
            "kind": one.post_class.label if one.post_class else ALL_RESERVES,
            "wanted": one.wanted,
            "have": one.have,
            "short": one.short,
            "mature_wanted": one.mature_wanted,
            "mature": one.mature,
            "mature_short": one.mature_short,
            "state": Marked("是", TargetState.OK) if one.is_met else Marked("否", TargetState.MISS),
            "rules": unit.unit.rules.name,
        }
        for one in unit.quotas
    ]


def _notes(units: list[UnitOutlook]) -> tuple[str, ...]:
    judged = [unit for unit in units if unit.is_below_quota is not None]
    return (
        "" if units else NO_UNITS,
        _finding(judged) if judged else "",
        f"{len(units) - len(judged)}个村(社区)没有规定配备要求,可在联审规则中设置"
        if len(judged) < len(units)
        else "",
    )


def _finding(judged: list[UnitOutlook]) -> str:
    below = [unit.unit.unit for unit in judged if unit.is_below_quota]
    if not below:
        return f"{len(judged)}个村(社区)都达到配备要求"
    return f"{len(judged)}个村(社区)中{len(below)}个未达配备要求({name_units(below)})"


def _charts(
    units: list[UnitOutlook], rows: list[dict[str, object]], request: ExportRequest
) -> tuple[Chart, ...]:
    """By unit, where each has one quota and they can still be read."""
    judged = [unit for unit in units if unit.quotas]
    if not judged or len(rows) != len(units) or not 1 < len(rows) <= MOST_UNITS:
        return ()
    return (
        Chart(
            kind="stacked_bar",
            title=_finding(judged),
            categories="unit",
            series=(Series("现有", "have"), Series("尚缺", "short", Tone.MISS)),
            note=f"截至{request.on.isoformat()}。",
            last=len(rows),
        ),
    )
