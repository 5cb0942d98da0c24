"""Files that a command leaves on the disk: whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO

import click

from talentpool.backup.files import whole_file


def write_whole(path: Path, file: IO[bytes]) -> None:
    """Write beside and swap in, so that a broken write leaves the old file as it was."""
    try:
        with whole_file(path, mode=0o644) as part:
            shutil.copyfileobj(file, part)
    except OSError as error:
        raise click.ClickException(
            f"无法写入 {path}:{error.strerror}。请换一个目录或检查磁盘空间。"
        ) from error
