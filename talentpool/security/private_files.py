"""The data folder belongs to the account that runs the system: nobody else of the machine reads in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

_OTHERS = 0o077
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


def keep_new_files_private() -> None:
    """Whatever this process makes from now on is its owner's alone: folders 0700, files 0600."""
    os.umask(_OTHERS)


def tighten(instance: Path, database_url: str) -> None:
    """Take the rights of others from the data folder and its databases, made by an earlier version or by hand.

    What belongs to another account of the machine, and folders shared by all (sticky), are left as they are.
    """
    if os.name != "posix":
        return
    _close(instance)
    databases = set(instance.glob("*.sqlite3"))
    address = make_url(database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        databases.add(Path(address.database))
    for database in databases:
        for ending in _SIDE_FILES:
            _close(database.with_name(database.name + ending))


def _close(path: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    shared = found.st_uid != os.getuid() or found.st_mode & stat.S_ISVTX
    if found.st_mode & _OTHERS and not shared:
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
