"""A consumer process for tests: counts up once, slowly, between two marks in its folder."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from talentpool.app import create_app
from talentpool.extensions import db
from talentpool.jobs.consumer import JobConsumer
from talentpool.jobs.registry import RunningJob, job_kind
from talentpool.models import Setting

FOLDER = Path(os.environ.get("TALENTPOOL_INSTANCE", "."))


@job_kind("count_up")
def count_up(job: RunningJob) -> dict[str, Any]:
    """Add one to a setting; stand still in the middle until the mark “go” is there."""
    with job.reading():
        job.progress(1, 3, "读")
    kept = db.session.scalar(select(Setting).where(Setting.key == "counted"))
    if kept is None:
        kept = Setting(key="counted", value=0)
        db.session.add(kept)
    kept.value = int(kept.value) + 1
    db.session.flush()
    job.progress(2, 3, "写")
    (FOLDER / f"reached-{job.attempt}").touch()
    while not (FOLDER / "go").exists():
        time.sleep(0.05)
    return {"message": "好"}


def main() -> None:
    """Work until SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    consumer = JobConsumer(create_app())
    consumer.start()
    stopping.wait()
    consumer.stop()


if __name__ == "__main__":
    main()
