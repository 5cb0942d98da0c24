"""`export SLUG --out FILE`: a workbook from the console, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from talentpool.cli.options import console_unit, on_option, reference_day, unit_option
from talentpool.cli.outputs import write_whole
from talentpool.errors import Missing, RuleBroken
from talentpool.exports.registry import get_export
from talentpool.exports.services import TakenFile, take_out
from talentpool.extensions import only_reads
from talentpool.files.xlsx import DoesNotFit
from talentpool.security.actor import act_as, console_operator


@click.command("export")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件。")
@on_option
@unit_option
@click.option("--unmask", is_flag=True, help="显示完整的身份证号和电话(须写用途,记入日志)。")
@click.option("--purpose", default="", help="显示完整号码的用途。")
@with_appcontext
def export(slug: str, out: Path, on: str | None, unit: str | None, unmask: bool, purpose: str) -> None:
    """导出工作簿:roster 花名册、vacancies 空缺台账、gaps 结构缺项分析、reserves 后备花名册、
    succession 接替研判、quota-gaps 后备配备缺口、education 学历提升、mentorship 导师帮带、advisers 离任干部和智囊团。
    """
    try:
        with only_reads():
            taken = _take(slug, on=on, unit=unit, unmask=unmask, purpose=purpose)
    except RuleBroken as broken:
        raise click.UsageError(";".join(broken.reasons)) from broken
    except (Missing, DoesNotFit) as refusal:
        raise click.UsageError(str(refusal)) from refusal
    with taken.file as file:
        write_whole(out, file)
    click.echo(f"已导出:{out}")


def _take(slug: str, *, on: str | None, unit: str | None, unmask: bool, purpose: str) -> TakenFile:
    operator = console_operator()
    act_as(operator)
    return take_out(
        get_export(slug),
        by=operator,
        on=reference_day(on),
        unit=console_unit(unit, scope=operator.scope),
        unmasked=unmask,
        purpose=purpose,
    )
