"""`remind`: what is due, told at the console; the daily job does the same by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from talentpool.cli.options import console_unit, on_option, reference_day, unit_option
from talentpool.reminders.queries import Whose, list_reminders
from talentpool.reminders.work import go_round
from talentpool.security.actor import act_as, console_operator
from talentpool.security.scope import Scope
from talentpool.web.transaction import unit_of_work

LISTED = 200


@click.command("remind")
@on_option
@unit_option
@click.option("--list", "listed", is_flag=True, help="逐条列出(最早到期的200条)。")
@with_appcontext
def remind(on: str | None, unit: str | None, listed: bool) -> None:
    """列出到期和即将到期的事项,并记入操作日志;每天自动执行一次。"""
    operator = console_operator()
    act_as(operator)
    day = reference_day(on)
    found_unit = console_unit(unit, scope=operator.scope)
    scope = Scope((found_unit.path,)) if found_unit else operator.scope
    reminders = list_reminders(Whose(scope, None, None), on=day, most=LISTED) if listed else []
    with unit_of_work():
        counts = go_round(on=day, at=datetime.now(UTC))
    for count in counts:
        click.echo(f"{count.kind.label}: 逾期{count.overdue},即将到期{count.coming}")
    if not counts:
        click.echo("没有到期的事项")
    for one in reminders:
        click.echo(f"  {one.due.isoformat()} {one.kind.label} {one.unit} {one.person}".rstrip())
