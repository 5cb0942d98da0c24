"""What the pages of acts share: the way back, the people found, the units within reach."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from talentpool.models import Unit
from talentpool.people.picking import list_pickable
from talentpool.posts.forms import PickForm
from talentpool.security.actor import current_scope
from talentpool.web.working_date import working_date


def team_url(unit: Unit) -> str:
    """The page on which a unit's posts are worked on."""
    return url_for("posts.manage_team", unit_id=unit.id)


def crumbs_of(unit: Unit, *, team: bool = True) -> list[tuple[str, str]]:
    """村社区 / the unit / its posts."""
    steps = [
        (_("村社区"), url_for("units.list_units")),
        (unit.name, url_for("units.show_unit", unit_id=unit.id)),
    ]
    return [*steps, (_("职务与任职"), team_url(unit))] if team else steps


def offer_people(form: PickForm, *, unit_id: int | None) -> None:
    """Fill the choice of people from what is looked for and what was chosen."""
    chosen = form.person.data
    ids = [int(chosen)] if chosen else []
    form.offer(
        list_pickable(
            form.words.data or "", scope=current_scope(), on=working_date(), ids=ids, unit_id=unit_id
        )
    )


def only_looks() -> bool:
    """Whether the form was sent to look for somebody only."""
    return request.method == "POST" and "find" in request.form


def register_url() -> str:
    """Where somebody new is registered, to come back to this form afterwards."""
    values: dict[str, Any] = {key: value for key, value in request.args.items() if key != "person"}
    back = url_for(request.endpoint or "", **(request.view_args or {}), **values)
    return url_for("people.register_person", next=back, unit=values.get("unit"))
