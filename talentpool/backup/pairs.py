"""The two halves of a backup key: one seals on this machine, the other opens and is kept elsewhere.

The sealing half lies in the instance folder. It holds an X25519 public key and a binding secret
that goes into every backup's key, so that nobody makes a backup of this office from what a backup
file shows. The opening half is a file of its own that the operator takes off the machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from talentpool.backup.files import write_whole
from talentpool.errors import RuleBroken
from talentpool.wording import say

SEALING_FILE = "backup-key.json"
OPENING_FORMAT = "talentpool backup key 1"
SEALING_FORMAT = "talentpool sealing key 1"


@dataclass(frozen=True)
class SealingKey:
    """What makes backups. `installation` names this system, `former` the fingerprints of keys it had."""

    public: str
    binding: str
    installation: str
    made_at: str
    former: tuple[str, ...] = ()
    format: str = field(default=SEALING_FORMAT)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that tell a key from another."""
        return fingerprint_of(self.public)

    @property
    def public_key(self) -> X25519PublicKey:
        """As the cipher wants it."""
        return X25519PublicKey.from_public_bytes(_bytes(self.public))


@dataclass(frozen=True)
class OpeningKey:
    """What opens backups."""

    private: str
    binding: str
    made_at: str
    format: str = field(default=OPENING_FORMAT)

    @property
    def private_key(self) -> X25519PrivateKey:
        """As the cipher wants it."""
        return X25519PrivateKey.from_private_bytes(_bytes(self.private))

    @property
    def fingerprint(self) -> str:
        """The same as its other half's."""
        return fingerprint_of(_text(self.private_key.public_key().public_bytes_raw()))


def fingerprint_of(public: str) -> str:
    """Sixteen hex digits of a public key."""
    return hashlib.sha256(_bytes(public)).hexdigest()[:16]


def make_pair(*, made_at: str, before: SealingKey | None = None) -> tuple[SealingKey, OpeningKey]:
    """Two fresh halves; the installation keeps its name and remembers the fingerprint of the key `before`."""
    private = X25519PrivateKey.generate()
    binding = secrets.token_hex(32)
    sealing = SealingKey(
        public=_text(private.public_key().public_bytes_raw()),
        binding=binding,
        installation=before.installation if before else secrets.token_hex(8),
        made_at=made_at,
        former=(*before.former, before.fingerprint) if before else (),
    )
    return sealing, OpeningKey(private=_text(private.private_bytes_raw()), binding=binding, made_at=made_at)


def find_sealing_key(instance: Path) -> SealingKey | None:
    """The half of this installation, None before `backup keygen`; RuleBroken for a file that is none."""
    try:
        text = (instance / SEALING_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    values = _values(text, SEALING_FORMAT)
    if values is None:
        raise RuleBroken(
            say("%(file)s 已损坏,请用 backup keygen --replace 重新生成备份密钥", file=SEALING_FILE)
        )
    return SealingKey(**{**values, "former": tuple(values["former"])})


def keep_sealing_key(instance: Path, key: SealingKey) -> None:
    """Written whole, mode 0600."""
    write_whole(instance / SEALING_FILE, _json(key))


def read_opening_key(path: Path) -> OpeningKey:
    """The half that opens; RuleBroken for a file that is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise RuleBroken(
            say("读不到备份密钥文件 %(path)s:%(why)s", path=path, why=error.strerror or "")
        ) from error
    values = _values(text, OPENING_FORMAT)
    if values is None:
        raise RuleBroken(say("%(path)s 不是备份密钥文件(应为 backup keygen 写出的那个文件)", path=path))
    return OpeningKey(**values)


def opening_file_of(key: OpeningKey) -> bytes:
    """The bytes of the file to be kept elsewhere."""
    return _json(key)


def write_opening_key(path: Path, key: OpeningKey) -> None:
    """Written once, mode 0600; a file that stands there is never overwritten."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise RuleBroken(
            say("无法写入 %(path)s:%(why)s,请换一个文件名或目录", path=path, why=error.strerror or "")
        ) from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(_json(key))
        stream.flush()
        os.fsync(stream.fileno())


def _values(text: str, form: str) -> dict[str, Any] | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    return values if isinstance(values, dict) and values.get("format") == form else None


def _json(key: SealingKey | OpeningKey) -> bytes:
    return (json.dumps(asdict(key), ensure_ascii=False, indent=1) + "\n").encode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
