"""The office records a meeting, has the mentee's written word, looks at a photograph."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.dates import PartialDate
from talentpool.errors import Missing, RuleBroken
from talentpool.extensions import db
from talentpool.mentorship import meetings, queries
from talentpool.mentorship.acts.pairs import crumbs
from talentpool.mentorship.forms import GuidanceForm
from talentpool.mentorship.meetings import GuidanceFacts
from talentpool.mentorship.views import bp
from talentpool.models import GuidanceLog, GuidancePhoto, Pairing
from talentpool.sealing.seals import BrokenSeal
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.vocabulary import GuidanceWay
from talentpool.web import journal
from talentpool.web.acts import ActPage, act_page, carried_out
from talentpool.web.bounds import takes_files
from talentpool.web.working_date import working_date
from talentpool.wording import say

TEXTS = ("place", "topic", "problem", "next_step", "effect")
USUAL_MINUTES = 60


def open_guidance_form() -> GuidanceForm:
    """A fresh form: today, a talk of an hour, and a key of its own."""
    return GuidanceForm(
        data={
            "client_key": str(uuid4()),
            "held_on": working_date(),
            "way": GuidanceWay.TALK,
            "minutes": USUAL_MINUTES,
        }
    )


def save_guidance(pair: Pairing, form: GuidanceForm) -> GuidanceLog | None:
    """The meeting that the form tells, or None with the reasons on the form."""
    sent = form.photo.data
    photo = sent.read() if sent else b""
    return carried_out(
        form,
        lambda: meetings.log_guidance(
            pair,
            facts_of(form),
            photo=photo,
            confirmed=bool(form.confirmed.data),
            by=current_actor(),
            on=working_date(),
        ),
    )


def facts_of(form: GuidanceForm) -> GuidanceFacts:
    """What the form says."""
    values: dict[str, Any] = {name: form[name].data or "" for name in TEXTS}
    held_on = form.held_on.data
    assert held_on is not None  # wanted by the form
    return GuidanceFacts(
        held_on=PartialDate.from_date(held_on),
        way=form.way.data,
        minutes=form.minutes.data,
        next_meeting_on=form.next_meeting_on.data,
        client_key=(form.client_key.data or "")[:36] or None,
        **values,
    )


@bp.route("/pairs/<int:pairing_id>/record", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
@takes_files
def record_meeting(pairing_id: int) -> ResponseReturnValue:
    """A meeting that the office has on paper."""
    pair = queries.get_pair(pairing_id, scope=current_scope())
    form = open_guidance_form()
    back_url = url_for("mentorship.show_pair", pairing_id=pair.id)
    if form.validate_on_submit() and save_guidance(pair, form) is not None:
        flash(_("帮带记录已登记"), "success")
        return redirect(back_url)
    page = ActPage(
        heading=_("登记帮带:%(mentor)s—%(mentee)s", mentor=pair.mentor.name, mentee=pair.mentee.name),
        word=_("登记帮带"),
        back_url=back_url,
        crumbs=crumbs(),
    )
    return act_page(form, page, fields="mentorship/_meeting.html")


@bp.post("/logs/<int:log_id>/confirm")
@requires(Permission.MENTORSHIP_EDIT)
def confirm_by_hand(log_id: int) -> ResponseReturnValue:
    """The office has the mentee's signature on paper."""
    log = queries.get_log(log_id, scope=current_scope())
    try:
        meetings.confirm_by_hand(log, by=current_actor())
    except RuleBroken as broken:
        db.session.rollback()
        flash(";".join(broken.reasons), "error")
        return redirect(url_for("mentorship.list_logs"))
    flash(_("已记录书面确认"), "success")
    return redirect(url_for("mentorship.show_pair", pairing_id=log.pairing_id))


@bp.get("/photos/<int:photo_id>")
@requires(Permission.MENTORSHIP_VIEW)
def show_photo(photo_id: int) -> ResponseReturnValue:
    """A photograph of a meeting; looking at it is on record."""
    photo, log = queries.get_photo(photo_id, scope=current_scope())
    return photo_answer(photo, log)


def photo_answer(photo: GuidancePhoto, log: GuidanceLog) -> Response:
    """The picture as a file of its own; Missing where its seal is broken."""
    try:
        content = photo.content
    except BrokenSeal as broken:
        raise Missing(say("照片无法打开")) from broken
    journal.note(
        "查看敏感信息",
        f"{log.pairing.mentee.name}(人员编号{log.pairing.mentee_id})",
        field="帮带照片",
        purpose="核对帮带记录",
    )
    response = Response(content or b"", mimetype=photo.media_type)
    response.headers["Content-Disposition"] = f"inline; filename=guidance-{photo.id}.jpg"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
