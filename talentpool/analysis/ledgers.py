"""The list of units and that of what they lack as they are shown, for a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from talentpool.analysis.overviews import Attention, UnitFilter, UnitOverview, list_overviews, list_teams
from talentpool.analysis.standards import is_known
from talentpool.analysis.targets import gaps_of
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.sheets import Asked, Column, Kind, Ledger, Shown, first_values
from talentpool.units.naming import name_within
from talentpool.units.queries import BASE_UNITS
from talentpool.vocabulary import TargetState, UnitType
from talentpool.writing import read_id

UNIT_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", min_width=5),
    Column("type", "类型", Kind.CHOICE),
    Column("code", "区划代码"),
    Column("party_form", "党组织", Kind.CHOICE),
    Column("party_members", "党员", Kind.NUMBER, total="sum"),
    Column("households", "户数", Kind.NUMBER, total="sum"),
    Column("population", "户籍人口", Kind.NUMBER, total="sum"),
    Column("authorised", "职数", Kind.NUMBER, total="sum"),
    Column("filled", "实有", Kind.NUMBER, total="sum"),
    Column("vacant", "空缺", Kind.NUMBER, total="sum"),
    Column("area_leaders", "包片领导", max_width=10),
    Column("stationed_cadres", "驻村干部", max_width=14),
    Column("gaps", "缺项", Kind.LONG_TEXT, max_width=24),
)
GAP_COLUMNS: tuple[Column, ...] = (
    Column("unit", "单位", merge=True, min_width=5),
    Column("lacks", "缺什么", Kind.LONG_TEXT, max_width=26),
    Column("closes", "怎样补上", Kind.LONG_TEXT, max_width=30),
    Column("basis", "依据", Kind.LONG_TEXT, max_width=20),
)
BASE_TYPES = {kind.value: kind for kind in UnitType if kind in BASE_UNITS}
ATTENTIONS = {Attention.VACANT: "有空缺", Attention.GAPS: "有缺项"}


def read_unit_filter(values: Mapping[str, str]) -> UnitFilter:
    """The filter of units in an address; a value nobody knows narrows nothing."""
    attentions = {one.value: one for one in Attention}
    return UnitFilter(
        q=values.get("q", "").strip()[:60],
        unit_type=BASE_TYPES.get(values.get("type", "")),
        township_id=read_id(values.get("township")),
        attention=attentions.get(values.get("attention", "")),
    )


def filter_words(wanted: UnitFilter, *, scope: Scope, on: date) -> tuple[tuple[str, str], ...]:
    """(label, value) of every condition, as the page calls it."""
    words = [
        ("名称", wanted.q),
        ("类型", wanted.unit_type.label if wanted.unit_type else ""),
        ("乡镇", name_within(wanted.township_id, scope=scope, on=on)),
        ("关注", ATTENTIONS[wanted.attention] if wanted.attention else ""),
    ]
    return tuple((label, value) for label, value in words if value)


def read_units(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """The units of the list."""
    wanted = read_unit_filter(first_values(asked))
    overviews = list_overviews(scope=scope, on=on, wanted=wanted)
    return Shown(
        columns=UNIT_COLUMNS,
        rows=[_unit_row(one, on=on) for one in overviews],
        filters=filter_words(wanted, scope=scope, on=on),
    )


def _unit_row(one: UnitOverview, *, on: date) -> dict[str, object]:
    team, stated = one.team, one.statement
    known = is_known(team, on=on)
    return {
        "unit": team.unit,
        "type": "社区" if team.unit_type == UnitType.COMMUNITY.value else "村",
        "code": team.code,
        "party_form": stated.party_form if stated else None,
        "party_members": stated.party_member_count if stated else None,
        "households": stated.household_count if stated else None,
        "population": stated.registered_population if stated else None,
        "authorised": team.authorised,
        "filled": team.filled if known else None,
        "vacant": team.vacant if known else None,
        "area_leaders": "、".join(name for _id, name in one.area_leaders),
        "stationed_cadres": "、".join(name for _id, name in one.stationed_cadres),
        "gaps": ";".join(gap.lacks for gap in one.gaps) if known else TargetState.UNKNOWN.label,
    }


def read_gaps(asked: Asked, *, scope: Scope, on: date) -> Shown:
    """What each unit lacks, with what would close it."""
    wanted = read_unit_filter(first_values(asked))
    teams, targets = list_teams(scope=scope, on=on, wanted=wanted)
    return Shown(
        columns=GAP_COLUMNS,
        rows=[
            {"unit": gap.unit, "lacks": gap.lacks, "closes": gap.closes, "basis": gap.basis}
            for team in teams
            for gap in gaps_of(team, targets, on=on)
        ],
        filters=filter_words(wanted, scope=scope, on=on),
    )


UNITS = Ledger("units", "村(社区)一览", Permission.UNITS_VIEW.value, UNIT_COLUMNS, read_units)
GAPS = Ledger("gaps", "缺项和怎样补上", Permission.ANALYSIS_VIEW.value, GAP_COLUMNS, read_gaps)
