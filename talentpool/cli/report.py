"""`report midterm-town`, `report midterm-unit`: the Word reports of the last mid-term analysis."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from talentpool.cli.options import console_unit, on_option, reference_day
from talentpool.cli.outputs import write_whole
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import only_reads
from talentpool.midterm.queries import find_last_round
from talentpool.models import MidtermRound, Unit
from talentpool.reports.services import write_town_report, write_unit_report
from talentpool.security.actor import Actor, act_as, console_operator

_out = click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件(.docx)。"
)


@click.group("report")
def report() -> None:
    """届中分析报告(Word)。"""


@report.command("midterm-town")
@_out
@on_option
@click.option("--unit", metavar="NAME-OR-CODE", help="哪个乡镇(名称或区划代码);只有一个乡镇时可不填。")
@with_appcontext
def midterm_town(out: Path, on: str | None, unit: str | None) -> None:
    """最近一轮届中分析的全镇报告。"""
    operator, chosen, day = _asked(on, unit)
    with _refusals_told(), only_reads():
        content = write_town_report(_last(operator, chosen, day), scope=operator.scope)
    _leave(out, content)


@report.command("midterm-unit")
@_out
@on_option
@click.option("--unit", metavar="NAME-OR-CODE", required=True, help="哪个村(社区),名称或区划代码。")
@with_appcontext
def midterm_unit(out: Path, on: str | None, unit: str) -> None:
    """最近一轮届中分析中一个村(社区)的报告。"""
    operator, chosen, day = _asked(on, unit)
    assert chosen is not None
    with _refusals_told(), only_reads():
        content = write_unit_report(_last(operator, chosen, day), chosen, scope=operator.scope)
    _leave(out, content)


def _asked(on: str | None, unit: str | None) -> tuple[Actor, Unit | None, date]:
    operator = console_operator()
    act_as(operator)
    return operator, console_unit(unit, scope=operator.scope), reference_day(on)


def _last(operator: Actor, unit: Unit | None, on: date) -> MidtermRound:
    found = find_last_round(scope=operator.scope, on=on, unit=unit)
    if found is None:
        raise Missing(f"截至{on.isoformat()}没有届中分析,请先导入届中分析台账")
    return found


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Ends the command with the way out."""
    try:
        yield
    except RuleBroken as broken:
        raise click.UsageError(";".join(broken.reasons)) from broken
    except Missing as missing:
        raise click.UsageError(str(missing)) from missing


def _leave(out: Path, content: bytes) -> None:
    write_whole(out, io.BytesIO(content))
    click.echo(f"已生成:{out}")
