"""`keys show`, `keys rotate`, `keys scrub`: the keys under which fields are sealed."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from talentpool.extensions import db, scrub_sqlite
from talentpool.security import rotation
from talentpool.security.actor import act_as, console_operator
from talentpool.web import journal
from talentpool.web.working_date import HOME_ZONE

keys = AppGroup("keys", help="管理加密身份证号、电话等内容的密钥。")

STATES = {"active": "使用中", "leaving": "更换中", "retired": "已停用"}


@keys.command("show")
def show() -> None:
    """列出密钥的版本和状态(不显示密钥本身)。"""
    rotation.check_keys()
    told = rotation.list_keys()
    for key in told:
        click.echo(
            f"第{key.version}版 {STATES[key.state]} {key.made_at.astimezone(HOME_ZONE):%Y-%m-%d %H:%M} 校验值 {key.check_value}"
        )
    if not told:
        click.echo("还没有加密的内容")


@keys.command("rotate")
def rotate() -> None:
    """换用新的密钥,把已加密的内容全部重新加密。可以中断,再次执行时接着完成。"""
    act_as(console_operator())
    rotation.check_keys()
    try:
        done = rotation.rotate(_tell if sys.stderr.isatty() else lambda _count: None)
    except rotation.NoMoreVersions as error:
        raise click.ClickException("密钥版本号已用完(255版)") from error
    retired = [f"第{version}版" for version in done.retired]
    journal.note("更换密钥", f"第{done.version}版", retired=retired, resealed=done.resealed)
    if done.resumed:
        click.echo("上次没有完成的更换已接着完成")
    click.echo(f"现用第{done.version}版密钥,重新加密{done.resealed}项;{'、'.join(retired)}已停用")
    click.echo("密钥文件已改变,请重新备份")


@keys.command("scrub")
def scrub() -> None:
    """SQLite:重写数据库文件并清空日志文件,清除已改写、已删除内容的残留。请先停止服务。"""
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException("只用于SQLite数据库;PostgreSQL请由管理员执行 VACUUM FULL")
    db.session.remove()
    raw = db.engine.raw_connection()
    try:
        scrub_sqlite(raw.driver_connection)  # type: ignore[arg-type]
    finally:
        raw.close()
    click.echo("已清除残留")


def _tell(count: int) -> None:
    click.echo(f"\r已重新加密 {count} 项", nl=False, err=True)
