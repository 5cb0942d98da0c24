"""What lies on the disk: the bytes of the database, whatever rows say."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from talentpool.extensions import db


def stored_bytes(app: Flask) -> bytes:
    """The database file with its log (SQLite), or the files of all tables (PostgreSQL)."""
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.startswith("sqlite"):
        db.session.remove()
        path = Path(address.removeprefix("sqlite:///"))
        return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("SHOW data_directory")) or "")
        names = connection.scalars(
            text(
                "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't', 'i')"
                " AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)"
            )
        ).all()
    files = [folder / str(name) for name in names if name]
    return b"".join(file.read_bytes() for file in files if file.exists())
