"""The sheet 总览: every indicator with both its numbers, the targets, and the findings as charts."""

from __future__ import annotations

from talentpool.analysis.structure import AGE_BANDS, Ratio
from talentpool.analysis.targets import name_of
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.gaps.charts import charts_of
from talentpool.exports.workbooks.gaps.facts import GapFacts, Judged
from talentpool.exports.workbooks.gaps.meanings import MEANINGS, formula
from talentpool.exports.workbooks.wording import (
    NOT_STATED,
    SIGNATURE,
    UNKNOWN,
    listed,
    numbered,
    what_is_unknown,
)
from talentpool.sheets import Column, Kind, Marked, Sheet
from talentpool.vocabulary import TargetState

SHEET_NAME = "总览"
COLUMNS: tuple[Column, ...] = (
    Column("name", "指标", align="left", min_width=8),
    Column("value", "数值", align="center"),
    Column("numerator", "分子", Kind.NUMBER),
    Column("denominator", "分母", Kind.NUMBER),
    Column("rate", "比例", Kind.PERCENT),
    Column("target", "单位目标", align="center", max_width=12),
    Column("met", "达标单位数", align="center", min_width=5.5),
    Column("missed", "未达标单位数", Kind.NUMBER, min_width=6.5),
    Column("units", "未达标单位", Kind.LONG_TEXT, min_width=6, max_width=14),
    Column("meaning", "口径", Kind.LONG_TEXT, max_width=24),
)
_PERSONS = ("women", "aged_35_or_under", "college_or_above", "party_members")
Row = dict[str, object]


def sheet(facts: GapFacts, request: ExportRequest, *, title: str) -> Sheet:
    """The indicators as of the date; nothing but a sentence where no unit is registered."""
    head = _head_rows(facts)
    judged = [_judged_row(judged, facts) for judged in (facts.seats, *facts.judgements)]
    rows = [*head, *judged, *_tail_rows(facts)] if facts.teams else []
    return Sheet(
        name=SHEET_NAME,
        title=title,
        columns=COLUMNS,
        rows=rows,
        reporting=request.reporting,
        freeze_column="name",
        notes=numbered((*what_is_unknown(facts.figures), *_holes(facts))),
        signature=SIGNATURE,
        charts=charts_of(
            facts,
            judged=range(len(head), len(head) + len(judged)),
            bands=range(len(rows) - len(AGE_BANDS), len(rows)),
        ),
        autofilter=False,
    )


def _head_rows(facts: GapFacts) -> list[Row]:
    town, figures = facts.figures.town, facts.figures
    kinds = f"村{figures.villages}个、社区{figures.communities}个"
    rows: list[Row] = [
        {"name": "村(社区)数", "value": f"{town.units}个", "meaning": kinds},
        {
            "name": "核定职数",
            "value": NOT_STATED if town.authorised is None else f"{town.authorised}个",
            "meaning": formula("authorised"),
        },
    ]
    if not facts.known:
        names = ("实有人数", "“一肩挑”", "交叉任职", "平均年龄")
        return rows + [{"name": name, "value": UNKNOWN} for name in names]
    crossed = town.total("cross_appointed")
    return [
        *rows,
        {"name": "实有人数", "value": f"{town.filled}人", "meaning": MEANINGS["filled"].definition},
        _share("“一肩挑”", f"{town.dual_heads}个", Ratio(town.dual_heads, len(facts.known)), "dual_heads"),
        _share("交叉任职", f"{crossed}人", town.cross_appointment_rate, "cross_appointed"),
        {
            "name": "平均年龄",
            "value": UNKNOWN if town.average_age is None else f"{town.average_age:.2f}岁",
            "numerator": town.total("age_sum"),
            "denominator": town.total("age_known"),
            "meaning": formula("average_age"),
        },
    ]


def _share(name: str, value: str, ratio: Ratio, meaning: str) -> Row:
    row: Row = {"name": name, "value": value, "meaning": formula(meaning)}
    if not ratio.denominator:
        return row
    return row | {"numerator": ratio.numerator, "denominator": ratio.denominator, "rate": ratio.value}


def _judged_row(judged: Judged, facts: GapFacts) -> Row:
    row = _measured(judged.indicator, facts)
    if not facts.known:
        return row | {"target": judged.wanted, "met": Marked(UNKNOWN, TargetState.UNKNOWN)}
    return row | {
        "target": judged.wanted,
        "met": Marked(f"{len(judged.met)}/{len(judged.judged)}个", judged.state),
        "missed": len(judged.missed),
        "units": listed(judged.missed),
    }


def _measured(indicator: str, facts: GapFacts) -> Row:
    """What is counted over all units, before any target."""
    town = facts.figures.town
    name = {"vacant": "空缺数"}.get(indicator, name_of(indicator))
    if not facts.known:
        return {"name": name, "value": UNKNOWN}
    if indicator == "vacant":
        vacant = NOT_STATED if town.vacant is None else f"{town.vacant}个"
        return _share(name, vacant, town.vacancy_rate, "vacant")
    value = f"{town.total(indicator)}人"
    if indicator in _PERSONS:
        return _share(name, value, town.share(indicator), indicator)
    return {
        "name": name,
        "value": value,
        "meaning": MEANINGS[indicator].definition if indicator in MEANINGS else "",
    }


def _tail_rows(facts: GapFacts) -> list[Row]:
    """What no target speaks of, and the age bands as the last rows."""
    town = facts.figures.town
    judged = {judged.indicator for judged in facts.judgements}
    rest = [_measured(indicator, facts) for indicator in _PERSONS if indicator not in judged]
    if not facts.known:
        return rest
    supervision: Row = {
        "name": "监督委员会主任",
        "value": f"{town.total('supervision_heads')}人",
        "meaning": MEANINGS["supervision"].definition,
    }
    bands = [
        _share(label, f"{count}人", Ratio(count, town.filled), "bands")
        for (label, _, _), count in zip(AGE_BANDS, town.bands, strict=True)
    ]
    return [*rest, supervision, *bands]


def _holes(facts: GapFacts) -> tuple[str, ...]:
    """Facts that are not recorded of somebody, and what that does to the figures."""
    town = facts.figures.town
    no_birth = town.filled - town.total("age_known")
    no_schooling = town.filled - town.total("schooling_known")
    return (
        f"有{no_birth}人出生年月未登记,不计入平均年龄和各年龄段" if no_birth else "",
        f"有{no_schooling}人学历未登记,不计入大专及以上" if no_schooling else "",
    )
