"""Which key version is in force: a row of `field_key`, asked for by each transaction that seals or searches.

The file holds the keys, the database says which of them seals. A sealing transaction keeps that row
locked against a change of key (PostgreSQL; on SQLite it is the only writer), so that once a new key
is in force nothing is sealed under the old one any more, in no process.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, column, event, select, table, text
from sqlalchemy.orm import Session

from talentpool.sealing.keyfile import KeysUnusable
from talentpool.sealing.keyring import FieldKey, Keyring, current_keyring
from talentpool.wording import say

_STATES = table("field_key", column("version"), column("state"), column("check_value", String))
_CACHED = "talentpool_field_key"
_LOCKED = "talentpool_field_key_locked"


def sealing_key(session: Session) -> FieldKey:
    """The key that seals in this transaction; the first one is put on record."""
    if _LOCKED not in session.info:
        session.info[_CACHED] = _read(session, lock=True) or _put_first_on_record(session)
        session.info[_LOCKED] = True
    key: FieldKey = session.info[_CACHED]
    return key


def index_key(session: Session) -> FieldKey:
    """The key of the blind indexes, for looking something up."""
    if _CACHED not in session.info:
        keyring = current_keyring()
        session.info[_CACHED] = _read(session, lock=False) or keyring.find(keyring.newest)
    key: FieldKey = session.info[_CACHED]
    return key


def checked(keyring: Keyring, version: int, check: str) -> FieldKey:
    """The key of a version, if it is the one with which the data were sealed; else KeysUnusable."""
    key = keyring.find(version)
    if key is None:
        raise KeysUnusable(
            say(
                "数据库用第%(version)s版密钥加密,密钥文件%(path)s里没有这一版;请从备份中找回原来的文件",
                version=version,
                path=keyring.path,
            )
        )
    if key.check != check:
        raise KeysUnusable(
            say(
                "密钥文件%(path)s不是这个数据库的密钥,加密的内容打不开;请从备份中找回原来的文件",
                path=keyring.path,
            )
        )
    return key


def _read(session: Session, *, lock: bool) -> FieldKey | None:
    statement = select(_STATES.c.version, _STATES.c.check_value).where(_STATES.c.state == "active")
    connection = session.connection()
    if lock and connection.dialect.name == "postgresql":
        statement = statement.with_for_update(read=True)
    row = connection.execute(statement).one_or_none()
    return checked(current_keyring(), row.version, row.check_value) if row is not None else None


def _put_first_on_record(session: Session) -> FieldKey:
    keyring = current_keyring()
    key = keyring.find(keyring.newest)
    assert key is not None
    statement = text(
        "INSERT INTO field_key (version, state, check_value, made_at)"
        " VALUES (:version, 'active', :check, :at) ON CONFLICT DO NOTHING"
    )
    connection = session.connection()
    now: Any = datetime.now(UTC)
    if connection.dialect.name == "sqlite":
        now = now.replace(tzinfo=None).isoformat(" ")
    connection.execute(statement, {"version": key.version, "check": key.check, "at": now})
    return _read(session, lock=True) or key


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, *_transaction: Any) -> None:
    session.info.pop(_CACHED, None)
    session.info.pop(_LOCKED, None)
