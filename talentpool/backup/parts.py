"""What is inside the envelope: named parts, compressed as one stream, and the manifest at the end.

    P length name · D length data … E      … one part after the other
    M length manifest (JSON)               … last

Numbers are four bytes, big-endian. The manifest names every part with its size and SHA-256; a
reader is told of no end of a part that does not agree with it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from talentpool.backup.sealing import damaged

PIECE = 256 * 1024
"""Most bytes of one piece of data, packed or not."""
LEVEL = 6


@dataclass(frozen=True)
class Part:
    """A part as the manifest names it: bytes and SHA-256 (hex) of its plain content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """A table as it was taken: its columns in order, and how many rows."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `sequences` are the last numbers PostgreSQL gave, `head` the last seal of the log:

    its number and MAC; None for a schema without any.
    """

    version: str
    revision: str
    engine: str
    made_at: str
    installation: str
    tables: dict[str, Table]
    sequences: dict[str, int] = field(default_factory=dict)
    head: tuple[int, str] | None = None
    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Manifest:
        """The same back."""
        try:
            values = json.loads(raw)
            values["parts"] = tuple(Part(**part) for part in values["parts"])
            values["tables"] = {
                name: Table(tuple(table["columns"]), table["rows"])
                for name, table in values["tables"].items()
            }
            values["head"] = tuple(values["head"]) if values["head"] else None
            return cls(**values)
        except (ValueError, TypeError, KeyError) as error:
            raise damaged() from error


class PartsWriter:
    """Packs parts into `put`; `end` writes the manifest with what was counted on the way."""

    def __init__(self, put: Callable[[bytes], object]) -> None:
        self._put = put
        self._packer = zlib.compressobj(LEVEL)
        self.parts: list[Part] = []

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """`with writer.part("database") as write: write(data)`."""
        summed, size = hashlib.sha256(), 0

        def write(data: bytes) -> None:
            nonlocal size
            for start in range(0, len(data), PIECE):
                self._record(b"D", data[start : start + PIECE])
            summed.update(data)
            size += len(data)

        self._record(b"P", name.encode())
        yield write
        self._pack(b"E")
        self.parts.append(Part(name, size, summed.hexdigest()))

    def end(self, manifest: Manifest) -> None:
        """The manifest, and what the packer still holds."""
        self._record(b"M", manifest.as_json())
        self._put(self._packer.flush())

    def _record(self, mark: bytes, data: bytes) -> None:
        self._pack(mark + len(data).to_bytes(4, "big") + bytes(data))

    def _pack(self, data: bytes) -> None:
        packed = self._packer.compress(data)
        if packed:
            self._put(packed)


Sink = Callable[[bytes], object]
Opener = Callable[[str], tuple[Sink, Callable[[], None]]]


def read_parts(plain: Iterable[bytes], receive: Opener) -> Manifest:
    """Read all parts: `receive(name)` gives where a part's bytes go and what to call at its end.

    Returns the manifest once everything agrees with it; UnreadableFile otherwise.
    """
    reader = _Unpacked(plain)
    found: list[Part] = []
    while (mark := reader.take(1)) == b"P":
        name = reader.record().decode()
        write, close = receive(name)
        summed, size = hashlib.sha256(), 0
        while (mark := reader.take(1)) == b"D":
            data = reader.record()
            summed.update(data)
            size += len(data)
            write(data)
        if mark != b"E":
            raise damaged()
        close()
        found.append(Part(name, size, summed.hexdigest()))
    if mark != b"M":
        raise damaged()
    manifest = Manifest.from_json(reader.record(most=64 * 1024 * 1024))
    if reader.take_if_any() or tuple(found) != manifest.parts:
        raise damaged()
    return manifest


class _Unpacked:
    """Unpacks a stream piece by piece: however well it was packed, memory stays one piece."""

    def __init__(self, plain: Iterable[bytes]) -> None:
        self._plain = iter(plain)
        self._unpacker = zlib.decompressobj()
        self._ready = bytearray()

    def take(self, count: int) -> bytes:
        """Exactly so many bytes."""
        while len(self._ready) < count:
            if not self._more():
                raise damaged()
        taken = bytes(self._ready[:count])
        del self._ready[:count]
        return taken

    def record(self, *, most: int = PIECE) -> bytes:
        """A length and as many bytes."""
        length = int.from_bytes(self.take(4), "big")
        if length > most:
            raise damaged()
        return self.take(length)

    def take_if_any(self) -> bool:
        """Whether anything follows, or the packed stream does not end here."""
        return self._more() or bool(self._ready) or not self._unpacker.eof

    def _more(self) -> bool:
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or next(self._plain, b"")
            try:
                piece = self._unpacker.decompress(packed, PIECE)
            except zlib.error as error:
                raise damaged() from error
            if piece:
                self._ready += piece
                return True
            if not packed:
                return False
        return bool(self._unpacker.unused_data or next(self._plain, b""))
