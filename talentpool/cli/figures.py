"""`figures`: the office's figures of a date, as text or as one JSON object."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from talentpool.analysis.figures import as_json, count_figures, knowledge_note
from talentpool.analysis.midterm_figures import count_midterm_figures, midterm_as_json
from talentpool.analysis.reserve_figures import count_reserve_figures, reserves_as_json
from talentpool.analysis.structure import Ratio
from talentpool.cli.options import console_unit, on_option, reference_day, unit_option
from talentpool.security.actor import act_as, console_operator


@click.command("figures")
@on_option
@unit_option
@click.option("--json", "as_object", is_flag=True, help="只输出一个 JSON 对象。")
@with_appcontext
def figures(on: str | None, unit: str | None, as_object: bool) -> None:
    """村(社区)班子结构数字。"""
    operator = console_operator()
    act_as(operator)
    day = reference_day(on)
    chosen = console_unit(unit, scope=operator.scope)
    counted = count_figures(scope=operator.scope, on=day, unit=chosen)
    reserves = reserves_as_json(count_reserve_figures(scope=operator.scope, on=day, unit=chosen))
    midterm = midterm_as_json(count_midterm_figures(scope=operator.scope, on=day, unit=chosen))
    if as_object:
        click.echo(json.dumps(as_json(counted) | reserves | midterm, ensure_ascii=False, indent=1))
        return
    town = counted.town
    average = "—" if town.average_age is None else f"{town.average_age:.2f}岁"
    lines = [
        f"截至 {day.isoformat()}:村 {counted.villages} 个、社区 {counted.communities} 个",
        f"核定职数 {_known(town.authorised)},实有 {town.filled} 人,空缺 {_known(town.vacant)} 个",
        f"一肩挑 {_share(town.dual_head_rate)},交叉任职 {_share(town.cross_appointment_rate)}",
        f"平均年龄 {average},35岁及以下 {town.total('aged_35_or_under')} 人,女性 {town.total('women')} 人,"
        f"大专及以上 {town.total('college_or_above')} 人,中共党员 {town.total('party_members')} 人",
    ]
    lines += [f"空缺:{t.unit} {v.post} 自 {v.since.dotted}" for t in town.teams for v in t.vacancies]
    lines.append(
        f"后备人选 {reserves['reserves']} 人(成熟 {reserves['mature_reserves']} 人),"
        f"离任干部 {reserves['former_cadres']} 人,其中智囊团 {reserves['advisers']} 人"
    )
    note = knowledge_note(counted)
    click.echo("\n".join([*lines, *([f"说明:{note}"] if note else [])]))


def _known(value: int | None) -> str:
    return "未登记" if value is None else str(value)


def _share(ratio: Ratio) -> str:
    """“7/9(77.8%)”, or that it is not known."""
    if ratio.value is None:
        return "情况不明"
    return f"{ratio.numerator}/{ratio.denominator}({ratio.percent})"
