"""A consumer process for tests: it stands still in the middle of an import, once everything is written."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

from talentpool.app import create_app
from talentpool.intake import record
from talentpool.intake.changes import ChangeSet
from talentpool.jobs.consumer import JobConsumer

FOLDER = Path(os.environ.get("TALENTPOOL_INSTANCE", "."))
_apply = record.apply_changes


def apply_and_wait(changes: ChangeSet) -> None:
    """Write, leave a mark of this process, and wait for “go”."""
    _apply(changes)
    (FOLDER / f"written-{os.getpid()}").touch()
    while not (FOLDER / "go").exists():
        time.sleep(0.05)


def main() -> None:
    """Work until SIGTERM."""
    record.apply_changes = apply_and_wait
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    consumer = JobConsumer(create_app())
    consumer.start()
    stopping.wait()
    consumer.stop()


if __name__ == "__main__":
    main()
