"""The sheet 单位指标对照: a row a unit, a column an indicator, each figure judged against its target.

The headers of the seats differ from those of the office's ledger on purpose: this is an analysis,
not to be taken for a ledger that states seats.
"""

from __future__ import annotations

from dataclasses import replace

from talentpool.analysis.standards import is_known
from talentpool.analysis.structure import AGE_BANDS, TeamStructure
from talentpool.analysis.targets import gaps_of, targets_of
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.gaps.facts import GapFacts
from talentpool.exports.workbooks.wording import (
    NOT_STATED,
    SERIAL,
    UNKNOWN,
    numbered,
    unit_columns,
    what_is_unknown,
)
from talentpool.sheets import Bands, Column, Kind, Marked, Sheet
from talentpool.vocabulary import TargetState

SHEET_NAME = "单位指标对照"
BAND_KEYS = ("aged_30", "aged_31_35", "aged_36_45", "aged_46_55", "aged_56")
FULL = Bands(ok=0, at_most=True)
_SEATS, _AGES, _KINDS, _POSTS = "“两委”(人)", "年龄段(人)", "结构(人)", "任职(人)"
_RESERVES = "后备(人)"
_OF_POOL = ("reserves", "mature_reserves")


def _count(key: str, label: str, group: str) -> Column:
    return Column(key, label, Kind.NUMBER, group=group, total="sum")


COLUMNS: tuple[Column, ...] = (
    _count("authorised", "核定", _SEATS),
    _count("filled", "现有", _SEATS),
    _count("vacant", "尚缺", _SEATS),
    *(_count(key, label, _AGES) for key, (label, _, _) in zip(BAND_KEYS, AGE_BANDS, strict=True)),
    Column("average_age", "平均年龄", Kind.NUMBER, decimals=1),
    _count("women", "女性", _KINDS),
    _count("aged_35_or_under", "35岁及以下", _KINDS),
    _count("college_or_above", "大专及以上", _KINDS),
    _count("party_members", "中共党员", _KINDS),
    _count("committee_members", "村(居)委会成员", _POSTS),
    _count("cross_appointed", "交叉任职", _POSTS),
    Column("dual_head", "是否\n一肩挑", Kind.CHOICE),
    Column("gaps", "缺项数", Kind.NUMBER, total="sum"),
    _count("reserves", "在库", _RESERVES),
    _count("mature_reserves", "成熟", _RESERVES),
)


def sheet(facts: GapFacts, request: ExportRequest) -> Sheet:
    """The units in office order with the figures of all of them at the foot."""
    targets = ";".join(
        f"{_label(judged.indicator)}{judged.wanted}" for judged in facts.judgements if judged.wanted
    )
    return Sheet(
        name=SHEET_NAME,
        title=f"{request.place.title}“两委”班子指标对照表",
        columns=(*unit_columns(request.place, SERIAL), *(_with_bands(column, facts) for column in COLUMNS)),
        rows=[_row(number, team, facts) for number, team in enumerate(facts.teams, start=1)],
        reporting=request.reporting,
        freeze_column="unit",
        notes=numbered(
            (
                f"目标:{targets};“尚缺”的目标为0" if facts.teams else "",
                "合计栏的平均年龄是全部人员的平均,“一肩挑”是村(社区)数" if facts.known else "",
                *what_is_unknown(facts.figures),
            )
        ),
        totals=_totals(facts),
    )


def _label(key: str) -> str:
    return next((column.label for column in COLUMNS if column.key == key), key)


def _with_bands(column: Column, facts: GapFacts) -> Column:
    """The limit as a conditional format, where one limit holds for every unit and every state is known."""
    if column.key in _OF_POOL and facts.reserves:
        return column
    if not facts.known:
        return replace(column, total=None)
    if column.key == "vacant":
        return replace(column, bands=FULL)
    limits = {
        tuple((t.direction, t.value) for t in targets_of(team, facts.targets) if t.indicator == column.key)
        for team in facts.teams
    }
    states = {facts.state_of(team, column.key) for team in facts.known}
    if len(limits) != 1 or not states <= {TargetState.OK, TargetState.MISS}:
        return column
    [told] = limits
    if len(told) != 1:
        return column
    direction, value = told[0]
    return replace(column, bands=Bands(ok=value, at_most=direction == "at_most"))


def _row(number: int, team: TeamStructure, facts: GapFacts) -> dict[str, object]:
    row: dict[str, object] = {"serial": number, "township": team.township, "unit": team.unit}
    reserves = facts.reserves.get(team.unit_id, ())
    row |= {"reserves": len(reserves), "mature_reserves": sum(one.mature for one in reserves)}
    row["authorised"] = NOT_STATED if team.authorised is None else team.authorised
    if not is_known(team, on=facts.figures.on):
        unknown = Marked(UNKNOWN, TargetState.UNKNOWN)
        told = ("authorised", *_OF_POOL)
        return row | {column.key: unknown for column in COLUMNS if column.key not in told}
    return row | {
        "filled": team.filled,
        "vacant": _vacant(team),
        "average_age": team.average_age,
        "cross_appointed": team.cross_appointed,
        "dual_head": "是" if team.dual_head else "否",
        "gaps": len(gaps_of(team, facts.targets, on=facts.figures.on)),
        **dict(zip(BAND_KEYS, team.bands, strict=True)),
        **{
            key: _judged(key, team, facts)
            for key in (
                "women",
                "aged_35_or_under",
                "college_or_above",
                "party_members",
                "committee_members",
                "filled",
            )
        },
    }


def _vacant(team: TeamStructure) -> Marked:
    if team.vacant is None:
        return Marked(NOT_STATED, TargetState.UNKNOWN)
    return Marked(team.vacant, FULL.state(team.vacant))


def _judged(key: str, team: TeamStructure, facts: GapFacts) -> object:
    state = facts.state_of(team, key)
    value = getattr(team, key)
    return value if state is None else Marked(value, state)


def _totals(facts: GapFacts) -> dict[str, object]:
    if not facts.known:
        return {}
    town = facts.figures.town
    return {"average_age": town.average_age, "dual_head": f"{town.dual_heads}个"}
