"""Who uses an installation: every process holds a shared lock, a restore needs to be alone.

The kernel drops the lock with its process, so kill -9 leaves nothing to be cleared by hand.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from talentpool.backup.locks import take
from talentpool.errors import RuleBroken
from talentpool.wording import say

IN_USE = ".in-use"
_HOLD = "talentpool_in_use"


def hold(app: Flask, instance: Path) -> None:
    """Say that this process uses the installation; SystemExit while it is being restored."""
    handle = take(instance / IN_USE, shared=True)
    if handle is None:
        raise SystemExit("正在从备份恢复数据,请等恢复完成后再启动")
    app.extensions[_HOLD] = weakref.finalize(app, os.close, handle)


@contextmanager
def alone(app: Flask, instance: Path) -> Iterator[None]:
    """Be the only process that uses it; RuleBroken while the service or another command runs."""
    held = app.extensions.pop(_HOLD, None)
    if held is not None:
        held()
    handle = take(instance / IN_USE)
    try:
        if handle is None:
            raise RuleBroken(say("本系统还在运行,不能恢复。请先停止服务和后台任务进程,再执行一次"))
        yield
    finally:
        if handle is not None:
            os.close(handle)
        if held is not None:
            hold(app, instance)
