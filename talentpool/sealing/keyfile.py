"""The installation's secrets: one file beside the data, readable by its owner only.

    {"secret_key": hex, "fingerprint_key": hex, "audit_key": hex, "field_keys": {"1": hex, …}, "retired_field_keys": {…}}

`secret_key` signs cookies, `fingerprint_key` keys the fingerprints of the log and of layouts, `audit_key`
chains the log, each of `field_keys` seals fields and keys their blind indexes. A retired key opens nothing any more; it stays
for the day on which an older backup is restored. Entries unknown here are kept as they are.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from talentpool.wording import say

KEY_FILE = "keys.json"
_FIELDS, _RETIRED = "field_keys", "retired_field_keys"


class KeysUnusable(SystemExit):
    """The key file is missing, unreadable, too open, or not that of the data: the sentence says the way out."""


def key_file(instance: Path) -> Path:
    """Where an installation keeps its keys."""
    return instance / KEY_FILE


def create_key_file(instance: Path) -> None:
    """Make the keys at the first start; of two starters the first wins."""
    instance.mkdir(parents=True, exist_ok=True)
    path = key_file(instance)
    fresh = {
        "secret_key": secrets.token_hex(32),
        "fingerprint_key": secrets.token_hex(32),
        "audit_key": secrets.token_hex(32),
        _FIELDS: {"1": secrets.token_hex(32)},
    }
    part = _written_beside(path, fresh)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def read_key_file(path: Path) -> dict[str, Any]:
    """Everything the file holds; KeysUnusable where it cannot be trusted."""
    try:
        mode = path.stat().st_mode & 0o777
        text = path.read_text(encoding="ascii")
    except OSError as error:
        raise KeysUnusable(say("读不了密钥文件%(path)s:%(why)s", path=path, why=error.strerror)) from error
    if os.name == "posix" and mode & 0o077:
        raise KeysUnusable(
            say(
                "密钥文件%(path)s的权限是%(mode)s,别的用户也能读到;请先执行 chmod 600 %(path)s,再启动",
                path=path,
                mode=f"{mode:04o}",
            )
        )
    try:
        keys = json.loads(text)
        bytes.fromhex(keys["secret_key"]), bytes.fromhex(keys["fingerprint_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise KeysUnusable(say("密钥文件%(path)s已损坏,请从备份中找回原来的文件", path=path)) from error
    return dict(keys)


def field_keys(keys: dict[str, Any]) -> dict[int, bytes]:
    """version → key. A file of the days before field keys has the first one derived from it, alike for everybody."""
    told = keys.get(_FIELDS)
    if not told:
        return {1: hmac.digest(bytes.fromhex(keys["fingerprint_key"]), b"field key 1", "sha256")}
    return {int(version): bytes.fromhex(key) for version, key in told.items()}


def retired_keys(keys: dict[str, Any]) -> dict[int, bytes]:
    """The same of keys that are out of use."""
    return {int(version): bytes.fromhex(key) for version, key in keys.get(_RETIRED, {}).items()}


def keep_field_keys(path: Path, *, in_use: dict[int, bytes], retired: dict[int, bytes]) -> None:
    """Write the field keys back, whole or not at all; everything else in the file stays."""
    told = {
        _FIELDS: {str(version): key.hex() for version, key in sorted(in_use.items())},
        _RETIRED: {str(version): key.hex() for version, key in sorted(retired.items())},
    }
    keep_entries(path, told)


def keep_entries(path: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Write entries into the file, whole or not at all; all that it then holds."""
    keys = read_key_file(path) | told
    _written_beside(path, keys).replace(path)
    _sync_folder(path.parent)
    return keys


def _written_beside(path: Path, keys: dict[str, Any]) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        json.dump(keys, stream)
        stream.flush()
        os.fsync(stream.fileno())
    return part


def _sync_folder(folder: Path) -> None:
    """So that a power cut after the change does not bring the old file back."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
