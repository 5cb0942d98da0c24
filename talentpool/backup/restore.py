"""Putting a backup back: check everything, prepare it beside today's data, then swap.

Until the swap nothing of today is touched, and a failure leaves only a folder that is swept away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from talentpool.backup import occupancy, places, postgres, promotion
from talentpool.backup.admission import check_restorable
from talentpool.backup.pairs import OpeningKey
from talentpool.backup.services import Checked
from talentpool.backup.stage import Log, Stage
from talentpool.backup.steps import Settled, gather_all
from talentpool.extensions import db


@dataclass(frozen=True)
class Restored:
    """What was put back, what was done to it, and where the data of before lie now."""

    checked: Checked
    settled: Settled
    log: Log
    lost: tuple[str, ...]
    aside: str


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
        stage = Stage(at)
        planned = put_back = False
        try:
            settled, log = stage.prepare(checked, key, carried, at=at)
            promotion.keep_plan(places.instance(), stage.plan())
            planned = True
            stage.database.swap()
        finally:
            if planned:
                put_back = finish_restore(places.instance(), app.config["SQLALCHEMY_DATABASE_URI"])
            else:
                promotion.give_up(places.instance())
            if not put_back:
                stage.wipe()
    return Restored(checked, settled, log, carried.lost, str(places.instance() / stage.aside))


def finish_restore(instance: Path, database_url: str) -> bool:
    """Carry out what was decided; at each start too, before anything is opened, after a kill."""
    address = postgres.address_of(make_url(database_url))
    return promotion.finish(instance, is_decided=lambda schema: postgres.has_schema(address, schema))
