"""Remembered layouts as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from talentpool.intake.fields import FIELD_BY_KEY
from talentpool.intake.memory import list_memories
from talentpool.vocabulary import SheetKind

_LABELS = {kind.value: kind.label for kind in SheetKind}


@dataclass(frozen=True)
class RememberedLayout:
    """One layout: `columns` are (header, field or "")."""

    id: int
    kind: str
    title: str
    columns: tuple[tuple[str, str], ...]
    remembered_at: datetime
    remembered_by: str


def remembered_layouts() -> list[RememberedLayout]:
    """All of them, the newest first."""
    found = []
    for row in list_memories():
        headers = row.mapping.get("headers", {})
        columns = tuple(
            (headers.get(place) or _("空白表头"), _(FIELD_BY_KEY[key].label) if key in FIELD_BY_KEY else "")
            for place, key in row.mapping["columns"].items()
        )
        found.append(
            RememberedLayout(
                row.id,
                _(_LABELS.get(row.kind, row.kind)),
                row.mapping.get("title", ""),
                columns,
                row.remembered_at,
                row.remembered_by,
            )
        )
    return found
