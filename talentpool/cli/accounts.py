"""`first-administrator`: the one-time code with which an empty installation is opened."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from talentpool.accounts import services
from talentpool.security.actor import act_as, console_operator
from talentpool.web.transaction import unit_of_work


@click.command("first-administrator")
@with_appcontext
def first_administrator() -> None:
    """空系统:生成首个管理员的一次性代码。"""
    act_as(console_operator())
    if services.has_accounts():
        click.echo("已有账号,不再需要一次性代码。")
        return
    with unit_of_work():
        code = services.issue_first_code()
    click.echo(f"一次性代码: {code}")
    click.echo("请打开首页,用此代码开设首个管理员(代码只能用一次)。")
