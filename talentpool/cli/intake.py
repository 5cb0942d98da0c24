"""`import`: hand files in at the console, in one transaction a command."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from talentpool.config import UPLOAD_LIMIT
from talentpool.dates import UnreadableDate, parse_partial_date
from talentpool.intake import report, services
from talentpool.intake.options import Options
from talentpool.intake.sources import Upload
from talentpool.security.actor import act_as, console_operator
from talentpool.web import journal
from talentpool.web.transaction import unit_of_work
from talentpool.web.working_date import working_date

TAKEN, ROWS_REFUSED, NOT_READ = 0, 1, 2
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv"})


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        read = parse_partial_date(text, first_means_month=False)
    except UnreadableDate as error:
        raise click.BadParameter(error.reason) from error
    if read is None:
        raise click.BadParameter("请写明日期,如 2023-06-30")
    return read.last_day()


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--dry-run", is_flag=True, help="只预览,不写入。")
@click.option("--create-units", is_flag=True, help="表中未登记的村(社区)一并登记。")
@click.option("--valid-rows-only", is_flag=True, help="有错误的行除外,其余照常导入。")
@click.option("--json", "as_json", is_flag=True, help="标准输出只打印一个JSON数组。")
@click.option("--on", callback=_day, help="表中没有填报时间时按此日期(默认为工作日期)。")
@with_appcontext
def import_files(
    paths: tuple[str, ...],
    dry_run: bool,
    create_units: bool,
    valid_rows_only: bool,
    as_json: bool,
    on: date | None,
) -> None:
    """导入村(社区)基本情况、干部花名册、职数空缺台账(一个或多个文件、文件夹)。"""
    operator = console_operator()
    act_as(operator)
    files = [upload for path in paths for upload in uploads_in(Path(path))]
    with unit_of_work(keep=not dry_run):
        options = Options(on=on or working_date(), create_units=create_units, valid_rows_only=valid_rows_only)
        if dry_run:
            outcome = services.preview(files, by=operator, options=options)
        else:
            outcome = services.take_in(files, by=operator, options=options)
    if not dry_run:
        journal.note(
            "导入", "、".join(file.name for file in files), batch=outcome.batch_id, **_counts(outcome)
        )
    if as_json:
        objects = [report.sheet_object(sheet) for sheet in outcome.sheets]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=1))
    else:
        for line in report.lines(outcome.sheets, dry_run=dry_run):
            click.echo(line)
    sys.exit(exit_code(outcome))


def _counts(outcome: services.Preview) -> dict[str, Any]:
    return dict(outcome.counts())


def uploads_in(path: Path) -> list[Upload]:
    """The file, or the workbooks of a folder by name; what cannot be opened says why."""
    if path.is_dir():
        found = sorted(
            entry
            for entry in path.iterdir()
            if entry.suffix.lower() in WORKBOOKS
            and entry.is_file()
            and not entry.name.startswith(("~$", "."))
        )
        return [upload for entry in found for upload in uploads_in(entry)] or [
            Upload(path.name, None, "文件夹中没有表格文件")
        ]
    try:
        if path.stat().st_size > UPLOAD_LIMIT:
            return [Upload(path.name, None, f"文件超过{UPLOAD_LIMIT // 1024 // 1024}MB,请拆分后再导入")]
        return [Upload(path.name, path.read_bytes())]
    except OSError as error:
        return [Upload(path.name, None, f"打不开文件:{error.strerror}")]


def exit_code(outcome: services.Preview) -> int:
    """0: all taken; 1: rows were refused; 2: a file could not be read or held no sheet of a known kind."""
    if not outcome.recognised:
        return NOT_READ
    return ROWS_REFUSED if outcome.refused else TAKEN
