"""The pages of grades: a round with its caps and meetings, a unit with proposal, judgement and decision side by side."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from talentpool.grades import services
from talentpool.grades.forms import AdoptForm, DecideForm, JudgeForm, MeetingForm
from talentpool.grades.records import (
    find_record,
    get_meeting,
    grade_scale,
    list_grade_steps,
    list_meetings,
    list_standings,
    list_undecided,
    list_unit_grades,
    titled,
)
from talentpool.grades.services import MeetingFacts
from talentpool.midterm.places import Place, get_place, get_subject
from talentpool.midterm.queries import get_round
from talentpool.models import GradeRecord, MidtermRound, PartyMeeting, Person
from talentpool.security.actor import current_actor, current_scope
from talentpool.security.gate import requires
from talentpool.security.permissions import Permission
from talentpool.web.acts import ActForm, ActPage, act_answer, act_page, carried_out, edit_answer
from talentpool.web.conflicts import open_edit
from talentpool.web.forms import choices_of
from talentpool.web.working_date import working_date

bp = Blueprint("grades", __name__, url_prefix="/midterm")
AnyForm = TypeVar("AnyForm", bound=ActForm)


@bp.get("/rounds/<int:round_id>/grades")
@requires(Permission.MIDTERM_VIEW)
def show_round(round_id: int) -> ResponseReturnValue:
    """How far the grades of each unit have come, the caps, the meetings of the Party committee."""
    round_ = get_round(round_id, scope=current_scope())
    may_decide = current_actor().may(Permission.GRADES_DECIDE)
    return render_template(
        "grades/round.html",
        round=round_,
        rows=list_unit_grades(round_.id, scope=current_scope()),
        caps=services.caps_of(round_) if may_decide else (),
        meetings=list_meetings(round_.id, scope=current_scope()),
        may_decide=may_decide,
        may_judge=current_actor().may(Permission.GRADES_JUDGE),
    )


@bp.get("/rounds/<int:round_id>/units/<int:unit_id>/grades")
@requires(Permission.MIDTERM_VIEW)
def show_unit(round_id: int, unit_id: int) -> ResponseReturnValue:
    """The team and its members: last round, proposal, judgement, decision."""
    place = get_place(round_id, unit_id, scope=current_scope())
    actor = current_actor()
    return render_template(
        "grades/unit.html",
        place=place,
        standings=list_standings(place),
        may_judge=actor.may(Permission.GRADES_JUDGE),
        may_decide=actor.may(Permission.GRADES_DECIDE),
    )


@bp.route("/rounds/<int:round_id>/units/<int:unit_id>/grades/team/judge", methods=["GET", "POST"])
@requires(Permission.GRADES_JUDGE)
def judge_team(round_id: int, unit_id: int) -> ResponseReturnValue:
    """The group's judgement on a team."""
    return _judge(get_place(round_id, unit_id, scope=current_scope()), None)


@bp.route(
    "/rounds/<int:round_id>/units/<int:unit_id>/grades/members/<int:person_id>/judge",
    methods=["GET", "POST"],
)
@requires(Permission.GRADES_JUDGE)
def judge_member(round_id: int, unit_id: int, person_id: int) -> ResponseReturnValue:
    """The group's judgement on a member."""
    place = get_place(round_id, unit_id, scope=current_scope())
    return _judge(place, get_subject(place, person_id))


def _judge(place: Place, person: Person | None) -> ResponseReturnValue:
    record = find_record(place, person.id if person else None)
    steps = list_grade_steps(place.round.rule_set_id, grade_scale(person.id if person else None))
    kept = {"judged_by": current_actor().name[:80], "judged_on": working_date()}
    if record is not None and record.judged_step_id is not None:
        kept = {
            "step": record.judged_step_id,
            "judged_by": record.judged_by or "",
            "judged_on": record.judged_on or working_date(),
            "reason": record.judged_reason,
        }
    form = _form(JudgeForm, record, kept)
    _offer(form, "step", [(one.step_id, one.label) for one in steps])
    page = _page(place, person, record, _("研判%(name)s的等次", name=titled(person)), _("保存研判意见"))

    def act() -> object:
        return services.judge(
            place,
            person,
            form.step.data,
            judged_by=form.judged_by.data or "",
            judged_on=form.judged_on.data or working_date(),
            reason=form.reason.data or "",
            by=current_actor(),
            on=working_date(),
        )

    return _answer(form, record, page, act, done=_("研判意见已保存"))


@bp.route("/rounds/<int:round_id>/units/<int:unit_id>/grades/team/decide", methods=["GET", "POST"])
@requires(Permission.GRADES_DECIDE)
def decide_team(round_id: int, unit_id: int) -> ResponseReturnValue:
    """The Party committee's decision on a team."""
    return _decide(get_place(round_id, unit_id, scope=current_scope()), None)


@bp.route(
    "/rounds/<int:round_id>/units/<int:unit_id>/grades/members/<int:person_id>/decide",
    methods=["GET", "POST"],
)
@requires(Permission.GRADES_DECIDE)
def decide_member(round_id: int, unit_id: int, person_id: int) -> ResponseReturnValue:
    """The Party committee's decision on a member."""
    place = get_place(round_id, unit_id, scope=current_scope())
    return _decide(place, get_subject(place, person_id))


def _decide(place: Place, person: Person | None) -> ResponseReturnValue:
    meetings = {one.id: one for one in list_meetings(place.round.id, scope=current_scope())}
    if not meetings:
        flash(_("请先登记党委专题会"), "warning")
        return redirect(url_for("grades.add_meeting", round_id=place.round.id))
    record = find_record(place, person.id if person else None)
    steps = list_grade_steps(place.round.rule_set_id, grade_scale(person.id if person else None))
    kept: dict[str, Any] = {"meeting": next(iter(meetings))}
    if record is not None:
        kept["step"] = record.decided_step_id or record.judged_step_id
        kept["meeting"] = record.meeting_id or kept["meeting"]
        kept["reason"] = record.decided_reason
    form = _form(DecideForm, record, kept)
    _offer(form, "step", [(one.step_id, one.label) for one in steps])
    _offer(form, "meeting", _named(meetings))
    page = _page(place, person, record, _("审定%(name)s的等次", name=titled(person)), _("保存审定结果"))

    def act() -> object:
        return services.decide(
            place,
            person,
            form.step.data,
            meeting=meetings[form.meeting.data],
            reason=form.reason.data or "",
            by=current_actor(),
            on=working_date(),
        )

    return _answer(form, record, page, act, done=_("审定结果已保存"))


def _form(form_class: type[AnyForm], record: GradeRecord | None, kept: dict[str, Any]) -> AnyForm:
    return form_class(data=kept) if record is None else open_edit(form_class, record, kept)


def _offer(form: ActForm, name: str, pairs: list[tuple[int, str]]) -> None:
    for one in (form, form.kept):
        if one is not None:
            one[name].choices = choices_of(pairs)


def _named(meetings: dict[int, PartyMeeting]) -> list[tuple[int, str]]:
    return [(key, f"{one.name}({one.held_on.isoformat()})") for key, one in meetings.items()]


def _answer(
    form: ActForm, record: GradeRecord | None, page: ActPage, act: Any, *, done: str
) -> ResponseReturnValue:
    return (
        act_answer(form, page, act, done=done)
        if record is None
        else edit_answer(form, record, page, act, done=done)
    )


def _page(
    place: Place, person: Person | None, record: GradeRecord | None, heading: str, word: str
) -> ActPage:
    return ActPage(
        heading=heading,
        word=word,
        back_url=url_for("grades.show_unit", **place.ids),
        crumbs=[*_crumbs(place.round), (place.unit.name, url_for("grades.show_unit", **place.ids))],
        summary=_summary(record),
    )


def _summary(record: GradeRecord | None) -> str:
    proposed = record.proposed_step.label if record and record.proposed_step else _("无")
    judged = record.judged_step.label if record and record.judged_step else _("无")
    return str(_("系统拟提:%(proposed)s;研判意见:%(judged)s", proposed=proposed, judged=judged))


def _crumbs(round_: MidtermRound) -> list[tuple[str, str]]:
    return [
        (_("届中分析"), url_for("midterm.show_rounds")),
        (f"{round_.unit.name}{round_.name}", url_for("midterm.show_round", round_id=round_.id)),
        (_("评定等次"), url_for("grades.show_round", round_id=round_.id)),
    ]


@bp.route("/rounds/<int:round_id>/meetings/new", methods=["GET", "POST"])
@requires(Permission.GRADES_DECIDE)
def add_meeting(round_id: int) -> ResponseReturnValue:
    """A meeting of the Party committee on the round."""
    round_ = get_round(round_id, scope=current_scope())
    form = MeetingForm(data={"held_on": working_date()})
    page = _meeting_page(round_, _("登记党委专题会"))
    return act_answer(form, page, lambda: _record(None, round_, form), done=_("党委专题会已登记"))


@bp.route("/meetings/<int:meeting_id>", methods=["GET", "POST"])
@requires(Permission.GRADES_DECIDE)
def correct_meeting(meeting_id: int) -> ResponseReturnValue:
    """What is recorded of a meeting, put right."""
    meeting = get_meeting(meeting_id, scope=current_scope())
    round_ = get_round(meeting.round_id, scope=current_scope())
    kept = {name: getattr(meeting, name) for name in ("name", "held_on", "topic", "decision", "document")}
    form = open_edit(MeetingForm, meeting, kept)
    page = _meeting_page(round_, _("更正党委专题会"))
    return edit_answer(
        form, meeting, page, lambda: _record(meeting, round_, form), done=_("党委专题会已更正")
    )


def _record(meeting: PartyMeeting | None, round_: MidtermRound, form: MeetingForm) -> PartyMeeting:
    facts = MeetingFacts(
        name=form.name.data or "",
        held_on=form.held_on.data or working_date(),
        topic=form.topic.data or "",
        decision=form.decision.data or "",
        document=form.document.data or "",
    )
    return services.record_meeting(meeting, round_, facts, by=current_actor(), on=working_date())


def _meeting_page(round_: MidtermRound, heading: str) -> ActPage:
    back_url = url_for("grades.show_round", round_id=round_.id)
    return ActPage(heading=heading, word=_("保存"), back_url=back_url, crumbs=_crumbs(round_))


@bp.route("/rounds/<int:round_id>/grades/adopt", methods=["GET", "POST"])
@requires(Permission.GRADES_DECIDE)
def adopt_judgements(round_id: int) -> ResponseReturnValue:
    """Whatever was judged is decided so at a meeting; changes follow one by one."""
    round_ = get_round(round_id, scope=current_scope())
    meetings = {one.id: one for one in list_meetings(round_.id, scope=current_scope())}
    if not meetings:
        flash(_("请先登记党委专题会"), "warning")
        return redirect(url_for("grades.add_meeting", round_id=round_.id))
    form = AdoptForm(data={"meeting": next(iter(meetings))})
    _offer(form, "meeting", _named(meetings))
    back_url = url_for("grades.show_round", round_id=round_.id)
    if form.validate_on_submit():
        count = carried_out(
            form,
            lambda: services.adopt_judgements(
                round_,
                meetings[form.meeting.data],
                reason=form.reason.data or "",
                by=current_actor(),
                on=working_date(),
            ),
        )
        if count is not None:
            flash(_("已按研判意见审定%(count)s项等次", count=count), "success")
            return redirect(back_url)
    waiting = len(list_undecided(round_.id, scope=current_scope()))
    page = ActPage(
        heading=_("按研判意见审定等次"),
        word=_("审定"),
        back_url=back_url,
        crumbs=_crumbs(round_),
        summary=_("已研判而未审定的有%(count)s项", count=waiting),
        effects=[_("党委会议作了调整的,先逐项审定调整的等次,再按研判意见审定其余的")],
    )
    return act_page(form, page)
