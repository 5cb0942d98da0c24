"""Units by the letters of their names: “jzc” and “jinzhu” are 金竹村, as with the names of people."""

from __future__ import annotations

from functools import lru_cache

from flask import g, has_request_context
from sqlalchemy import select

from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.people.names import initials_of, pinyin_of

SHORTEST = 2
"""One letter begins too many names."""


def unit_ids_spelled(letters: str) -> tuple[int, ...]:
    """Ids of the units whose initials or pinyin begin so, of every scope; none for anything but Latin letters.

    Units are few beside people, and their letters never change with the day: they are read once a request.
    """
    wanted = letters.lower().replace("'", "")
    if len(wanted) < SHORTEST or not (wanted.isascii() and wanted.isalpha()):
        return ()
    kept: dict[str, tuple[int, ...]] = g.setdefault("unit_ids_spelled", {}) if has_request_context() else {}
    if wanted not in kept:
        units = db.session.execute(select(Unit.id, Unit.name).order_by(Unit.id))
        kept[wanted] = tuple(row.id for row in units if _begins(row.name, wanted))
    return kept[wanted]


def _begins(name: str, letters: str) -> bool:
    return any(spelled.startswith(letters) for spelled in _letters(name))


@lru_cache(maxsize=8192)
def _letters(name: str) -> tuple[str, str]:
    return initials_of(name), pinyin_of(name)
