"""Files written whole or not at all, and made to last before anybody is told of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, *, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Write beside, force to disk, swap in; a failure leaves what was there and nothing else."""
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
        sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """The same for bytes at hand."""
    with whole_file(path) as stream:
        stream.write(content)


def sync_folder(folder: Path) -> None:
    """Make the names of a folder last (where the system can)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file that another library wrote last."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextmanager
def scratch_folder(inside: Path, prefix: str) -> Iterator[Path]:
    """A folder of its own (mode 0700), gone at the end."""
    with tempfile.TemporaryDirectory(dir=inside, prefix=prefix) as name:
        yield Path(name)


def sweep(folder: Path, pattern: str) -> None:
    """Remove what a killed process left behind."""
    for left in folder.glob(pattern):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
