"""`make-certificate`: a certificate for HTTPS on the office's own network, where nobody issues one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

CERTIFICATE = "certificate.pem"
KEY = "certificate-key.pem"


@click.command("make-certificate")
@click.argument("names", nargs=-1, required=True, metavar="NAME-OR-ADDRESS…")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="存放证书和私钥的文件夹。"
)
def make(names: tuple[str, ...], out: Path) -> None:
    """自制HTTPS证书,写明其他电脑访问本机时用的名称或地址(可写多个)。"""
    from talentpool.web.certificates import DAYS, make_certificate

    try:
        certificate, key = make_certificate(names, at=datetime.now(UTC))
    except ValueError as error:
        raise click.UsageError("名称只能是主机名或IP地址,如 talentpool.lan 或 192.168.1.20。") from error
    out.mkdir(parents=True, exist_ok=True)
    for name in (CERTIFICATE, KEY):
        if (out / name).exists():
            raise click.UsageError(f"{out / name} 已存在,不覆盖。请换一个文件夹,或先移走旧证书。")
    _write(out / KEY, key, mode=0o600)
    _write(out / CERTIFICATE, certificate, mode=0o644)
    click.echo(f"已制作: {out / CERTIFICATE}、{out / KEY}({DAYS}天有效)")
    click.echo(f"启动: flask --app wsgi serve --certificate {out / CERTIFICATE} --key {out / KEY}")
    click.echo("请把 certificate.pem(不是私钥)导入各电脑“受信任的根证书颁发机构”,浏览器才不再警告。")


def _write(path: Path, content: bytes, *, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
