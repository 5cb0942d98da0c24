"""Locks between processes that a killed process cannot leave behind.

On Windows there are none: there the operator stops the service before he restores.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talentpool.errors import RuleBroken


def take(path: Path, *, shared: bool = False) -> int | None:
    """A handle that holds the lock until it is closed; None when somebody else holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if sys.platform != "win32":
        import fcntl

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
    return handle


@contextmanager
def locked(path: Path, *, busy: str) -> Iterator[None]:
    """Alone with what the lock stands for; RuleBroken in the words of `busy` when somebody else is."""
    handle = take(path)
    if handle is None:
        raise RuleBroken(busy)
    try:
        yield
    finally:
        os.close(handle)
