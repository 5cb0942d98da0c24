"""The keys of this installation: for cookies, for fingerprints, and for what is sealed."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from talentpool.extensions import db
from talentpool.sealing.columns import blind_hash
from talentpool.sealing.keyfile import (
    KeysUnusable,
    create_key_file,
    keep_entries,
    key_file,
    read_key_file,
)
from talentpool.sealing.versions import index_key
from talentpool.wording import say


@dataclass(frozen=True)
class Keys:
    """`secret_key` signs cookies; `fingerprint_key` keys the fingerprints of the log and of layouts; `audit_key` seals the log."""

    secret_key: str
    fingerprint_key: str
    audit_key: str


def load_or_create_keys(instance: Path, database_url: str) -> Keys:
    """Read the keys, or make them at the first start.

    A file of an older version gets the key it lacks, derived so that two starters agree on it.
    KeysUnusable where the file is too open or damaged, or has gone while the database holds sealed data.
    """
    path = key_file(instance)
    if not path.exists():
        if _has_sealed_rows(database_url):
            raise KeysUnusable(
                say(
                    "数据库里有加密的内容,却找不到密钥文件%(path)s;请从备份中找回 keys.json 放回原处再启动,没有它这些内容无法还原",
                    path=path,
                )
            )
        create_key_file(instance)
    kept = read_key_file(path)
    if "audit_key" not in kept:
        derived = hmac.digest(bytes.fromhex(kept["secret_key"]), b"talentpool audit key", "sha256")
        kept = keep_entries(path, {"audit_key": derived.hex()})
    return Keys(kept["secret_key"], kept["fingerprint_key"], kept["audit_key"])


def _has_sealed_rows(database_url: str) -> bool:
    """Whether a database that can be reached was sealed with some key."""
    if database_url.startswith("sqlite:///") and not Path(database_url.removeprefix("sqlite:///")).exists():
        return False
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("field_key"):
                return False
            return connection.execute(text("SELECT 1 FROM field_key LIMIT 1")).first() is not None
    except OperationalError:
        return False
    finally:
        engine.dispose()


def fingerprint(kind: str, value: str) -> str:
    """Keyed fingerprint (HMAC-SHA256, hex) by which the log tells values apart and layouts are known again."""
    key = bytes.fromhex(current_app.config["FINGERPRINT_KEY"])
    return hmac.digest(key, f"{kind}:{value}".encode(), "sha256").hex()


def blind_index(kind: str, value: str) -> str:
    """What stands in the blind index of this kind for `value`, under the key in force."""
    return blind_hash(index_key(db.session()), kind, value)
