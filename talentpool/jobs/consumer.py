"""The consumer: worker threads and a ticker, inside the serving process or beside it."""

from __future__ import annotations

import logging
import threading

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from talentpool.jobs.services import tick
from talentpool.jobs.signals import QUEUE_FAULTS, now, signals

TICK = 10.0
"""Seconds between two looks for jobs that were given up or forgotten."""
LONGEST_POLL = 1.0
STOP_WITHIN = 20.0
log = logging.getLogger("talentpool.jobs")


class _Threads(Consumer):  # type: ignore[misc]
    """huey's consumer without its signal handlers: signals belong to the server."""

    def _set_signal_handlers(self) -> None:
        return None


class JobConsumer:
    """Started and stopped with its process; a job that does not end in time is begun again at the next start."""

    def __init__(self, app: Flask, *, workers: int = 1) -> None:
        self.app = app
        with app.app_context():
            huey = signals().huey
        self._threads = _Threads(
            huey,
            workers=workers,
            periodic=False,
            max_delay=LONGEST_POLL,
            scheduler_interval=60,
            shutdown_timeout=STOP_WITHIN,
        )
        self._stopping = threading.Event()
        self._ticker = threading.Thread(target=self._tick, name="job-ticker", daemon=True)

    def start(self) -> None:
        """Begin to work; returns at once."""
        self._ticker.start()
        self._threads.start()

    def stop(self) -> None:
        """Take no more jobs and wait for those that run, at most `STOP_WITHIN` seconds."""
        self._stopping.set()
        self._threads.stop(graceful=True)
        self._ticker.join(timeout=STOP_WITHIN)

    def _tick(self) -> None:
        while not self._stopping.is_set():
            try:
                with self.app.app_context():
                    tick(at=now())
            except (SQLAlchemyError, *QUEUE_FAULTS) as fault:
                log.warning("the database was not there for the ticker: %s", type(fault).__name__)
            self._stopping.wait(TICK)
