"""`demo`: the made-up sample town, taken in through the product's own intake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from talentpool.accounts import services
from talentpool.accounts.duties import SAMPLE_ACCOUNTS
from talentpool.accounts.queries import list_sample_accounts
from talentpool.config import ROOT
from talentpool.extensions import db
from talentpool.intake.options import Options
from talentpool.intake.services import take_in
from talentpool.intake.sources import Upload
from talentpool.models import Account, Person, Setting, Unit
from talentpool.sample.accounts import USERS
from talentpool.security.actor import act_as, console_operator
from talentpool.web.transaction import unit_of_work
from talentpool.web.working_date import WORKING_DATE

SAMPLE_FOLDER: Path = ROOT / "talentpool" / "sample" / "town"
SAMPLE_DAY = date(2023, 6, 30)


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="只在空系统中装入示例镇;已有数据时不作改动。")
@with_appcontext
def demo(if_empty: bool) -> None:
    """装入虚构的示例镇(青禾镇)和示例账号。"""
    act_as(console_operator())
    if not is_empty():
        if not if_empty:
            raise click.ClickException(
                "系统中已有数据,示例镇只能装入空系统。请换一个数据目录(TALENTPOOL_INSTANCE)。"
            )
    else:
        click.echo("首次启动:正在装入示例镇…")
        with unit_of_work():
            load_sample()
    show_accounts()


def is_empty() -> bool:
    """Whether neither a unit nor an account stands in the database."""
    return not any(db.session.scalar(select(func.count()).select_from(table)) for table in (Unit, Account))


def load_sample() -> None:
    """The workbooks through the intake, then the accounts and the working date, in one transaction."""
    files = [Upload(path.name, path.read_bytes()) for path in sorted(SAMPLE_FOLDER.glob("*.xlsx"))]
    taken = take_in(files, by=console_operator(), options=Options(on=SAMPLE_DAY))
    if taken.refused or not taken.recognised:
        raise click.ClickException("示例镇的工作簿没有全部收进来,请检查程序文件是否完整")
    db.session.add(Setting(key=WORKING_DATE, value=SAMPLE_DAY.isoformat()))
    for user in USERS:
        unit = db.session.scalar(select(Unit).where(Unit.name == user.unit)) if user.unit else None
        account = services.open_account(
            username=user.username,
            display_name=user.display_name,
            password=user.password,
            role=user.role,
            unit=unit,
            sample=True,
        )
        if user.holder:
            account.holder_id = db.session.scalar(select(Person.id).where(Person.name == user.holder))
    db.session.add(Setting(key=SAMPLE_ACCOUNTS, value=[user.username for user in USERS]))


def show_accounts() -> None:
    """Print the sample accounts; a real installation has none."""
    accounts = list_sample_accounts()
    if accounts:
        click.echo("示例数据,人员均为虚构。示例账号:")
    for account in accounts:
        click.echo(f"  {account.name:<10} {account.password:<22} {account.role}")
