"""Making a backup and proving it: the acts behind the console, the daily job and the page."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import select

from talentpool.audit.recorder import action
from talentpool.backup import lite, places, postgres
from talentpool.backup.files import scratch_folder, sweep, whole_file
from talentpool.backup.locks import locked
from talentpool.backup.pairs import OpeningKey, SealingKey, find_sealing_key
from talentpool.backup.parts import PIECE, Manifest, Opener, PartsWriter, Sink, read_parts
from talentpool.backup.queries import POLICY
from talentpool.backup.rules import Policy
from talentpool.backup.sealing import (
    Header,
    Sealer,
    check_outside,
    damaged,
    fresh_key,
    fresh_text,
    must_open,
    open_sealed,
    read_header,
)
from talentpool.backup.taken import Taken
from talentpool.config import VERSION
from talentpool.errors import RuleBroken
from talentpool.extensions import db
from talentpool.models import Setting
from talentpool.wording import say

SNAPSHOT = ".snapshot.sqlite3"
SCRATCH = ".verify-"
LOCK = ".lock"
VERIFY_LOCK = ".verify.lock"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A backup that was just written and read again; `size` in bytes."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def create_backup(*, at: datetime) -> Made:
    """Take, pack, seal and write a backup while work goes on; then read it again from outside.

    Needs the sealing key only. RuleBroken without one, or when the disk is full; whatever goes
    wrong, nothing stands under the backup's name.
    """
    key, folder = sealing_key(), places.folder()
    try:
        with locked(folder / LOCK, busy=say("另一次备份正在进行,请稍后再试")):
            sweep(folder, f"{SNAPSHOT}*")
            sweep(folder, f".*{places.SUFFIX}.part-*")
            path = places.fresh_name(at, folder)
            manifest, digest = _write(path, key, at=at)
    except (OSError, sqlite3.Error, psycopg.Error) as error:
        raise RuleBroken(
            say(
                "备份没有做成:%(why)s。请检查备份目录 %(folder)s 的磁盘空间和权限",
                why=_why(error),
                folder=folder,
            )
        ) from error
    if check_outside(path, binding=key.binding) != digest:
        path.unlink()
        raise RuleBroken(say("备份写入后核对不一致,已作废。请检查磁盘"))
    return Made(path, path.stat().st_size, digest, manifest)


def sealing_key() -> SealingKey:
    """The key that backups are made with; RuleBroken with the way out where none is set."""
    key = find_sealing_key(places.instance())
    if key is None:
        raise RuleBroken(
            say(
                "还没有备份密钥,不能制作备份。请在本机执行 flask --app wsgi backup keygen --out 密钥文件,"
                "并把密钥文件保存到别处(如U盘,锁入保险柜)"
            )
        )
    return key


def _write(path: Path, key: SealingKey, *, at: datetime) -> tuple[Manifest, str]:
    with _taken(path.parent) as taken:
        fresh = fresh_key()
        header = Header(
            version=VERSION,
            revision=taken.revision,
            engine=taken.engine,
            made_at=at.astimezone(UTC).isoformat(),
            installation=key.installation,
            key=key.fingerprint,
            fresh=fresh_text(fresh),
        )
        with whole_file(path) as stream:
            sealer = Sealer(stream, header, key, fresh)
            writer = PartsWriter(sealer.write)
            _write_files(writer)
            taken.write(writer)
            manifest = _manifest(header, taken, writer)
            writer.end(manifest)
            digest = sealer.close()
    return manifest, digest


def _write_files(writer: PartsWriter) -> None:
    for name, file in places.kept_files(places.instance()):
        with writer.part(name) as write, file.open("rb") as stream:
            while data := stream.read(PIECE):
                write(data)


def _manifest(header: Header, taken: Taken, writer: PartsWriter) -> Manifest:
    return Manifest(
        version=header.version,
        revision=header.revision,
        engine=header.engine,
        made_at=header.made_at,
        installation=header.installation,
        tables=taken.tables,
        sequences=taken.sequences,
        head=taken.head,
        parts=tuple(writer.parts),
    )


@contextmanager
def _taken(folder: Path) -> Iterator[Taken]:
    if db.engine.dialect.name == "postgresql":
        address = postgres.address_of(db.engine.url)
        _must_fit(postgres.size_of(address), folder)
        with postgres.taken(address) as found:
            yield found
        return
    raw = db.engine.raw_connection()
    try:
        source = raw.driver_connection
        assert isinstance(source, sqlite3.Connection)
        _must_fit(2 * lite.size_of(source), folder)
        with lite.taken(source, folder=folder, name=SNAPSHOT) as found:
            yield found
    finally:
        raw.close()


def _must_fit(size: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise RuleBroken(
            say(
                "备份目录 %(folder)s 的磁盘空间不足:需要约%(needed)s MB,只剩%(free)s MB。"
                "请清理磁盘,或用 TALENTPOOL_BACKUPS 换一个目录",
                folder=folder,
                needed=size // MEGABYTE + 1,
                free=free // MEGABYTE,
            )
        )


def _why(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


@dataclass(frozen=True)
class Checked:
    """What a check found: from outside only, or with all that is inside (`manifest`)."""

    path: Path
    header: Header
    size: int
    sha256: str
    manifest: Manifest | None = None


def verify_backup(path: Path, *, key: OpeningKey | None) -> Checked:
    """Prove a backup. Without the opening key that the file is whole and who made it; with it that

    everything opens, every digest and count agrees, and its database is sound. Touches no data.
    UnreadableFile (Newer, Foreign) says what is wrong.
    """
    header = read_header(path)
    own = find_sealing_key(places.instance())
    binding = key.binding if key else own.binding if own and own.fingerprint == header.key else None
    if key is not None:
        must_open(key, header)
    checked = Checked(path, header, path.stat().st_size, check_outside(path, binding=binding))
    return replace(checked, manifest=_look_inside(path, header, key)) if key else checked


def _look_inside(path: Path, header: Header, key: OpeningKey) -> Manifest:
    """Unpack into a folder of its own that is wiped afterwards."""
    folder = places.folder()
    with locked(folder / VERIFY_LOCK, busy=say("另一次核验正在进行,请稍后再试")):
        sweep(folder, f"{SCRATCH}*")
        with scratch_folder(folder, SCRATCH) as scratch:
            return _unpacked(path, header, key, scratch)


def _unpacked(path: Path, header: Header, key: OpeningKey, scratch: Path) -> Manifest:
    manifest = unpack(path, header, key, _opener(scratch))
    if manifest.engine == "sqlite":
        lite.check(scratch / lite.DATABASE, manifest.tables)
    return manifest


def _opener(scratch: Path) -> Opener:
    """The database goes where it can be looked at, all else nowhere."""

    def receive(name: str) -> tuple[Sink, Callable[[], None]]:
        if name != lite.DATABASE:
            return (lambda _data: None), (lambda: None)
        stream = (scratch / lite.DATABASE).open("wb")
        return stream.write, stream.close

    return receive


def unpack(path: Path, header: Header, key: OpeningKey, receive: Opener) -> Manifest:
    """Every part to where `receive` says; the manifest once all agrees, with the header too."""
    manifest = read_parts(open_sealed(path, key), receive)
    told = (manifest.revision, manifest.engine, manifest.made_at, manifest.installation)
    if told != (header.revision, header.engine, header.made_at, header.installation):
        raise damaged()
    return manifest


def set_policy(policy: Policy) -> None:
    """When the daily backup is made and how many are kept; RuleBroken with every fault."""
    policy.check()
    with action("变更备份安排"):
        kept = db.session.scalar(select(Setting).where(Setting.key == POLICY))
        if kept is None:
            db.session.add(Setting(key=POLICY, value=policy.as_kept()))
        else:
            kept.value = policy.as_kept()
        db.session.flush()
