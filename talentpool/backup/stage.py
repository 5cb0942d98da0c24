"""An installation beside the real one, in which a backup becomes data to work with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from talentpool.audit.anchor import ANCHOR_FILE, Anchor, Damaged, current_anchor
from talentpool.audit.chain import Head
from talentpool.audit.sealing import find_head
from talentpool.audit.streams import snapshot
from talentpool.audit.verification import Expected, verify
from talentpool.backup import lite, places
from talentpool.backup.databases import STAGE, stage_database
from talentpool.backup.files import sweep
from talentpool.backup.pairs import OpeningKey
from talentpool.backup.parts import Manifest, Sink
from talentpool.backup.promotion import Move, Plan
from talentpool.backup.services import Checked, unpack
from talentpool.backup.steps import Carried, Settled, settle_restored
from talentpool.extensions import db
from talentpool.security.actor import act_as, current_actor
from talentpool.web import journal

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
class Log:
    """The audit chain of the restored data: where it ended (None: not sealed yet), how much of it is not whole.

    `before` is where that of today ended, by the file beside the keys.
    """

    head: str
    faults: int
    before: str


class Stage:
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
        self._log_before = _anchored(instance)

    def prepare(
        self, checked: Checked, key: OpeningKey, carried: Carried, *, at: datetime
    ) -> tuple[Settled, Log]:
        """Unpack, check the counts, bring the schema forward and settle what must be settled."""
        unpack(checked.path, checked.header, key, lambda part: self._receive(part, checked))
        manifest = checked.manifest
        assert manifest is not None
        self.database.check(manifest)
        with self._in_staged():
            upgrade()
            log = _verify_log(manifest, before=self._log_before)
            settled = settle_restored(carried, at=at)
            _note(checked, manifest, settled, carried, log)
            _anchor_log()
        self.database.settle()
        return settled, log

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
        for name in (*places.KEPT_FILES, ANCHOR_FILE, *places.KEPT_FOLDERS):
            if (self.folder / name).exists():
                moves.append(
                    Move(str(self.folder / name), str(instance / name), str(instance / self.aside / name))
                )
            elif name not in places.KEPT_FILES:
                moves.append(places.set_aside(instance / name, self.aside))
        return Plan(str(self.folder), tuple(moves), self.database.decided_by)

    def wipe(self) -> None:
        """Nothing came of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.database.wipe()


def _verify_log(manifest: Manifest, *, before: str) -> Log:
    """Go through the chain as it came back. A fault in it bars nothing: it was there when the backup was made."""
    if manifest.head is None:
        return Log("", 0, before)
    head = Head(*manifest.head)
    expected = replace(Expected.here(), anchored=head)
    with snapshot() as connection:
        verdict = verify(connection, expected, tell=lambda _done, _total: None)
    return Log(head.code, len(verdict.findings) + verdict.unlisted, before)


def _anchor_log() -> None:
    """Anchor the log's end, or fail: an anchor that a full disk kept from being written is told in the server's log only."""
    with snapshot() as connection:
        head = find_head(connection)
    if head is not None:
        current_anchor().reset(head)


def _anchored(instance: Path) -> str:
    try:
        head = Anchor(instance / ANCHOR_FILE).read()
    except (Damaged, OSError):
        return ""
    return head.code if head else ""


def _note(checked: Checked, manifest: Manifest, settled: Settled, carried: Carried, log: Log) -> None:
    """The first entry after the restore: what was restored, and from which log to which."""
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
        log_head=log.head,
        log_before=log.before,
        log_faults=log.faults,
    )
