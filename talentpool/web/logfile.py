"""The log of a running server: a file beside the data, where the number of an error page is found."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "talentpool.log"
LARGEST = 5 * 1024 * 1024
KEPT = 5


class PrivateFileHandler(RotatingFileHandler):
    """A rotating file that only its owner reads."""

    def _open(self):  # type: ignore[no-untyped-def]
        return os.fdopen(
            os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8"
        )


def write_log_file(instance: Path) -> Path:
    """Write what the product logs into `log/talentpool.log` of the instance from now on; the path."""
    folder = instance / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = PrivateFileHandler(folder / NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("talentpool").addHandler(handler)
    return folder / NAME
