"""An id is given once: logs, undone acts and addresses name rows that are gone."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect, text

from talentpool.extensions import db
from talentpool.models import Base, Setting
from talentpool.sealing.numbering import new_ids


def _setting(key: str) -> Setting:
    setting = Setting(key=key, value=1)
    db.session.add(setting)
    db.session.commit()
    return setting


def test_the_id_of_a_deleted_row_is_not_given_to_another(app: Flask) -> None:
    first = _setting("first").id
    last = _setting("last").id
    for setting in db.session.query(Setting).all():
        db.session.delete(setting)
    db.session.commit()
    assert _setting("next").id > last > first


def test_ids_drawn_in_bulk_are_not_those_of_deleted_rows(app: Flask) -> None:
    last = _setting("last")
    last_id = last.id
    db.session.delete(last)
    db.session.commit()
    table = Base.metadata.tables["setting"]
    assert min(new_ids(db.session.connection(), table, 3)) > last_id


def test_no_table_of_an_upgraded_database_gives_an_id_twice(app: Flask) -> None:
    connection = db.session.connection()
    tables = [name for name in inspect(connection).get_table_names() if name in Base.metadata.tables]
    assert len(tables) > 40
    if connection.dialect.name == "sqlite":
        kept = connection.scalars(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        assert set(tables) <= set(kept)
    else:
        serial = text("SELECT pg_get_serial_sequence(:name, 'id')")
        assert all(connection.scalar(serial, {"name": name}) for name in tables)
