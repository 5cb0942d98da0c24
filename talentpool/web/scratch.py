"""Large uploads and answers wait in temporary files; what stands there is readable to nobody.

Each file has a key of its own that lives in memory only (AES-256 in counter mode): bytes at a place
are hidden by the key stream of that place. Whatever stays on the disk afterwards is noise. It protects
against reading, not against altering: nobody else has the file, which has no name.
"""

from __future__ import annotations

import io
import os
import tempfile
from typing import IO, TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from flask import Request

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

KEPT_IN_MEMORY = 512 * 1024
"""Bytes of an upload that need no file."""
_BLOCK = 16


class _Hidden(io.RawIOBase):
    """A nameless file, hidden block by block."""

    def __init__(self, folder: str | None) -> None:
        self._file = tempfile.TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115 - closed with this one
        self._key, self._nonce = os.urandom(32), int.from_bytes(os.urandom(8)) << 64

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def truncate(self, size: int | None = None) -> int:
        return self._file.truncate(size)

    def readinto(self, buffer: WriteableBuffer) -> int:
        place = self._file.tell()
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view)) or b""
        view[: len(data)] = self._turned(place, data)
        return len(data)

    def write(self, data: ReadableBuffer) -> int:
        place = self._file.tell()
        return self._file.write(self._turned(place, bytes(data))) or 0

    def close(self) -> None:
        self._file.close()
        super().close()

    def _turned(self, place: int, data: bytes) -> bytes:
        block, skipped = divmod(place, _BLOCK)
        counter = (self._nonce + block) % (1 << 128)
        stream = Cipher(AES256(self._key), CTR(counter.to_bytes(_BLOCK))).encryptor()
        stream.update(bytes(skipped))
        return stream.update(data)


def scratch_file(*, folder: str | None = None) -> io.BufferedRandom:
    """A temporary file for reading and writing, in the system's folder or another, gone when it is closed."""
    return io.BufferedRandom(_Hidden(folder))


class DiscreetRequest(Request):
    """A request whose large uploads wait in scratch files."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        size: Any = content_length or total_content_length
        small = size is not None and size <= KEPT_IN_MEMORY
        return io.BytesIO() if small else scratch_file()
