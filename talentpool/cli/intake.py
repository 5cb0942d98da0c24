"""`import`: hand files in at the console, in one transaction a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from talentpool.cli.outputs import write_whole
from talentpool.config import UPLOAD_LIMIT
from talentpool.dates import UnreadableDate, parse_partial_date
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.intake import batches, queries, report, services
from talentpool.intake.options import Options
from talentpool.intake.returned import refused_rows
from talentpool.intake.sources import Upload
from talentpool.security.actor import act_as, console_operator
from talentpool.web import journal
from talentpool.web.transaction import unit_of_work
from talentpool.web.working_date import HOME_ZONE, working_date

TAKEN, ROWS_REFUSED, NOT_READ = 0, 1, 2
MOST_LISTED = 50
STATES = {"previewed": "等待确认", "taken": "已导入", "discarded": "已放弃"}
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
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--dry-run", is_flag=True, help="只预览,不写入。")
@click.option("--create-units", is_flag=True, help="表中未登记的村(社区)一并登记。")
@click.option("--valid-rows-only", is_flag=True, help="有错误的行除外,其余照常导入。")
@click.option("--json", "as_json", is_flag=True, help="标准输出只打印一个JSON数组。")
@click.option("--on", callback=_day, help="表中没有填报时间时按此日期(默认为工作日期)。")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把不能导入的行按原表样式写入此工作簿(.xlsx),最后一列是原因。",
)
@click.option("--undo", "undone", type=int, metavar="BATCH", help="撤销一次导入(批次号见 --history)。")
@click.option("--history", is_flag=True, help="列出历次导入。")
@with_appcontext
def import_files(
    paths: tuple[str, ...],
    dry_run: bool,
    create_units: bool,
    valid_rows_only: bool,
    as_json: bool,
    on: date | None,
    refused: Path | None,
    undone: int | None,
    history: bool,
) -> None:
    """导入村(社区)基本情况、干部花名册、职数空缺台账(一个或多个文件、文件夹),或撤销一次导入。"""
    operator = console_operator()
    act_as(operator)
    if sum(map(bool, (paths, undone is not None, history))) != 1:
        raise click.UsageError("请写明要导入的文件,或用 --undo 撤销一次导入,或用 --history 列出历次导入")
    if undone is not None:
        sys.exit(undo_batch(undone))
    if history:
        for line in history_lines():
            click.echo(line)
        return
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
    _tell(outcome, as_json=as_json, dry_run=dry_run)
    if refused is not None:
        _hand_back(outcome, refused)
    sys.exit(exit_code(outcome))


def _tell(outcome: services.Preview, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        objects = [report.sheet_object(sheet) for sheet in outcome.sheets]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=1))
    else:
        for line in report.lines(outcome.sheets, dry_run=dry_run):
            click.echo(line)
    if outcome.batch_id is not None:
        click.echo(
            f"批次 {outcome.batch_id}(撤销: flask --app wsgi import --undo {outcome.batch_id})", err=True
        )


def _hand_back(outcome: services.Preview, path: Path) -> None:
    """Write the refused rows; none leave no file, and say so."""
    returned = refused_rows(outcome.sources)
    if returned is None:
        click.echo("没有不能导入的行,没有写入退回的工作簿", err=True)
        return
    write_whole(path, BytesIO(returned.content))
    click.echo(f"不能导入的{returned.rows}行已写入{path},改好后可再导入", err=True)


def undo_batch(batch_id: int) -> int:
    """Take a batch back; 1 with the sentences on standard error when something stands in the way."""
    operator = console_operator()
    try:
        with unit_of_work():
            batch = queries.get_batch(batch_id, by=operator)
            names = batches.names_of(batch)
            batches.undo(batch, by=operator)
    except (Missing, RuleBroken) as refusal:
        reasons = refusal.reasons if isinstance(refusal, RuleBroken) else (str(refusal),)
        for reason in ("没有撤销,登记册没有变化:", *reasons):
            click.echo(reason, err=True)
        return ROWS_REFUSED
    journal.note("撤销导入", names, batch=batch_id)
    click.echo(f"已撤销批次{batch_id}:{names}")
    return TAKEN


def history_lines() -> Iterator[str]:
    """The latest batches, one a line: number, when, who, files, counts, state."""
    found = db.session.scalars(queries.select_batches(by=console_operator()).limit(MOST_LISTED)).all()
    acts = queries.acts_of(found)
    for batch in found:
        counts = batch.counts
        figures = (
            f"新增{counts.get('new', 0)} 变更{counts.get('changed', 0)} 未变{counts.get('unchanged', 0)}"
        )
        when = batch.created_at.astimezone(HOME_ZONE).strftime("%Y-%m-%d %H:%M")
        act = acts.get(batch.id)
        state = STATES.get(batch.state, batch.state)
        if act is not None and act.undone_by:
            state = f"已由{act.undone_by}撤销"
        yield f"{batch.id:>5}  {when}  {batch.created_by}  {batches.names_of(batch)}  {figures}  {state}"


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
