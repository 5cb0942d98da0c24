"""The sheet 指标口径: what each indicator is, over what, from where and as of when."""

from __future__ import annotations

from dataclasses import dataclass

from talentpool.analysis.targets import Target, name_of
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.gaps.facts import GapFacts, limits
from talentpool.exports.workbooks.wording import numbered
from talentpool.sheets import Column, Kind, Sheet

SHEET_NAME = "指标口径"
ROSTER = "干部花名册"
LEDGER = "职数及空缺台账"


@dataclass(frozen=True)
class Meaning:
    """An indicator: what it is, the two numbers of its share, and where they come from."""

    name: str
    definition: str
    numerator: str
    denominator: str
    source: str


COUNTED = "“两委”实有人数"
MEANINGS: dict[str, Meaning] = {
    "authorised": Meaning("核定职数", "“两委”核定人数之和,不含监督委员会", "", "", LEDGER),
    "filled": Meaning("实有人数", "在党组织或村(居)委会任职的人数,兼任的计1人", "", "", ROSTER),
    "vacant": Meaning(
        "空缺数(缺职率)", "核定职数−实有人数", "核定职数−实有人数", "核定职数", f"{LEDGER}、{ROSTER}"
    ),
    "dual_heads": Meaning(
        "“一肩挑”(率)",
        "党组织书记、村(居)委会主任由一人担任",
        "“一肩挑”的村(社区)数",
        "村(社区)总数",
        "中国共产党农村基层组织工作条例第十九条",
    ),
    "cross_appointed": Meaning(
        "交叉任职(率)",
        "同时在党组织和村(居)民委员会任职",
        "交叉任职人数",
        COUNTED,
        "中国共产党农村基层组织工作条例第十九条",
    ),
    "average_age": Meaning(
        "平均年龄", "截至日期的周岁,出生年月只到月的从当月1日算起", "周岁之和", "出生年月已登记的人数", ROSTER
    ),
    "aged_35_or_under": Meaning(
        "35岁及以下", "截至日期不满36周岁的“两委”成员", "35岁及以下人数", COUNTED, ROSTER
    ),
    "women": Meaning("女性", "“两委”成员中的女性", "女性人数", COUNTED, ROSTER),
    "college_or_above": Meaning(
        "大专及以上",
        "截至日期已取得的最高学历为大专、大学(本科)、研究生,含在职教育和党校学历",
        "大专及以上人数",
        COUNTED,
        ROSTER,
    ),
    "party_members": Meaning(
        "中共党员", "“两委”成员中的中共党员,含中共预备党员", "党员人数", COUNTED, ROSTER
    ),
    "committee_members": Meaning(
        "村(居)委会成员",
        "在村(居)委会任职的人数,含交叉任职的",
        "",
        "",
        "村民委员会组织法第六条、城市居民委员会组织法第七条",
    ),
    "bands": Meaning("年龄段", "截至日期的周岁,出生年月未登记的不计", "该年龄段人数", COUNTED, ROSTER),
    "supervision": Meaning("监督委员会主任", "不计入“两委”各项指标", "", "", ROSTER),
}
COLUMNS: tuple[Column, ...] = (
    Column("serial", "序号", Kind.NUMBER),
    Column("name", "指标", align="left", max_width=14),
    Column("definition", "口径", Kind.LONG_TEXT, max_width=26),
    Column("numerator", "分子", align="left", max_width=14),
    Column("denominator", "分母", align="left", max_width=14),
    Column("source", "数据来源或依据", Kind.LONG_TEXT, max_width=22),
    Column("on", "截至日期", Kind.DATE),
)


def short_definitions() -> tuple[tuple[str, str], ...]:
    """(name, formula) for the file's leading sheet."""
    return tuple((meaning.name, formula(key)) for key, meaning in MEANINGS.items() if formula(key))


def formula(key: str) -> str:
    """“空缺数÷核定职数” where it is a share, else what it is."""
    meaning = MEANINGS[key]
    if meaning.numerator and meaning.denominator:
        share = meaning.numerator if "−" not in meaning.numerator else f"({meaning.numerator})"
        return f"{share}÷{meaning.denominator}"
    return meaning.definition


def sheet(facts: GapFacts, request: ExportRequest) -> Sheet:
    """Indicators first, then the targets in force with their basis."""
    rows = [
        (meaning.name, meaning.definition, meaning.numerator, meaning.denominator, meaning.source)
        for meaning in MEANINGS.values()
    ]
    rows += [(f"目标:{name_of(key[0])}", _target_text(told), "", "", key[2]) for key, told in _grouped(facts)]
    return Sheet(
        name=SHEET_NAME,
        title="指标口径",
        columns=COLUMNS,
        rows=[(number, *row, request.on) for number, row in enumerate(rows, start=1)],
        freeze_column="name",
        notes=numbered(
            (
                "“两委”指党组织和村(居)民委员会;监督委员会不计入",
                "目标由组织部门按法律和文件设定,可随年度调整",
            )
        ),
        autofilter=False,
    )


def _grouped(facts: GapFacts) -> list[tuple[tuple[str, str | None, str], list[Target]]]:
    """Least and most of one basis are one target: 3–7人."""
    found: dict[tuple[str, str | None, str], list[Target]] = {}
    for target in facts.targets:
        found.setdefault((target.indicator, target.unit_type, target.basis), []).append(target)
    return list(found.items())


def _target_text(targets: list[Target]) -> str:
    whose = {"village": "每个村", "community": "每个社区"}.get(targets[0].unit_type or "", "每个村(社区)")
    return f"{whose}{limits(targets)}"
