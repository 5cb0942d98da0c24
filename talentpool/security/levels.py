"""The four levels of care."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """The levels, the more careful the higher."""

    OPEN = 1
    PERSONAL = 2
    SENSITIVE = 3
    SECRET = 4
