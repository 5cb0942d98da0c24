"""`first-administrator`: one-time codes for vacant offices; `accounts`: what the operator may do when nobody gets in."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from talentpool.accounts import first, guarding, queries, services
from talentpool.extensions import db
from talentpool.models import Account
from talentpool.security.actor import act_as, console_operator
from talentpool.security.roles import ROLES
from talentpool.web import journal
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


accounts = AppGroup("accounts", help="账号:列出、解锁、重置(控制台操作员,记入日志)。")


@accounts.command("list")
def list_accounts() -> None:
    """列出账号、角色和状态。"""
    for account in db.session.scalars(queries.select_accounts(queries.AccountFilter())):
        roles = "、".join(ROLES[grant.role].label for grant in account.grants if grant.role in ROLES)
        state = "停用" if account.disabled_at else "正常"
        click.echo(f"{account.username:<20} {state}  {account.display_name}  {roles or '未授予角色'}")


@accounts.command("unlock")
@click.argument("username")
def unlock_account(username: str) -> None:
    """解锁一个账号。"""
    act_as(console_operator())
    with unit_of_work():
        guarding.unlock(_find(username))
    journal.note("解锁账号", username)
    click.echo(f"账号“{username}”已解锁。")


@accounts.command("reset")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="同时取消第二因素(手机丢失时)。")
def reset_account(username: str, second_factor: bool) -> None:
    """重置密码,给出一次性密码;管理员全部进不来时用。"""
    act_as(console_operator())
    now = datetime.now(UTC)
    with unit_of_work():
        account = _find(username)
        password = services.reset_password(account, at=now, by_account_id=None)
        guarding.unlock(account)
        if second_factor:
            guarding.reset_second_factor(account, by=console_operator(), at=now)
    journal.note("重置密码", username)
    click.echo(f"一次性密码: {password}")
    click.echo("请当面交给本人;登录后须改成自己的密码。")


def _find(username: str) -> Account:
    account = db.session.scalar(select(Account).where(func.lower(Account.username) == username.lower()))
    if account is None:
        raise click.UsageError(f"没有账号“{username}”")
    return account
