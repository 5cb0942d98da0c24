"""Writing past the product, as somebody with the database in hand would."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, update

from talentpool.extensions import db
from talentpool.models import Person

PEOPLE = Person.__table__
assert isinstance(PEOPLE, Table)


def write_to(name: str, **values: Any) -> None:
    """Set columns of a person's row."""
    assert isinstance(PEOPLE, Table)
    db.session.connection().execute(update(PEOPLE).where(PEOPLE.c.name == name).values(values))
