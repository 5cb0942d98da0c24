"""The database of a staged installation: filled and brought forward beside today's, then swapped in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.engine import URL

from talentpool.backup import lite, places, postgres
from talentpool.backup.files import sweep
from talentpool.backup.parts import Manifest, Sink
from talentpool.backup.promotion import Move
from talentpool.errors import RuleBroken
from talentpool.wording import say

STAGE = ".restore-"
STAGED_SCHEMA = "restoring_"
ASIDE_SCHEMA = "before_restore_"


class StagedDatabase(Protocol):
    """One of the two below."""

    @property
    def url(self) -> str:
        """Address of the staged database."""

    @property
    def decided_by(self) -> str | None:
        """The schema whose existence decides the restore; None: the plan itself does."""

    def receive(
        self, part: str, manifest: Manifest, begin: Callable[[], None]
    ) -> tuple[Sink, Callable[[], None]]:
        """Where a part goes; `begin` makes the empty tables of the backup's own schema."""

    def check(self, manifest: Manifest) -> None:
        """Everything has arrived: sound, and the counts agree."""

    def settle(self) -> None:
        """Nobody uses it any more; make it ready to be moved."""

    def moves(self, aside: str) -> list[Move]:
        """Files that take places, old ones going to folders called `aside`."""

    def swap(self) -> None:
        """What is not done by moving files."""

    def wipe(self) -> None:
        """Nothing came of it."""


class StagedFile:
    """SQLite: a file beside today's, on the same disk."""

    decided_by = None

    def __init__(self, target: URL, stamp: str) -> None:
        if not target.database or target.database == ":memory:":
            raise RuleBroken(say("本系统的数据库不是文件,不能恢复"))
        self.target = Path(target.database)
        sweep(self.target.parent, f".{self.target.name}{STAGE}*")
        self.path = self.target.with_name(f".{self.target.name}{STAGE}{stamp}")
        self.url = f"sqlite:///{self.path}"

    def receive(
        self, part: str, _manifest: Manifest, _begin: Callable[[], None]
    ) -> tuple[Sink, Callable[[], None]]:
        """The database is one part."""
        return places.receive_file(self.path)

    def check(self, manifest: Manifest) -> None:
        """Sound, and the counts agree."""
        lite.check(self.path, manifest.tables)

    def settle(self) -> None:
        """Into its one file."""
        lite.settle(self.path)

    def moves(self, aside: str) -> list[Move]:
        """Today's database is brought into its one file first; a damaged one is moved as it lies."""
        lost = () if _settled(self.target) else lite.COMPANIONS
        companions = [places.set_aside(Path(f"{self.target}{one}"), aside) for one in lost]
        return [
            *companions,
            Move(str(self.path), str(self.target), str(self.target.parent / aside / self.target.name)),
        ]

    def swap(self) -> None:
        """Moving the file is all."""

    def wipe(self) -> None:
        """The file and its companions."""
        lite.remove(self.path)


def _settled(path: Path) -> bool:
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


class StagedSchema:
    """PostgreSQL: a schema beside today's in the same database."""

    def __init__(self, target: URL, stamp: str) -> None:
        self._address = postgres.address_of(target)
        name = stamp.lower()
        self._schema, self.decided_by = f"{STAGED_SCHEMA}{name}", f"{ASIDE_SCHEMA}{name}"
        staged = target.update_query_dict({"options": f"-csearch_path={self._schema}"})
        self._staged_address = postgres.address_of(staged)
        self.url = staged.render_as_string(hide_password=False)
        self._loader: postgres.Loader | None = None
        postgres.must_be_alone(self._address)
        postgres.drop_schemas(self._address, STAGED_SCHEMA)
        postgres.make_schema(self._address, self._schema)

    def receive(
        self, part: str, manifest: Manifest, begin: Callable[[], None]
    ) -> tuple[Sink, Callable[[], None]]:
        """Each table is a part, loaded as it arrives."""
        if self._loader is None:
            begin()
            self._loader = postgres.Loader(self._staged_address, manifest.tables, manifest.sequences)
        return self._loader.receive(part)

    def check(self, manifest: Manifest) -> None:
        """Keys hold and the counts agree."""
        if self._loader is not None:
            self._loader.finish()

    def settle(self) -> None:
        """The schema is ready as it is."""

    def moves(self, aside: str) -> list[Move]:
        """No files of its own."""
        return []

    def swap(self) -> None:
        """Both schemas in one transaction."""
        try:
            postgres.swap(self._address, staged=self._schema, aside=self.decided_by)
        except psycopg.errors.LockNotAvailable as error:
            raise RuleBroken(say("数据库正被其他程序使用,不能恢复。请先停止服务和其他命令")) from error

    def wipe(self) -> None:
        """The schema and what it holds."""
        if self._loader is not None:
            self._loader.close()
        postgres.drop_schemas(self._address, self._schema)


def stage_database(target: URL, stamp: str) -> StagedDatabase:
    """An empty staged database for the one at `target`."""
    return (
        StagedSchema(target, stamp)
        if target.get_backend_name() == "postgresql"
        else StagedFile(target, stamp)
    )
