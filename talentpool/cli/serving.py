"""`serve`: the production server, waitress, with threads and the consumer of jobs; stops cleanly on Ctrl+C and SIGTERM."""

from __future__ import annotations

import os
import signal
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

THREADS = 8


@click.command("serve")
@click.option(
    "--host", default=lambda: os.environ.get("TALENTPOOL_HOST", "127.0.0.1"), show_default="127.0.0.1"
)
@click.option(
    "--port", default=lambda: int(os.environ.get("TALENTPOOL_PORT", "8000")), show_default="8000", type=int
)
@click.option("--jobs/--no-jobs", default=True, help="在本进程内执行后台任务(另设 work 进程时用 --no-jobs)。")
@with_appcontext
def serve(host: str, port: int, jobs: bool) -> None:
    """启动服务(waitress),后台任务在同一进程内执行。"""
    from waitress import create_server

    from talentpool.jobs.consumer import JobConsumer

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        server = create_server(app, host=host, port=port, threads=THREADS, ident=None, channel_timeout=60)
    except OSError as error:
        raise click.ClickException(
            f"无法在 {host}:{port} 上启动:{error.strerror}。该端口可能被占用,请用 --port 换一个。"
        ) from error

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    click.echo(f"服务已启动: http://{host}:{port}  (按 Ctrl+C 停止)")
    consumer = JobConsumer(app) if jobs else None
    if consumer:
        consumer.start()
    server.run()
    if consumer:
        consumer.stop()
