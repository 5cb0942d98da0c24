"""The envelope of a backup: a plain header, sealed chunks, and a tail that tells whether it is whole.

    magic · format (2 bytes) · length (4) · header (JSON)
    length (4) · chunk            … each AES-256-GCM, ended by a length of zero
    SHA-256 of all before · HMAC-SHA256 of that by the binding secret

The key comes from X25519 between a fresh key of this file and the office's public one, and the
binding secret (HKDF-SHA256). A chunk's nonce is its number and whether it is the last, so that
chunks can neither be swapped nor cut off; the header is bound to each (RFC 5869, RFC 7748; the
chunking is the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár 2015).
The tail is checked without the opening key. Memory is one chunk, whatever the size.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talentpool.backup.pairs import OpeningKey, SealingKey
from talentpool.errors import UnreadableFile
from talentpool.wording import say

MAGIC = b"talentpool backup\n"
FORMAT = 1
CHUNK = 256 * 1024
"""Bytes of plain text in a chunk."""
TAG = 16
TAIL = 64
LONGEST_HEADER = 64 * 1024


class Newer(UnreadableFile):
    """A backup of a later version of the product than this one."""


class Foreign(UnreadableFile):
    """A backup of another installation, or sealed to another key."""


@dataclass(frozen=True)
class Header:
    """What a backup tells without being opened; `made_at` is UTC in ISO form."""

    version: str
    revision: str
    engine: str
    made_at: str
    installation: str
    key: str
    fresh: str

    def as_bytes(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), sort_keys=True).encode()


class Sealer:
    """Seals what is written to it; `close` ends the file, without it there is no valid tail."""

    def __init__(self, stream: IO[bytes], header: Header, key: SealingKey, fresh: X25519PrivateKey) -> None:
        self._stream = stream
        self._sum = hashlib.sha256()
        self._binding = key.binding
        self._pending = bytearray()
        self._number = 0
        raw = header.as_bytes()
        self._bound = hashlib.sha256(raw).digest()
        public = fresh.public_key().public_bytes_raw()
        secret = fresh.exchange(key.public_key)
        self._cipher = AESGCM(_chunk_key(secret, public, key.public_key, key.binding))
        self._put(MAGIC + FORMAT.to_bytes(2, "big") + len(raw).to_bytes(4, "big") + raw)

    def write(self, data: bytes) -> None:
        """Take plain bytes; whole chunks leave at once, the last one waits for `close`."""
        self._pending += data
        while len(self._pending) > CHUNK:
            chunk = bytes(self._pending[:CHUNK])
            del self._pending[:CHUNK]
            self._seal(chunk, last=False)

    def close(self) -> str:
        """Seal the rest and write the tail; the SHA-256 of the file's body, hex."""
        self._seal(bytes(self._pending), last=True)
        self._pending.clear()
        self._put((0).to_bytes(4, "big"))
        digest = self._sum.digest()
        self._stream.write(digest + _tail_code(self._binding, digest))
        return digest.hex()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._bound)
        self._number += 1
        self._put(len(sealed).to_bytes(4, "big") + sealed)

    def _put(self, data: bytes) -> None:
        self._sum.update(data)
        self._stream.write(data)


def fresh_key() -> X25519PrivateKey:
    """The key of one file, forgotten once that is written."""
    return X25519PrivateKey.generate()


def fresh_text(fresh: X25519PrivateKey) -> str:
    """Its public half, as the header tells it."""
    return fresh.public_key().public_bytes_raw().hex()


def read_header(path: Path) -> Header:
    """What a file tells of itself; UnreadableFile for one that is no backup, Newer for a later format."""
    with _opened(path) as stream:
        return _read_header(stream)[0]


def check_outside(path: Path, *, binding: str | None) -> str:
    """Whether a file is whole, without opening it: its SHA-256, hex; UnreadableFile when damaged.

    With the `binding` secret also that it was made with this key's other half.
    """
    with _opened(path) as stream:
        summed = hashlib.sha256()
        left = path.stat().st_size - TAIL
        while left > 0:
            data = stream.read(min(left, 1024 * 1024))
            if not data:
                break
            summed.update(data)
            left -= len(data)
        tail = stream.read()
        stream.seek(0)
        _read_header(stream)
    digest = summed.digest()
    if len(tail) != TAIL or not hmac.compare_digest(tail[:32], digest):
        raise damaged()
    if binding is not None and not hmac.compare_digest(tail[32:], _tail_code(binding, digest)):
        raise Foreign(say("此备份不是用本系统的备份密钥制作的"))
    return digest.hex()


def open_sealed(path: Path, key: OpeningKey) -> Iterator[bytes]:
    """The plain bytes of a backup, chunk by chunk; nothing is yielded that was not proven genuine."""
    with _opened(path) as stream:
        header, raw = _read_header(stream)
        must_open(key, header)
        cipher = AESGCM(_opening_secret(header, key))
        bound = hashlib.sha256(raw).digest()
        number, length = 0, _length(stream)
        while length:
            sealed = stream.read(length)
            following = _length(stream) if len(sealed) == length else 0
            try:
                plain = cipher.decrypt(_nonce(number, last=not following), sealed, bound)
            except (InvalidTag, ValueError) as error:
                raise damaged() from error
            yield plain
            number, length = number + 1, following
        if not number or len(stream.read(TAIL + 1)) != TAIL:
            raise damaged()


def must_open(key: OpeningKey, header: Header) -> None:
    """Foreign, when this key is not the one that the backup was sealed to."""
    if header.key != key.fingerprint:
        raise Foreign(
            say(
                "这把密钥打不开此备份:备份用的是密钥 %(wanted)s,给出的是 %(given)s",
                wanted=header.key,
                given=key.fingerprint,
            )
        )


def damaged() -> UnreadableFile:
    """The one sentence for a file that is cut, altered or mixed up."""
    return UnreadableFile(say("备份文件已损坏或被改动,不能使用。请换另一份备份"))


def _opening_secret(header: Header, key: OpeningKey) -> bytes:
    try:
        fresh = bytes.fromhex(header.fresh)
        secret = key.private_key.exchange(X25519PublicKey.from_public_bytes(fresh))
    except ValueError as error:
        raise damaged() from error
    return _chunk_key(secret, fresh, key.private_key.public_key(), key.binding)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            say("读不到备份文件 %(path)s:%(why)s", path=path, why=error.strerror or "")
        ) from error


def _read_header(stream: IO[bytes]) -> tuple[Header, bytes]:
    if stream.read(len(MAGIC)) != MAGIC:
        raise UnreadableFile(say("这不是本系统的备份文件"))
    form = int.from_bytes(stream.read(2), "big")
    if form > FORMAT:
        raise Newer(say("此备份由更新版本的系统制作(格式%(form)s),请先升级本系统再使用", form=form))
    length = int.from_bytes(stream.read(4), "big")
    raw = stream.read(min(length, LONGEST_HEADER))
    try:
        values: dict[str, Any] = json.loads(raw)
        return Header(**values), raw
    except (ValueError, TypeError) as error:
        raise damaged() from error


def _length(stream: IO[bytes]) -> int:
    raw = stream.read(4)
    length = int.from_bytes(raw, "big")
    if len(raw) != 4 or length > CHUNK + TAG:
        raise damaged()
    return length


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _chunk_key(secret: bytes, fresh: bytes, public: X25519PublicKey, binding: str) -> bytes:
    salt = fresh + public.public_bytes_raw()
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"talentpool backup 1")
    return derived.derive(secret + bytes.fromhex(binding))


def _tail_code(binding: str, digest: bytes) -> bytes:
    key = hmac.digest(bytes.fromhex(binding), b"talentpool backup tail 1", "sha256")
    return hmac.digest(key, digest, "sha256")
