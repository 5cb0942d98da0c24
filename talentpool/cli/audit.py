"""`audit verify`, `audit head`, `audit anchor`: is the log whole, and how far does it go."""

from __future__ import annotations

import re
import sys

import click
from flask.cli import AppGroup

from talentpool.audit.anchor import current_anchor
from talentpool.audit.chain import Head
from talentpool.audit.findings import office_time
from talentpool.audit.sealing import find_head
from talentpool.audit.streams import snapshot
from talentpool.audit.verification import Verdict, verify_here
from talentpool.security.actor import act_as, console_operator
from talentpool.web import journal

WHOLE, DAMAGED = 0, 1

audit = AppGroup("audit", help="核对审计日志的完整性。")


def _read_head(_context: click.Context, _parameter: click.Parameter, code: str | None) -> Head | None:
    if code is None:
        return None
    found = re.fullmatch(r"(\d{1,12})-([0-9a-f]{16,64})", re.sub(r"\s", "", code).lower())
    if not found:
        raise click.BadParameter("留底码的样式如 128-5f3a9b0c1d2e3f4a")
    return Head(int(found[1]), found[2])


@audit.command("verify")
@click.option("--head", "handed", callback=_read_head, metavar="CODE", help="另存的留底码(见 audit head)。")
def verify(handed: Head | None) -> None:
    """核对审计日志和操作日志:有无改动、删除、调换、插入、截去。完好时返回0,否则返回1。"""
    verdict = verify_here(handed=handed, tell=_tell if sys.stderr.isatty() else lambda _done, _total: None)
    for line in lines_of(verdict):
        click.echo(line)
    sys.exit(WHOLE if verdict.is_whole else DAMAGED)


def lines_of(verdict: Verdict) -> list[str]:
    """The verdict as it is printed."""
    since = f",自 {office_time(verdict.opened_at)} 起封存" if verdict.opened_at else ""
    lines = [
        f"审计日志 {verdict.entries['audit_entry']} 条、操作日志 {verdict.entries['journal_entry']} 条{since}"
    ]
    if verdict.is_whole:
        lines.append("日志完好:没有发现改动、删除、调换、插入或截去")
    else:
        lines.append(f"日志不完好,发现 {verdict.count} 处问题:")
        lines += [f"  {finding.text}" for finding in verdict.findings]
    if verdict.unlisted:
        lines.append(f"  另有 {verdict.unlisted} 处未逐一列出")
    if verdict.head:
        lines.append(f"末尾留底码 {verdict.head.code}")
    return lines


def _tell(done: int, total: int) -> None:
    click.echo(f"\r{done} / {total}", nl=done == total, err=True)


@audit.command("head")
def head() -> None:
    """显示日志末尾的留底码,可抄下或打印,另处保存;日后用 verify --head 核对。"""
    with snapshot() as connection:
        found = find_head(connection)
    if found is None:
        raise click.ClickException("日志还没有封条")
    click.echo(found.code)


@audit.command("anchor")
@click.confirmation_option(prompt="只应在恢复备份或更换数据库之后进行。确定以现在的日志末尾重设留底吗?")
def anchor() -> None:
    """恢复备份之后:以现在的日志末尾重设密钥文件旁的留底,并记入操作日志。"""
    act_as(console_operator())
    with snapshot() as connection:
        found = find_head(connection)
    if found is None:
        raise click.ClickException("日志还没有封条")
    current_anchor().reset(found)
    journal.note("重设日志留底", found.code)
    click.echo(f"已重设留底:{found.code}")
