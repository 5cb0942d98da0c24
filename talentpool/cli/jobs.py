"""`work`: a consumer of jobs beside the server, for bigger installations."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from talentpool.jobs.consumer import JobConsumer
from talentpool.security.rotation import check_keys


@click.command("work")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 16), help="同时执行几项任务。"
)
@with_appcontext
def work(workers: int) -> None:
    """执行后台任务(导入等),直到按 Ctrl+C 停止。"""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    check_keys()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    consumer = JobConsumer(app, workers=workers)
    consumer.start()
    click.echo("后台任务进程已启动(按 Ctrl+C 停止)")
    stopping.wait()
    consumer.stop()
