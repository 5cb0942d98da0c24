"""The installation's secrets: one file beside the data, readable by its owner only."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

KEY_FILE = "keys.json"


@dataclass(frozen=True)
class Keys:
    """`secret_key` signs cookies; `fingerprint_key` keys the fingerprints of sensitive values; `audit_key` seals the log."""

    secret_key: str
    fingerprint_key: str
    audit_key: str


def load_or_create_keys(instance: Path) -> Keys:
    """Read the keys, or make them at the first start (mode 0600, written whole or not at all).

    A file of an older version gets the key it lacks, derived so that two starters agree on it.
    """
    path = instance / KEY_FILE
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        names = ("secret_key", "fingerprint_key", "audit_key")
        part = _written_beside(path, {name: secrets.token_hex(32) for name in names})
        try:
            os.link(part, path)  # the first of two starters wins, the other reads its file
        except FileExistsError:
            pass
        finally:
            part.unlink()
    kept = json.loads(path.read_text(encoding="ascii"))
    if "audit_key" not in kept:
        derived = hmac.digest(bytes.fromhex(kept["secret_key"]), b"talentpool audit key", "sha256")
        kept["audit_key"] = derived.hex()
        os.replace(_written_beside(path, kept), path)
    return Keys(**kept)


def _written_beside(path: Path, keys: dict[str, str]) -> Path:
    part = path.with_name(f".{KEY_FILE}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        json.dump(keys, stream)
        stream.flush()
        os.fsync(stream.fileno())
    return part


def fingerprint(kind: str, value: str) -> str:
    """Keyed fingerprint (HMAC-SHA256, hex) of a sensitive value, for exact search and comparison."""
    key = bytes.fromhex(current_app.config["FINGERPRINT_KEY"])
    return hmac.digest(key, f"{kind}:{value}".encode(), "sha256").hex()
