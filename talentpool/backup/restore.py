"""Putting a backup back: check everything, prepare it beside today's data, then swap.

Until the swap nothing of today is touched, and a failure leaves only a folder that is swept away.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from talentpool.backup import lite, occupancy, places, postgres, promotion
from talentpool.backup.files import sweep
from talentpool.backup.pairs import OpeningKey, find_sealing_key
from talentpool.backup.parts import Manifest, Sink
from talentpool.backup.promotion import Move, Plan
from talentpool.backup.sealing import Foreign, Header, Newer, read_header
from talentpool.backup.services import Checked, unpack, verify_backup
from talentpool.backup.staging import STAGE, stage_database
from talentpool.backup.steps import Carried, Settled, gather_all, settle_restored
from talentpool.config import ROOT
from talentpool.errors import UnreadableFile
from talentpool.extensions import db, only_reads
from talentpool.models import Account
from talentpool.security.actor import act_as, current_actor
from talentpool.web import journal
from talentpool.wording import say

MakeApp = Callable[[Path, str], Flask]
"""An application for an instance folder and a database address: the staged installation."""
MAKER = "talentpool_staged_application"
ASIDE = "before-restore-"
SIDE_DATABASES = ("jobs.sqlite3",)
"""Of the instance folder, set aside with the data: the queue of jobs that are no more."""


def set_maker(app: Flask, make: MakeApp) -> None:
    """How an application beside this one is made; it may use any data but these."""
    app.extensions[MAKER] = make


@dataclass(frozen=True)
class Restored:
    """What was put back, what was done to it, and where the data of before lie now."""

    checked: Checked
    settled: Settled
    lost: tuple[str, ...]
    aside: str


def check_restorable(path: Path, key: OpeningKey, *, foreign_too: bool) -> Checked:
    """Everything that is asked before anything is touched; refusals say the way out."""
    header = read_header(path)
    _must_be_known(header)
    _must_be_of_engine(header)
    if not foreign_too:
        _must_be_own(header)
    return verify_backup(path, key=key)


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
        stage = _Stage(at)
        planned = put_back = False
        try:
            settled = stage.prepare(checked, key, carried, at=at)
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
    return Restored(checked, settled, carried.lost, str(places.instance() / stage.aside))


def finish_restore(instance: Path, database_url: str) -> bool:
    """Carry out what was decided; at each start too, before anything is opened, after a kill."""
    address = postgres.address_of(make_url(database_url))
    return promotion.finish(instance, is_decided=lambda schema: postgres.has_schema(address, schema))


def _must_be_known(header: Header) -> None:
    known = {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}
    if header.revision not in known:
        raise Newer(
            say(
                "此备份由更新版本的系统制作(版本%(version)s,数据结构%(revision)s),请先升级本系统再恢复",
                version=header.version,
                revision=header.revision,
            )
        )


def _must_be_of_engine(header: Header) -> None:
    own = places.engine_name()
    if header.engine != own:
        labels = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise UnreadableFile(
            say(
                "此备份取自%(theirs)s,本系统使用%(own)s,不能恢复。请在使用%(theirs)s的系统上恢复",
                theirs=labels.get(header.engine, header.engine),
                own=labels.get(own, own),
            )
        )


def _must_be_own(header: Header) -> None:
    key = find_sealing_key(places.instance())
    strange = header.installation != key.installation if key else _is_in_use()
    if strange:
        raise Foreign(
            say(
                "此备份来自另一套系统(编号%(theirs)s),本系统中已有数据,没有恢复。"
                "确需用它代替本系统的数据时,请加 --foreign",
                theirs=header.installation,
            )
        )


def _is_in_use() -> bool:
    """Whether anybody has an account here; a database that cannot be read is none to protect."""
    try:
        with only_reads():
            return bool(db.session.scalar(select(func.count(Account.id))))
    except SQLAlchemyError:
        return False
    finally:
        db.session.rollback()


class _Stage:
    """An installation beside the real one: folder and database, and the name under which the old one goes."""

    def __init__(self, at: datetime) -> None:
        instance, stamp = places.instance(), f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        number = 1
        while (instance / f"{ASIDE}{stamp}").exists():
            number += 1
            stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}_{number}"
        self.aside = f"{ASIDE}{stamp}"
        sweep(instance, f"{STAGE}*")
        self.database = stage_database(make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]), stamp)
        self.folder = instance / f"{STAGE}{stamp}"
        self.folder.mkdir(mode=0o700)

    def prepare(self, checked: Checked, key: OpeningKey, carried: Carried, *, at: datetime) -> Settled:
        """Unpack, check the counts, bring the schema forward and settle what must be settled."""
        unpack(checked.path, checked.header, key, lambda part: self._receive(part, checked))
        manifest = checked.manifest
        assert manifest is not None
        self.database.check(manifest)
        with self._in_staged():
            upgrade()
            settled = settle_restored(carried, at=at)
            _note(checked, manifest, settled, carried)
        self.database.settle()
        return settled

    def _receive(self, part: str, checked: Checked) -> tuple[Sink, Callable[[], None]]:
        if part.startswith(places.FILE_PART):
            return places.receive_file(places.place_of(part, self.folder))
        assert checked.manifest is not None
        return self.database.receive(part, checked.manifest, lambda: self._begin(checked.header.revision))

    def _begin(self, revision: str) -> None:
        with self._in_staged():
            upgrade(revision=revision)

    @contextmanager
    def _in_staged(self) -> Iterator[None]:
        """Inside the staged installation, whose keys have arrived by now, as who asked for the restore."""
        actor, make = current_actor(), current_app.extensions[MAKER]
        staged: Flask = make(self.folder, self.database.url)
        with staged.app_context():
            act_as(actor)
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def plan(self) -> Plan:
        """What moves where, files of the instance folder included."""
        instance = places.instance()
        moves = self.database.moves(self.aside)
        for name in SIDE_DATABASES:
            moves += [
                places.set_aside(instance / f"{name}{one}", self.aside) for one in ("", *lite.COMPANIONS)
            ]
        for name in (*places.KEPT_FILES, *places.KEPT_FOLDERS):
            if (self.folder / name).exists():
                moves.append(
                    Move(str(self.folder / name), str(instance / name), str(instance / self.aside / name))
                )
            elif name in places.KEPT_FOLDERS:
                moves.append(places.set_aside(instance / name, self.aside))
        return Plan(str(self.folder), tuple(moves), self.database.decided_by)

    def wipe(self) -> None:
        """Nothing came of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.database.wipe()


def _note(checked: Checked, manifest: Manifest, settled: Settled, carried: Carried) -> None:
    journal.note(
        "恢复备份",
        checked.path.name,
        sha256=checked.sha256,
        made_at=manifest.made_at,
        rows=manifest.rows,
        sessions=settled.sessions,
        jobs=settled.jobs,
        deleted_again=[f"{name} {count}" for name, count in settled.applied.items()],
        lost=list(carried.lost),
    )
