"""Names of townships for the column that a county's workbook has."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from talentpool.exports.request import ExportRequest
from talentpool.extensions import db
from talentpool.models import Unit
from talentpool.units.naming import names_on


def township_names(request: ExportRequest, ids: Collection[int | None]) -> dict[int | None, str]:
    """id → name of the day; nothing is asked where all units are of one township."""
    if not request.place.several_townships:
        return {}
    names = names_on(request.on)
    statement = select(Unit.id, Unit.name).where(Unit.id.in_([one for one in ids if one is not None]))
    return {unit_id: names.unit(unit_id, name) for unit_id, name in db.session.execute(statement)}
