"""Where backups lie, how they are called, and which files beside the database belong to them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from flask import current_app
from sqlalchemy.engine import make_url

from talentpool.backup.pairs import SEALING_FILE
from talentpool.backup.parts import Sink
from talentpool.backup.promotion import Move
from talentpool.backup.sealing import damaged
from talentpool.errors import RuleBroken
from talentpool.sealing.keyfile import KEY_FILE
from talentpool.wording import say

SUFFIX = ".tpbackup"
NAME = re.compile(r"talentpool-(\d{8}T\d{6})Z(-\d+)?\.tpbackup")
KEPT_FILES = (KEY_FILE, SEALING_FILE)
"""Files of the instance folder without which the data cannot be read."""
KEPT_FOLDERS = ("uploads",)
FILE_PART = "file/"


def instance() -> Path:
    """The instance folder of the application."""
    return Path(current_app.config["INSTANCE"])


def path() -> Path:
    """Where the application's backups lie."""
    return Path(current_app.config["BACKUPS"])


def folder() -> Path:
    """The same, made at its first use and readable by its owner only; RuleBroken when that fails."""
    place = path()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(place, error) from error
    return place


def files() -> list[Path]:
    """What lies in it, whatever it is; RuleBroken when it cannot be read."""
    place = folder()
    try:
        return sorted(place.iterdir())
    except OSError as error:
        raise _unusable(place, error) from error


def _unusable(place: Path, error: OSError) -> RuleBroken:
    why = error.strerror or type(error).__name__
    return RuleBroken(say("备份目录 %(folder)s 不能使用:%(why)s。请检查该目录", folder=place, why=why))


def fresh_name(at: datetime, place: Path) -> Path:
    """`talentpool-20231123T020000Z.tpbackup`, with a number when that stands already."""
    stem = f"talentpool-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    path, number = place / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, number = place / f"{stem}-{number}{SUFFIX}", number + 1
    return path


def moment_of(path: Path) -> datetime | None:
    """When a backup was made, by its name; None for a file that is not called like one."""
    found = NAME.fullmatch(path.name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None


def engine_name() -> str:
    """`sqlite` or `postgresql`."""
    return make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()


def kept_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(name of the part, path) of each file that is backed up beside the database."""
    for name in KEPT_FILES:
        if (root / name).is_file():
            yield f"{FILE_PART}{name}", root / name
    for name in KEPT_FOLDERS:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{FILE_PART}{path.relative_to(root).as_posix()}", path


def place_of(part: str, root: Path) -> Path:
    """Where the file of a part belongs under `root`; UnreadableFile for a name that leads elsewhere."""
    relative = PurePosixPath(part.removeprefix(FILE_PART))
    known = relative.parts[:1] and (str(relative) in KEPT_FILES or relative.parts[0] in KEPT_FOLDERS)
    if not part.startswith(FILE_PART) or not known or ".." in relative.parts or relative.is_absolute():
        raise damaged()
    return root / relative


def set_aside(path: Path, aside: str) -> Move:
    """Leave the place of a file empty; its content goes to the folder `aside` beside it, on the same disk."""
    return Move(None, str(path), str(path.parent / aside / path.name))


def receive_file(path: Path) -> tuple[Sink, Callable[[], None]]:
    """Where the bytes of a new file go (mode 0600), and what is called at its end."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stream = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def close() -> None:
        stream.flush()
        os.fsync(stream.fileno())
        stream.close()

    return stream.write, close
