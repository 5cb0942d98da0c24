"""What the pages of acts on a former cadre share."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from talentpool.models import FormerCadre
from talentpool.web.acts import ActPage


def former_url(former: FormerCadre) -> str:
    """The page of a former cadre."""
    return url_for("advisers.show_former", former_id=former.id)


def former_page(
    former: FormerCadre, heading: str, word: str, *, effects: Sequence[str] = (), danger: bool = False
) -> ActPage:
    """What frames the form of an act on him."""
    url = former_url(former)
    return ActPage(
        heading=heading,
        word=word,
        back_url=url,
        crumbs=[(_("智囊团"), url_for("advisers.list_former")), (former.person.name, url)],
        summary=f"{former.unit.name} {former.last_title}",
        effects=effects,
        danger=danger,
    )
