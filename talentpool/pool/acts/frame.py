"""What the pages of acts on the pool share: the way back, and the addresses."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from talentpool.models import PoolEntry
from talentpool.web.acts import ActPage


def entry_url(entry: PoolEntry) -> str:
    """The page of a stay in the pool."""
    return url_for("pool.show_entry", entry_id=entry.id)


def entry_page(
    entry: PoolEntry, heading: str, word: str, *, summary: str = "", danger: bool = False
) -> ActPage:
    """The frame of an act on a stay."""
    return ActPage(
        heading=heading,
        word=word,
        back_url=entry_url(entry),
        crumbs=[(_("后备人才"), url_for("pool.list_entries")), (entry.person.name, entry_url(entry))],
        summary=summary or _("%(unit)s,%(since)s入库", unit=entry.unit.name, since=entry.entered_on.dotted),
        danger=danger,
    )
