"""Which backups there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from talentpool.backup import places
from talentpool.backup.sealing import Header, read_header
from talentpool.errors import UnreadableFile


@dataclass(frozen=True)
class BackupLine:
    """A file of the backup folder; `fault` says what is wrong with one that is no whole backup."""

    path: Path
    made_at: datetime
    size: int
    header: Header | None
    fault: str = ""


def list_backups() -> Sequence[BackupLine]:
    """All backups of the folder, the newest first; only their heads are read."""
    lines = [
        _line(path, made_at) for path in places.folder().iterdir() if (made_at := places.moment_of(path))
    ]
    return sorted(lines, key=lambda line: (line.made_at, line.path.name), reverse=True)


def _line(path: Path, made_at: datetime) -> BackupLine:
    try:
        return BackupLine(path, made_at, path.stat().st_size, read_header(path))
    except UnreadableFile as unreadable:
        return BackupLine(path, made_at, path.stat().st_size, None, str(unreadable))
