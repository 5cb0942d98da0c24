"""Going through the chain: is every entry as it was sealed, is none missing, none added, none cut off?

Two walks in one snapshot, so that memory does not grow with the log: the seals in their own order,
then each log beside its seals in the order of ids. Where nothing is found, every entry is in exactly
one seal and as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import Connection, func, inspect, select, text

from talentpool.audit.anchor import Damaged, current_anchor
from talentpool.audit.chain import LOGS, NO_SEAL, OPENING, Head, Key, OpenRun, Row, Seal
from talentpool.audit.findings import Finding, Findings
from talentpool.audit.rows import table_named
from talentpool.audit.streams import LogRows, seals, snapshot

TABLES = (*LOGS, "audit_seal")
TRIGGERS = {"sqlite": ("no_update", "no_delete", "no_replace"), "postgresql": ("no_change", "no_truncate")}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Expected:
    """What has to be found: made with this key, and not ending before these heads.

    `anchored` comes from the file beside the keys (`anchor`), `handed` from the auditor's own notes;
    of that one the first digits are enough.
    """

    key: Key
    anchor: str
    anchored: Head | None = None
    anchor_damaged: bool = False
    handed: Head | None = None

    @classmethod
    def here(cls, *, handed: Head | None = None) -> Expected:
        """What this installation expects; to be read before the snapshot is taken."""
        anchor = current_anchor()
        try:
            anchored, damaged = anchor.read(), False
        except Damaged:
            anchored, damaged = None, True
        return cls(Key.from_hex(current_app.config["AUDIT_KEY"]), str(anchor.path), anchored, damaged, handed)

    @property
    def heads(self) -> tuple[Head, ...]:
        """The heads that must stand in the chain."""
        return tuple(head for head in (self.anchored, self.handed) if head)


@dataclass(frozen=True)
class Verdict:
    """What was gone through (entries by log, seals) and what was found; `opened_at` in UTC, as text."""

    findings: tuple[Finding, ...]
    unlisted: int
    entries: dict[str, int]
    head: Head | None
    opened_at: str

    @property
    def count(self) -> int:
        """How many findings there are, unlisted ones included."""
        return len(self.findings) + self.unlisted

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify_here(*, handed: Head | None = None, tell: Tell = lambda _done, _total: None) -> Verdict:
    """Go through this installation's chain; outside of a transaction. `tell` hears rows done, of how many."""
    expected = Expected.here(handed=handed)
    with snapshot() as connection:
        return verify(connection, expected, tell=tell)


def verify(connection: Connection, expected: Expected, *, tell: Tell) -> Verdict:
    """The same in a given snapshot."""
    walk = _Walk(connection, expected, tell)
    there = inspect(connection).get_table_names()
    for name in TABLES:
        if name not in there:
            walk.findings.table_gone(name)
    if not walk.findings.listed:
        walk.go()
    found = walk.findings
    return Verdict(tuple(found.listed), found.unlisted, walk.entries, walk.head, walk.opened_at)


@dataclass
class _Walk:
    connection: Connection
    expected: Expected
    tell: Tell
    findings: Findings = field(default_factory=Findings)
    entries: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LOGS, 0))
    head: Head | None = None
    opened_at: str = ""
    grown: bool = False
    done: int = 0
    total: int = 0

    def go(self) -> None:
        for name in TABLES:
            self.total += self.connection.scalar(select(func.count()).select_from(table_named(name))) or 0
        self._look_for_triggers()
        self._walk_chain()
        for name in LOGS:
            self._walk_log(name)
        self.tell(self.total, self.total)

    def _look_for_triggers(self) -> None:
        dialect = self.connection.dialect.name
        standing = set(self.connection.scalars(text(_STANDING[dialect])))
        for name in TABLES:
            if not {f"{name}_{verb}" for verb in TRIGGERS[dialect]} <= standing:
                self.findings.unguarded(name)

    def _step(self, rows: int) -> None:
        before, self.done = self.done, self.done + rows
        if before // 20_000 != self.done // 20_000:
            self.tell(self.done, self.total)

    def _walk_chain(self) -> None:
        """The seals in their order: none missing, none made or changed without the key, none cut off."""
        before = Head(0, NO_SEAL)
        strange: list[int] = []  # first, last, how many
        for seal in seals(self.connection, tail="ORDER BY id"):
            self._step(1)
            if seal is None:
                self.findings.unreadable_seal()
                continue
            self._check_link(seal, before)
            self.grown = self.grown or seal.at != self.opened_at
            if seal.key_id != self.expected.key.id:
                strange = [strange[0] if strange else seal.id, seal.id, strange[2] + 1 if strange else 1]
            elif seal.mac != seal.mac_with(self.expected.key):
                self.findings.seal_changed(seal)
            before = Head(seal.id, seal.mac)
        if strange:
            self.findings.strange_key(*strange)
        self.head = before if before.seal else None
        self._check_end(before.seal)

    def _check_link(self, seal: Seal, before: Head) -> None:
        if seal.id == 1 and seal.log == OPENING:
            self.opened_at = seal.at
        elif seal.id == 1 or not before.seal:
            self.findings.no_opening()
        if before.seal and seal.id != before.seal + 1:
            self.findings.seals_gone(before.seal + 1, seal.id - 1)
        elif before.seal and seal.previous != before.mac:
            self.findings.unchained(seal)
        if any(head.seal == seal.id and not seal.mac.startswith(head.mac) for head in self.expected.heads):
            self.findings.replaced(seal)

    def _check_end(self, last: int) -> None:
        furthest = max((head.seal for head in self.expected.heads), default=0)
        if furthest > last:
            self.findings.cut(last + 1, furthest)
        if not last:
            self.findings.no_opening()
        if self.expected.anchor_damaged:
            self.findings.anchor_damaged(self.expected.anchor)
        elif self.expected.anchored is None and self.grown:  # nothing was written since the chain was opened
            self.findings.no_anchor(self.expected.anchor)

    def _walk_log(self, name: str) -> None:
        """A log beside its seals."""
        rows = LogRows(self.connection, name)
        for seal in seals(self.connection, tail=f"WHERE log = '{name}' ORDER BY first_id, id"):
            if seal is not None:
                self._pass_over(rows, seal.first_id - 1)
                self._check_run(rows, seal)
        self._pass_over(rows, None)

    def _pass_over(self, rows: LogRows, last_id: int | None) -> None:
        """Entries outside of every seal: put in past the program."""
        first: Row | None = None
        last, count = 0, 0
        while piece := self._taken(rows, last_id):
            first = first or piece[0]
            last, count = piece[-1][0], count + len(piece)
        if first is not None:
            self.findings.inserted(rows.log, first[0], last, count, first[1])

    def _check_run(self, rows: LogRows, seal: Seal) -> None:
        run = OpenRun(seal.log, seal.first_id, seal.first_id - 1)
        wanted, missing, in_order, latest = seal.first_id, False, True, ""
        while piece := self._taken(rows, seal.last_id):
            for row in piece:
                if row[0] != wanted:
                    self.findings.deleted(seal, wanted, row[0] - 1)
                    missing = True
                wanted = row[0] + 1
                in_order, latest = in_order and latest <= str(row[1]), str(row[1])
            run.take(piece)
        if wanted <= seal.last_id:
            self.findings.deleted(seal, wanted, seal.last_id)
        elif not missing and run.close().digest != seal.digest:
            self.findings.edited(seal, in_order=in_order)

    def _taken(self, rows: LogRows, last_id: int | None) -> Sequence[Row]:
        piece = rows.take(last_id)
        self.entries[rows.log] += len(piece)
        self._step(len(piece))
        return piece
