"""The lists of former cadres, advice and work again, and one former cadre."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.advisers.ledger import former_lines
from talentpool.advisers.listing import (
    read_deed_filter,
    read_former_filter,
    select_advice,
    select_former,
    select_re_engagements,
)
from talentpool.advisers.queries import count_former, subsidy_rule
from talentpool.advisers.records import get_former, read_former
from talentpool.advisers.rules import agrees, entitlement
from talentpool.dates import PartialDate
from talentpool.extensions import db
from talentpool.people.queries import age_in_force, select_unit_choices
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.naming import names_on
from talentpool.vocabulary import AdviceKind, Health, Labelled, Willingness
from talentpool.web.as_of import follows_date
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import asked_date, reference_date, working_date

bp = Blueprint("advisers", __name__, url_prefix="/advisers")


@bp.get("")
@requires(Permission.ADVISERS_VIEW)
@follows_date
def list_former() -> ResponseReturnValue:
    """Former cadres by the day, in office order, and who of them is in the advisory group."""
    scope, on = current_scope(), reference_date()
    wanted = read_former_filter(request.args)
    page = paginate(select_former(scope=scope, on=on, wanted=wanted))
    former, advisers = count_former(scope=scope, on=on)
    return render_template(
        "advisers/list.html",
        page=page,
        lines=former_lines(page.items, on=on),
        wanted=wanted,
        former=former,
        advisers=advisers,
        units=_units(wanted.unit_id),
        willing=_choices(Willingness),
        health=_choices(Health),
        on=on,
        clear_url=url_for("advisers.list_former", on=asked_date()) if wanted else None,
        intake_url=url_if_allowed("intake.list_batches"),
    )


@bp.get("/advice")
@requires(Permission.ADVISERS_VIEW)
@follows_date
def list_advice() -> ResponseReturnValue:
    """Consultations and experience passed on, the latest first."""
    scope, on = current_scope(), reference_date()
    wanted = read_deed_filter(request.args)
    return render_template(
        "advisers/advice.html",
        page=paginate(select_advice(scope=scope, on=on, wanted=wanted)),
        wanted=wanted,
        names=names_on(on),
        units=_units(wanted.unit_id),
        kinds=_choices(AdviceKind),
        on=on,
        clear_url=url_for("advisers.list_advice", on=asked_date()) if wanted else None,
    )


@bp.get("/re-engagements")
@requires(Permission.ADVISERS_VIEW)
@follows_date
def list_re_engagements() -> ResponseReturnValue:
    """Former cadres at work again, the latest first."""
    scope, on = current_scope(), reference_date()
    wanted = read_deed_filter(request.args)
    return render_template(
        "advisers/re_engagements.html",
        page=paginate(select_re_engagements(scope=scope, on=on, wanted=wanted)),
        wanted=wanted,
        names=names_on(on),
        units=_units(wanted.unit_id),
        on=on,
        day=PartialDate.from_date(on),
        clear_url=url_for("advisers.list_re_engagements", on=asked_date()) if wanted else None,
    )


@bp.get("/<int:former_id>")
@requires(Permission.ADVISERS_VIEW)
def show_former(former_id: int) -> ResponseReturnValue:
    """One former cadre: service, subsidy, group, advice, work again."""
    on = working_date()
    former = get_former(former_id, scope=current_scope())
    record, rule = read_former(former), subsidy_rule(on)
    person = former.person
    return render_template(
        "advisers/show.html",
        former=former,
        record=record,
        served=record.served,
        agrees=agrees(former.years_stated, record.served),
        granted=entitlement(rule, counted=record.served, sex=person.sex, born_on=person.born_on, on=on)
        if rule
        else None,
        age=age_in_force(person.born_on, on=on),
        on=on,
        day=PartialDate.from_date(on),
        may_edit=current_actor().may(Permission.ADVISERS_EDIT),
        person_url=url_if_allowed("people.show_person", person_id=former.person_id),
    )


def _units(also: int | None) -> list[tuple[int, str]]:
    names = names_on(reference_date())
    rows = db.session.execute(select_unit_choices(scope=current_scope(), also=also))
    return [(unit_id, names.unit(unit_id, name)) for unit_id, name in rows]


def _choices(kind: Any) -> list[tuple[str, str]]:
    members: list[Labelled] = list(kind)
    return [(one.value, _(one.label)) for one in members]
