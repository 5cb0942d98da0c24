"""Putting a backup back: check everything, prepare it beside today's data, then swap.

Until the swap nothing of today is touched, and a failure leaves only a folder that is swept away.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from talentpool.backup import occupancy, places, postgres, promotion
from talentpool.backup.admission import check_restorable
from talentpool.backup.pairs import OpeningKey
from talentpool.backup.services import Checked
from talentpool.backup.stage import Log, Stage
from talentpool.backup.steps import Carried, Settled, gather_all
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.wording import say

FAULTS = (OSError, sqlite3.Error, psycopg.Error, SQLAlchemyError)


@dataclass(frozen=True)
class Restored:
    """What was put back, what was done to it, and where the data of before lie now."""

    checked: Checked
    settled: Settled
    log: Log
    lost: tuple[str, ...]
    aside: str
    schema: str | None
    """On PostgreSQL: the schema of the old tables."""


def restore_backup(path: Path, key: OpeningKey, *, at: datetime, foreign_too: bool = False) -> Restored:
    """Replace today's data by those of a backup; RuleBroken or UnreadableFile and nothing touched.

    Ends all sessions, gives up unfinished jobs, does deletions again, brings an older schema
    forward, sets today's data aside.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()
    with occupancy.alone(app, places.instance()):
        checked = check_restorable(path, key, foreign_too=foreign_too)
        carried = gather_all()
        db.session.remove()
        db.engine.dispose()
        settled, log, stage = _put_back(checked, key, carried, at=at)
    return Restored(
        checked, settled, log, carried.lost, str(places.instance() / stage.aside), stage.database.decided_by
    )


def _put_back(
    checked: Checked, key: OpeningKey, carried: Carried, *, at: datetime
) -> tuple[Settled, Log, Stage]:
    """Prepare, decide, swap; RuleBroken says whether anything was decided when the disk or the database fails."""
    planned = put_back = False
    stage = Stage(at)
    try:
        settled, log = stage.prepare(checked, key, carried, at=at)
        promotion.keep_plan(places.instance(), stage.plan())
        planned = True
        stage.database.swap()
    except FAULTS as fault:
        raise RuleBroken(say("没有恢复,现在的数据没有改动:%(why)s。请排除故障后再试", why=fault)) from fault
    finally:
        put_back = _finish_or_give_up(planned=planned)
        if not put_back:
            stage.wipe()
    return settled, log, stage


def _finish_or_give_up(*, planned: bool) -> bool:
    if not planned:
        promotion.give_up(places.instance())
        return False
    try:
        return finish_restore(places.instance(), current_app.config["SQLALCHEMY_DATABASE_URI"])
    except FAULTS as fault:
        raise RuleBroken(
            say("恢复已经确定但还没有完成:%(why)s。请排除故障后重新启动,系统会自动完成", why=fault)
        ) from fault


def finish_restore(instance: Path, database_url: str) -> bool:
    """Carry out what was decided; at each start too, before anything is opened, after a kill."""
    address = postgres.address_of(make_url(database_url))
    return promotion.finish(instance, is_decided=lambda schema: postgres.has_schema(address, schema))
