"""The analysis of one unit, and the act that computes scores and proposals."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.assessment import services
from talentpool.assessment.sheet import analyse
from talentpool.errors import RuleBroken
from talentpool.midterm.places import get_place
from talentpool.midterm.queries import get_round
from talentpool.models import MidtermRound, Unit
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import FindingState
from talentpool.web.working_date import working_date

bp = Blueprint("assessment", __name__, url_prefix="/midterm")

STATES = {FindingState.OPEN: "near", FindingState.SUBMITTED: "near", FindingState.CLOSED: "ok"}


@bp.get("/rounds/<int:round_id>/units/<int:unit_id>/analysis")
@requires(Permission.MIDTERM_VIEW)
def show_unit(round_id: int, unit_id: int) -> ResponseReturnValue:
    """Tallies, talks, structure, reserves, findings, last round, peers, score, proposal, judgement, decision."""
    place = get_place(round_id, unit_id, scope=current_scope())
    actor = current_actor()
    return render_template(
        "assessment/unit.html",
        place=place,
        sheet=(sheet := analyse(place)),
        standings=sheet.standings,
        states=STATES,
        may_judge=actor.may(Permission.GRADES_JUDGE),
        may_decide=actor.may(Permission.GRADES_DECIDE),
    )


@bp.post("/rounds/<int:round_id>/units/<int:unit_id>/propose")
@requires(Permission.GRADES_JUDGE)
def propose_unit(round_id: int, unit_id: int) -> ResponseReturnValue:
    """Score and proposals of one unit, from the data of now."""
    place = get_place(round_id, unit_id, scope=current_scope())
    return _propose(place.round, place.unit, url_for("assessment.show_unit", **place.ids))


@bp.post("/rounds/<int:round_id>/propose")
@requires(Permission.GRADES_JUDGE)
def propose_round(round_id: int) -> ResponseReturnValue:
    """Scores and proposals of all units within reach, from the data of now."""
    round_ = get_round(round_id, scope=current_scope())
    return _propose(round_, None, url_for("grades.show_round", round_id=round_.id))


def _propose(round_: MidtermRound, unit: Unit | None, back_url: str) -> ResponseReturnValue:
    try:
        count = services.propose_grades(round_, unit=unit, by=current_actor(), on=working_date())
    except RuleBroken as broken:
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("已测算%(count)s项得分;等次由工作组研判、党委审定", count=count), "success")
    return redirect(back_url)
