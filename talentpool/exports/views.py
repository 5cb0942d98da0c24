"""The page of exports, and the download."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from talentpool.errors import RuleBroken
from talentpool.exports import services
from talentpool.exports.answer import answer_with
from talentpool.exports.forms import ExportForm
from talentpool.exports.lists import get_ledger
from talentpool.exports.registry import EXPORTS, get_export
from talentpool.exports.services import take_out
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.units.queries import get_unit, list_units
from talentpool.web.as_of import follows_date
from talentpool.web.forms import add_reasons, page
from talentpool.web.links import asked_id
from talentpool.web.working_date import read_date, reference_date

bp = Blueprint("exports", __name__, url_prefix="/exports")


@bp.get("")
@requires(Permission.EXPORTS_TAKE)
@follows_date
def list_exports() -> ResponseReturnValue:
    """What can be taken out."""
    return render_template("exports/list.html", exports=EXPORTS.values())


@bp.route("/<slug>", methods=["GET", "POST"])
@requires(Permission.EXPORTS_TAKE)
@follows_date
def take_export(slug: str) -> ResponseReturnValue:
    """Choose date, unit and masking, and take the file."""
    export = get_export(slug)
    scope, actor = current_scope(), current_actor()
    may_unmask = export.has_sensitive and actor.may(Permission.EXPORTS_UNMASK)
    form = ExportForm(on=reference_date().isoformat(), unit=_asked_unit())
    form.offer(list_units(scope=scope, on=reference_date()), may_unmask=may_unmask)
    if request.method == "GET" and request.args.get("unit"):
        form.refuse_unit_not_offered()
    if form.validate_on_submit():
        try:
            taken = take_out(
                export,
                by=actor,
                on=read_date(form.on.data or ""),
                unit=get_unit(form.unit.data, scope=scope) if form.unit.data else None,
                unmasked=bool(form.unmasked and form.unmasked.data),
                purpose=form.told_purpose(),
            )
        except RuleBroken as broken:
            add_reasons(form, broken.reasons)
        else:
            return answer_with(taken)
    return page("exports/take.html", form=form, export=export)


def _asked_unit() -> int:
    """The unit of the address, 0 for all of them; -1, which is none, for what cannot be one."""
    return (asked_id("unit") or -1) if request.args.get("unit", "0") not in ("", "0") else 0


@bp.post("/lists/<slug>")
@requires(Permission.EXPORTS_TAKE)
@follows_date
def take_list(slug: str) -> ResponseReturnValue:
    """A list as its page shows it: the address says filters, sorting, columns and day."""
    asked = request.args.to_dict(flat=False)
    taken = services.take_list(get_ledger(slug), asked, by=current_actor(), on=reference_date())
    return answer_with(taken)
