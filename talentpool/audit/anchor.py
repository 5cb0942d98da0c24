"""The head of the chain outside of the database: a small file beside the keys.

It is written after each commit that sealed something, and never runs ahead of the database: a crash
between the two leaves it behind by a seal or so, which is no fault. It goes forward only along the
chain; where what it names stands in the chain no more, it stays as the witness of what was cut off.

Two lines of equal length, the older one overwritten in place: no moment at which the file is not
whole, and nothing to wait for.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from talentpool.audit.chain import Head

ANCHOR_FILE = "audit-head"
_LINE = 12 + 1 + 64 + 1 + 8 + 1
_writing = threading.Lock()
log = logging.getLogger("talentpool.audit")


class Damaged(Exception):
    """The file is there, and neither of its lines can be read."""


@dataclass(frozen=True)
class Anchor:
    """The file of an installation."""

    path: Path

    def read(self) -> Head | None:
        """The head that was last anchored; None where there is no file yet; Damaged."""
        lines = self._lines()
        if lines is None:
            return None
        heads = [head for head in map(_read_line, lines) if head is not None]
        if not heads:
            raise Damaged(str(self.path))
        return max(heads, key=lambda head: head.seal)

    def advance(self, head: Head) -> None:
        """Move to a later head; where another has moved further, nothing happens."""
        with _writing:
            lines = self._lines()
            if lines is None:
                self.reset(head)
                return
            known = [found.seal if found else 0 for found in map(_read_line, lines)]
            if head.seal > max(known):
                with self.path.open("r+b") as stream:
                    stream.seek(_LINE * known.index(min(known)))
                    stream.write(_written(head))

    def reset(self, head: Head) -> None:
        """Begin anew, whatever stood there: at the first seal, and after a restored backup."""
        part = self.path.with_name(f".{ANCHOR_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_written(head) * 2)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, self.path)

    def _lines(self) -> tuple[bytes, bytes] | None:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        return content[:_LINE], content[_LINE : 2 * _LINE]


def current_anchor() -> Anchor:
    """The anchor of this installation."""
    return Anchor(Path(current_app.config["INSTANCE"]) / ANCHOR_FILE)


def _written(head: Head) -> bytes:
    text = f"{head.seal:012d} {head.mac}"
    return f"{text} {_check(text)}\n".encode("ascii")


def _check(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


def _read_line(line: bytes) -> Head | None:
    """The head that a line tells; None for a torn one."""
    parts = line.decode("ascii", "replace").split()
    if len(parts) != 3 or not parts[0].isdecimal() or not parts[0].isascii():
        return None
    return Head(int(parts[0]), parts[1]) if _check(f"{parts[0]} {parts[1]}") == parts[2] else None


class _Sealed(threading.local):
    """What the commit that this thread is in the midst of has sealed."""

    head: Head | None = None


_sealed = _Sealed()


def note_sealed(head: Head | None) -> None:
    """Before a commit: what is to be anchored once it has succeeded (None: nothing)."""
    _sealed.head = head


def anchor_sealed() -> None:
    """After a commit that succeeded. A file that cannot be written is told in the server's log only:

    what was committed stands, and the next commit tries again.
    """
    head, _sealed.head = _sealed.head, None
    if head is None:
        return
    try:
        current_anchor().advance(head)
    except OSError as error:
        log.error("the head of the audit chain could not be anchored: %s", error)
