"""Work in child processes of a parent that has everything imported and nothing open."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 120.0


@dataclass(frozen=True)
class Ended:
    """How a child ended: what it told (None: nothing), whether it was killed, what it complained of."""

    told: Any
    killed: bool
    complaint: str


def in_child(work: Callable[[], Any], *, log: Path, kill_after: float | None = None) -> Ended:
    """Run `work` in a child; its result, JSON, comes back unless it dies before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(work, writing, log)
    os.close(writing)
    told = _read(reading, child, kill_after)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    complaint = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
    return Ended(json.loads(told) if told else None, os.WIFSIGNALED(status), complaint)


def _be_child(work: Callable[[], Any], writing: int, log: Path) -> None:
    """Never returns."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    write = os.write
    try:
        told = json.dumps(work())
        write(writing, told.encode())
    except BaseException:  # noqa: BLE001 - the parent is told of whatever it was
        write(2, traceback.format_exc().encode())
    finally:
        sys.stdout.flush()
        os._exit(0)


def _read(reading: int, child: int, kill_after: float | None) -> bytes:
    """What the child tells until it ends; killed when its time is over."""
    start, told = time.monotonic(), b""
    wait = kill_after if kill_after is not None else PATIENCE
    while True:
        left = start + wait - time.monotonic()
        ready, _, _ = select.select([reading], [], [], max(left, 0))
        if not ready:
            os.kill(child, signal.SIGKILL)
            if kill_after is None:
                raise TimeoutError("a child did not end")
            wait = PATIENCE
            continue
        data = os.read(reading, 65536)
        if not data:
            return told
        told += data
