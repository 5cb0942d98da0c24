"""The chain's arithmetic: what of an entry is sealed, digests of runs of entries, and the MAC of a seal. Pure.

A run is one or more entries of one log whose ids follow each other. Its digest is SHA-256 over the
JSON of its rows; a seal's MAC is HMAC-SHA256 over the seal and the MAC of the one before, so that no
seal can be made, changed, moved or left out without the key. A row is written down as the database
holds it: numbers, texts, the moment in UTC to the microsecond, `changes` as the very text that is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

LOGS: dict[str, tuple[str, ...]] = {
    "audit_entry": (
        "id", "at", "actor", "act", "operation", "record_table", "record_id", "person_id", "unit_id", "batch_id",
        "changes",
    ),
    "journal_entry": ("id", "at", "actor", "event", "subject", "address", "details"),
}  # fmt: skip
"""What is sealed: the columns of each log, in order. Another column would make another chain."""

OPENING = "opening"
"""What stands as the log of the first seal."""
NO_SEAL = "0" * 64
"""What stands as the MAC before the first seal."""
LONGEST_RUN = 1_000
"""Entries of one seal: damage is told to so many."""

Row = Sequence[Any]

_encode = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=repr).encode


def moment_text(at: datetime) -> str:
    """A moment as it is sealed (and as SQLite keeps it): UTC to the microsecond, without a zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@dataclass(frozen=True)
class Run:
    """Entries of a log that one seal covers."""

    log: str
    first_id: int
    last_id: int
    digest: str


@dataclass
class OpenRun:
    """A run that is still growing."""

    log: str
    first_id: int
    last_id: int
    _sum: Any = field(default_factory=lambda: hashlib.sha256(b"["))
    _empty: bool = True

    @property
    def room(self) -> int:
        """How many more entries fit."""
        return LONGEST_RUN - (self.last_id - self.first_id + 1)

    def take(self, rows: Sequence[Row]) -> None:
        """Further rows, each following the one before."""
        if not self._empty:
            self._sum.update(b",")
        self._empty = False
        self._sum.update(_encode(rows)[1:-1].encode("ascii"))
        self.last_id = rows[-1][0]

    def close(self) -> Run:
        """The run with its digest."""
        self._sum.update(b"]")
        return Run(self.log, self.first_id, self.last_id, self._sum.hexdigest())


def consecutive(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows in the order of their ids, parted where an id is left out."""
    start = 0
    if rows and rows[-1][0] - rows[0][0] == len(rows) - 1:
        yield rows
        return
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place][0] != rows[place - 1][0] + 1:
            yield rows[start:place]
            start = place


@dataclass(frozen=True)
class Key:
    """The key of the chain; `id` names it without telling it."""

    secret: bytes
    id: str

    @classmethod
    def from_hex(cls, text: str) -> Key:
        """From the key file's text."""
        secret = bytes.fromhex(text)
        return cls(secret, hmac.digest(secret, b"audit key id", "sha256").hex()[:16])


@dataclass(frozen=True)
class Seal:
    """A seal as it stands in the table; `at` is the text of the moment."""

    id: int
    at: str
    log: str
    first_id: int
    last_id: int
    digest: str
    key_id: str
    previous: str
    mac: str = ""

    def mac_with(self, key: Key) -> str:
        """What the MAC has to be."""
        sealed = (
            "audit seal 1",
            self.id,
            self.at,
            self.log,
            self.first_id,
            self.last_id,
            self.digest,
            self.key_id,
            self.previous,
        )
        return hmac.digest(key.secret, _encode(sealed).encode("ascii"), "sha256").hex()


@dataclass(frozen=True)
class Head:
    """The end of the chain: the last seal's number and MAC (or the beginning of it, on paper)."""

    seal: int
    mac: str

    @property
    def code(self) -> str:
        """To be copied on paper: “128-5f3a9b0c1d2e3f4a”."""
        return f"{self.seal}-{self.mac[:16]}"


def seal_runs(runs: Sequence[Run], *, key: Key, at: str, head: Head) -> list[Seal]:
    """Seals of the runs, behind the head of the chain."""
    seals = []
    for run in runs:
        bare = Seal(head.seal + 1, at, run.log, run.first_id, run.last_id, run.digest, key.id, head.mac)
        mac = bare.mac_with(key)
        seals.append(
            Seal(
                bare.id,
                at,
                run.log,
                run.first_id,
                run.last_id,
                run.digest,
                key.id,
                previous=head.mac,
                mac=mac,
            )
        )
        head = Head(bare.id, mac)
    return seals
