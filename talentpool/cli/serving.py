"""`serve`: the production server with threads and the consumer of jobs; stops cleanly on Ctrl+C and SIGTERM."""

from __future__ import annotations

import os
import signal
import ssl
import sys
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from talentpool.web.cookies import is_loopback

TURN = 0.0005
"""Seconds for which a job may hold the interpreter while a page waits (Python's own are 0.005).

A page asks for its turn again after every statement, some dozens of times: with a job that
computes, 400,000 rows being checked, the median page took 0.3–0.6 s, and takes 0.1 s so.
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WAYS_OUT = (
    "请用 --certificate 和 --key 指定证书(或设 TALENTPOOL_CERTIFICATE、TALENTPOOL_KEY);"
    "或在本机前置 nginx,见 docs/deployment/https.md"
)


@click.command("serve")
@click.option(
    "--host", default=lambda: os.environ.get("TALENTPOOL_HOST", "127.0.0.1"), show_default="127.0.0.1"
)
@click.option(
    "--port", default=lambda: int(os.environ.get("TALENTPOOL_PORT", "8000")), show_default="8000", type=int
)
@click.option(
    "--certificate", type=_FILE, envvar="TALENTPOOL_CERTIFICATE", help="HTTPS证书文件(PEM,含中间证书)。"
)
@click.option("--key", type=_FILE, envvar="TALENTPOOL_KEY", help="证书的私钥文件(PEM,不设密码)。")
@click.option("--jobs/--no-jobs", default=True, help="在本进程内执行后台任务(另设 work 进程时用 --no-jobs)。")
@with_appcontext
def serve(host: str, port: int, certificate: Path | None, key: Path | None, jobs: bool) -> None:
    """启动服务(waitress),后台任务在同一进程内执行。"""
    from talentpool.jobs.consumer import JobConsumer
    from talentpool.security.rotation import check_keys
    from talentpool.web.logfile import write_log_file
    from talentpool.web.server import make_server

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    tls = _tls(certificate, key)
    app.debug = False  # whatever FLASK_DEBUG says: a trace on a page tells values
    proxies = int(app.config["PROXIES"])
    _refuse_plain_network(host, tls=tls is not None, proxies=proxies)
    _answer_to(app, host)
    check_keys()
    try:
        server = make_server(app, host=host, port=port, tls=tls, behind_proxy=proxies > 0)
    except OSError as error:
        raise click.ClickException(
            f"无法在 {host}:{port} 上启动:{error.strerror}。该端口可能被占用,请用 --port 换一个。"
        ) from error
    log_file = write_log_file(Path(app.config["INSTANCE"]))

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    click.echo(f"服务已启动: {'https' if tls else 'http'}://{host}:{port}  (按 Ctrl+C 停止)")
    click.echo(f"日志: {log_file}")
    consumer = JobConsumer(app) if jobs else None
    if consumer:
        sys.setswitchinterval(TURN)
        consumer.start()
    server.run()
    if consumer:
        consumer.stop()


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    from talentpool.web.server import tls_context

    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise click.UsageError("--certificate 和 --key 须同时指定。")
    mode = key.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        raise click.ClickException(
            f"私钥文件{key}的权限是{mode:04o},别的用户也能读到;请先执行 chmod 600 {key},再启动。"
        )
    try:
        return tls_context(certificate, key)
    except OSError as error:
        raise click.ClickException(
            f"证书或私钥不能使用({type(error).__name__})。请核对两个文件均为PEM格式、彼此配对,且私钥未设密码。"
        ) from error


def _refuse_plain_network(host: str, *, tls: bool, proxies: int) -> None:
    """Passwords and ID numbers do not travel a network in plain text."""
    if tls or is_loopback(host):
        return
    if proxies == 0:
        raise click.ClickException(
            f"不能在 {host} 上以明文HTTP提供服务:密码和身份证号会被同网络的人看到。{_WAYS_OUT}。"
        )
    click.echo(f"注意: {host} 上为明文HTTP,只应由前置的HTTPS代理连接;请用防火墙挡住其他来访。", err=True)


def _answer_to(app: Flask, host: str) -> None:
    """Answer to the address that is listened on; tell how to be reached where it names none."""
    trusted: list[str] = app.config["TRUSTED_HOSTS"]
    if host not in ("0.0.0.0", "::", *trusted):  # noqa: S104 - compared, not listened on
        trusted.append(host)
    if not is_loopback(host) and all(is_loopback(one) for one in trusted):
        click.echo("注意: 未设 TALENTPOOL_TRUSTED_HOSTS,其他电脑用本机的名称或地址访问时会被拒绝。", err=True)
