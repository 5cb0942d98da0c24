"""What is recorded of a meeting is put right: by its mentor for a while, by the office at any time."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.errors import Missing
from talentpool.mentorship import meetings, queries
from talentpool.mentorship.acts.guidance import TEXTS
from talentpool.mentorship.acts.own import NO_UNITS, own, own_person
from talentpool.mentorship.acts.pairs import crumbs
from talentpool.mentorship.forms import CorrectGuidanceForm
from talentpool.mentorship.meetings import GuidanceFacts
from talentpool.mentorship.views import bp
from talentpool.models import GuidanceLog
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import ActPage, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.working_date import working_date
from talentpool.wording import say

FIELDS = ("held_on", "way", "minutes", "next_meeting_on", *TEXTS)


@bp.route("/logs/<int:log_id>/correct", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_EDIT)
def correct_log(log_id: int) -> ResponseReturnValue:
    """By the office; what was confirmed before waits for the mentee's word again."""
    log = queries.get_log(log_id, scope=current_scope())
    page = ActPage(
        heading=_heading(log),
        word=_("保存更正"),
        back_url=url_for("mentorship.show_pair", pairing_id=log.pairing_id),
        crumbs=crumbs(),
        effects=[_("记录已经确认,更正后须由帮带对象重新确认")] if log.confirmed_at else [],
    )

    def correct(facts: GuidanceFacts) -> None:
        meetings.correct_by_office(log, facts, by=current_actor(), on=working_date())

    return _answer(log, page, correct)


@own.route("/logs/<int:log_id>/correct", methods=["GET", "POST"])
@requires(Permission.MENTORSHIP_GUIDE)
def correct_own(log_id: int) -> ResponseReturnValue:
    """By the mentor, until it is confirmed or a month has passed."""
    log = queries.get_log(log_id, scope=NO_UNITS, own=own_person())
    if log.pairing.mentor_id != own_person():
        raise Missing(say("没有这条帮带记录,或不在您的范围内"))
    page = ActPage(
        heading=_heading(log),
        word=_("保存更正"),
        back_url=url_for("guidance.show_own", pairing_id=log.pairing_id),
        crumbs=[(_("我的帮带"), url_for("guidance.list_own"))],
        summary=_("帮带对象确认后不能再更正,确有错误的请告知镇党群办"),
    )

    def correct(facts: GuidanceFacts) -> None:
        meetings.correct_own(log, facts, mentor_id=own_person(), on=working_date())

    return _answer(log, page, correct)


def _heading(log: GuidanceLog) -> str:
    pair = log.pairing
    names = {"mentor": pair.mentor.name, "mentee": pair.mentee.name}
    return str(_("更正帮带记录:%(mentor)s—%(mentee)s", **names))


def _answer(log: GuidanceLog, page: ActPage, correct: Callable[[GuidanceFacts], None]) -> ResponseReturnValue:
    form = open_edit(CorrectGuidanceForm, log, {name: getattr(log, name) for name in FIELDS})
    return edit_answer(form, log, page, lambda: correct(_facts(form)), done=_("帮带记录已更正"))


def _facts(form: CorrectGuidanceForm) -> GuidanceFacts:
    return GuidanceFacts(
        held_on=form.held_on.data,
        way=form.way.data,
        minutes=form.minutes.data,
        next_meeting_on=form.next_meeting_on.data,
        **{name: form[name].data or "" for name in TEXTS},
    )
