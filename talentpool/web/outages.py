"""Whether a fault means that the database is busy, absent or full, and will pass; and its words.

SQLite calls nearly everything an OperationalError, a misspelt column too: its result code tells
them apart (https://www.sqlite.org/rescode.html). PostgreSQL's OperationalError is of this kind
always: no connection, shut down, too many connections, disk full (SQLSTATE classes 08, 53, 57).
"""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from talentpool.wording import say


class Outage(StrEnum):
    """What keeps the database from answering."""

    BUSY = "busy"
    ABSENT = "absent"
    FULL = "full"


_SQLITE = {
    "SQLITE_BUSY": Outage.BUSY,
    "SQLITE_LOCKED": Outage.BUSY,
    "SQLITE_CANTOPEN": Outage.ABSENT,
    "SQLITE_NOTADB": Outage.ABSENT,
    "SQLITE_CORRUPT": Outage.ABSENT,
    "SQLITE_IOERR": Outage.ABSENT,
    "SQLITE_READONLY": Outage.ABSENT,
    "SQLITE_FULL": Outage.FULL,
}
_DISK_FULL = "53100"
_BUSY = frozenset({"53300", "55P03", "57014", "40P01"})
"""Too many connections, lock not available, statement cancelled, deadlock."""


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage behind a fault, None where the fault is one of the program's own."""
    if isinstance(error, PoolTimeout):
        return Outage.BUSY
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    if not isinstance(error, OperationalError):
        return None
    state = getattr(original, "sqlstate", None)
    if state == _DISK_FULL:
        return Outage.FULL
    return Outage.BUSY if state in _BUSY else Outage.ABSENT


def _of_sqlite(error: sqlite3.Error) -> Outage | None:
    name = str(getattr(error, "sqlite_errorname", ""))
    return next((outage for start, outage in _SQLITE.items() if name.startswith(start)), None)


def words_of(outage: Outage) -> str:
    """What it means for the work, and the way out."""
    if outage is Outage.BUSY:
        return say("数据库正忙,内容没有保存。请稍候片刻再试一次。")
    if outage is Outage.FULL:
        return say("数据所在磁盘已满,内容没有保存。请告知系统维护人员清理磁盘后再试。")
    return say("暂时连不上数据库,内容没有保存。请稍后再试;仍不成功的,请把错误编号告诉系统维护人员。")
