"""What an engine hands over: one moment of the database, ready to be written into a backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from talentpool.backup.parts import PartsWriter, Table

HEAD = "SELECT id, mac FROM audit_seal ORDER BY id DESC LIMIT 1"
"""The end of the audit chain."""


@dataclass(frozen=True)
class Taken:
    """`write` puts the parts; `tables`, `sequences` and `head` go into the manifest and are whole after it."""

    engine: str
    revision: str
    tables: dict[str, Table]
    head: tuple[int, str] | None
    write: Callable[[PartsWriter], None]
    sequences: dict[str, int] = field(default_factory=dict)
