"""The field keys in use, by version: AES-256-GCM for sealing, HMAC-SHA256 for blind indexes."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from talentpool.sealing.keyfile import field_keys, keep_field_keys, read_key_file, retired_keys

_EXTENSION = "talentpool_keyring"


@dataclass(frozen=True)
class FieldKey:
    """One version's keys, both derived from the one in the file; `check` tells it without giving it away."""

    version: int
    cipher: AESGCM
    index_key: bytes
    check: str

    @classmethod
    def of(cls, version: int, key: bytes) -> FieldKey:
        """The keys of one version."""
        return cls(
            version,
            AESGCM(hmac.digest(key, b"seal", "sha256")),
            hmac.digest(key, b"index", "sha256"),
            hmac.digest(key, b"check", "sha256").hex()[:16],
        )


class Keyring:
    """The keys of one installation. A version not known yet sends it back to the file once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys: dict[int, FieldKey] = {}
        self.reload()

    def reload(self) -> None:
        """Read the file again."""
        kept = field_keys(read_key_file(self.path))
        self._keys = {version: FieldKey.of(version, key) for version, key in kept.items()}

    def find(self, version: int) -> FieldKey | None:
        """The key of a version; None where it is unknown or retired."""
        if version not in self._keys:
            self.reload()
        return self._keys.get(version)

    @property
    def versions(self) -> set[int]:
        """The versions in use, as the file has them."""
        self.reload()
        return set(self._keys)

    @property
    def newest(self) -> int:
        """The highest version in use."""
        return max(self._keys)

    def add(self, version: int, key: bytes) -> None:
        """Put a key into the file; one that stands there already stays."""
        kept = read_key_file(self.path)
        if version not in field_keys(kept):
            keep_field_keys(self.path, in_use=field_keys(kept) | {version: key}, retired=retired_keys(kept))
        self.reload()

    def retire(self, versions: set[int]) -> None:
        """Keys out of use: nothing opens under them any more."""
        kept = read_key_file(self.path)
        known = field_keys(kept)
        gone = {version: key for version, key in known.items() if version in versions}
        if gone:
            stay = {version: key for version, key in known.items() if version not in versions}
            keep_field_keys(self.path, in_use=stay, retired=retired_keys(kept) | gone)
        self.reload()

    def reinstate(self, versions: set[int]) -> None:
        """Retired keys in use again: the data of an older backup has come back."""
        kept = read_key_file(self.path)
        known = retired_keys(kept)
        back = {version: key for version, key in known.items() if version in versions}
        if back:
            stay = {version: key for version, key in known.items() if version not in versions}
            keep_field_keys(self.path, in_use=field_keys(kept) | back, retired=stay)
        self.reload()


def install_keyring(app: Flask, path: Path) -> None:
    """Give an application its keys."""
    app.extensions[_EXTENSION] = Keyring(path)


def current_keyring() -> Keyring:
    """The keys of the current application."""
    keyring: Keyring = current_app.extensions[_EXTENSION]
    return keyring
