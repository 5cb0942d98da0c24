"""Days that are due as a calendar file: iCalendar, RFC 5545. Pure.

Lines end in CRLF and are folded at 75 octets (3.1), texts escaped (3.3.11). Each entry is a day
(VALUE=DATE) with an identifier that stays the same for the same record, so that a calendar moves an
entry rather than doubling it. Titles hold kind and unit, never the name of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
"""Octets of a line, without its end."""


@dataclass(frozen=True)
class Entry:
    """One day: `uid` is the same whenever the file is made."""

    uid: str
    day: date
    title: str
    url: str = ""


def write_calendar(name: str, entries: Iterable[Entry], *, at: datetime) -> bytes:
    """The whole file, in UTF-8; `at` is the moment it is made."""
    return b"".join(_folded(line) for line in _lines(name, entries, at=at))


def _lines(name: str, entries: Iterable[Entry], *, at: datetime) -> Iterator[str]:
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//talentpool//reminders//ZH", "CALSCALE:GREGORIAN")
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escaped(name)}"
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(entry.uid)}"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(entry.title)}"
        yield "TRANSP:TRANSPARENT"
        if entry.url:
            yield f"URL:{entry.url}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """A text as a value (3.3.11); control characters have no place in it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(char for char in plain if char == "\n" or ord(char) >= 32 and char != "\x7f")
    for char in ("\\", ";", ","):
        plain = plain.replace(char, f"\\{char}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, none of which breaks a character (3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for char in line:
        octets = char.encode()
        room = LONGEST_LINE - (1 if pieces else 0)
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
