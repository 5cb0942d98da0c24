"""`first-administrator`: the one-time codes with which vacant offices are filled."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from talentpool.accounts import first
from talentpool.security.actor import act_as, console_operator
from talentpool.security.roles import ROLES
from talentpool.web.transaction import unit_of_work
from talentpool.web.working_date import today


@click.command("first-administrator")
@with_appcontext
def first_administrator() -> None:
    """系统管理员或安全管理员无人担任时:生成开设账号的一次性代码。"""
    act_as(console_operator())
    with unit_of_work():
        codes = first.issue_codes(on=today())
    if not codes:
        click.echo("系统管理员和安全管理员都已有人担任,不需要一次性代码。")
        return
    for role, code in codes.items():
        click.echo(f"{ROLES[role].label}的一次性代码: {code}")
    click.echo(
        "请两位管理员分别打开首页下的 /accounts/first,各用一个代码开设自己的账号(每个代码只能用一次)。"
    )
