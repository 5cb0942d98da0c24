"""The pages of a mentor on the telephone, and of somebody who is mentored: one's own pairs and nobody else's.

Reach goes by the person whom the account is tied to (`accounts.holders`), never by units.
"""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.accounts.holders import find_holder
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.mentorship import meetings, queries
from talentpool.mentorship.acts.guidance import open_guidance_form, photo_answer, save_guidance
from talentpool.mentorship.own import list_mentees, list_received
from talentpool.mentorship.rules import may_correct_own
from talentpool.models import Pairing
from talentpool.security.actor import current_actor
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.security.scope import Scope
from talentpool.settings.queries import guidance_days
from talentpool.web.bounds import takes_files
from talentpool.web.links import url_if_allowed
from talentpool.web.paging import paginate
from talentpool.web.working_date import working_date
from talentpool.wording import say

own = Blueprint("guidance", __name__, url_prefix="/guidance")

NO_UNITS = Scope(paths=())
"""What a mentor reaches by units on these pages: nothing."""


def own_person() -> int | None:
    """The person of the register who holds the current account, asked once a request."""
    if "own_person" not in g:
        g.own_person = find_holder(current_actor().account_id)
    found: int | None = g.own_person
    return found


def _own_pair(pairing_id: int) -> Pairing:
    pair = queries.get_pair(pairing_id, scope=NO_UNITS, own=own_person())
    if pair.mentor_id != own_person():
        raise Missing(say("没有这一结对,或不在您的范围内"))
    return pair


@own.get("")
@requires(Permission.MENTORSHIP_GUIDE)
def list_own() -> ResponseReturnValue:
    """My mentees: when we met, when we meet next."""
    on, person_id = working_date(), own_person()
    return render_template(
        "guidance/list.html",
        tied=person_id is not None,
        mentees=list_mentees(person_id, on=on, days=guidance_days(on)),
        received_url=url_for("guidance.list_received_logs"),
        reminders_url=url_if_allowed("reminders.list_reminders"),
        on=on,
    )


@own.get("/pairs/<int:pairing_id>")
@requires(Permission.MENTORSHIP_GUIDE)
def show_own(pairing_id: int) -> ResponseReturnValue:
    """One mentee of mine with all our meetings."""
    pair, on = _own_pair(pairing_id), working_date()
    page = paginate(queries.select_logs_of(pair, on=on))
    return render_template(
        "guidance/show.html",
        pair=pair,
        page=page,
        lines=queries.with_photos([row[0] for row in page.items]),
        is_open=pair.ended_on is None,
        may_correct=lambda log: (
            not may_correct_own(log.held_on, is_confirmed=log.confirmed_at is not None, on=on).refusals
        ),
    )


@own.route("/pairs/<int:pairing_id>/record", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_GUIDE)
@takes_files
def record_own(pairing_id: int) -> ResponseReturnValue:
    """Log that we met: date, way, minutes, topic and done."""
    pair = _own_pair(pairing_id)
    form = open_guidance_form()
    if form.validate_on_submit() and save_guidance(pair, form) is not None:
        flash(_("与%(name)s的帮带已登记", name=pair.mentee.name), "success")
        return redirect(url_for("guidance.show_own", pairing_id=pair.id))
    refused = request.method == "POST"
    body = render_template(
        "guidance/record.html", form=form, pair=pair, photo_lost=refused and bool(form.photo.data)
    )
    return body, 422 if refused else 200


@own.get("/received")
@requires(Permission.MENTORSHIP_CONFIRM)
def list_received_logs() -> ResponseReturnValue:
    """Meetings in which I was guided: those that wait for my word first."""
    person_id = own_person()
    page = paginate(list_received(person_id, on=working_date()))
    return render_template(
        "guidance/received.html",
        tied=person_id is not None,
        page=page,
        lines=queries.with_photos([row[0] for row in page.items]),
        mentors=[row[1].name for row in page.items],
    )


@own.post("/logs/<int:log_id>/confirm")
@requires(Permission.MENTORSHIP_CONFIRM)
def confirm_own(log_id: int) -> ResponseReturnValue:
    """My word that we met so."""
    log = queries.get_log(log_id, scope=NO_UNITS, own=own_person())
    try:
        meetings.confirm_own(log, mentee_id=own_person(), by=current_actor())
    except RuleBroken as broken:
        db.session.rollback()
        flash(";".join(broken.reasons), "error")
    else:
        flash(_("已确认"), "success")
    return redirect(url_for("guidance.list_received_logs"))


@own.get("/photos/<int:photo_id>")
@requires(Permission.MENTORSHIP_CONFIRM)
def show_own_photo(photo_id: int) -> ResponseReturnValue:
    """A photograph of a meeting of mine."""
    return photo_answer(*queries.get_photo(photo_id, scope=NO_UNITS, own=own_person()))
