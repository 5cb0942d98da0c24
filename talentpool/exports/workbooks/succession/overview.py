"""The sheet 总览: each figure with both its numbers, and the findings as charts."""

from __future__ import annotations

from talentpool.exports.workbooks.succession import units
from talentpool.exports.workbooks.succession.facts import SuccessionFacts
from talentpool.exports.workbooks.wording import SIGNATURE, numbered
from talentpool.sheets import Chart, Column, Kind, Series, Sheet, Tone
from talentpool.succession.findings import DEFINITIONS, ahead_finding, coverage_finding, mature_finding

SHEET_NAME = "总览"
MOST_UNITS = 40
"""Beyond so many bars a chart by unit can no longer be read."""
COLUMNS: tuple[Column, ...] = (
    Column("name", "指标", align="left", min_width=9),
    Column("value", "数值", align="center"),
    Column("numerator", "分子", Kind.NUMBER),
    Column("denominator", "分母", Kind.NUMBER),
    Column("rate", "比例", Kind.PERCENT),
    Column("meaning", "口径", Kind.LONG_TEXT, max_width=40),
)
Row = dict[str, object]


def sheet(facts: SuccessionFacts, *, title: str) -> Sheet:
    """The figures as of the date; nothing but a sentence where no unit is registered."""
    return Sheet(
        name=SHEET_NAME,
        title=title,
        columns=COLUMNS,
        rows=_rows(facts) if facts.units else [],
        reporting=facts.request.reporting,
        freeze_column="name",
        notes=numbered(facts.notes(coverage_finding(facts.tally) if facts.units else "")),
        signature=SIGNATURE,
        charts=_charts(facts),
        autofilter=False,
    )


def _rows(facts: SuccessionFacts) -> list[Row]:
    tally = facts.tally
    depth = tally.candidates_a_post
    return [
        {"name": "村(社区)数", "value": f"{tally.units}个"},
        {"name": "职务数", "value": f"{tally.posts}个", "meaning": DEFINITIONS["posts"]},
        _share("有后备人选的职务", tally.covered, tally.posts, "coverage"),
        _share("有成熟人选的职务", tally.covered_mature, tally.posts, "mature_coverage"),
        {
            "name": "每个职务的后备人选",
            "value": "—" if depth is None else f"{depth:.2f}人",
            "numerator": round(tally.depth),
            "denominator": tally.posts,
            "meaning": DEFINITIONS["depth"],
        },
        _share("空缺职务", tally.vacant, tally.posts, "vacant"),
        _share("到龄职务", tally.ageing, tally.posts, "ageing"),
        _share("仅1名后备的职务", tally.single, tally.posts, "single"),
        _share("届时无人可接的职务", tally.deserted, tally.posts, "deserted"),
        _share("兼作几个职务后备的人选", tally.shared, tally.candidates, "shared", unit="人"),
        {"name": "后备人数", "value": f"{tally.reserves}人"},
        {"name": "成熟后备人数", "value": f"{tally.mature}人"}
        | _ratio(tally.mature, tally.reserves)
        | {"meaning": "成熟后备人数÷后备人数"},
        _share("届时没有合龄后备的村(社区)", tally.without_reserve_then, tally.units, "without_reserve_then"),
        _share("未达配备要求的村(社区)", tally.below_quota, tally.judged, "below_quota"),
    ]


def _share(name: str, numerator: int, denominator: int, key: str, *, unit: str = "个") -> Row:
    row: Row = {
        "name": name,
        "value": f"{numerator}{unit}" if denominator else "—",
        "meaning": DEFINITIONS[key],
    }
    return row | _ratio(numerator, denominator)


def _ratio(numerator: int, denominator: int) -> Row:
    if not denominator:
        return {}
    return {"numerator": numerator, "denominator": denominator, "rate": numerator / denominator}


def _charts(facts: SuccessionFacts) -> tuple[Chart, ...]:
    """By unit, where they can still be read; otherwise the units' sheet tells them."""
    if not 1 < len(facts.units) <= MOST_UNITS or not facts.tally.posts:
        return ()
    note = f"截至{facts.request.on.isoformat()},“两委”职务,不含监督委员会。"
    covered = Chart(
        kind="stacked_bar",
        title=mature_finding(facts.units),
        categories="unit",
        series=(
            Series("有成熟人选", "covered_mature", Tone.OK),
            Series("有人选未成熟", "immature", Tone.NEAR),
            Series("没有人选", "uncovered", Tone.MISS),
        ),
        note=note,
        sheet=units.SHEET_NAME,
        last=len(facts.units),
    )
    ahead = Chart(
        kind="stacked_bar",
        title=ahead_finding(facts.units, when=facts.when),
        categories="unit",
        series=(Series("届时合龄", "staying"), Series("届时超龄", "leaving", Tone.MISS)),
        note=f"截至{facts.request.on.isoformat()}在库的后备人员。",
        sheet=units.SHEET_NAME,
        last=len(facts.units),
    )
    return (covered, ahead)
