"""Two days compared as one object, and as tables for a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from talentpool.analysis.comparison import (
    MeasureLine,
    UnitChange,
    compare_measures,
    compare_units,
    measures_of,
)
from talentpool.analysis.comparison_queries import list_seats
from talentpool.analysis.comparison_words import (
    difference_text,
    entered_text,
    left_text,
    measure_text,
    moved_text,
)
from talentpool.analysis.labels import MEASURE_LABELS
from talentpool.analysis.ledgers import filter_words, read_unit_filter
from talentpool.analysis.overviews import UnitFilter, list_teams
from talentpool.analysis.structure import TeamStructure, merge_teams
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Further, Kind, Ledger, Shown, first_values
from talentpool.web.working_date import read_date


@dataclass(frozen=True)
class Comparison:
    """Both days with their teams, every indicator, and what changed in each unit."""

    against: date
    on: date
    then: list[TeamStructure]
    now: list[TeamStructure]
    lines: list[MeasureLine]
    units: list[UnitChange]

    @property
    def changes(self) -> list[UnitChange]:
        """Units in which anything changed."""
        return [one for one in self.units if one.is_any]


def read_comparison_filter(values: Mapping[str, str], *, on: date) -> tuple[UnitFilter, date]:
    """Type and township in the address, and the day that `on` stands beside: a year before unless said."""
    wanted = read_unit_filter(values)
    against = read_date(values["against"]) if values.get("against") else _year_before(on)
    return UnitFilter(unit_type=wanted.unit_type, township_id=wanted.township_id), against


def _year_before(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # 29 February
        return on.replace(year=on.year - 1, day=28)


def compare_days(*, scope: Scope, on: date, against: date, wanted: UnitFilter) -> Comparison:
    """The day `on` beside another one."""
    now, _targets = list_teams(scope=scope, on=on, wanted=wanted)
    then, _targets = list_teams(scope=scope, on=against, wanted=wanted)
    units = {team.unit_id for team in (*now, *then)}
    seats = [seat for seat in list_seats(scope=scope, then=against, now=on) if seat.unit_id in units]
    measured = measures_of(merge_teams(then), on=against), measures_of(merge_teams(now), on=on)
    return Comparison(against, on, then, now, compare_measures(*measured), compare_units(then, now, seats))


CHANGE_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("filled_then", "原实有", Kind.NUMBER),
    Column("filled_now", "现实有", Kind.NUMBER),
    Column("vacant_then", "原空缺", Kind.NUMBER),
    Column("vacant_now", "现空缺", Kind.NUMBER),
    Column("entered", "进入", Kind.LONG_TEXT, max_width=18),
    Column("left", "离开", Kind.LONG_TEXT, max_width=18),
    Column("moved", "职务变动", Kind.LONG_TEXT, max_width=18),
    Column("filled", "补上的职务", Kind.LONG_TEXT, max_width=14),
    Column("vacated", "空出的职务", Kind.LONG_TEXT, max_width=14),
)
MEASURE_COLUMNS: tuple[Column, ...] = (
    Column("measure", "指标", min_width=8),
    Column("then", "原来", align="right", min_width=6),
    Column("now", "现在", align="right", min_width=6),
    Column("difference", "变化", align="right", min_width=8),
)


def read_comparison(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The units that changed; every indicator on a sheet of its own."""
    wanted, against = read_comparison_filter(first_values(asked), on=on)
    compared = compare_days(scope=scope, on=on, against=against, wanted=wanted)
    unchanged = [one.unit for one in compared.units if not one.is_any]
    days = f"{against.isoformat()}与{on.isoformat()}"
    return Shown(
        columns=CHANGE_COLUMNS,
        rows=[_change_row(one) for one in compared.changes],
        filters=(("对比", days), *filter_words(wanted, scope=scope, on=on)),
        notes=(
            f"“原”为{against.isoformat()},“现”为{on.isoformat()},按现有登记统计",
            *([f"没有变化的单位:{'、'.join(unchanged)}"] if unchanged else []),
        ),
        further=(Further("指标对比", MEASURE_COLUMNS, [_measure_row(line) for line in compared.lines]),),
    )


def _change_row(one: UnitChange) -> dict[str, object]:
    then, now = one.then, one.now
    return {
        "unit": one.unit if then and now else f"{one.unit}({'新设' if now else '已撤销'})",
        "filled_then": then.filled if then else None,
        "filled_now": now.filled if now else None,
        "vacant_then": then.vacant if then else None,
        "vacant_now": now.vacant if now else None,
        "entered": ";".join(map(entered_text, one.entered)),
        "left": ";".join(map(left_text, one.left)),
        "moved": ";".join(map(moved_text, one.moved)),
        "filled": "、".join(one.filled),
        "vacated": "、".join(one.vacated),
    }


def _measure_row(line: MeasureLine) -> dict[str, object]:
    return {
        "measure": str(MEASURE_LABELS[line.key]),
        "then": measure_text(line.kind, line.then),
        "now": measure_text(line.kind, line.now),
        "difference": difference_text(line),
    }


COMPARISON = Ledger(
    "comparison", "两个日期对比", Permission.ANALYSIS_VIEW.value, CHANGE_COLUMNS, read_comparison
)
