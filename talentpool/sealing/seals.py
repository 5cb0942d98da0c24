"""Sealing and opening bytes: AES-256-GCM, bound to table, column, row and key version.

A seal is one byte of key version, twelve random bytes of nonce, the ciphertext and its tag of sixteen
bytes. What stands in another row or column, or was altered by a bit, does not open: BrokenSeal.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag

from talentpool.sealing.keyring import FieldKey, Keyring

NONCE = 12
SHORTEST = 1 + NONCE + 16


class BrokenSeal(Exception):
    """A sealed value does not open: altered, moved, or its key is not here. Never holds the value."""


def seal(key: FieldKey, place: bytes, row_id: int, data: bytes) -> bytes:
    """`data` sealed for one row of the column `place`."""
    nonce = os.urandom(NONCE)
    return _head(key) + nonce + key.cipher.encrypt(nonce, data, _bound(key, place, row_id))


def seal_many(key: FieldKey, place: bytes, rows: Sequence[tuple[int, bytes]]) -> list[bytes]:
    """The same for (row id, data) of many rows."""
    nonces = os.urandom(NONCE * len(rows))
    head, encrypt, prefix = _head(key), key.cipher.encrypt, _bound_to_column(key, place)
    sealed = []
    start = 0
    for row_id, data in rows:
        nonce = nonces[start : start + NONCE]
        start += NONCE
        sealed.append(head + nonce + encrypt(nonce, data, prefix + b"%d" % row_id))
    return sealed


def unseal(keyring: Keyring, place: bytes, row_id: int, sealed: bytes) -> bytes:
    """What `seal` was given; BrokenSeal when anything about it is not as it was."""
    key = keyring.find(sealed[0]) if len(sealed) >= SHORTEST else None
    if key is None:
        raise BrokenSeal(f"{_named(place)} of row {row_id}: no key for it")
    try:
        return key.cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _bound(key, place, row_id))
    except InvalidTag as error:
        raise BrokenSeal(f"{_named(place)} of row {row_id}: altered or moved") from error


def version_of(sealed: bytes) -> int:
    """The key version under which something is sealed."""
    return sealed[0]


def place_of(table: str, column: str) -> bytes:
    """How a column is told in a seal."""
    return f"{table}\0{column}".encode()


def _head(key: FieldKey) -> bytes:
    return bytes((key.version,))


def _bound(key: FieldKey, place: bytes, row_id: int) -> bytes:
    return _bound_to_column(key, place) + b"%d" % row_id


def _bound_to_column(key: FieldKey, place: bytes) -> bytes:
    return b"%b\0%b\0" % (_head(key), place)


def _named(place: bytes) -> str:
    return place.decode().replace("\0", ".")
