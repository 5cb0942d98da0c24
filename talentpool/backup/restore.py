"""Putting a backup back: check everything, prepare it beside today's data, then swap.

Until the swap nothing of today is touched, and a failure leaves only a folder that is swept away.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from talentpool.backup import lite, occupancy, places, promotion
from talentpool.backup.files import sweep
from talentpool.backup.pairs import OpeningKey, find_sealing_key
from talentpool.backup.parts import Manifest, Sink
from talentpool.backup.promotion import Move, Plan
from talentpool.backup.sealing import Foreign, Header, Newer, read_header
from talentpool.backup.services import Checked, unpack, verify_backup
from talentpool.backup.steps import Carried, Settled, gather_all, settle_restored
from talentpool.config import ROOT
from talentpool.errors import RuleBroken, UnreadableFile
from talentpool.extensions import db, only_reads
from talentpool.models import Account
from talentpool.security.actor import act_as, current_actor
from talentpool.web import journal
from talentpool.wording import say

MakeApp = Callable[[Path, str], Flask]
"""An application for an instance folder and a database address: the staged installation."""
MAKER = "talentpool_staged_application"
STAGE = ".restore-"
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
        stage = _Stage.at(at)
        try:
            settled = stage.prepare(checked, key, carried, at=at)
            promotion.keep_plan(places.instance(), stage.plan())
        finally:
            if promotion.find_plan(places.instance()) is None:
                stage.wipe()
        promotion.finish(places.instance(), has_schema=lambda _name: True)
    return Restored(checked, settled, carried.lost, str(stage.aside))


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


@dataclass(frozen=True)
class _Stage:
    """An installation beside the real one: its folder, its database, and where the old ones will go."""

    folder: Path
    database: Path
    target: Path
    aside: Path

    @classmethod
    def at(cls, at: datetime) -> _Stage:
        stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        instance, target = places.instance(), _database_file()
        sweep(instance, f"{STAGE}*")
        sweep(target.parent, f".{target.name}{STAGE}*")
        folder = instance / f"{STAGE}{stamp}"
        folder.mkdir(mode=0o700)
        aside, number = instance / f"{ASIDE}{stamp}", 2
        while aside.exists():
            aside, number = instance / f"{ASIDE}{stamp}-{number}", number + 1
        return cls(folder, target.with_name(f".{target.name}{STAGE}{stamp}"), target, aside)

    def prepare(self, checked: Checked, key: OpeningKey, carried: Carried, *, at: datetime) -> Settled:
        """Unpack, check the counts, bring the schema forward and settle what must be settled."""
        manifest = unpack(checked.path, checked.header, key, self._receive)
        lite.check(self.database, manifest.tables)
        actor = current_actor()
        make: MakeApp = current_app.extensions[MAKER]
        staged = make(self.folder, f"sqlite:///{self.database}")
        with staged.app_context():
            act_as(actor)
            upgrade()
            settled = settle_restored(carried, at=at)
            _note(checked, manifest, settled, carried)
            db.session.remove()
            db.engine.dispose()
        lite.settle(self.database)
        return settled

    def _receive(self, name: str) -> tuple[Sink, Callable[[], None]]:
        place = self.database if name == lite.DATABASE else places.place_of(name, self.folder)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = _private(place)
        return stream.write, stream.close

    def plan(self) -> Plan:
        """What moves where. A database of today that is whole is first brought into its one file."""
        instance = places.instance()
        moves = []
        if not _settled(self.target):
            moves += [self._set_aside(Path(f"{self.target}{one}")) for one in lite.COMPANIONS]
        moves.append(Move(str(self.database), str(self.target), str(self._aside_of(self.target))))
        for name in SIDE_DATABASES:
            moves += [self._set_aside(instance / f"{name}{one}") for one in ("", *lite.COMPANIONS)]
        for name in (*places.KEPT_FILES, *places.KEPT_FOLDERS):
            staged = self.folder / name
            if staged.exists():
                moves.append(Move(str(staged), str(instance / name), str(self.aside / name)))
            elif name in places.KEPT_FOLDERS:
                moves.append(self._set_aside(instance / name))
        return Plan(str(self.folder), tuple(moves))

    def _set_aside(self, path: Path) -> Move:
        return Move(None, str(path), str(self._aside_of(path)))

    def _aside_of(self, path: Path) -> Path:
        """Beside the file, so that it stays on its own disk."""
        return path.parent / self.aside.name / path.name

    def wipe(self) -> None:
        """Nothing came of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        lite.remove(self.database)


def _database_file() -> Path:
    name = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).database
    if not name or name == ":memory:":
        raise RuleBroken(say("本系统的数据库不是文件,不能恢复"))
    return Path(name)


def _settled(path: Path) -> bool:
    """Whether today's database is one whole file now; a damaged one is moved as it lies."""
    if not path.exists():
        return False
    try:
        lite.settle(path)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise RuleBroken(say("数据库正被其他程序使用,不能恢复。请先停止服务和其他命令")) from error
        return False
    except sqlite3.DatabaseError:
        return False
    return True


def _private(path: Path) -> IO[bytes]:
    path.touch(mode=0o600)
    return path.open("wb")


def _note(checked: Checked, manifest: Manifest, settled: Settled, carried: Carried) -> None:
    journal.note(
        "恢复备份",
        checked.path.name,
        sha256=checked.sha256,
        made_at=manifest.made_at,
        rows=manifest.rows,
        audit=manifest.audit,
        sessions=settled.sessions,
        jobs=settled.jobs,
        applied=settled.applied,
        lost=list(carried.lost),
    )
