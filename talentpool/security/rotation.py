"""A new key for what is sealed: rows are sealed anew in bounded batches, then the old key goes out of use.

    begin     one transaction: the new key into the file and in force, all blind indexes made anew
    reseal    row after row under the new key, a batch a transaction; the old key still opens the others
    finish    nothing left under the old key: it is retired in the database, then in the file

Killed at any point, the next `rotate` goes on where it stopped: which version is in force and which is
leaving stands in `field_key`, and under which a value is sealed, in its first byte.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, inspect, literal, or_, select, text, update

from talentpool.extensions import db
from talentpool.models import ActChange, Base, FieldKey
from talentpool.sealing.columns import BYTES, Sealed, index_values, sealed_tables
from talentpool.sealing.keyring import FieldKey as Key
from talentpool.sealing.keyring import current_keyring
from talentpool.sealing.seals import version_of
from talentpool.sealing.versions import checked, sealing_key
from talentpool.web.transaction import unit_of_work

BATCH = 500
"""Rows sealed anew in one transaction; files one by one."""
LAST_VERSION = 255

Tell = Callable[[int], None]
"""Hears how many values are sealed anew."""


@dataclass(frozen=True)
class Rotated:
    """What came of it: the version in force, those that went out of use, values sealed anew."""

    version: int
    retired: tuple[int, ...]
    resealed: int
    resumed: bool


class NoMoreVersions(RuntimeError):
    """All 255 versions are used up."""


def rotate(tell: Tell = lambda _count: None) -> Rotated:
    """Put a new key in force and seal everything under it; an interrupted change is only brought to its end."""
    with unit_of_work():
        leaving = _leaving() | _half_retired()
    resumed = bool(leaving)
    if not resumed:
        with unit_of_work():
            leaving = begin()
    resealed = reseal(tell)
    while more := reseal(tell):
        resealed += more
    finish()
    with unit_of_work():
        version = sealing_key(db.session()).version
    return Rotated(version, tuple(sorted(leaving)), resealed, resumed)


def begin() -> set[int]:
    """In the caller's transaction: a new key in force, every blind index under it; the versions that leave."""
    _stop_sealing()
    former = sealing_key(db.session())
    keyring = current_keyring()
    version = max(db.session.scalar(select(func.max(FieldKey.version))) or 0, former.version) + 1
    if version > LAST_VERSION:
        raise NoMoreVersions
    keyring.add(version, os.urandom(32))
    key = keyring.find(version)
    assert key is not None
    db.session.execute(update(FieldKey).where(FieldKey.state == "active").values(state="leaving"))
    db.session.add(
        FieldKey(version=version, state="active", check_value=key.check, made_at=datetime.now(UTC))
    )
    db.session.flush()
    for table, fields in sealed_tables().items():
        _index_anew(Base.metadata.tables[table], [one for one in fields.values() if one.indexes], key)
    return {former.version}


def reseal(tell: Tell = lambda _count: None) -> int:
    """Everything that is sealed under another version than that in force; how many values there were."""
    done = 0
    for name, fields in sealed_tables().items():
        table = Base.metadata.tables[name]
        for field in fields.values():
            for count in _reseal_column(table, field):
                done += count
                tell(done)
    for count in _reseal_acts():
        done += count
        tell(done)
    return done


def finish() -> None:
    """The versions that left are retired: first in the database, then in the file."""
    with unit_of_work():
        db.session.execute(update(FieldKey).where(FieldKey.state == "leaving").values(state="retired"))
    with unit_of_work():
        retired = set(db.session.scalars(select(FieldKey.version).where(FieldKey.state == "retired")))
    current_keyring().retire(retired)


def check_keys() -> None:
    """Whether the key file is that of the data; KeysUnusable with the way out.

    Keys that were retired and are in force in the data (a backup of earlier days) come into use again.
    """
    keyring = current_keyring()
    with unit_of_work(keep=False):
        if not inspect(db.session.connection()).has_table(FieldKey.__tablename__):
            return
        in_use = select(FieldKey.version, FieldKey.check_value).where(FieldKey.state != "retired")
        told = {row.version: row.check_value for row in db.session.execute(in_use)}
    keyring.reinstate(set(told) - keyring.versions)
    for version, check in told.items():
        checked(keyring, version, check)


def list_keys() -> list[FieldKey]:
    """Every version on record, the oldest first."""
    return list(db.session.scalars(select(FieldKey).order_by(FieldKey.version)))


def _leaving() -> set[int]:
    return set(db.session.scalars(select(FieldKey.version).where(FieldKey.state == "leaving")))


def _half_retired() -> set[int]:
    """Retired in the database, not yet in the file."""
    retired = set(db.session.scalars(select(FieldKey.version).where(FieldKey.state == "retired")))
    return retired & current_keyring().versions


def _stop_sealing() -> None:
    """Wait for transactions that seal, and let none begin before this one ends."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE field_key IN EXCLUSIVE MODE"))


def _index_anew(table: Table, fields: list[Sealed[Any]], key: Key) -> None:
    for field in fields:
        columns = [index.column for index in field.indexes]
        values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
        statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
        for rows in _pages(table, field, None, BATCH * 4):
            db.session.connection().execute(
                statement,
                [
                    {
                        "row_id": row_id,
                        **{
                            f"new_{column}": value
                            for column, value in index_values(key, field, field.open(row_id, data)).items()
                        },
                    }
                    for row_id, data in rows
                ],
            )


def _reseal_column(table: Table, field: Sealed[Any]) -> Iterator[int]:
    """Batch by batch, each in its own transaction; the rows are locked so that no edit is overwritten."""
    size = 1 if field.codec is BYTES else BATCH
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({field.name: bindparam("sealed", type_=table.c[field.name].type)})
    )
    last = 0
    while True:
        with unit_of_work():
            key = sealing_key(db.session())
            rows = next(_pages(table, field, key.version, size, after=last), [])
            told = [
                {"row_id": row_id, "sealed": field.seal(key, row_id, field.open(row_id, data))}
                for row_id, data in rows
            ]
            if told:
                db.session.connection().execute(statement, told)
        if not rows:
            return
        last = rows[-1][0]
        yield len(rows)


def _pages(
    table: Table, field: Sealed[Any], other_than: int | None, size: int, *, after: int = 0
) -> Iterator[list[tuple[int, bytes]]]:
    """(id, sealed bytes) of the rows of a column, those of a version left out; locked until the transaction ends."""
    column = table.c[field.name]
    last = after
    while True:
        statement = select(table.c.id, column).where(column.is_not(None), table.c.id > last)
        if other_than is not None:
            statement = statement.where(func.substr(column, 1, 1) != literal(bytes((other_than,))))
        ordered = statement.order_by(table.c.id).limit(size).with_for_update()
        rows = [(row_id, data) for row_id, data in db.session.connection().execute(ordered)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _reseal_acts() -> Iterator[int]:
    """What acts kept of sealed rows, in `old` and `new`."""
    table = Base.metadata.tables[ActChange.__tablename__]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values(old=bindparam("to_old"), new=bindparam("to_new"))
    )
    last = 0
    while True:
        with unit_of_work():
            key = sealing_key(db.session())
            page = (
                select(table)
                .where(table.c.id > last, or_(*[table.c.record_table == name for name in sealed_tables()]))
                .order_by(table.c.id)
                .limit(BATCH)
            )
            rows = db.session.connection().execute(page).all()
            told, count = [], 0
            for row in rows:
                old, olds = _resealed(row.record_table, row.record_id, row.old, key)
                new, news = _resealed(row.record_table, row.record_id, row.new, key)
                if olds + news:
                    told.append({"row_id": row.id, "to_old": old, "to_new": new})
                    count += olds + news
            if told:
                db.session.connection().execute(statement, told)
        if not rows:
            return
        last = rows[-1].id
        yield count


def _resealed(table: str, row_id: int, values: dict[str, Any], key: Key) -> tuple[dict[str, Any], int]:
    """Kept values under `key`, and how many were not."""
    fresh, count = dict(values), 0
    for name, field in sealed_tables()[table].items():
        if fresh.get(name) is None:
            continue
        data = b64decode(fresh[name])
        if version_of(data) != key.version:
            sealed = field.seal(key, row_id, field.open(row_id, data))
            fresh[name] = b64encode(sealed).decode("ascii")
            count += 1
    return fresh, count
