"""What an engine hands over: one moment of the database, ready to be written into a backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from talentpool.backup.parts import PartsWriter, Table

LOGS = ("audit_entry", "journal_entry")


@dataclass(frozen=True)
class Taken:
    """`write` puts the parts; `tables`, `sequences` and `audit` go into the manifest and are whole after it."""

    engine: str
    revision: str
    tables: dict[str, Table]
    audit: dict[str, Any]
    write: Callable[[PartsWriter], None]
    sequences: dict[str, int] = field(default_factory=dict)
