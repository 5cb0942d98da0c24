"""`backup keygen|create|list|verify|restore`: what the operator does about backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from talentpool.backup import pairs, places
from talentpool.backup.admission import check_restorable
from talentpool.backup.queries import BackupLine, list_backups
from talentpool.backup.restore import Restored, restore_backup
from talentpool.backup.services import Checked, create_backup, verify_backup
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.security.actor import act_as, console_operator
from talentpool.web import journal
from talentpool.web.working_date import HOME_ZONE

backup = AppGroup("backup", help="备份: 生成密钥、制作、列出、核验、恢复。")

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_CARRIED_OVER = {"deletions": "清除登记簿中的清除"}
"""What is carried over a restore, by its name in `backup.steps`, in the operator's words."""
KEY_HELP = "备份密钥文件(keygen 写出、保存在别处的那个)。"


@contextmanager
def refusals() -> Iterator[None]:
    """Refusals end the command with 1 and their sentence."""
    act_as(console_operator())
    try:
        yield
    except RuleBroken as broken:
        raise click.ClickException(";".join(broken.reasons)) from broken
    except UnreadableFile as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable


@backup.command("keygen")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="把密钥文件写到哪里(如U盘上的文件名)。"
)
@click.option("--print", "show", is_flag=True, help="不写文件,把密钥打印出来(由您抄存或打印)。")
@click.option("--replace", "again", is_flag=True, help="换一把新密钥;旧备份仍用旧密钥打开。")
def keygen(out: Path | None, show: bool, again: bool) -> None:
    """生成备份密钥: 打开备份的一半由您保存到别处,本机只留制作备份的一半。"""
    if (out is None) != show:
        raise click.UsageError("请用 --out 指定密钥文件写到哪里,或用 --print 打印出来")
    with refusals():
        instance, before = places.instance(), pairs.find_sealing_key(places.instance())
        if before and not again:
            raise click.ClickException(
                f"已有备份密钥(指纹 {before.fingerprint})。要换一把请加 --replace;旧备份仍须用旧密钥打开"
            )
        if out and out.resolve().is_relative_to(instance.resolve()):
            raise click.ClickException(
                "密钥文件不能放在数据目录里:与数据同时丢失就打不开备份了。请换一个地方"
            )
        sealing, opening = pairs.make_pair(made_at=datetime.now(UTC).isoformat(), before=before)
        if out:
            pairs.write_opening_key(out, opening)
        pairs.keep_sealing_key(instance, sealing)
        journal.note("生成备份密钥", sealing.fingerprint, before=before.fingerprint if before else "")
    click.echo(pairs.opening_file_of(opening).decode() if show else f"密钥文件: {out}")
    click.echo(f"指纹: {sealing.fingerprint}")
    click.echo("请把密钥保存到本机以外的两个地方。没有它,任何人都打不开备份,也无法恢复数据。", err=True)


@backup.command("create")
def create() -> None:
    """制作一份备份(不必停止服务)。"""
    with refusals():
        made = create_backup(at=datetime.now(UTC))
        journal.note("制作备份", made.path.name, sha256=made.sha256, rows=made.manifest.rows)
    click.echo(f"已备份: {made.path}")
    click.echo(f"  {made.manifest.rows}条数据,{megabytes(made.size)},SHA-256 {made.sha256}")


@backup.command("list")
def list_made() -> None:
    """列出备份目录中的备份。"""
    with refusals():
        lines = list_backups()
        click.echo(f"备份目录: {places.folder()}")
    for line in lines:
        click.echo(f"  {_line(line)}")
    if not lines:
        click.echo("  还没有备份")


@backup.command("verify")
@FILE
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help=KEY_HELP)
def verify(file: Path, key: Path | None) -> None:
    """核验一份备份: 不带密钥只看文件是否完整,带密钥则打开全部内容逐项核对。"""
    with refusals():
        checked = verify_backup(file, key=pairs.read_opening_key(key) if key else None)
        journal.note("核验备份", file.name, sha256=checked.sha256, complete=checked.manifest is not None)
    _tell(checked)


@backup.command("restore")
@FILE
@click.option("--key", required=True, type=click.Path(dir_okay=False, path_type=Path), help=KEY_HELP)
@click.option("--foreign", is_flag=True, help="允许用另一套系统的备份代替本系统的数据。")
@click.option("--yes", is_flag=True, help="不再询问。")
def restore(file: Path, key: Path, foreign: bool, yes: bool) -> None:
    """用一份备份代替现在的数据(先停止服务;现在的数据另存,不会覆盖)。"""
    with refusals():
        opening = pairs.read_opening_key(key)
        _tell(check_restorable(file, opening, foreign_too=foreign))
        if not yes:
            click.confirm("将用它代替现在的数据,所有人须重新登录。继续吗?", abort=True)
        restored = restore_backup(file, opening, at=datetime.now(UTC), foreign_too=foreign)
    _tell_restored(restored)


def _tell(checked: Checked) -> None:
    header, manifest = checked.header, checked.manifest
    made_at = datetime.fromisoformat(header.made_at).astimezone(HOME_ZONE)
    click.echo(f"{checked.path.name}: {made_at:%Y-%m-%d %H:%M} 制作,{megabytes(checked.size)}")
    click.echo(f"  系统版本 {header.version},数据结构 {header.revision},密钥指纹 {header.key}")
    if manifest is None:
        click.echo("  文件完整。未用密钥打开;要核对内容请加 --key 密钥文件")
    else:
        click.echo(f"  全部打开并核对无误: {len(manifest.tables)}张表,{manifest.rows}条数据")


def _tell_restored(restored: Restored) -> None:
    settled = restored.settled
    schema = f"和数据库模式 {restored.schema} " if restored.schema else ""
    click.echo(f"已恢复。原来的数据另存在 {restored.aside} {schema}".rstrip())
    click.echo(f"  已退出{settled.sessions}个登录,作废{settled.jobs}项未完成的后台任务")
    if restored.log.head:
        click.echo(
            f"  审计日志接着备份时的末尾({restored.log.head}),恢复前的末尾是 {restored.log.before or '无'}"
        )
    if restored.log.faults:
        click.echo(
            f"  注意: 备份中的审计日志有{restored.log.faults}处不完好,请执行 audit verify 查看", err=True
        )
    for name, count in settled.applied.items():
        click.echo(f"  {_CARRIED_OVER.get(name, name)}: 按现在的登记重新执行了{count}条")
    for name in restored.lost:
        told = _CARRIED_OVER.get(name, name)
        click.echo(f"  注意: 原来的数据库读不出,{told}没有重新执行,请人工核对", err=True)


def _line(line: BackupLine) -> str:
    made = line.made_at.astimezone(HOME_ZONE)
    told = f"{made:%Y-%m-%d %H:%M}  {megabytes(line.size):>10}  {line.path.name}"
    return f"{told}  {line.fault}" if line.fault else told


def megabytes(size: int) -> str:
    """Bytes as an operator reads them."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)} KB"
